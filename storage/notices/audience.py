"""Whom a notice is for, as staff choose it. Pure; which chats that is, queries find out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.community.kinds import RoleKind
from storage.notices.kinds import Channel


@dataclass(frozen=True)
class Audience:
    """Houses, or those who hold a role, and by which way they are told.

    Attributes:
        estates: ids of estates, every building of them.
        buildings: ids of single buildings.
        roles: where given, only who holds one of them within these houses, or in the whole
            committee where no house is named. They are told in private.
    """

    estates: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()
    roles: tuple[RoleKind, ...] = ()
    channel: Channel = Channel.BOTH

    @property
    def is_empty(self) -> bool:
        """Whether nobody is chosen yet."""
        return not (self.estates or self.buildings or self.roles)

    @property
    def has_groups(self) -> bool:
        """Whether groups are told."""
        return not self.roles and self.channel is not Channel.PRIVATE

    @property
    def has_private(self) -> bool:
        """Whether people are told in private."""
        return bool(self.roles) or self.channel is not Channel.GROUPS

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "estates": list(self.estates),
            "buildings": list(self.buildings),
            "roles": [role.value for role in self.roles],
            "channel": self.channel.value,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Audience:
        """As it was kept; an empty object is nobody yet."""
        return cls(
            estates=tuple(data.get("estates", ())),
            buildings=tuple(data.get("buildings", ())),
            roles=tuple(RoleKind(role) for role in data.get("roles", ())),
            channel=Channel(data.get("channel", Channel.BOTH)),
        )
