"""Two processes look for what is due at the same moment: everybody is told once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from storage.engine import Database
from storage.outbox.tables import OutboxMessage
from storage.testing.coverage import actions
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.tables import Chase, Mark
from storage.work import Work
from tests.builders import KEYRING
from tests.storage.coverage_world import EVENING, LEAD, MORNING, STAFF, TODAY, make_estate


def _count_left(session: Session) -> int:
    return session.exec(select(func.count()).select_from(OutboxMessage)).one()


async def test_two_processes_chase_and_remind_once(postgres_url: str) -> None:
    processes = [Work(Database(postgres_url, KEYRING), lambda: None) for _ in range(2)]
    try:
        estate = await make_estate(processes[0])
        await estate.do(actions.note_code, TODAY, by=estate.person(0))

        chased = await asyncio.gather(
            *(each.write(actions.chase_missed, EVENING) for each in processes)
        )
        assert sorted(chased) == [0, 1]
        assert await processes[0].read(_count_left) == 12 + 3
        assert len(await processes[0].read(lambda s: list(s.exec(select(Chase))))) == 1

        at = MORNING + timedelta(days=25, hours=1)
        told = await asyncio.gather(*(each.write(actions.remind_codes, at) for each in processes))
        assert sorted(told) == [0, 1]
    finally:
        for each in processes:
            each.database.close()


async def test_two_who_mark_one_door_at_once_leave_one_mark(postgres_url: str) -> None:
    processes = [Work(Database(postgres_url, KEYRING), lambda: None) for _ in range(2)]
    try:
        estate = await make_estate(processes[0])
        day, home = estate.days[0], estate.home(0)
        marked = [
            each.write(actions.mark_door, day, home, state, by=by, now=MORNING)
            for each, state, by in zip(
                processes, (MarkState.DONE, MarkState.ABSENT), (LEAD, STAFF), strict=True
            )
        ]
        await asyncio.gather(*marked)

        [mark] = await processes[0].read(lambda s: list(s.exec(select(Mark))))
        assert (mark.state, mark.person_id) in {
            (MarkState.DONE, LEAD),
            (MarkState.ABSENT, STAFF),
        }
    finally:
        for each in processes:
            each.database.close()
