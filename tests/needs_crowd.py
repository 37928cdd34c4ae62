"""A street that asks and orders in private, in front of a process that may die at any moment."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.clock import SystemClock
from bot.starter import shipped_kinds
from handlers.supplies._callbacks import QuantityPress
from simulator import Person, Simulator, StoredMessage, World
from storage.engine import Database
from storage.requests.actions import seed_all
from storage.requests.queries import RequestView, find_request
from storage.requests.tables import Request
from storage.supplies.queries import OrderView, list_orders
from storage.work import Work
from tests.builders import KEYRING, build_neighbourhood
from tests.handlers.estate_play import labels
from tests.handlers.requests_play import says, text
from tests.storage.supplies_world import MILK, VEGETABLES, build_round
from tests.town import TOKEN

ASKERS, BUYERS = 16, 12
# Askers who leave their form half filled in until everybody else is served.
PAUSING = 4
BAGS_EACH = 2
PATIENCE = 60.0
LINK = "https://t.me/linli_bot?start=need_other"


@dataclass
class Crowd:
    """People who ask for help or order vegetables, and what each was told.

    Attributes:
        told: the number that an asker has read, by person.
        pieces: how many bags of vegetables an answer has named, by person.
        milk: who was told that the milk is theirs.
        halfway: who has been asked the second question; their first answer must live.
    """

    world: World
    work: Work
    people: list[Person]
    staff: Person
    round_id: int
    packages: Sequence[int]
    chance: random.Random
    told: dict[int, int] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)
    milk: set[int] = field(default_factory=set)
    halfway: set[int] = field(default_factory=set)
    _deeds: list[asyncio.Task[None]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def askers(self) -> list[Person]:
        return self.people[:ASKERS]

    @property
    def pausing(self) -> list[Person]:
        return self.people[:PAUSING]

    @property
    def buyers(self) -> list[Person]:
        return self.people[ASKERS:]

    @property
    def acknowledged(self) -> int:
        """How much has been promised to people until now."""
        return len(self.told) + sum(self.pieces.values()) + len(self.milk)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has not finished what they were let do."""
        return any(not deed.done() for deed in self._deeds)

    def let(self, *deeds: Coroutine[Any, Any, None]) -> None:
        """Have people do things from now on."""
        self._deeds += map(asyncio.create_task, deeds)

    async def all_done(self) -> None:
        """Return when everybody has finished what they were let do."""
        await asyncio.gather(*self._deeds)

    async def is_promised(self, at_least: int) -> None:
        """Return when so much has been promised."""
        async with asyncio.timeout(PATIENCE):
            while self.acknowledged < at_least:
                self._news.clear()
                await self._news.wait()

    async def asks(self, person: Person) -> None:
        """Ask for help from the link to the number; those who pause stop after one answer."""
        await asyncio.sleep(self.chance.uniform(0, 0.3))
        await person.opens_link(LINK)
        await sees(person, "1/2")
        await person.says(need(person))
        asked = await sees(person, button=says("tomorrow"))
        self.halfway.add(person.id)
        if person not in self.pausing:
            await self._finishes(person, asked)

    async def resumes(self, person: Person) -> None:
        """Come back to the form that was left half filled in, and send it."""
        await person.says("/need")
        waiting = await sees(person, button=says("resume"))
        await person.presses(waiting, says("resume"), timeout=PATIENCE)
        await self._finishes(person, await sees(person, button=says("tomorrow")))

    async def _finishes(self, person: Person, asked: StoredMessage) -> None:
        await person.presses(asked, says("tomorrow"), timeout=PATIENCE)
        summary = await sees(person, need(person), button=says("send"))
        await person.presses(summary, says("send"), timeout=PATIENCE)
        sent = await sees(person, "№")
        found = re.search(r"№(\d+)", text(sent))
        assert found is not None
        self.told[person.id] = int(found[1])
        self._news.set()

    async def orders(self, person: Person) -> None:
        """Order two bags of vegetables one by one, and try to get some of the milk."""
        await asyncio.sleep(self.chance.uniform(0, 0.3))
        await person.says(f"/start order_{self.round_id}")
        panel = await sees(person, "第三轮团菜")
        for bags in range(1, BAGS_EACH + 1):
            answer = await self._one_more(person, panel, VEGETABLES)
            assert re.match(rf"{bags} pieces?, ", answer), answer
            self.pieces[person.id] = bags
            self._news.set()
        answer = await self._one_more(person, panel, MILK)
        if re.match(r"\d+ pieces?, ", answer):
            self.milk.add(person.id)
        self._news.set()

    async def _one_more(self, person: Person, panel: StoredMessage, package: int) -> str:
        more = QuantityPress(round_id=self.round_id, package_id=self.packages[package], change=1)
        answer = await person.presses(panel, data=more.pack(), timeout=PATIENCE)
        return answer.text or ""

    async def requests(self) -> list[RequestView]:
        """What stands in the database, by number."""
        return await self.work.read(_all_requests)

    async def household_orders(self) -> tuple[OrderView, ...]:
        """The round's orders as they stand."""
        return await self.work.read(list_orders, self.round_id)

    def household(self, person: Person) -> int:
        return self.people.index(person) + 1

    async def close(self) -> None:
        for deed in self._deeds:
            deed.cancel()
        await asyncio.gather(*self._deeds, return_exceptions=True)


def need(person: Person) -> str:
    """What somebody asks for; nobody else asks for it."""
    return f"轮椅借用-{person.id}"


async def sees(person: Person, *words: str, button: str | None = None) -> StoredMessage:
    """The bot's newest message that has these words and this button, once there is one."""

    def find() -> StoredMessage | None:
        said = (each for each in reversed(person.chat.messages) if each.is_by_bot)
        return next((each for each in said if _fits(each, words, button)), None)

    found: StoredMessage = await person.chat.wait_until(find, PATIENCE)
    return found


def _fits(message: StoredMessage, words: Sequence[str], button: str | None) -> bool:
    shown = text(message)
    return all(word in shown for word in words) and (button is None or button in labels(message))


def _all_requests(session: Session) -> list[RequestView]:
    ids = session.exec(select(Request.id).order_by(col(Request.number))).all()
    found = [find_request(session, each) for each in ids if each is not None]
    return [each for each in found if each is not None]


@asynccontextmanager
async def open_crowd(simulator: Simulator, database_url: str, seed: int) -> AsyncIterator[Crowd]:
    """The street in front of a pretend Telegram; no bot runs yet."""
    world = simulator.world(TOKEN, bot_username="linli_bot", flood=None)
    people = [world.person(f"住户{n}", language_code="en") for n in range(ASKERS + BUYERS)]
    staff = world.person("陈主任", language_code="en")
    for person in (*people, staff):
        person.chat.is_started = True
    database = Database(database_url, KEYRING)
    work = Work(database, after_commit=lambda: None)
    now = SystemClock().now()
    place = await work.write(
        build_neighbourhood,
        households=len(people),
        people=[person.id for person in people],
        staff=staff.id,
    )
    await work.write(seed_all, shipped_kinds(), now=now)
    round_id, packages = await work.write(
        build_round, place, opens_at=now, closes_at=now + timedelta(days=1)
    )
    crowd = Crowd(world, work, people, staff, round_id, packages, random.Random(seed))
    try:
        yield crowd
    finally:
        await crowd.close()
        database.close()
