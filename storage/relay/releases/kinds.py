"""The words in which calls, slots and forecasts are kept and told."""

from __future__ import annotations

from enum import StrEnum


class SlotState(StrEnum):
    """Where a call stands: `HELD` while the stock is late, `MISSED` after its day ended."""

    CALLED = "called"
    HELD = "held"
    MISSED = "missed"


class When(StrEnum):
    """What can be said of a number's turn (S26).

    `CALLED` has a slot; `EXPECTED` comes then if the stock lasts and the pace stays. `NONE`:
    nothing can be said of who waits for a place, or before it is known where things are handed
    out.
    """

    CALLED = "called"
    EXPECTED = "expected"
    HELD = "held"
    MISSED = "missed"
    COLLECTED = "collected"
    NONE = "none"


class Day(StrEnum):
    """The day of a turn, seen from now on the committee's calendar."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    UNKNOWN = "unknown"
