"""Changes to testing. None commits: `Work.write` does. Each is harmless to repeat."""

from storage.testing.actions._locks import Changed
from storage.testing.actions.calling_off import call_off_round, skip_day
from storage.testing.actions.changing import (
    change_times,
    delay_day,
    delay_slot,
    move_slot,
    set_manner,
)
from storage.testing.actions.listening import listen, stop_listening
from storage.testing.actions.planning import place_testing_cards, plan_round
from storage.testing.actions.reminding import plan_reminders
from storage.testing.actions.repeating import extend_rounds
from storage.testing.actions.telling import tell_due
from storage.testing.actions.turning import follow_zone, turn_rounds
from storage.testing.actions.undoing import undo_change

__all__ = [
    "Changed",
    "call_off_round",
    "change_times",
    "delay_day",
    "delay_slot",
    "extend_rounds",
    "follow_zone",
    "listen",
    "move_slot",
    "place_testing_cards",
    "plan_reminders",
    "plan_round",
    "set_manner",
    "skip_day",
    "stop_listening",
    "tell_due",
    "turn_rounds",
    "undo_change",
]
