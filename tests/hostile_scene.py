"""Where hostile people are played: an open relay, a household on it, and another committee."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from simulator import Group, Person, StoredMessage
from storage.audit.tables import FailedUpdate
from tests.handlers.estate_play import newcomer
from tests.people import bound_group, build_other_estate, everything_said, open_relay, shows
from tests.town import Town, open_town

RELAY = 1
# Far from the numbers that the pretend Telegram gives its own updates.
FIRST_RAW = 900_000_000


@dataclass
class Scene:
    """A group with the card of relay 1, which only the victim's household, 1-101, has joined.

    Attributes:
        attacker: a resident of another household here.
        other_staff: staff of another committee, whose estate has `other_relay`.
        outsider: a resident of that estate.
    """

    town: Town
    group: Group
    card: StoredMessage
    victim: Person
    attacker: Person
    other_staff: Person
    outsider: Person
    other_relay: int

    async def assert_nothing_leaked(self, since: int, person: Person) -> None:
        """No word of the bot from request `since` on tells of anybody but `person`."""
        strangers = [one for one in self.town.world.people.values() if one.id != person.id]
        for said in everything_said(self.town.world, since):
            assert not re.search(r"\b[127]-[17]\d\d\b", said), said
            assert not [one for one in strangers if one.user.first_name in said], said
            assert not [one for one in strangers if f"id={one.id}" in said], said

    async def failures(self) -> Sequence[FailedUpdate]:
        """Updates that broke something here. One that was refused is none."""
        return await self.town.work.read(lambda session: session.exec(select(FailedUpdate)).all())

    def raw(self, number: int, person: Person, chat: Any, **content: Any) -> dict[str, Any]:
        """An update as Telegram would never send it: past the limits that it keeps for us."""
        return {
            "update_id": FIRST_RAW + number,
            "message": {
                "message_id": 500_000 + number,
                "date": int(self.town.clock.now().timestamp()),
                "chat": chat.as_type().model_dump(mode="json", exclude_none=True),
                "from": person.user.model_dump(mode="json", exclude_none=True),
                **content,
            },
        }


@asynccontextmanager
async def open_scene(database_url: str) -> AsyncIterator[Scene]:
    """The scene, on a fresh database."""
    # The residents have been tied since the opening: whoever comes now comes after them.
    async with open_town(database_url, before=timedelta(hours=-1)) as town:
        group = await bound_group(town, reads_all=True)
        _, card = await open_relay(town, group)
        victim, attacker, *_ = town.residents
        other_staff, outsider = newcomer(town, "李主任"), newcomer(town, "外人")
        for person in (other_staff, outsider):
            await person.says("/help")
            await group.add(person, town.staff)
        await town.world.settled()
        other_relay = await town.work.write(
            build_other_estate, staff=other_staff.id, resident=outsider.id
        )
        await victim.presses(card, "✋ 报1份")
        card = await shows(town, group, "已报名 1 户")
        yield Scene(town, group, card, victim, attacker, other_staff, outsider, other_relay)
