"""What Telegram's refusals mean for the one who sent."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

from bot.delivery.gate import LaneBusy

FAILURES = (AiogramError, LaneBusy, TimeoutError)


@dataclass(frozen=True)
class Wait:
    """Not now: the chat is closed for `seconds`. Nothing was sent."""

    seconds: float


@dataclass(frozen=True)
class Retry:
    """Nobody knows whether it arrived; try again after a while."""

    reason: str


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


Verdict = Wait | Retry | Unreachable | Moved | Refused

# 403 says the same of a bot that was blocked, kicked or never started; these are its 400s.
_GONE = ("chat not found", "user is deactivated", "PEER_ID_INVALID", "group chat was deactivated")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
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
        case TelegramAPIError():
            # Also a token that was taken back: the messages are not at fault.
            return Retry(error.message)
    return Retry(type(error).__name__)


def is_unchanged(error: TelegramBadRequest) -> bool:
    """Whether an edit was refused because the message already says that."""
    return _SAME in error.message


def is_message_gone(error: TelegramBadRequest) -> bool:
    """Whether an edit was refused because there is no message to edit any more."""
    return any(words in error.message for words in _NO_MESSAGE)
