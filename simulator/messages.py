"""Messages as the pretend Telegram keeps them: aiogram's model, newest state, in order."""

from collections.abc import Iterator, Sequence
from typing import Any

from aiogram import types
from pydantic import Field

from simulator.signals import Signal

SERVICE_FIELDS = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
)


class StoredMessage(types.Message):
    """A message with what only the server knows of it; those fields never leave the server."""

    visible_to_bot: bool = Field(default=True, exclude=True)
    """Whether the bot received it, as privacy mode and membership had it at that moment."""
    addresses_bot: bool = Field(default=False, exclude=True)
    """Whether it is meant for the bot: a command, a mention, a reply to such or to the bot."""

    is_by_bot: bool = Field(default=False, exclude=True)

    inline_message_id: str | None = Field(default=None, exclude=True)
    """The bot's handle on a message that was sent by inline mode with buttons under it."""

    @property
    def is_service(self) -> bool:
        """Whether it tells of the chat instead of coming from a person."""
        return any(getattr(self, field) is not None for field in SERVICE_FIELDS)

    @property
    def buttons(self) -> list[types.InlineKeyboardButton]:
        """The inline buttons, row by row."""
        keyboard = self.reply_markup.inline_keyboard if self.reply_markup else []
        return [button for row in keyboard for button in row]


def wire(model: Any) -> Any:
    """A model (or list of models, or plain value) as the JSON value that clients read."""
    if isinstance(model, list):
        return [wire(item) for item in model]
    if hasattr(model, "model_dump"):
        return model.model_dump(mode="json", by_alias=True, exclude_none=True)
    return model


class MessageIds:
    """Numbers messages: one sequence for private chats and basic groups, one a supergroup.

    Args:
        taken: how many numbers are gone already: the first of a forum means its General topic.
    """

    def __init__(self, taken: int = 0) -> None:
        self._last = taken

    def next(self) -> int:
        """The next id, from 1 on."""
        self._last += 1
        return self._last


class MessageStore:
    """The messages of one chat by id, and who has read the bot's how far."""

    def __init__(self) -> None:
        self._by_id: dict[int, StoredMessage] = {}
        self._from_bot: list[int] = []
        self._read: dict[int | None, int] = {}
        self.changed = Signal()

    def __iter__(self) -> Iterator[StoredMessage]:
        return iter(self._by_id.values())

    def get(self, message_id: int) -> StoredMessage | None:
        """The newest state of a message; None when there is none or it was deleted."""
        return self._by_id.get(message_id)

    def newest(self) -> list[StoredMessage]:
        """All messages that stand, oldest first, each in its newest state."""
        return list(self._by_id.values())

    def last(self) -> StoredMessage | None:
        """The newest message, if any stands."""
        return next(reversed(self._by_id.values()), None)

    def add(self, message: StoredMessage) -> None:
        """Keep a new message."""
        self._by_id[message.message_id] = message
        if message.is_by_bot:
            self._from_bot.append(message.message_id)
        self.changed.notify()

    def replace(self, message: StoredMessage) -> None:
        """Keep the new state of a message."""
        self._by_id[message.message_id] = message
        self.changed.notify()

    def remove(self, message_ids: Sequence[int]) -> None:
        """Forget messages; unknown ids are passed over."""
        for message_id in message_ids:
            self._by_id.pop(message_id, None)
        self.changed.notify()

    def next_from_bot(self, reader: int | None) -> StoredMessage | None:
        """The oldest message of the bot that `reader` has not taken yet; marks it as taken."""
        place = self._read.get(reader, 0)
        while place < len(self._from_bot):
            message = self._by_id.get(self._from_bot[place])
            place += 1
            self._read[reader] = place
            if message is not None:
                return message
        return None
