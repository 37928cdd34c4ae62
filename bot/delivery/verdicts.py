"""What Telegram's refusals mean for the one who sent."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError

from bot.delivery.gate import LaneBusy

FAILURES = (AiogramError, LaneBusy, TimeoutError)


@dataclass(frozen=True)
class Wait:
    """Not now: the chat is closed for `seconds`. Nothing was sent."""

    seconds: float


@dataclass(frozen=True)
class Retry:
    """It did not work; try again after a while.

    Attributes:
        is_doubtful: nobody knows whether it arrived.
    """

    reason: str
    is_doubtful: bool = True


@dataclass(frozen=True)
class Unreachable:
    """Nothing arrives in this chat until the person or the group lets the bot in again."""

    reason: str


@dataclass(frozen=True)
class Moved:
    """The group has become the supergroup `chat_id`. Nothing was sent."""

    chat_id: int


@dataclass(frozen=True)
class Refused:
    """Telegram will not take this message, however often it is sent."""

    reason: str


@dataclass(frozen=True)
class Withdrawn:
    """There is nothing to be said any more. Nothing was sent."""


Verdict = Wait | Retry | Unreachable | Moved | Refused | Withdrawn

# 403 says the same of a bot that was blocked, kicked or never started; these are its 400s.
_GONE = ("chat not found", "user is deactivated", "PEER_ID_INVALID", "group chat was deactivated")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
_NOTHING_TO_DELETE = "message to delete not found"
_NO_TEXT = "there is no text in the message to edit"
_SAME = "message is not modified"


def judge(error: Exception) -> Verdict:
    """What `error`, one of `FAILURES`, means for the message."""
    match error:
        case LaneBusy():
            return Wait(error.seconds)
        case TelegramRetryAfter():
            return Wait(error.retry_after)
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Unreachable(error.message)
        case TelegramBadRequest() if any(words in error.message for words in _GONE):
            return Unreachable(error.message)
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return Refused(error.message)
        case TelegramUnauthorizedError() | TelegramNotFound() | TelegramConflictError():
            # A token that was taken back: the messages are not at fault.
            return Retry(error.message, is_doubtful=False)
        case TelegramAPIError():
            return Retry(error.message, not isinstance(error.__cause__, ClientConnectorError))
    return Retry(type(error).__name__)


def is_unchanged(error: TelegramBadRequest) -> bool:
    """Whether an edit was refused because the message already says that."""
    return _SAME in error.message


def is_deleted(error: TelegramBadRequest) -> bool:
    """Whether a deletion was refused because there is no such message any more."""
    return _NOTHING_TO_DELETE in error.message


def has_no_text(error: TelegramBadRequest) -> bool:
    """Whether an edit was refused because the message is a picture or a file with a caption."""
    return _NO_TEXT in error.message


def is_message_gone(error: TelegramBadRequest) -> bool:
    """Whether an edit was refused because there is no message to edit any more."""
    return any(words in error.message for words in _NO_MESSAGE)
