"""One message of the bot's, from what was left in the outbox to Telegram's answer."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, replace

import structlog
from aiogram import Bot
from aiogram.types import Message

from bot.clock import Clock
from bot.delivery import calls
from bot.delivery.addresses import Addresses
from bot.delivery.calls import SEND_TIMEOUT
from bot.delivery.composing import Composer
from bot.delivery.gate import Leaving, manner
from bot.delivery.verdicts import (
    FAILURES,
    Moved,
    Retry,
    Unreachable,
    Verdict,
    Wait,
    Withdrawn,
    judge,
)
from bot.route_table import RouteTable
from handlers.routes import Loaded
from handlers.services import Letter
from locales.renderer import Renderer
from storage.outbox.queries import Outgoing, Reader
from storage.outbox.tables import Deed, Urgency
from storage.work import Work

log = structlog.get_logger(__name__)

# Seconds. A reply that cannot leave soon goes to the outbox, and its sender moves on. It never
# waits for its own chat: who writes much would hold up everybody fetched together with them.
REPLY_PATIENCE = 0.3
REPLY_CHAT_PATIENCE = 0.0
# An edit cannot go to the outbox. Whoever turns pages briskly is waited for, not sent a new list.
EDIT_PATIENCE = 0.7
REPLY_TIMEOUT = 5
SEND_PATIENCE = 10.0
# A chat that must wait longer gives its lane to another one.
SEND_CHAT_PATIENCE = 2.0


@dataclass(frozen=True)
class Done:
    """What was to be done to a message is done, or was so already."""


Outcome = Message | Done | Verdict


class Sender:
    """Sends letters in their reader's language. Handlers know it as `Post`.

    Args:
        table: what features put under, above and into the messages of their templates.
    """

    def __init__(
        self, bot: Bot, work: Work, renderer: Renderer, clock: Clock, table: RouteTable
    ) -> None:
        self._bot = bot
        self._composer = Composer(bot, work, renderer, table)
        self._addresses = Addresses(work, clock)

    async def try_send(self, letter: Letter) -> Message | None:
        """Send at once; None where Telegram's limits or a fault would make the reader wait.

        Where a fault cut the line after Telegram had acted, sending again makes a second
        message: Telegram offers no way to know.
        """
        with manner(Urgency.INTERACTIVE, REPLY_PATIENCE, REPLY_CHAT_PATIENCE):
            outcome = await self._send(letter, REPLY_TIMEOUT, knock=True)
        if isinstance(outcome, Message):
            return outcome
        log.info("reply_deferred", chat_id=letter.chat_id, verdict=repr(outcome))
        return None

    async def try_edit(self, message: Message, letter: Letter) -> bool:
        """Edit at once; False where that cannot be done. Showing the same is success."""
        if message.text is None:
            # A picture or a file has no text that could become another one.
            return False
        reader, loaded = await self._composer.read(letter)
        if loaded is None:
            return False
        content = await self._composer.compose(letter, reader, loaded, draws=False)
        content = replace(content, kind=None)
        chat_id, message_id = message.chat.id, message.message_id
        try:
            with manner(Urgency.INTERACTIVE, EDIT_PATIENCE, EDIT_PATIENCE):
                await calls.rewrite(self._bot, chat_id, message_id, content, seconds=REPLY_TIMEOUT)
        except FAILURES:
            return False
        return True

    async def deliver(self, row: Outgoing, note_leaving: Leaving | None = None) -> Outcome:
        """Do what a row of the outbox asks for; answers with what it made, or with why not.

        Who was noted as out of reach is not tried again, except with an answer to something
        they have only just said.

        Args:
            note_leaving: called just before a new message leaves.
        """
        letter, how = _letter(row), Urgency(row.urgency)
        knock = how is Urgency.INTERACTIVE
        if row.deed is Deed.SEND:
            with manner(how, SEND_PATIENCE, SEND_CHAT_PATIENCE, note_leaving=note_leaving):
                return await self._send(letter, SEND_TIMEOUT, knock=knock)
        with manner(how, SEND_PATIENCE, SEND_CHAT_PATIENCE):
            return await self._amend(letter, row.deed, row.target_id or 0, knock=knock)

    async def _send(self, letter: Letter, seconds: int, *, knock: bool) -> Outcome:
        reader, loaded = await self._composer.read(letter)
        if not (reader.is_reachable or knock):
            return Unreachable("noted before")
        if loaded is None:
            return Withdrawn()
        outcome = await self._judged(letter, self._post(letter, reader, loaded, seconds))
        if isinstance(outcome, Moved):
            # The old chat's message numbers mean nothing in the new one.
            letter = replace(letter, chat_id=outcome.chat_id, reply_to=None)
            outcome = await self._judged(letter, self._post(letter, reader, loaded, seconds))
        return Retry("moved twice", is_doubtful=False) if isinstance(outcome, Moved) else outcome

    async def _post(self, letter: Letter, reader: Reader, loaded: Loaded, seconds: int) -> Outcome:
        content = await self._composer.compose(letter, reader, loaded)
        return await calls.post(self._bot, letter, content, seconds=seconds)

    async def _amend(self, letter: Letter, deed: Deed, message_id: int, *, knock: bool) -> Outcome:
        reader, loaded = await self._composer.read(letter)
        if not (reader.is_reachable or knock):
            return Unreachable("noted before")
        outcome = await self._judged(letter, self._do(letter, deed, message_id, reader, loaded))
        if isinstance(outcome, Moved):
            # In the new group the number stands for another message: a change is sent there as a
            # message of its own.
            return Wait(0) if deed is Deed.EDIT else Withdrawn()
        return outcome

    async def _do(
        self, letter: Letter, deed: Deed, message_id: int, reader: Reader, loaded: Loaded | None
    ) -> Outcome:
        if deed is Deed.PIN:
            await calls.pin(self._bot, letter.chat_id, message_id, silent=letter.silent)
            return Done()
        if deed is Deed.DELETE and await calls.remove(self._bot, letter.chat_id, message_id):
            return Done()
        if loaded is None:
            return Withdrawn()
        content = await self._composer.compose(letter, reader, loaded, draws=False)
        await calls.rewrite(self._bot, letter.chat_id, message_id, content)
        return Done()

    async def _judged(self, letter: Letter, attempt: Awaitable[Outcome]) -> Outcome:
        """What came of an attempt; what it says of the address is remembered."""
        try:
            return await attempt
        except FAILURES as error:
            verdict = judge(error)
        if isinstance(verdict, Moved):
            await self._addresses.move(letter.chat_id, verdict.chat_id)
        if isinstance(verdict, Unreachable):
            await self._addresses.lose(letter.chat_id, verdict.reason)
        return verdict


def _letter(row: Outgoing) -> Letter:
    return Letter(
        chat_id=row.chat_id,
        template=row.template,
        params=row.params,
        language=row.language,
        reply_to=row.reply_to,
        thread_id=row.thread_id,
        silent=row.silent,
    )
