"""The words in which relays, entries and their log are kept."""

from __future__ import annotations

from enum import StrEnum


class RelayState(StrEnum):
    """The life of a relay. Drafts are conversations, not rows."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """How an entry came in. All channels share one order (S14)."""

    ONLINE = "online"
    STALL = "stall"
    PHONE = "phone"


class EntryState(StrEnum):
    """Where an entry stands. All admitted stand before all waiting."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    LEFT = "left"


class EventKind(StrEnum):
    """What can happen to an entry."""

    JOINED = "joined"
    CHANGED = "changed"
    LEFT = "left"
    PROMOTED = "promoted"
    DEMOTED = "demoted"
