"""SIGKILL at random moments of a burst: no place lost, none doubled, every answer still comes."""

from __future__ import annotations

import asyncio
import random
import re
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from simulator import CallbackAnswer, Group, Person, Simulator, StoredMessage, World
from storage.community.actions import bind_chat
from storage.engine import Database
from storage.relay.actions import place_cards_in_chat
from storage.relay.queries import EntryView, list_entries
from storage.work import Work
from tests.builders import KEYRING, Neighbourhood, build_neighbourhood, build_relay
from tests.killed import CONFIRMS_FIRST, Process
from tests.people import find_said
from tests.town import SECRET, TOKEN

PEOPLE = 120
# Of each ten, so many press the button; the others write a line.
PRESSING = 7
# Seconds in which a burst comes.
BURST = 0.2
PATIENCE = 120.0
# A process is started up to three times: half a minute, and several on a busy machine.
pytestmark = pytest.mark.timeout(480)


@dataclass
class Crowd:
    """Everybody of an estate in front of one card, and what each was told.

    Attributes:
        answers: the alerts that pressers have seen, by household from 0.
    """

    world: World
    work: Work
    group: Group
    people: list[Person]
    place: Neighbourhood
    relay_id: int
    chance: random.Random
    answers: dict[int, CallbackAnswer] = field(default_factory=dict)
    pressers: set[int] = field(default_factory=set)
    _deeds: list[asyncio.Task[None]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def card(self) -> StoredMessage:
        found: StoredMessage = await self.group.wait_until(
            lambda: find_said(self.group, "接龙进行中"), PATIENCE
        )
        return found

    def bursts(self, households: range, card: StoredMessage, *, seconds: float) -> None:
        """Let each household press or write, in random order, in the time that follows."""
        self._deeds.append(asyncio.create_task(self._burst(households, card, seconds)))

    async def _burst(self, households: range, card: StoredMessage, seconds: float) -> None:
        order = list(households)
        self.chance.shuffle(order)
        for household in order:
            if household % 10 < PRESSING:
                self._deeds.append(asyncio.create_task(self._press(household, card)))
            else:
                await self.people[household].says("接龙 2份", in_=self.group)
            await asyncio.sleep(self.chance.uniform(0, 2 * seconds / len(order)))

    async def _press(self, household: int, card: StoredMessage) -> None:
        person = self.people[household]
        self.pressers.add(household)
        self.answers[household] = await person.presses(card, "✋ 报1份", timeout=PATIENCE)
        self._news.set()

    async def is_answered(self, at_least: int) -> None:
        """Return when so many alerts were seen."""
        async with asyncio.timeout(PATIENCE):
            while len(self.answers) < at_least:
                self._news.clear()
                await self._news.wait()

    async def all_answered(self) -> None:
        """Return when every presser has seen an alert and every line has its private answer."""
        while unfinished := [deed for deed in self._deeds if not deed.done()]:
            await asyncio.gather(*unfinished)
        writers = (self.people[n] for n in self.households if n not in self.pressers)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(writer.next_message(PATIENCE) for writer in writers))

    @property
    def households(self) -> range:
        """All, counted from 0."""
        return range(len(self.people))

    def told(self, household: int) -> list[str]:
        """Every answer that somebody has had: one alert, or private messages, at least one."""
        if household in self.pressers:
            return [self.answers[household].text or ""]
        return [m.text or "" for m in self.people[household].chat.messages]

    def forgotten(self) -> set[int]:
        """Pressers whom nobody owes anything any more, although they were told nothing."""
        waiting = {
            update.callback_query.from_user.id
            for update in self.world.updates.first(10 * PEOPLE)
            if update.callback_query
        }
        return {
            household
            for household in self.pressers - self.answers.keys()
            if self.people[household].id not in waiting
        }

    async def entries(self) -> tuple[EntryView, ...]:
        return await self.work.read(list_entries, self.relay_id)

    async def close(self) -> None:
        for deed in self._deeds:
            deed.cancel()
        await asyncio.gather(*self._deeds, return_exceptions=True)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def crowd(simulator: Simulator, sqlite_url: str) -> AsyncIterator[Crowd]:
    seed = random.SystemRandom().randrange(10_000)
    sys.stdout.write(f"seed {seed}\n")
    world = simulator.world(TOKEN, bot_username="linli_bot", flood=None)
    people = [world.person(f"住户{n}", language_code="en") for n in range(PEOPLE)]
    staff = world.person("陈主任", language_code="en")
    for person in people:
        person.chat.is_started = True
    group = world.group("图们业主群", members=people, admins=[staff])
    await group.add_bot(staff, admin=True)
    world.updates.clear()
    database = Database(sqlite_url, KEYRING)
    work = Work(database, after_commit=lambda: None)
    now = SystemClock().now()
    place = await work.write(
        build_neighbourhood,
        households=PEOPLE,
        people=[person.id for person in people],
        staff=staff.id,
    )
    relay_id = await work.write(
        build_relay, place, state="open", opens_at=now, closes_at=now + timedelta(days=1)
    )
    await work.write(bind_chat, group.id, place.estate_id, by=staff.id, now=now)
    await work.write(place_cards_in_chat, group.id, now=now)
    crowd = Crowd(world, work, group, people, place, relay_id, random.Random(seed))
    yield crowd
    await crowd.close()
    database.close()


async def assert_all_right(crowd: Crowd) -> None:
    """Everybody has one place, the one they were told, and the card says how many."""
    entries = await crowd.entries()
    count = len(crowd.people)
    assert [entry.place for entry in entries] == list(range(1, count + 1))
    assert [entry.number for entry in entries] == list(range(1, count + 1))
    places = {entry.household_id: entry.place for entry in entries}
    assert len(places) == count
    for household in crowd.households:
        place = places[crowd.place.households[household]]
        for told in crowd.told(household):
            assert re.search(rf"No\. {place},", told), (household, place, told)
    await crowd.group.wait_until(lambda: find_said(crowd.group, f"已报名 {count} 户"), PATIENCE)


async def test_a_killed_process_owes_every_answer_it_has_not_given(
    simulator: Simulator, crowd: Crowd, sqlite_url: str, tmp_path: Path
) -> None:
    half, some = PEOPLE // 2, PEOPLE // 4
    async with Process(crowd.world, simulator.base_url, sqlite_url, tmp_path) as process:
        card = await crowd.card()
        crowd.bursts(range(half), card, seconds=BURST)
        await crowd.is_answered(crowd.chance.randrange(1, some))
        await process.kill()
        assert crowd.forgotten() == set()

        told = len(crowd.answers)
        await process.start()
        crowd.bursts(range(half, PEOPLE), card, seconds=BURST)
        await crowd.is_answered(told + crowd.chance.randrange(1, some))
        await process.kill()
        assert crowd.forgotten() == set()

        await process.start()
        await crowd.all_answered()
        await assert_all_right(crowd)


async def test_a_killed_webhook_is_tried_again(
    simulator: Simulator, crowd: Crowd, sqlite_url: str, tmp_path: Path
) -> None:
    port = _free_port()
    settings = {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
        "listen_port": str(port),
    }
    world = crowd.world
    async with Process(world, simulator.base_url, sqlite_url, tmp_path, **settings) as process:
        crowd.bursts(range(PEOPLE), await crowd.card(), seconds=BURST)
        await crowd.is_answered(crowd.chance.randrange(1, PEOPLE // 3))
        await process.kill()
        assert crowd.forgotten() == set()

        await process.start()
        simulator.clock.advance(10)
        await crowd.all_answered()
        await assert_all_right(crowd)


async def test_confirming_before_handling_would_forget_people(
    simulator: Simulator, crowd: Crowd, sqlite_url: str, tmp_path: Path
) -> None:
    """If this fails, the tests above prove nothing: up to 79 of 84 pressers were forgotten."""
    async with Process(
        crowd.world, simulator.base_url, sqlite_url, tmp_path, command=CONFIRMS_FIRST
    ) as process:
        crowd.bursts(range(PEOPLE), await crowd.card(), seconds=0)
        async with asyncio.timeout(PATIENCE):
            while len(crowd.forgotten()) < PEOPLE // 10:
                await crowd.world.changed.next()
        await process.kill()

    assert crowd.forgotten() != set()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
