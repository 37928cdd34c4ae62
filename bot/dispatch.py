"""From a raw update to the one handler that answers it, by looking up a word (docs/adr/0003).

An update that cannot be handled is kept whole and does not stand in the way of the next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiogram.enums import ContentType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Update,
    User,
)

from bot.answers import Event, apologise, refuse
from bot.faults import describe
from bot.route_table import Readers, merge_routers
from handlers.context import Context
from handlers.routes import Audience, Command, Router
from handlers.services import Services
from storage.audit.actions import keep_failed_update
from storage.community.queries import find_conversation
from storage.errors import RuleError

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "inline_query"]
TIME_LIMIT = 30.0
APOLOGY_LIMIT = 5.0
# No row of ours has a number beyond this, and no database likes to be asked for one.
LARGEST_NUMBER = 2**31 - 1

# What a person says, in contrast to Telegram's own notices of what happened in a chat.
SAID = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHECKLIST,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)


@dataclass(frozen=True)
class _Turn:
    context: Context
    event: Event


class Switchboard:
    """Answers updates. The cost of one is the same however many features there are.

    Args:
        time_limit: seconds of the machine's time that one update may take.

    Raises:
        ValueError: two features answer to the same name.
    """

    def __init__(
        self, routers: Iterable[Router], services: Services, *, time_limit: float = TIME_LIMIT
    ) -> None:
        self._table = merge_routers(routers)
        self._services = services
        self._time_limit = time_limit

    async def handle(self, raw: dict[str, Any]) -> None:
        """Handle one update as Telegram sent it. Handling it again is harmless.

        Raises:
            SQLAlchemyError: it could not even be kept as failed: have Telegram send it again.
        """
        received_at = self._services.clock.now()
        turn: _Turn | None = None
        try:
            async with asyncio.timeout(self._time_limit):
                turn = self._open(raw, received_at)
                if turn is not None:
                    await self._serve(turn)
        except Exception as error:
            await self._keep(raw, describe(error), received_at)
            if turn is not None:
                await self._apologise(turn)

    async def _apologise(self, turn: _Turn) -> None:
        """Not for long: whatever broke the answer may hold up the apology, too."""
        try:
            async with asyncio.timeout(min(self._time_limit, APOLOGY_LIMIT)):
                await apologise(turn.context, turn.event)
        except TimeoutError:
            log.warning("apology_timed_out", update_id=turn.context.update_id)

    async def _keep(self, raw: dict[str, Any], error: str, at: datetime) -> None:
        given = raw.get("update_id")
        update_id = given if isinstance(given, int) else 0
        log.warning("update_failed", update_id=update_id, error=error)
        await self._services.work.write(
            keep_failed_update, update_id, _without_words(raw), error, at
        )

    def _open(self, raw: dict[str, Any], received_at: datetime) -> _Turn | None:
        """Who speaks and where; None for what is not answered: edits, bots, our own words."""
        update = Update.model_validate(raw, context={"bot": self._services.bot})
        event = (
            update.message or update.callback_query or update.my_chat_member or update.inline_query
        )
        if event is None or (isinstance(event, Message) and self._is_by_a_bot(event)):
            return None
        message = event.message if isinstance(event, CallbackQuery) else event
        chat: Chat | None = None if message is None else getattr(message, "chat", None)
        context = Context(
            self._services, update.update_id, received_at, _person(event), chat, _topic(message)
        )
        return _Turn(context, event)

    def _is_by_a_bot(self, message: Message) -> bool:
        """Another bot's message, or ours that a person chose in inline mode."""
        if message.via_bot is not None and message.via_bot.id == self._services.bot.id:
            return True
        author = message.from_user
        return (
            author is not None
            and author.is_bot
            and message.sender_chat is None
            and not _has_moved(message)
        )

    async def _serve(self, turn: _Turn) -> None:
        try:
            match turn.event:
                case CallbackQuery():
                    await self._on_press(turn.context, turn.event)
                case Message():
                    await self._on_message(turn.context, turn.event)
                case InlineQuery():
                    for on_inline in self._table.inline:
                        await on_inline(turn.context, turn.event)
                case ChatMemberUpdated():
                    for on_membership in self._table.memberships:
                        await on_membership(turn.context, turn.event)
        except RuleError as refusal:
            await refuse(turn.context, turn.event, refusal)

    async def _on_press(self, context: Context, press: CallbackQuery) -> None:
        data = press.data or ""
        known = self._table.presses.get(data.partition(":")[0])
        if known is None:
            raise RuleError("stale_button")
        kind, on_press = known
        try:
            values = kind.unpack(data)
        except (TypeError, ValueError):
            # An older version's button, or a forged one.
            raise RuleError("stale_button") from None
        if _has_endless_number(values):
            raise RuleError("stale_button")
        await on_press(context, press, values)

    async def _on_message(self, context: Context, message: Message) -> None:
        if _has_moved(message):
            for on_migration in self._table.migrations:
                await on_migration(context, message)
        elif message.text is not None and message.text.startswith("/"):
            await self._on_command(context, message, message.text)
        elif message.content_type in SAID:
            await self._on_words(context, message)

    async def _on_command(self, context: Context, message: Message, text: str) -> None:
        head, _, rest = text[1:].replace("\n", " ", 1).partition(" ")
        word, _, mention = head.partition("@")
        if mention and mention.lower() != self._services.username.lower():
            return
        rest = rest.strip()
        prefix, _, payload = rest.partition("_")
        if word == "start" and (on_link := self._table.links.get(prefix)):
            await on_link(context, message, payload)
            return
        command = self._table.commands.get(word.lower())
        words = rest if command else text[1:]
        if await self._is_taken(context, message, command, words):
            return
        if command is not None:
            await command.handler(context, message, rest)
        elif context.is_private:
            raise RuleError("not_understood")

    async def _is_taken(
        self, context: Context, message: Message, command: Command | None, words: str
    ) -> bool:
        """Whether the words behind a command were answered before it, or taken out of a group."""
        if command is not None and command.audience is Audience.STAFF:
            return False
        interrupting = _understand(self._table.interrupters, message, words)
        if command is not None and command.hears_cries:
            await command.handler(context, message, words)
        elif interrupting is not None:
            await interrupting(context)
        else:
            return await self._guard(context, message, words)
        await self._guard(context, message, words)
        return True

    async def _guard(self, context: Context, message: Message, words: str) -> bool:
        """Take out of a group what should not stand there; True where something was."""
        if context.is_private:
            return False
        for guard in self._table.guards:
            if await guard(context, message, words):
                return True
        return False

    async def _on_words(self, context: Context, message: Message) -> None:
        # A cry for help may stand under a video, too; all else is read from plain texts.
        interrupting = _understand(
            self._table.interrupters, message, message.text or message.caption
        )
        # In a group nothing is going on that could be interrupted: a line of a relay counts first.
        if interrupting is not None and context.is_private:
            await interrupting(context)
            return
        understood = _understand(self._table.readers, message, message.text)
        if understood is None:
            if interrupting is not None:
                await interrupting(context)
                await self._guard(context, message, message.text or message.caption or "")
            elif not await self._continue_conversation(context, message):
                await self._on_plain_words(context, message)
            return
        # Held before anything is looked up, so that a later press cannot overtake this line.
        with self._services.relays.hold(context.update_id):
            if not await self._continue_conversation(context, message):
                await understood(context)

    async def _on_plain_words(self, context: Context, message: Message) -> None:
        for on_plain in self._table.plain:
            if await on_plain(context, message):
                return
        if context.is_private:
            raise RuleError("not_understood")

    async def _continue_conversation(self, context: Context, message: Message) -> bool:
        """Take the answer to what was asked; only in private is anything asked in that way."""
        if context.user is None or not context.is_private:
            return False
        conversation = await self._services.work.read(
            find_conversation, context.user.id, message.chat.id
        )
        on_step = self._table.steps.get(conversation.step) if conversation else None
        if conversation is None or on_step is None:
            return False
        await on_step(context, message, conversation)
        return True


def _understand(
    readers: Readers, message: Message, words: str | None
) -> Callable[[Context], Awaitable[None]] | None:
    """What answers these words of a message, by the first reader that understands them."""
    for read, on_text in readers if words else ():
        if (understood := read(words or "")) is not None:
            return lambda context: on_text(context, message, understood)
    return None


def _without_words(raw: dict[str, Any]) -> dict[str, Any]:
    """An update as it is kept: of what is typed after the bot's name nothing is."""
    typed = raw.get("inline_query")
    if not isinstance(typed, dict):
        return raw
    return raw | {"inline_query": {key: typed[key] for key in typed if key != "query"}}


def _person(event: Event) -> User | None:
    if isinstance(event, Message) and event.sender_chat is not None:
        return None
    user = event.from_user
    return None if user is None or user.is_bot else user


def _has_moved(message: Message) -> bool:
    return message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None


def _has_endless_number(values: CallbackData) -> bool:
    return any(isinstance(one, int) and abs(one) > LARGEST_NUMBER for _, one in values)


def _topic(message: object) -> int | None:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None
