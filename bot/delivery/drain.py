"""Empties the outbox: claims what is due, sends it, notes how that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from aiogram.types import Message
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery.cards import Cards
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Done, Outcome, Sender
from bot.delivery.verdicts import Retry, Unreachable, Wait, Withdrawn
from bot.faults import describe
from bot.waking import rest
from storage.outbox import claims
from storage.outbox.queries import LaggingCard, Outgoing, has_work
from storage.outbox.tables import Deed, SendState
from storage.work import Work

log = structlog.get_logger(__name__)

# Fewer than Telegram takes at once: whatever holds them up on the way and lets them arrive
# together, none is refused.
LANES = 28
# Longer than the gate's patience and the request's together, or a message would be claimed twice.
LEASE = timedelta(seconds=60)
POLL = 1.0
STOP_PATIENCE = 25.0
# With pauses of up to a minute: what still fails after some hours is not Telegram's fault.
MOST_ATTEMPTS = 300
LONGEST_PAUSE = 60


class Drain:
    """Sends many chats' messages side by side, one chat's in order.

    Args:
        bell: rung after each commit; without it the outbox is looked at each second.
    """

    def __init__(
        self, sender: Sender, cards: Cards, work: Work, clock: Clock, bell: asyncio.Event
    ) -> None:
        self._sender = sender
        self._cards = cards
        self._work = work
        self._ledger = Ledger(work)
        self._clock = clock
        self._bell = bell
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._has_inherited = not self._work.database.is_sqlite
        self._stopping = False
        self._still = asyncio.Event()
        self._still.set()

    async def run(self) -> None:
        """Work until `stop`."""
        self._still.clear()
        try:
            await self._work_on()
        finally:
            await self._let_end()
            self._still.set()

    async def stop(self) -> None:
        """Claim nothing more and let what is under way end; returns when all is still."""
        self._stopping = True
        self._bell.set()
        await self._still.wait()

    async def _work_on(self) -> None:
        while not self._stopping:
            self._bell.clear()
            if not await self._take_what_is_due():
                await rest(self._bell, self._clock, POLL)

    async def _let_end(self) -> None:
        if tasks := list(self._under_way.values()):
            _, unfinished = await asyncio.wait(tasks, timeout=STOP_PATIENCE)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _take_what_is_due(self) -> bool:
        """Whether there was anything."""
        try:
            await self._inherit()
            now = self._clock.now()
            if self._free() and await self._work.read(has_work, now):
                return await self._take_messages() + await self._take_cards() > 0
        except SQLAlchemyError as error:
            log.warning("outbox_out_of_reach", error=type(error).__name__)
        return False

    async def _inherit(self) -> None:
        """Free what a dead process claimed, once. On PostgreSQL its lease must pass instead."""
        if not self._has_inherited:
            # One process at a time works on an SQLite file, so whoever claimed these is dead.
            await self._ledger.write(claims.release_claims)
            self._has_inherited = True

    async def _take_messages(self) -> int:
        claim = await self._ledger.write(
            claims.claim_messages, self._free(), now=self._clock.now(), lease=LEASE
        )
        for message in claim.messages:
            self._start(("message", message.id), self._deliver(message))
        return len(claim.messages) + claim.late

    async def _take_cards(self) -> int:
        cards = await self._ledger.write(
            claims.claim_cards, self._free(), now=self._clock.now(), lease=LEASE
        )
        for card in cards:
            self._start(("card", card.id), self._show(card))
        return len(cards)

    def _free(self) -> int:
        return max(0, LANES - len(self._under_way))

    def _start(self, name: tuple[str, int], job: Coroutine[Any, Any, None]) -> None:
        if name in self._under_way:
            # A clock that runs fast let the lease pass; the claim has renewed it.
            job.close()
            return
        task = self._under_way[name] = asyncio.create_task(job)
        task.add_done_callback(lambda _: self._end(name))

    def _end(self, name: tuple[str, int]) -> None:
        del self._under_way[name]
        self._bell.set()

    async def _show(self, card: LaggingCard) -> None:
        try:
            await self._cards.show(card)
        except Exception as error:
            # It is tried again when its lease has passed.
            log.warning("card_failed", card=card.id, kind=card.kind, error=describe(error))

    async def _deliver(self, message: Outgoing) -> None:
        if message.doubts:
            log.warning("message_in_doubt", row=message.id, doubts=message.doubts)
        note = partial(self._ledger.write, claims.note_leaving, message.id, message.doubts + 1)
        try:
            await self._settle(message, await self._sender.deliver(message, note))
        except SQLAlchemyError as error:
            log.warning("message_unsettled", row=message.id, error=type(error).__name__)
        except Exception as error:
            await self._close(message, SendState.FAILED, describe(error))

    async def _settle(self, message: Outgoing, outcome: Outcome) -> None:
        match outcome:
            case Message():
                await self._close(message, SendState.SENT, message_id=outcome.message_id)
            case Done():
                await self._close(message, SendState.SENT)
            case Withdrawn():
                await self._close(message, SendState.WITHDRAWN)
            case Wait():
                await self._postpone(message, outcome.seconds)
            case Retry() if message.attempts < MOST_ATTEMPTS:
                pause = min(LONGEST_PAUSE, 2 ** min(message.attempts - 1, 10))
                await self._postpone(message, pause, outcome)
            case Unreachable():
                await self._close(message, SendState.UNREACHABLE, outcome.reason)
            case _:
                await self._close(message, SendState.FAILED, getattr(outcome, "reason", None))

    async def _postpone(
        self, message: Outgoing, seconds: float, failure: Retry | None = None
    ) -> None:
        # Doing something to a message twice is the same as once.
        is_doubtful = failure is not None and failure.is_doubtful and message.deed is Deed.SEND
        await self._ledger.write(
            claims.postpone_message,
            message.id,
            self._clock.now() + timedelta(seconds=seconds),
            failure.reason if failure else None,
            doubts=message.doubts + is_doubtful,
        )

    async def _close(
        self,
        message: Outgoing,
        state: SendState,
        failure: str | None = None,
        message_id: int | None = None,
    ) -> None:
        if failure is not None:
            log.info("message_not_sent", row=message.id, state=state.value, reason=failure)
        await self._ledger.write(
            claims.settle_message,
            message.id,
            state,
            now=self._clock.now(),
            message_id=message_id,
            failure=failure,
            doubts=message.doubts,
        )
