"""Two processes look at the clock in the same moment: what is due leaves once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from bot.calendar import CALENDAR
from storage import engine
from storage.engine import Database
from storage.notices import actions
from storage.notices.actions import firing, running
from storage.notices.rules import When
from storage.notices.tables import Notice, NoticeRun
from storage.schedules.rules import Daily
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.notices_world import DAY, GROUP, HOUR, NOW, TEXT, World, list_copies, make_world

AT = NOW + HOUR
NOTICES = 5
DAILY = When(None, Daily(2), 13 * 60, date(2022, 4, 6))


@pytest.fixture
def second_database(database: Database, database_url: str) -> Iterator[Database]:
    """The same rows seen by another process's connections."""
    opened = Database(database_url, KEYRING)
    yield opened
    opened.close()


async def _plan(world: World, when: When) -> list[int]:
    planned = []
    for number in range(NOTICES):
        notice_id = await world.draft(update_id=number)
        await world.work.write(actions.set_when, notice_id, when, by=STAFF, now=NOW)
        await world.send(notice_id)
        planned.append(notice_id)
    return planned


async def _fire(*databases: Database) -> list[BaseException]:
    """Everybody ticks at once; what went wrong."""
    works = [Work(database, after_commit=lambda: None) for database in databases]
    ticks = [work.write(actions.send_due_notices, AT, CALENDAR) for work in works]
    outcomes = await asyncio.gather(*ticks, return_exceptions=True)
    return [outcome for outcome in outcomes if isinstance(outcome, BaseException)]


async def _assert_sent_once(world: World, notices: list[int], broken: list[BaseException]) -> None:
    assert broken == []
    for notice_id in notices:
        copies = await world.work.read(list_copies, notice_id)
        assert len(copies) == len({copy.chat_id for copy in copies}) == 7
    await world.deliver(AT)
    assert [text.split(" ")[0] for text in world.seen(GROUP)] == [TEXT] * NOTICES


@pytest.mark.parametrize("when", [When(AT), DAILY], ids=["once", "daily"])
async def test_two_processes_that_fire_at_once_send_once(
    work: Work, database: Database, second_database: Database, when: When
) -> None:
    world = await make_world(work)
    notices = await _plan(world, when)

    broken = await _fire(database, second_database, database, second_database)

    await _assert_sent_once(world, notices, broken)


async def test_recall_while_the_clock_fires_leaves_nothing_standing(
    work: Work, database: Database, second_database: Database
) -> None:
    world = await make_world(work)
    notices = await _plan(world, DAILY)
    others = Work(second_database, after_commit=lambda: None)

    outcomes = await asyncio.gather(
        work.write(actions.send_due_notices, AT, CALENDAR),
        *(others.write(actions.recall_notice, notice, by=STAFF, now=AT) for notice in notices),
        return_exceptions=True,
    )
    await world.deliver(AT)

    assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
    assert set(world.shown.values()) <= {"notices/recalled"}
    assert not await work.read(actions.has_due_notices, AT + DAY)


async def test_the_race_is_lost_when_the_guard_is_removed(
    work: Work, database: Database, second_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the test above proves nothing."""
    world = await make_world(work)
    notices = await _plan(world, When(AT))
    _meet_after_reading(monkeypatch)
    if database.is_sqlite:
        for opened in (database, second_database):
            event.remove(opened.writer, "begin", engine._begin_immediate)
            event.listen(opened.writer, "begin", lambda c: c.exec_driver_sql("BEGIN"))

    broken = await _fire(database, second_database)

    with pytest.raises(AssertionError):
        await _assert_sent_once(world, notices, broken)


def _meet_after_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody locks or looks again, and both have read what is due before either writes.

    What is left is the database's constraint: it keeps the copies single, but breaks a tick.
    """
    have_met = threading.Event()
    meeting = threading.Barrier(2, action=have_met.set, timeout=5)
    locked, started = firing.lock_due, running.start_run

    def unlocked(now: datetime) -> SelectOfScalar[Notice]:
        query = locked(now)
        query._for_update_arg = None
        return query

    def late(session: Session, notice: Notice, **times: Any) -> NoticeRun | None:
        if not have_met.is_set():
            meeting.wait()
        return started(session, notice, **times)

    monkeypatch.setattr(firing, "lock_due", unlocked)
    monkeypatch.setattr(firing, "start_run", late)
    monkeypatch.setattr(running, "_has_run", lambda *_: False)
