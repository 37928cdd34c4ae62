"""The gate: how fast, in which order, and who need not wait for whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendChatAction,
    SendMediaGroup,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InputMediaPhoto

from bot.clock import Clock
from bot.delivery.gate import Gate, LaneBusy, manner, patience, urgency
from bot.delivery.limits import Limits
from bot.delivery.pace import SharedPace
from simulator.clock import Clock as RunningClock
from storage.engine import Database
from storage.outbox.tables import Urgency

BOT = Bot("42:TEST")
GROUP = -100_1


class Telegram:
    """Notes when each request arrives, on the clock's time."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.seen: list[tuple[float, int]] = []
        self.refusals: list[int] = []

    async def answer(self, bot: Bot, method: TelegramMethod[object]) -> object:
        chat_id = getattr(method, "chat_id", 0)
        if chat_id in self.refusals:
            self.refusals.remove(chat_id)
            raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=30)
        self.seen.append((self.clock.monotonic(), chat_id))
        return None

    def most_within(self, seconds: float) -> int:
        moments = [moment for moment, _ in self.seen]
        return max(
            sum(start <= moment < start + seconds for moment in moments) for start in moments
        )

    def most_at_once(self) -> float:
        """How large a burst Telegram must allow for this at 30 messages a second."""
        moments = [moment for moment, _ in self.seen]
        return max(
            end - start + 1 - 30 * (moments[end] - moments[start])
            for start in range(len(moments))
            for end in range(start, len(moments))
        )


@pytest.fixture
def telegram(idle_clock: Clock) -> Telegram:
    return Telegram(idle_clock)


@pytest.fixture
async def gate(idle_clock: Clock) -> AsyncIterator[Gate]:
    gate = Gate(idle_clock)
    yield gate
    await gate.close()


async def _send(gate: Gate, telegram: Telegram, method: TelegramMethod[object]) -> None:
    answer: NextRequestMiddlewareType[object] = telegram.answer  # type: ignore[assignment]
    await gate(answer, BOT, method)


async def _write(gate: Gate, telegram: Telegram, chat_id: int, how: Urgency | None = None) -> None:
    if how is not None:
        urgency.set(how)
    await _send(gate, telegram, SendMessage(chat_id=chat_id, text="x"))


async def test_many_chats_are_served_at_the_whole_bots_pace(gate: Gate, telegram: Telegram) -> None:
    await asyncio.gather(*(_write(gate, telegram, chat_id) for chat_id in range(1, 141)))

    first, last = telegram.seen[0][0], telegram.seen[-1][0]
    assert last - first == pytest.approx(115 / 29.8)
    assert telegram.most_at_once() <= 30


async def test_one_chat_is_written_to_once_a_second_after_a_short_burst(
    gate: Gate, telegram: Telegram
) -> None:
    await asyncio.gather(*(_write(gate, telegram, 1) for _ in range(6)))

    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(telegram.seen)]
    assert gaps[0] < 0.1
    assert gaps[1:] == pytest.approx([1.0] * 4)


async def test_a_group_gets_no_more_than_twenty_a_minute(gate: Gate, telegram: Telegram) -> None:
    await asyncio.gather(*(_write(gate, telegram, GROUP) for _ in range(24)))

    assert telegram.most_within(60) == 20


async def test_a_busy_chat_holds_up_no_other(gate: Gate, telegram: Telegram) -> None:
    gate.pause(1, 600)
    waiting = asyncio.create_task(_write(gate, telegram, 1))

    await _write(gate, telegram, 2)

    assert [chat_id for _, chat_id in telegram.seen] == [2]
    assert not waiting.done()
    waiting.cancel()


async def test_what_hangs_while_it_is_noted_holds_up_no_other(
    gate: Gate, telegram: Telegram
) -> None:
    noted, asked = asyncio.Event(), asyncio.Event()

    async def note() -> None:
        asked.set()
        await noted.wait()

    async def write_with_a_note() -> None:
        with manner(Urgency.INTERACTIVE, 10, note_leaving=note):
            await _write(gate, telegram, 1)

    hanging = asyncio.create_task(write_with_a_note())
    await asked.wait()
    await _write(gate, telegram, 2)
    noted.set()
    await hanging

    assert [chat_id for _, chat_id in telegram.seen] == [2, 1]


async def test_a_refusal_closes_only_its_own_chat(
    gate: Gate, telegram: Telegram, idle_clock: Clock
) -> None:
    telegram.refusals = [1]
    with pytest.raises(TelegramRetryAfter):
        await _write(gate, telegram, 1)
    refused_at = idle_clock.monotonic()

    again = asyncio.create_task(_write(gate, telegram, 1))
    await _write(gate, telegram, 2)
    await again

    (second, to_other), (third, to_refused) = telegram.seen
    assert (to_other, to_refused) == (2, 1)
    assert second == refused_at
    assert third - refused_at >= 30


async def test_what_is_more_urgent_goes_first_though_it_came_last(
    gate: Gate, telegram: Telegram
) -> None:
    order = [Urgency.BULK, Urgency.REMINDER, Urgency.URGENT, Urgency.INTERACTIVE]
    tasks = [
        asyncio.create_task(_write(gate, telegram, 100 * how + number, how))
        for how in order
        for number in range(1, 11)
    ]
    await asyncio.gather(*tasks)

    ranks = [chat_id // 100 for _, chat_id in telegram.seen]
    assert ranks == sorted(ranks)


async def test_patience_ends_at_once_where_the_chat_is_known_to_be_busy(
    gate: Gate, telegram: Telegram, idle_clock: Clock
) -> None:
    gate.pause(1, 600)
    patience.set(1.0)
    started = idle_clock.monotonic()

    with pytest.raises(LaneBusy) as busy:
        await _write(gate, telegram, 1)

    assert 500 < busy.value.seconds <= 600
    assert idle_clock.monotonic() == started


async def test_who_will_not_wait_for_the_chat_waits_for_the_others_all_the_same(
    telegram: Telegram, idle_clock: Clock
) -> None:
    gate = Gate(idle_clock, Limits(total_per_second=2, total_burst=1))
    await _write(gate, telegram, 1)
    with manner(Urgency.INTERACTIVE, 5.0, 0.0):
        await _write(gate, telegram, 2)
        await _write(gate, telegram, 2)
        with pytest.raises(LaneBusy):
            await _write(gate, telegram, 2)
    await gate.close()

    assert [moment for moment, _ in telegram.seen] == pytest.approx([0.0, 0.5, 1.0])


async def test_patience_ends_in_a_long_queue(telegram: Telegram, idle_clock: Clock) -> None:
    gate = Gate(idle_clock, Limits(total_per_second=0.1, total_burst=1))
    patience.set(1.0)
    tasks = [asyncio.create_task(_write(gate, telegram, chat_id)) for chat_id in range(1, 5)]
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    await gate.close()

    assert [isinstance(outcome, LaneBusy) for outcome in outcomes] == [False, True, True, True]


async def test_someone_who_gives_up_leaves_the_gate_open(gate: Gate, telegram: Telegram) -> None:
    tasks = [asyncio.create_task(_write(gate, telegram, 1)) for _ in range(5)]
    await asyncio.sleep(0)
    for task in tasks[1:4]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert len(telegram.seen) == 2


@pytest.mark.parametrize(
    "method",
    [AnswerCallbackQuery(callback_query_id="1"), SendChatAction(chat_id=1, action="typing")],
)
async def test_calls_that_are_no_messages_pass_freely(
    gate: Gate, telegram: Telegram, method: TelegramMethod[object]
) -> None:
    gate.pause(1, 600)
    await _send(gate, telegram, method)
    assert len(telegram.seen) == 1


async def test_edits_and_albums_count_as_messages(
    gate: Gate, telegram: Telegram, idle_clock: Clock
) -> None:
    photos = [InputMediaPhoto(media="file") for _ in range(4)]
    started = idle_clock.monotonic()
    await _send(gate, telegram, SendMediaGroup(chat_id=1, media=photos))
    await _send(gate, telegram, EditMessageText(chat_id=1, message_id=1, text="x"))

    assert idle_clock.monotonic() - started == pytest.approx(3)


async def test_processes_share_one_pace(database: Database) -> None:
    clock = RunningClock(speed=4)
    telegram = Telegram(clock)
    gates = [Gate(clock, pace=SharedPace(database, clock, Limits())) for _ in range(2)]
    await asyncio.gather(
        *(_write(gate, telegram, chat_id) for gate in gates for chat_id in range(1, 41))
    )
    for gate in gates:
        await gate.close()

    assert telegram.most_at_once() <= 30


async def test_without_the_database_each_process_keeps_the_pace_alone(
    database: Database, telegram: Telegram, idle_clock: Clock
) -> None:
    gate = Gate(idle_clock, pace=SharedPace(database, idle_clock, Limits()))
    database.writer.dispose()
    database.writer.connect = _refuse  # type: ignore[method-assign]
    await asyncio.gather(*(_write(gate, telegram, chat_id) for chat_id in range(1, 31)))
    await gate.close()

    assert len(telegram.seen) == 30


def _refuse() -> None:
    from sqlalchemy.exc import OperationalError

    raise OperationalError("connect", {}, Exception("gone"))
