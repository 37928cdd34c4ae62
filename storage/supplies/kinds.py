"""The words in which supply rounds, orders and the lights of supply lines are kept."""

from __future__ import annotations

from enum import StrEnum


class RoundState(StrEnum):
    """The life of a round (S66): ordered, picked, brought to the gate, then door by door."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    PICKING = "picking"
    AT_GATE = "at_gate"
    DELIVERING = "delivering"
    DONE = "done"
    CANCELLED = "cancelled"


class Stock(StrEnum):
    """What a group is told of the pieces that are left, in place of their number."""

    FEW = "few"
    SOLD_OUT = "sold_out"


class Channel(StrEnum):
    """How a household's first order came in (S76)."""

    CHAT = "chat"
    PHONE = "phone"


class EventKind(StrEnum):
    """What can happen to an order."""

    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class DoorState(StrEnum):
    """How far the bag of one household has come."""

    WAITING = "waiting"
    AGAIN = "again"
    LEFT = "left"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"


class Light(StrEnum):
    """The state of one line of supply (S74)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
