"""The words in which relays, entries and their log are kept."""

from __future__ import annotations

from enum import StrEnum


class RelayState(StrEnum):
    """The life of a relay. Drafts are conversations, not rows."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class OrderRule(StrEnum):
    """What puts households in order: the clock, or a draw among those of a window (T4)."""

    TIME = "time"
    DRAW = "draw"


class SplitRule(StrEnum):
    """Whether places are one lot or evenly split by building (T1, S29)."""

    NONE = "none"
    BUILDINGS = "buildings"


class RemainderRule(StrEnum):
    """Who gets what does not divide by the buildings: a rule that is published (S29).

    `FIRST` gives one more to each of the first buildings of the estate, `LARGEST` to those with
    the most households, `COMMON` leaves the rest to whoever is next in order, of any building.
    """

    FIRST = "first"
    LARGEST = "largest"
    COMMON = "common"


class TieRule(StrEnum):
    """Where a row stands whose time is only known to lie between two instants.

    `LATEST` counts it from the later one, so that nobody whose time is known stands behind a
    guess; `SPREAD` spreads the rows of one sheet evenly over the span, in their order.
    """

    LATEST = "latest"
    SPREAD = "spread"


class ServedRule(StrEnum):
    """Whether households that the round before has served may join this one."""

    ALL = "all"
    UNSERVED = "unserved"


class Channel(StrEnum):
    """How an entry came in. All channels share one order (S06, S14, S24, S29)."""

    ONLINE = "online"
    STALL = "stall"
    PHONE = "phone"
    SMS = "sms"
    LOBBY = "lobby"
    PASTE = "paste"


# What a share held for offline registration is for (S20): people who did not press themselves.
OFFLINE = frozenset({Channel.STALL, Channel.PHONE, Channel.SMS, Channel.LOBBY})


class EntryState(StrEnum):
    """Where an entry stands. `DRAWING` waits for the draw of an opening window (T4)."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    DRAWING = "drawing"
    LEFT = "left"


class Role(StrEnum):
    """In which capacity somebody moved an entry; the clock has none."""

    HOUSEHOLD = "household"
    PROXY = "proxy"
    STAFF = "staff"
    CLOCK = "clock"


class EventKind(StrEnum):
    """What can happen to an entry, and, from `OPENED` on, to the relay as a whole."""

    JOINED = "joined"
    CHANGED = "changed"
    LEFT = "left"
    PROMOTED = "promoted"
    DEMOTED = "demoted"
    MOVED = "moved"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    YIELDED = "yielded"
    GRANTED = "granted"
    RETIMED = "retimed"
    VOIDED = "voided"
    RESTORED = "restored"
    DRAWN = "drawn"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    COLLECTED = "collected"
    UNDONE = "undone"
    OPENED = "opened"
    TERMS = "terms"
    DRAW = "draw"
    SHARES = "shares"
    CLOSED = "closed"
