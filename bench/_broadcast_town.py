"""A pretend Telegram with its limits on, an estate in it, and the shipped bot in front of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from _bots import TOKEN
from _broadcast_plan import BEFORE, add_round
from _estate import BUILDINGS, open_filled, sqlite_url
from sqlalchemy import update
from sqlmodel import Session

from bot.clock import SystemClock
from simulator import Person, Simulator, World
from simulator.errors import Refusal
from simulator.flood import PUBLISHED_LIMITS, FloodGate
from simulator.world import Event
from storage.community.tables import Chat
from storage.notices.kinds import NoticeState
from storage.notices.tables import Notice, NoticeText
from storage.testing.actions import plan_reminders
from storage.testing.kinds import ReminderState
from storage.testing.tables import Reminder

BOT = Path(__file__).with_name("_broadcast_bot.py")
# Seconds of the machine without a single message, after which a broadcast is given up.
SILENCE = 60.0
TEXT = "各位居民：请在家中等待上门通知，不要提前下楼聚集。自测阳性请立即私信告知居委会。" * 4
TICK = 0.001


@dataclass
class Ears:
    """What reaches the chats, on the pretend Telegram's time.

    Attributes:
        arrivals: the moment of each chat's newest message of the bot.
        messages: all of the bot's messages and edits.
        refusals: how often the limits were broken; a scripted refusal is none of them.
    """

    world: World
    arrivals: dict[int, float] = field(default_factory=dict)
    messages: int = 0
    refusals: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, event: Event) -> None:
        """Note one event of the world."""
        if event.kind == "message" and event.data.is_by_bot and event.chat_id is not None:
            self.arrivals[event.chat_id] = self.world.clock.monotonic()
            self.messages += 1
            self.news.set()
        if event.kind == "call" and event.data.refusal and not event.data.fault:
            self.refusals += event.data.refusal.code == 429


@dataclass(frozen=True)
class Broadcast:
    """How one went, in seconds of the pretend Telegram's time.

    Attributes:
        seconds: from the moment at which it was told to the last message.
        limit: the best that the limits allow for as many messages as came to these chats.
        arrivals: of each chat, since the broadcast was told.
        refusals: how often it went too fast.
        told_mb: the resident memory of the bot once all was left to be sent.
    """

    seconds: float
    limit: float
    arrivals: dict[int, float]
    refusals: int
    told_mb: float


@dataclass
class Town:
    """The world of one bot, and the process of the bot.

    Attributes:
        people: whose private chats a notice goes to, in order.
        groups: the building groups' numbers, in order.
    """

    world: World
    people: Sequence[Person]
    groups: Sequence[int]
    ears: Ears
    _process: asyncio.subprocess.Process

    async def ask(self, *words: object) -> dict[str, float]:
        """Have the bot's process do something; answers with what it says of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write((" ".join(map(str, words)) + "\n").encode())
        answer: dict[str, float] = json.loads(await self._process.stdout.readline())
        return answer

    async def broadcast(
        self, urgency: str, chats: Sequence[int], *, but_for: Collection[int] = ()
    ) -> Broadcast:
        """Tell all of these chats; returns when each has been told.

        Args:
            but_for: those that are not waited for.
        """
        ears, begun = self.ears, self.world.clock.monotonic()
        before = ears.messages, ears.refusals
        ears.arrivals.clear()
        told = await self.ask("tell", urgency, chats[0], len(chats), 1 if chats[0] > 0 else -1)
        waited_for = set(chats) - set(but_for)
        while not waited_for <= ears.arrivals.keys():
            ears.news.clear()
            await asyncio.wait_for(ears.news.wait(), SILENCE)
        arrivals = {chat: ears.arrivals[chat] - begun for chat in waited_for}
        return Broadcast(
            max(arrivals.values()),
            best_time(ears.messages - before[0]),
            arrivals,
            ears.refusals - before[1],
            told["mb"],
        )

    async def rest(self, seconds: float) -> None:
        """Let the limits forget what has left."""
        await self.world.clock.sleep(seconds)


def best_time(messages: int) -> float:
    """Seconds in which so many messages can pass the limits, one to a chat, found by trying."""
    moment = 0.0
    gate = FloodGate(PUBLISHED_LIMITS, lambda: moment)
    for chat_id in range(1, messages + 1):
        while not _passes(gate, chat_id):
            moment += TICK
    return moment


def _passes(gate: FloodGate, chat_id: int) -> bool:
    try:
        gate.pass_(chat_id, is_group=False)
    except Refusal:
        return False
    return True


@asynccontextmanager
async def open_town(households: int, groups: int) -> AsyncIterator[Town]:
    """An estate with a resident in each household and the bot in its building groups."""
    with sqlite_url() as url:
        async with Simulator() as simulator:
            world = simulator.world(TOKEN)
            people = [world.person("居民") for _ in range(households)]
            for person in people:
                person.chat.is_started = True
            numbers = [await _open_group(world, people[0]) for _ in range(groups)]
            world.updates.clear()
            _fill(url, households, numbers)
            async with _running(simulator.base_url, url) as process:
                ears = Ears(world)
                with _listening(ears):
                    yield Town(world, people, numbers, ears, process)


async def _open_group(world: World, person: Person) -> int:
    group = world.group("图们小区", members=[person])
    await group.add_bot(person)
    return group.id


def _fill(url: str, households: int, groups: Sequence[int]) -> None:
    database, _ = open_filled(url, households)
    chats = [
        Chat(telegram_id=chat_id, estate_id=1, building_id=1 + place % BUILDINGS)
        for place, chat_id in enumerate(groups)
    ]
    with database.writer.begin() as connection, Session(connection) as session:
        session.add_all(chats)
        _add_notice(session)
        _add_reminders(session)
        session.flush()
    database.close()


def _add_notice(session: Session) -> None:
    now = SystemClock().now()
    session.add(
        Notice(
            id=1,
            committee_id=1,
            number=1,
            state=NoticeState.SENT,
            language="zh-hans",
            asks_ack=True,
            created_at=now,
        )
    )
    session.flush()
    session.add(NoticeText(notice_id=1, language="zh-hans", text=TEXT, written_at=now))


def _add_reminders(session: Session) -> None:
    """Those of a testing day to come, told already, so that no tick tells them."""
    tomorrow = SystemClock().now() + timedelta(days=1)
    add_round(session, BUILDINGS, tomorrow)
    plan_reminders(session, [1], tomorrow - BEFORE)
    session.execute(update(Reminder).values(state=ReminderState.TOLD))


@contextmanager
def _listening(ears: Ears) -> Iterator[None]:
    stop = ears.world.watch(ears.hear)
    try:
        yield
    finally:
        stop()


@asynccontextmanager
async def _running(*words: object) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(BOT),
        *map(str, words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError("the bot did not start")
        yield process
    finally:
        process.kill()
        await process.wait()
