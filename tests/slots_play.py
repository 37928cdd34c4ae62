"""The cast of 大连路's appointments, and how 1,500 were called at two minutes each (S43, S26)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.relay.releases._callbacks import PointPress, ReleasePress
from simulator import Group
from storage.relay.desk import Press, PressKind
from storage.relay.kinds import Channel
from storage.relay.queries import list_entries
from storage.relay.vouchers.checking import confirm
from storage.relay.vouchers.collecting import collect
from storage.relay.vouchers.issuing import issue_due_vouchers
from tests.handout_play import (
    manage,
    taps,
)
from tests.people import entries, shows
from tests.story_play import Reader, pass_to, read
from tests.town import Town

FIRST, SECOND = "第一轮口罩预约", "第二轮口罩预约"
DRAWN, OPEN = 1, 2
PLACES, IN_POT, HOMES = 5, 8, 1505
WAITING = HOMES - PLACES
DESKS, SERVED, SLOWER = 5, 70, timedelta(seconds=150)


@dataclass
class Story:
    """Who is in the pot, who comes in the second round at which place, and a child abroad."""

    town: Town
    pot: list[Reader]
    mother: Reader
    early: Reader
    afternoon: Reader
    last: Reader
    child: Reader
    staff: Reader
    group: Group
    entered: int = IN_POT + 4

    async def others_join(self, until: int) -> None:
        """Households that telephone, until the list of the second round is so long."""
        joined = len(await entries(self.town, OPEN))
        homes = self.town.place.households[self.entered : self.entered + until - joined]
        self.entered += len(homes)
        presses = (self._press(home) for home in homes)
        await asyncio.gather(*(self.town.app.services.relays.ask(each) for each in presses))

    def _press(self, household_id: int) -> Press:
        now = self.town.clock.now()
        return Press(
            kind=PressKind.ENTER,
            relay_id=OPEN,
            update_id=900_000_000 + household_id,
            person_id=self.staff.id,
            received_at=now,
            quantity=1,
            household_id=household_id,
            channel=Channel.PHONE,
            entered_for=now,
        )


async def nine_hundred_are_called(story: Story) -> None:
    """Two minutes at five desks from nine on: No. 801 at 14:20, No. 1400 not today."""
    await pass_to(story.town, "20:00")
    await pass_to(story.town, "08:00")
    staff = story.staff
    page = await manage(staff, "release", SECOND)
    page = await taps(staff, page, PointPress(relay_id=OPEN))
    page = await taps(staff, page, PointPress(relay_id=OPEN, point=1))
    for _ in range(DESKS - 1):
        page = await taps(staff, page, PointPress(relay_id=OPEN, point=1, act="more"))
    which = await staff.says("/release 900")
    page = await taps(staff, which, ReleasePress(relay_id=OPEN, number=900))
    await staff.presses(page, "release_go", count=900)
    in_group = Reader(story.town, story.town.staff, "zh-hans")
    told = {"title": SECOND, "is_rehearsal": False, "called": 900, "hours": hours_of(900)}
    await shows(story.town, story.group, in_group.shown("relay/release_posted", **told))
    for reader, at in (
        (story.mother, "09:00"),
        (story.early, "09:25"),
        (story.afternoon, "14:20"),
    ):
        called = turn_at(at) | {"quantity": 1, "item": "口罩"}
        await reader.hears(reader.shown("relay/called", **called))
    called = turn_at("09:00") | {"quantity": 1, "item": "口罩", "door": "1-105"}
    await story.child.hears(story.child.shown("relay/called", **called))
    for reader, forecast in (
        (story.afternoon, {"when": "called", "at": on_the_day("14:20"), "day": "today"}),
        (story.last, {"when": "expected", "at": None, "day": "tomorrow"}),
    ):
        page = await reader.says(f"/start r_{OPEN}", SECOND)
        place = {"place": "社区活动室"}
        assert reader.shown("relay/_forecast", forecast=forecast | place) in read(page)


def hours_of(called: int) -> list[dict[str, object]]:
    """Who comes in which hour: 30 turns at each desk, from nine on."""
    turns = 30 * DESKS
    return [
        {
            "names_place": False,
            "place": "社区活动室",
            "begins": on_the_day(f"{9 + first // turns:02}:00"),
            "ends": on_the_day(f"{10 + first // turns:02}:00"),
            "count": turns,
            "spans": [f"{first + 1}–{first + turns}"],
            "more": 0,
        }
        for first in range(0, called, turns)
    ]


def on_the_day(clock: str) -> str:
    """A time of the day on which it is handed out."""
    return f"2020-02-04T{clock}:00+08:00"


def turn_at(clock: str) -> dict[str, object]:
    """What a message about a turn says."""
    return {
        "title": SECOND,
        "is_rehearsal": False,
        "at": on_the_day(clock),
        "place": "社区活动室",
        "bring": "",
        "door": None,
    }


async def desks_are_slower_and_only_who_is_affected_hears(story: Story) -> None:
    """Half a minute more each: ten minutes for No. 75 are not told, an hour for No. 801 is."""
    town = story.town
    begins = datetime.fromisoformat(on_the_day("09:00"))
    heard = len(story.early.person.chat.messages)
    await pass_to(town, "09:00")

    def serve(session: Session) -> None:
        numbers = [line.number for line in list_entries(session, OPEN, most=SERVED)]
        for number in numbers:
            confirm(session, OPEN, number, by=story.staff.id, now=begins)
        issue_due_vouchers(session, begins)
        for turn, number in enumerate(numbers, start=1):
            at = begins + turn * SLOWER / DESKS
            collect(session, OPEN, number, by=story.staff.id, now=at)

    await town.work.write(serve)
    await pass_to(town, "09:35")
    moved = turn_at("15:40") | {"before": on_the_day("14:20")}
    await story.afternoon.hears(story.afternoon.shown("relay/slot_moved", **moved))
    await story.staff.hears(SECOND, button="release_undo")
    assert len(story.early.person.chat.messages) == heard


async def the_mother_reads_who_acted(story: Story) -> None:
    """That it was her proxy, and nobody's name; she was called, and is told so."""
    mother = story.mother
    page = await mother.says("/why", SECOND, button="why_check")
    home = story.town.place.households[IN_POT]
    (line,) = [each for each in await entries(story.town, OPEN) if each.household_id == home]
    joined = {"kind": "joined", "at": line.came_at.isoformat(), "role": "proxy"}
    said = mother.shown("relay/_why_move", move=joined | {"claimed_at": None})
    assert said in read(page)
    assert story.child.name not in read(page)
    released = {"kind": "released", "at": on_the_day("08:00"), "claimed_at": None, "role": "staff"}
    words = mother.shown("relay/_why_move", move=released).partition("·")[2]
    assert words in read(page)
