"""Who acts: a person's ties to households and rights for committees, as they stand at one time.

Pure values. They are read anew for every update and in every action: no callback, chat title
or cached list of administrators grants anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.community.kinds import ResidentState, RoleKind


@dataclass(frozen=True)
class Tie:
    """A person's tie to a household."""

    resident_id: int
    household_id: int
    estate_id: int
    committee_id: int
    building_id: int
    building: str
    door: str
    state: ResidentState

    @property
    def is_active(self) -> bool:
        """Whether the person may act for the household; a disputed tie waits for staff."""
        return self.state is ResidentState.ACTIVE


@dataclass(frozen=True)
class Right:
    """A role that is valid now. `building_id` limits it to one building."""

    role_id: int
    committee_id: int
    kind: RoleKind
    building_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Actor:
    """A person with everything that decides what they may do.

    Attributes:
        language: their own choice.
        telegram_language: what their Telegram is set to.
        time_zone: IANA name, of the committee that they live under or work for; for
            others the one that all committees share.
        residents: their ties, without removed ones.
        roles: the rights that are valid now.
    """

    person_id: int
    name: str = ""
    language: str | None = None
    telegram_language: str | None = None
    reachable: bool = False
    time_zone: str = "UTC"
    residents: tuple[Tie, ...] = ()
    roles: tuple[Right, ...] = ()

    @property
    def staff_committees(self) -> tuple[int, ...]:
        """Ids of the committees that the person is staff of."""
        staff = (right for right in self.roles if right.kind is RoleKind.STAFF)
        return tuple(dict.fromkeys(right.committee_id for right in staff))

    @property
    def is_staff_anywhere(self) -> bool:
        """Whether any committee counts the person as staff."""
        return bool(self.staff_committees)

    def is_staff(self, committee_id: int) -> bool:
        """Whether this committee counts the person as staff."""
        return committee_id in self.staff_committees

    def tie(self, estate_id: int) -> Tie | None:
        """The one tie that a person can have in an estate."""
        return next((tie for tie in self.residents if tie.estate_id == estate_id), None)

    def may_act_for(self, household_id: int) -> bool:
        """Whether the person speaks for a household."""
        return any(tie.household_id == household_id and tie.is_active for tie in self.residents)
