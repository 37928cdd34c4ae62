"""The words that rows and rules of testing share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum

CARD_KIND = "testing"
"""Of the living card in each group; its subject is the round."""


class RoundState(StrEnum):
    """The life of a round (轮次)."""

    PLANNED = "planned"
    CALLED_OFF = "called_off"
    DONE = "done"


class DayState(StrEnum):
    """The life of one day of a round. `paused`: so is the schedule that the round recurs by."""

    PLANNED = "planned"
    SKIPPED = "skipped"
    PAUSED = "paused"
    CALLED_OFF = "called_off"
    DONE = "done"


class SlotKind(StrEnum):
    """Where a building is sampled in a slot (时段): at its doors first, then at the site (S54)."""

    HOME = "home"
    SITE = "site"


class ReminderKind(StrEnum):
    """What a reminder says, in the order in which a building hears it."""

    EVENING = "evening"
    BEFORE = "before"
    NOW = "now"
    LAST_CALL = "last_call"


class ReminderState(StrEnum):
    """The life of a reminder.

    `late`: the time had passed when the process came to it. `dropped`: it is not to be told,
    because its day was taken back or a newer reminder says more.
    """

    WAITING = "waiting"
    TOLD = "told"
    LATE = "late"
    DROPPED = "dropped"


class ChangeKind(StrEnum):
    """What the last change of a round was, so that it can be undone."""

    DELAY = "delay"
    MOVE = "move"
    TIMES = "times"
    SKIP = "skip"
    CALL_OFF = "call_off"
    MANNER = "manner"
