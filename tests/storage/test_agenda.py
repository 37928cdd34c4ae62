"""What goes out in the next 24 hours, gathered from all features, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.calendar import CALENDAR
from storage.agenda import AgendaLine, What, list_agenda, list_passed_over
from storage.community import actions as community
from storage.errors import RuleError
from storage.faq.kinds import Outcome
from storage.faq.tables import FaqQuestion
from storage.notices import actions as notices
from storage.notices.audience import Audience
from storage.notices.rules import When
from storage.schedules import actions as schedules
from storage.schedules.queries import list_schedules
from storage.schedules.rules import Daily
from storage.testing.actions import skip_day
from storage.work import Work
from tests.builders import STAFF, build_relay
from tests.storage.requests_world import NOW as ASKED_AT
from tests.storage.requests_world import make_world
from tests.storage.testing_world import (
    NOON,
    SHANGHAI,
    TESTING_DAY,
    Site,
    at,
    make_site,
)

DAY = timedelta(hours=24)


@pytest.fixture
async def site(work: Work) -> Site:
    return await make_site(work)


async def agenda(site: Site, since: datetime = NOON, span: timedelta = DAY) -> list[AgendaLine]:
    committee_id = site.place.committee_id
    return list(await site.work.read(list_agenda, committee_id, since, since + span, CALENDAR))


async def announce(site: Site, text: str, when: When) -> int:
    """A notice to the first house that leaves at its time."""
    notice_id = await site.work.write(
        notices.draft_notice,
        site.place.committee_id,
        "zh-hans",
        text,
        by=STAFF,
        now=NOON,
        audience=Audience(buildings=(site.house(1),)),
    )
    await site.does(notices.set_when, notice_id, when)
    await site.does(notices.send_notice, notice_id, calendar=CALENDAR)
    return notice_id


def shown(lines: list[AgendaLine]) -> list[tuple[str, str, int]]:
    return [
        (line.at.astimezone(SHANGHAI).strftime("%d %H:%M"), f"{line.what}", line.chats)
        for line in lines
    ]


async def test_the_next_day_stands_in_order_of_time(site: Site) -> None:
    await site.plans()
    daily = When(rule=Daily(), minute=7 * 60, starts_on=NOON.date())
    await announce(site, "消毒\n每天早上", daily)
    await announce(site, "送菜", When(send_at=at("9:00")))
    await announce(site, "后天", When(send_at=NOON + DAY))
    await site.work.write(build_relay, site.place, title="口罩", opens_at=NOON + DAY / 2)
    for hours in (-1, 20):
        await site.work.write(
            community.plan_shift,
            site.place.committee_id,
            STAFF,
            starts_at=NOON + timedelta(hours=hours + 2),
            ends_at=NOON + timedelta(hours=hours + 6),
            by=STAFF,
            now=NOON - DAY,
        )

    lines = await agenda(site)

    assert shown(lines) == [
        ("30 13:00", "shift", 1),
        ("30 19:00", "testing_evening", 2),
        ("31 00:00", "relay", 2),
        ("31 07:00", "notice", 1),
        ("31 07:30", "testing_before", 2),
        ("31 08:00", "testing_before", 1),
        ("31 08:00", "testing_now", 2),
        ("31 08:15", "testing_last_call", 2),
        ("31 08:30", "testing_now", 1),
        ("31 08:45", "testing_last_call", 1),
        ("31 09:00", "notice", 1),
        ("31 10:00", "shift", 1),
    ]  # fmt: skip
    by_time = {(line.what, line.at): line for line in lines}
    batch = by_time[What.TESTING_NOW, at("8:00")]
    assert (batch.title, batch.estate, batch.buildings) == ("第一轮", "图们小区", ("1", "2"))
    recurring = by_time[What.NOTICE, at("7:00")]
    assert (recurring.title, recurring.schedule_id is not None) == ("消毒", True)
    assert await agenda(site, NOON + 3 * DAY, timedelta(hours=1)) == []


async def test_what_is_skipped_or_paused_does_not_go_out(site: Site) -> None:
    await site.plans()
    daily = When(rule=Daily(), minute=7 * 60, starts_on=NOON.date())
    await announce(site, "消毒", daily)
    (schedule,) = await site.work.read(list_schedules, site.place.committee_id)
    two_days = 2 * DAY

    await site.does(skip_day, (await site.round()).days[0].id)
    await site.does(schedules.skip_day, schedule.id, TESTING_DAY, calendar=CALENDAR)
    assert shown(await agenda(site, span=two_days)) == [("01 07:00", "notice", 1)]
    await site.does(schedules.pause_schedule, schedule.id)

    assert await agenda(site, span=two_days) == []


async def test_what_came_too_late_is_not_hidden(site: Site) -> None:
    await site.plans()
    await announce(site, "消毒", When(rule=Daily(), minute=420, starts_on=NOON.date()))
    evening = at("20:00")

    await site.ticks(evening)
    await site.work.write(notices.send_due_notices, evening, CALENDAR)

    late = await site.work.read(list_passed_over, site.place.committee_id, evening - DAY, evening)
    assert ("31 07:00", "notice", 0) in shown(list(late))
    assert {line.what for line in late} >= {What.NOTICE, What.TESTING_NOW}


async def test_staff_see_when_numbers_come_where_there_are_some(work: Work) -> None:
    world = await make_world(work)
    committee_id = world.place.committee_id

    async def listed(since: datetime) -> list[Any]:
        lines = await work.read(list_agenda, committee_id, since, since + DAY, CALENDAR)
        return [(line.what, line.at - since, line.chats) for line in lines]

    assert await listed(ASKED_AT) == []
    await world.ask()
    local = ASKED_AT.astimezone(SHANGHAI)
    evening = local.replace(hour=20, minute=0, second=0, microsecond=0)
    ahead = (evening - local) % DAY
    assert await listed(ASKED_AT) == [(What.DIGEST, ahead, 2)]

    # Monday at nine tells of the week before it.
    sunday = local - timedelta(days=local.weekday() - 6)
    sunday = sunday.replace(hour=21, minute=0, second=0, microsecond=0)
    await work.write(_ask, committee_id, sunday - DAY)
    assert (What.FAQ_WEEK, timedelta(hours=12), 2) in await listed(sunday)
    assert What.FAQ_WEEK not in {what for what, *_ in await listed(sunday + DAY)}


async def test_an_unknown_committee_has_no_agenda(work: Work) -> None:
    with pytest.raises(RuleError, match="not_found"):
        await work.read(list_agenda, 99, NOON, NOON + DAY, CALENDAR)


def _ask(session: Session, committee_id: int, asked_at: datetime) -> None:
    session.add(
        FaqQuestion(
            committee_id=committee_id,
            person_id=1,
            chat_id=1,
            language="en",
            text="?",
            outcome=Outcome.UNKNOWN,
            asked_at=asked_at,
        )
    )
