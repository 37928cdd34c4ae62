"""The clock and a person meet at what recurs: each waits for the other's end, never both at once.

Only PostgreSQL has two writers.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, text

from bot.calendar import CALENDAR
from storage.engine import Database
from storage.notices import actions as notices
from storage.notices.actions import firing
from storage.notices.kinds import NoticeState
from storage.notices.rules import When
from storage.schedules.rules import Daily
from storage.testing.actions import call_off_round, extend_rounds, repeating
from storage.testing.kinds import RoundState
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.notices_world import NOW, make_world
from tests.storage.testing_world import NOON, make_site

_TRIES = 500


@pytest.fixture
def pair(postgres_url: str) -> Iterator[tuple[Work, Work]]:
    """Two processes on one database."""
    databases = [Database(postgres_url, KEYRING) for _ in range(2)]
    one, two = (Work(database, after_commit=lambda: None) for database in databases)
    yield one, two
    for database in databases:
        database.close()


class Meeting:
    """Holds the clock before it takes what recurs, until the person waits for a row of its."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock
        self.is_reached = threading.Event()

    def __call__(self, session: Session, subject_id: int) -> Any:
        self.is_reached.set()
        for _ in range(_TRIES):
            waiting = session.execute(text("select 1 from pg_locks where not granted limit 1"))
            if waiting.first() is not None:
                return self._lock(session, subject_id)
            session.execute(text("select pg_sleep(0.01)"))
        raise AssertionError("nobody waits")


async def test_a_notice_is_recalled_while_the_clock_sends_it(
    pair: tuple[Work, Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, person = pair
    world = await make_world(clock)
    notice_id = await world.draft()
    tomorrow = (NOW + timedelta(days=1)).date()
    when = When(rule=Daily(), minute=8 * 60, starts_on=tomorrow)
    await clock.write(notices.set_when, notice_id, when, by=STAFF, now=NOW)
    await world.send(notice_id)
    meeting = Meeting(firing.lock_notice)
    monkeypatch.setattr(firing, "lock_notice", meeting)
    later = NOW + timedelta(hours=20)

    tick = asyncio.create_task(clock.write(notices.send_due_notices, later, CALENDAR))
    await asyncio.to_thread(meeting.is_reached.wait, 10)
    recalled = person.write(notices.recall_notice, notice_id, by=STAFF, now=later)
    await asyncio.gather(tick, recalled)

    assert (await world.notice(notice_id)).state is NoticeState.RECALLED


async def test_a_round_is_called_off_while_the_clock_extends_it(
    pair: tuple[Work, Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, person = pair
    site = await make_site(clock)
    await site.plans(days=(), rule=Daily(), starts_on=(NOON + timedelta(days=1)).date())
    meeting = Meeting(repeating.lock_round)
    monkeypatch.setattr(repeating, "lock_round", meeting)
    later = NOON + timedelta(days=2)

    tick = asyncio.create_task(clock.write(extend_rounds, later, CALENDAR))
    await asyncio.to_thread(meeting.is_reached.wait, 10)
    called_off = person.write(call_off_round, site.round_id, by=STAFF, now=later)
    await asyncio.gather(tick, called_off)

    assert (await site.round()).state is RoundState.CALLED_OFF
