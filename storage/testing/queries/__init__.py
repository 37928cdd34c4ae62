"""Questions about testing: SELECTs that return frozen values."""

from storage.testing.queries.place import find_place
from storage.testing.queries.reminders import (
    has_due_reminders,
    list_coming,
    list_late,
    load_reminder,
)
from storage.testing.queries.residents import find_next_for, is_listening, next_slot
from storage.testing.queries.rounds import (
    find_day,
    find_round,
    list_card_days,
    list_rounds,
    list_slots,
)
from storage.testing.queries.views import (
    DayView,
    NextSlot,
    ReminderLine,
    RoundLine,
    RoundView,
    SlotView,
)

__all__ = [
    "DayView",
    "NextSlot",
    "ReminderLine",
    "RoundLine",
    "RoundView",
    "SlotView",
    "find_day",
    "find_next_for",
    "find_place",
    "find_round",
    "has_due_reminders",
    "is_listening",
    "list_card_days",
    "list_coming",
    "list_late",
    "list_rounds",
    "list_slots",
    "load_reminder",
    "next_slot",
]
