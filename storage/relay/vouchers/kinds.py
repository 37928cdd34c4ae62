"""The words of checks and vouchers. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class CheckState(StrEnum):
    """How far staff are with an entry; without a row nobody has looked at it.

    `AWAITING` came by telephone or on paper and its papers are still to come (S25).
    """

    AWAITING = "awaiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Doubt(StrEnum):
    """Why an entry is proposed for review instead of being accepted (S44)."""

    PAPERS_TO_SEE = "papers_to_see"
    PAPERS_MISSING = "papers_missing"
    DISPUTED = "disputed"
    NOBODY = "nobody"


class Stage(StrEnum):
    """How far an entry has come on its way to the goods."""

    WAITING = "waiting"
    JOINED = "joined"
    CONFIRMED = "confirmed"
    CALLED = "called"
    COLLECTED = "collected"


class Validity(StrEnum):
    """What a voucher is worth at a moment; only a `VALID` one may be collected."""

    VALID = "valid"
    COLLECTED = "collected"
    VOID = "void"


class Conflict(StrEnum):
    """Why a line of an offline list is not taken."""

    UNREADABLE = "unreadable"
    WRONG_DIGIT = "wrong_digit"
    UNKNOWN = "unknown"
    VOID = "void"
    COLLECTED = "collected"
    TWICE = "twice"
    TIME = "time"
