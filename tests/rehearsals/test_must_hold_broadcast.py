"""SIGKILL in the midst of a broadcast: nobody is left out, and who was told twice was counted."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.clock import SystemClock
from simulator import Person, Simulator, World
from storage.engine import Database
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.queries import find_doubts
from storage.outbox.tables import OutboxMessage, SendState, Urgency
from storage.work import Work
from tests.builders import KEYRING
from tests.killed import Process
from tests.town import TOKEN

PEOPLE, EACH = 60, 4
PATIENCE = 120.0
# A process is started three times: half a minute, and several on a busy machine.
pytestmark = pytest.mark.timeout(480)
LONG_AGO = datetime(2022, 4, 1, tzinfo=UTC)


def _told(person: Person) -> list[str]:
    return [(message.text or "") for message in person.chat.messages if message.is_by_bot]


async def _arrived(world: World, people: list[Person], count: int) -> None:
    """Return when the people have been told so many things altogether."""
    async with asyncio.timeout(PATIENCE):
        while sum(len(_told(person)) for person in people) < count:
            await world.changed.next()


def _rows(session: Session) -> list[OutboxMessage]:
    return list(session.exec(select(OutboxMessage).order_by("id")).all())


async def _settled(work: Work) -> list[OutboxMessage]:
    async with asyncio.timeout(PATIENCE):
        while not _is_over(rows := await work.read(_rows)):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.1)
    return rows


def _is_over(rows: list[OutboxMessage]) -> bool:
    return all(row.state is SendState.SENT for row in rows)


async def _tell_all(work: Work, people: list[Person]) -> None:
    messages = [
        NewMessage(
            person.id,
            "runs/over",
            {"code": f"{number}."},
            f"round:{person.id}:{number}",
            urgency=Urgency.REMINDER,
            language="en",
        )
        for number in range(EACH)
        for person in people
    ]
    await work.write(leave_many, messages, now=SystemClock().now())


async def test_killed_twice_in_a_broadcast(tmp_path: Path, sqlite_url: str) -> None:
    chance = random.Random(3)
    async with Simulator() as simulator:
        world = simulator.world(TOKEN, bot_username="linli_bot", flood=None)
        people = [world.person(f"住户{n}", language_code="en") for n in range(PEOPLE)]
        for person in people:
            person.chat.is_started = True
        database = Database(sqlite_url, KEYRING)
        work = Work(database, after_commit=lambda: None)
        await _tell_all(work, people)
        # The answer to this one is lost on its way, so that one doubt there is in any case.
        world.fault("sendMessage", "lost_reply", chat=people[0])

        process = Process(world, simulator.base_url, sqlite_url, tmp_path, models="false")
        for share in (0.2, 0.6):
            await process.start()
            at_least = int(PEOPLE * EACH * share) + chance.randrange(20)
            await _arrived(world, people, at_least)
            await process.kill()
        async with process:
            rows = await _settled(work)
        doubts = await work.read(find_doubts, LONG_AGO)
        database.close()

    came = Counter(
        (person.id, text.partition("Run ")[2][:1]) for person in people for text in _told(person)
    )
    assert doubts.messages == sum(row.doubts > 0 for row in rows) >= 1
    for row in rows:
        _, person_id, number = str(row.dedupe_key).split(":")
        assert 1 <= came[int(person_id), number] <= 1 + row.doubts
    # What waited for its turn when the process died is in no doubt.
    assert doubts.messages < PEOPLE / 4
