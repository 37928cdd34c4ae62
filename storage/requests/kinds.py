"""The words that requests, their forms and their rules share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"
    PHOTO = "photo"


class Purpose(StrEnum):
    """What code may rely on a question for; nothing depends on a kind's name.

    A kind with `DRUG` and `HOSPITAL` is gathered into runs (S84), one with `SESSION` has
    sessions and a missed-session alarm (S86), one with `RECURRENCE` and `LASTS` asks again
    before it runs out (S82). `DAYS` are weekdays, `LASTS` is a number of days.
    """

    DRUG = "drug"
    STRENGTH = "strength"
    QUANTITY = "quantity"
    HOSPITAL = "hospital"
    ROUTE = "route"
    RECURRENCE = "recurrence"
    LASTS = "lasts"
    NEEDED_BY = "needed_by"
    SESSION = "session"
    SLOT = "slot"
    DAYS = "days"
    DETAILS = "details"


class RequestState(StrEnum):
    """The life of a request."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How a request ended."""

    SOLVED = "solved"
    DELIVERED = "delivered"
    IMPOSSIBLE = "impossible"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """Where what is asked for can be had (S90)."""

    LOOKING = "looking"
    FOUND = "found"
    NONE = "none"


class Channel(StrEnum):
    """Which way a request came in (S69, S100)."""

    CHAT = "chat"
    GROUP = "group"
    PHONE = "phone"
    DESK = "desk"
    HOTLINE = "hotline"


class Handover(StrEnum):
    """How something reached its household: at the door, told by a tap, or picked up (S89)."""

    DOOR = "door"
    TAP = "tap"
    PICKUP = "pickup"


class EventKind(StrEnum):
    """What happened to a request."""

    ASKED = "asked"
    CHANGED = "changed"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    QUESTION = "question"
    ANSWER = "answer"
    SOURCE = "source"
    NOTE = "note"
    GATHERED = "gathered"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    SESSION = "session"
    CLOSED = "closed"
    REOPENED = "reopened"
    RATED = "rated"
    WITHDRAWN = "withdrawn"
    ESCALATED = "escalated"
    ALARMED = "alarmed"


class BoardView(StrEnum):
    """Which requests the board shows."""

    NEW = "new"
    MINE = "mine"
    ASKED = "asked"
    OVERDUE = "overdue"
    OPEN = "open"
    CLOSED = "closed"


class Alarm(StrEnum):
    """Why somebody is looked after although they did not call."""

    MISSED = "missed"
    UNANSWERED = "unanswered"
    NOBODY_TO_ASK = "nobody_to_ask"
    REFILL = "refill"
