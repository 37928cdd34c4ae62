"""A committee that announces things: who writes, confirms, reads and goes from door to door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from simulator import Group, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.notices.actions import follow_copies
from tests.handlers.estate_play import add_doors, building, labels
from tests.people import family_member
from tests.story_play import Reader, appointed, read_in
from tests.town import Town, open_town

HOMES = 14


@dataclass
class Announced:
    """Staff who write and confirm, who reads, and the groups of two of three buildings."""

    town: Town
    language: str
    writer: Reader
    second: Reader
    homes: dict[str, Reader]
    family: Reader
    lead: Reader
    groups: tuple[Group, Group]

    def reached(self, **counts: int) -> str:
        """What a page says of households: `k of n` and how."""
        known = {"delivered": 3, "acknowledged": 0, "paper": 0, "knocked": 0, "blocked": 1}
        total = {**known, "households": HOMES, **counts}
        ticked = total["acknowledged"] + total["paper"] + total["knocked"]
        return self.writer.shown("notices/_reached", total={**total, "remaining": HOMES - ticked})


@asynccontextmanager
async def open_announcing(database_url: str, language: str) -> AsyncIterator[Announced]:
    """Three buildings: two with a group, the third with a lead alone. Four homes have joined."""
    async with open_town(database_url, language=language) as town:
        await add_doors(town, "3-101", "3-102")
        homes, writer = await read_in(town, language)
        family = Reader(town, await family_member(town, 0), "en")
        second = await appointed(town, "李老师", RoleKind.STAFF, language)
        groups = (
            await group_of(town, "1", reads_all=True),
            await group_of(town, "2", supergroup=False),
        )
        yield Announced(
            town,
            language,
            writer,
            second,
            dict(zip(("1-101", "2-101", "1-102", "2-102"), homes, strict=True)),
            family,
            await lead_of(town, "3", language),
            groups,
        )
        assert not town.world.warnings


async def lead_of(town: Town, label: str, language: str) -> Reader:
    """Somebody who helps out in a building where nobody lives who has joined."""
    lead = Reader(town, town.world.person("周组长", language_code=language), language)
    lead.person.chat.is_started = True
    await lead.says("/start")
    house = (await building(town, label)).id
    await town.work.write(
        grant_role,
        lead.id,
        town.place.committee_id,
        RoleKind.LEAD,
        now=town.clock.now(),
        building_id=house,
    )
    return lead


async def group_of(town: Town, label: str, **options: bool) -> Group:
    group = await town.group(f"图们 {label}号楼", **options)
    await town.staff.says(f"/bind@linli_bot {label}", in_=group)
    await town.world.settled()
    return group


async def open_notice(staff: Reader) -> StoredMessage:
    """The page of the newest notice, from the list."""
    listed = await staff.says("/notices", button="notice_new")
    return await staff.turns(listed, labels(listed)[0])


async def follow(town: Town) -> None:
    """What left arrives, and what follows from that is done."""
    await town.told()
    await town.work.write(follow_copies, town.clock.now())
    await town.told()
