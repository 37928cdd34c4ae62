"""One message, from its template to Telegram's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

import structlog
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, LinkPreviewOptions, Message, ReplyParameters

from bot.clock import Clock
from bot.delivery.addresses import Addresses
from bot.delivery.gate import manner
from bot.delivery.verdicts import FAILURES, Moved, Retry, Unreachable, Verdict, is_unchanged, judge
from handlers.routes import Keyboard, Picture
from handlers.services import Letter
from locales.languages import choose_language
from locales.renderer import Renderer, Words
from storage.outbox.queries import Reader, find_reader
from storage.outbox.tables import Urgency
from storage.work import Work

log = structlog.get_logger(__name__)

# Seconds. A reply that cannot leave soon goes to the outbox, and its sender moves on. It never
# waits for its own chat: who writes much would hold up everybody fetched together with them.
REPLY_PATIENCE = 0.3
REPLY_CHAT_PATIENCE = 0.0
# An edit cannot go to the outbox. Whoever turns pages briskly is waited for, not sent a new list.
EDIT_PATIENCE = 0.7
REPLY_TIMEOUT = 5.0
SEND_PATIENCE = 10.0
SEND_TIMEOUT = 20.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends letters in their reader's language. Handlers know it as `Post`.

    Args:
        keyboards: what stands under the messages of a template.
        pictures: what the messages of a template are the captions of.
    """

    def __init__(
        self,
        bot: Bot,
        work: Work,
        renderer: Renderer,
        clock: Clock,
        keyboards: Mapping[str, Keyboard],
        pictures: Mapping[str, Picture],
    ) -> None:
        self._bot = bot
        self._work = work
        self._renderer = renderer
        self._addresses = Addresses(work, clock)
        self._keyboards = keyboards
        self._pictures = pictures

    async def try_send(self, letter: Letter) -> Message | None:
        """Send at once; None where Telegram's limits or a fault would make the reader wait.

        Where a fault cut the line after Telegram had acted, sending again makes a second
        message: Telegram offers no way to know.
        """
        with manner(Urgency.INTERACTIVE, REPLY_PATIENCE, REPLY_CHAT_PATIENCE):
            outcome = await self._attempt(letter, REPLY_TIMEOUT, knock=True)
        if isinstance(outcome, Message):
            return outcome
        log.info("reply_deferred", chat_id=letter.chat_id, verdict=repr(outcome))
        return None

    async def try_edit(self, message: Message, letter: Letter) -> bool:
        """Edit at once; False where that cannot be done. Showing the same is success."""
        if message.text is None:
            # A picture or a file has no text that could become another one.
            return False
        reader = await self._work.read(find_reader, message.chat.id)
        try:
            with manner(Urgency.INTERACTIVE, EDIT_PATIENCE, EDIT_PATIENCE):
                await self._bot.edit_message_text(
                    chat_id=message.chat.id,
                    message_id=message.message_id,
                    request_timeout=int(REPLY_TIMEOUT),
                    link_preview_options=NO_PREVIEW,
                    **self._content(letter, reader),
                )
        except FAILURES as error:
            return isinstance(error, TelegramBadRequest) and is_unchanged(error)
        return True

    async def deliver(self, letter: Letter, how: Urgency) -> Message | Verdict:
        """Send a letter of the outbox; answers with the message, or with why there is none.

        Who was noted as out of reach is not tried again, except with an answer to something
        they have only just said.
        """
        with manner(how, SEND_PATIENCE):
            return await self._attempt(letter, SEND_TIMEOUT, knock=how is Urgency.INTERACTIVE)

    async def _attempt(self, letter: Letter, seconds: float, *, knock: bool) -> Message | Verdict:
        reader = await self._work.read(find_reader, letter.chat_id)
        if not (reader.is_reachable or knock):
            return Unreachable("noted before")
        outcome = await self._send(letter, reader, seconds)
        if isinstance(outcome, Moved):
            await self._addresses.move(letter.chat_id, outcome.chat_id)
            # The old chat's message numbers mean nothing in the new one.
            letter = replace(letter, chat_id=outcome.chat_id, reply_to=None)
            outcome = await self._send(letter, reader, seconds)
        if isinstance(outcome, Unreachable):
            await self._addresses.lose(letter.chat_id, outcome.reason)
        return Retry("moved twice") if isinstance(outcome, Moved) else outcome

    async def _send(self, letter: Letter, reader: Reader, seconds: float) -> Message | Verdict:
        try:
            if letter.template in self._pictures:
                return await self._send_picture(letter, reader, seconds)
            return await self._bot.send_message(
                letter.chat_id,
                message_thread_id=letter.thread_id,
                reply_parameters=_reply_to(letter),
                request_timeout=int(seconds),
                link_preview_options=NO_PREVIEW,
                **self._content(letter, reader),
            )
        except FAILURES as error:
            return judge(error)

    async def _send_picture(self, letter: Letter, reader: Reader, seconds: float) -> Message:
        draw = self._pictures[letter.template]
        drawn = await asyncio.to_thread(draw, self._words(letter, reader), letter.params)
        content = self._content(letter, reader)
        return await self._bot.send_photo(
            letter.chat_id,
            BufferedInputFile(drawn, filename=f"{letter.template.rpartition('/')[2]}.png"),
            caption=content.pop("text"),
            message_thread_id=letter.thread_id,
            reply_parameters=_reply_to(letter),
            request_timeout=int(seconds),
            **content,
        )

    def _content(self, letter: Letter, reader: Reader) -> dict[str, Any]:
        words = self._words(letter, reader)
        build = self._keyboards.get(letter.template)
        return {
            "text": render(words, letter.template, letter.params),
            "parse_mode": ParseMode.HTML,
            "reply_markup": build(words, letter.params) if build else None,
        }

    def _words(self, letter: Letter, reader: Reader) -> Words:
        language = choose_language(letter.language, *reader.languages)
        return self._renderer.words(language, reader.time_zone)


def render(words: Words, template: str, params: Mapping[str, Any]) -> str:
    """A message in Telegram's HTML. Refusals (`errors/<code>`) are kept as plain text."""
    folder, _, code = template.partition("/")
    if folder == "errors":
        return escape(words.error(code, **params), quote=False)
    return words.message(template, params)


def _reply_to(letter: Letter) -> ReplyParameters | None:
    if letter.reply_to is None:
        return None
    return ReplyParameters(message_id=letter.reply_to, allow_sending_without_reply=True)
