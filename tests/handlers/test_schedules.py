"""What recurs and what goes out next, as staff see it in chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.calendar import CALENDAR
from simulator import StoredMessage
from storage.local_time import local_day
from storage.notices import actions as notices
from storage.notices.audience import Audience
from storage.notices.rules import When
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, SendState
from storage.schedules.rules import Daily
from tests.handlers.estate_play import asks, labels, newest, text_of, turns
from tests.handlers.testing_play import plans
from tests.people import hears
from tests.town import Town


async def announce_daily(town: Town, text: str = "电梯消毒") -> None:
    """A notice to building 1 at 8:00 on five days, from today; its group is bound."""
    group = await town.group()
    await town.staff.says("/bind 1", in_=group)
    await group.wait_until(lambda: "building 1" in text_of(group.messages[-1]))
    facts = {"by": town.staff.id, "now": town.clock.now()}
    notice_id = await town.work.write(
        notices.draft_notice,
        town.place.committee_id,
        "zh-hans",
        text,
        audience=Audience(buildings=(town.place.buildings[0],)),
        **facts,
    )
    today = local_day(town.clock.now(), "Asia/Shanghai")
    when = When(rule=Daily(5), minute=8 * 60, starts_on=today)
    await town.work.write(notices.set_when, notice_id, when, **facts)
    await town.work.write(notices.send_notice, notice_id, calendar=CALENDAR, **facts)


def skip_button(message: StoredMessage) -> str:
    return next(label for label in labels(message) if label.startswith("⏭ Skip"))


async def test_staff_see_what_comes_pause_it_skip_a_day_and_take_that_back(town: Town) -> None:
    await announce_daily(town)

    for command in ("/agenda", "/schedules"):
        assert "Only the committee's staff" in text_of(await asks(town.residents[0], command))
    agenda = await asks(town.staff, "/agenda")
    assert "08:00 📢 Notice: 电梯消毒" in text_of(agenda)
    assert "to 1 group" in text_of(agenda)
    listed = await turns(town.staff, agenda, "🔁 What recurs")
    assert "On 5 days in a row" in text_of(listed)
    page = await turns(town.staff, listed, "📢 电梯消毒")
    assert "day 1 of 5" in text_of(page)

    skip = skip_button(page)
    page = await turns(town.staff, page, skip)
    assert "Skipped:" in text_of(page)
    assert "day 2 of 5" in text_of(page)
    assert "Nothing goes out by itself" in text_of(await asks(town.staff, "/agenda"))
    page = await turns(town.staff, page, skip.replace("⏭ Skip", "↩️ Not skip"))
    assert "day 1 of 5" in text_of(page)
    page = await turns(town.staff, page, "⏸ Pause")
    assert "Paused" in text_of(page)
    assert "▶️ Go on" in labels(page)
    assert not [label for label in labels(page) if "Skip" in label]

    for data in ("ys:1:pause", "yk:1:737460:1", "yl:1:0", "ya:1:0"):
        refused = await town.residents[0].presses(page, data=data)
        assert "Only the committee's staff" in text_of(refused)
    for data in ("ys:99:show", "ys:1:burn", "yk:1:-5:1"):
        assert "out of date" in text_of(await town.staff.presses(page, data=data))
    assert "Paused" in text_of(newest(page, town.staff))
    page = await turns(town.staff, page, "▶️ Go on")
    assert "day 1 of 5" in text_of(page)


async def test_staff_are_told_what_was_missed_while_the_bot_stood_still(town: Town) -> None:
    await announce_daily(town)

    town.clock.advance(timedelta(days=3).total_seconds())
    told = await hears(town.staff, "The bot stood still")
    page = await turns(town.staff, told, "🔁 Open")

    assert "Not sent, because the bot stood still" in text_of(page)
    assert "Not sent in the last 24 hours" in text_of(await asks(town.staff, "/agenda"))


async def test_staff_see_what_may_have_arrived_twice(town: Town) -> None:
    await town.work.write(_leave_in_doubt, town.residents[0].id, town.clock.now())

    assert "❔ 1 message may have arrived twice" in text_of(await asks(town.staff, "/agenda"))


def _leave_in_doubt(session: Session, person_id: int, now: datetime) -> None:
    """A message that was claimed a second time, because nobody knew how the first had ended."""
    leave(session, person_id, "community/bot_returned", {}, now=now, dedupe_key="doubt")
    session.flush()
    row = session.exec(select(OutboxMessage).where(OutboxMessage.dedupe_key == "doubt")).one()
    row.doubts, row.state, row.settled_at = 1, SendState.SENT, now
    session.add(row)


async def test_a_round_that_recurs_is_skipped_by_its_own_days(town: Town) -> None:
    await plans(town, "/rounds 每2天 7:30 1个通道 1-2号楼 中心花园")

    listed = await asks(town.staff, "/schedules")
    button = next(label for label in labels(listed) if label.startswith("🧪"))
    page = await turns(town.staff, listed, button)
    first = skip_button(page)
    page = await turns(town.staff, page, first)
    assert "Skipped:" in text_of(page)
    assert skip_button(page) != first
    page = await turns(town.staff, page, "↩️ Undo the last skip")

    assert "Skipped:" not in text_of(page)
    assert skip_button(page) == first
    assert "Every 2 days" in text_of(page)
