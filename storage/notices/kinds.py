"""The words that rows and rules of notices share. No table is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice (公告) is about; it decides which facts must stand in it (S19)."""

    PLAIN = "plain"
    EVENT = "event"
    SALE = "sale"
    CLOSURE = "closure"


class NoticeState(StrEnum):
    """The life of a notice. What is scheduled may have been sent before: it recurs."""

    DRAFT = "draft"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    SENT = "sent"
    RECALLED = "recalled"
    DROPPED = "dropped"


class Channel(StrEnum):
    """Where a notice goes to."""

    GROUPS = "groups"
    PRIVATE = "private"
    BOTH = "both"


class MediaKind(StrEnum):
    """What may stand above the text of a notice (S11, S35, S38)."""

    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"


class Reach(StrEnum):
    """How a household was reached otherwise than by a message to its members (S59)."""

    ACKNOWLEDGED = "acknowledged"
    PAPER = "paper"
    KNOCKED = "knocked"


class CopyState(StrEnum):
    """How one chat's copy of a notice fared; the words are those of the outbox."""

    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    LATE = "late"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Media:
    """A picture, a voice message or a document, as Telegram keeps it for this bot."""

    kind: MediaKind
    file_id: str


EDITABLE = (NoticeState.DRAFT, NoticeState.WAITING)
TICKED = (Reach.PAPER, Reach.KNOCKED)
"""What leads and staff tick; whoever ticked can take it back."""
