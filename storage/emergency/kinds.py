"""The words that alerts and their rules share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class AlertKind(StrEnum):
    """What was heard, from what needs 120 to what needs somebody to talk to."""

    DANGER = "danger"
    BUTTON = "button"
    CRISIS = "crisis"


class AlertState(StrEnum):
    """How far an alert (紧急呼叫) has come."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    FALSE_ALARM = "false_alarm"
    WITHDRAWN = "withdrawn"


LIVE = (AlertState.OPEN, AlertState.TAKEN)
