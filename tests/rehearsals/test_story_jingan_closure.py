"""静安's closure (S59): announced each morning with its day, left out once, and told ahead."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.handlers.estate_play import labels
from tests.notices_play import Announced, open_announcing
from tests.people import shows
from tests.story_play import Reader, pass_to, read

CLOSURE = "封控通知\n🕒 全天\n📍 1号楼"


@pytest.fixture(params=["zh-hans", "en"])
async def play(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Announced]:
    async with open_announcing(sqlite_url, request.param) as opened:
        yield opened


async def test_closure_is_announced_each_day_but_one(play: Announced) -> None:
    """It began four days ago: the morning's notice is day 5 of 14 (S59)."""
    staff, town, group = play.writer, play.town, play.groups[0]
    await staff.says("/notice")
    kinds = await staff.says(CLOSURE, button="notice_kind_closure")
    await staff.presses(kinds, "notice_kind_closure")
    page = await staff.says("1", button="notice_send")
    options = await staff.presses(page, "notice_options")
    await staff.presses(options, "notice_counter")
    options = await staff.says("1/29 14", button="notice_no_counter")
    page = await staff.presses(options, "notice_back")
    await staff.presses(page, "notice_when")
    page = await staff.says("每天 8:00", "08:00", button="notice_send")
    await staff.presses(page, "notice_send")

    assert "08:00" in read(await staff.says("/agenda", button="agenda_again"))
    await pass_to(town, "8:00")
    await closure_stands_in(play, day=5)

    listed = await staff.says("/schedules", button="agenda_open")
    page = await staff.turns(listed, labels(listed)[0])
    await staff.presses(page, "schedule_skip", day="2020-02-03")
    agenda = await staff.says("/agenda", button="agenda_again")
    assert "封控通知" not in read(agenda)

    said = len(group.messages)
    await pass_to(town, "8:00")
    await pass_to(town, "12:00")
    assert len(group.messages) == said
    agenda = await staff.says("/agenda", button="agenda_again")
    assert all(fact in read(agenda) for fact in ("08:00", "封控通知"))
    await pass_to(town, "8:00")
    await closure_stands_in(play, day=7)


async def closure_stands_in(play: Announced, *, day: int) -> None:
    """The group reads the day that it is, in its first language; English is not written."""
    facts = {"time": "全天", "place": "1号楼"}
    reader = Reader(play.town, play.writer.person, "zh-hans")
    told = reader.shown(
        "notices/notice",
        kind="closure",
        committee="图们居委会",
        announced="封控通知",
        facts=facts,
        day=day,
        days=14,
        is_group=True,
        **dict.fromkeys(("is_trial", "is_untranslated", "asks_ack"), False),
    )
    assert read(await shows(play.town, play.groups[0], *told.splitlines()[:2])) == told
