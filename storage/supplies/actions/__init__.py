"""Changes to supplies. None commits: `Work.write` does. Orders go over the desk."""

from storage.supplies.actions._ending import SUBJECT
from storage.supplies.actions.doors import confirm_receipt, report_missing, tick_door
from storage.supplies.actions.gate import arrive, finish_round, record_supplied
from storage.supplies.actions.rounds import (
    begin_picking,
    cancel_round,
    close_round,
    place_supply_cards,
    publish_draft,
    publish_round,
    turn_due_rounds,
    vouch_for_supplier,
)
from storage.supplies.actions.statuses import set_light, withdraw_status

__all__ = [
    "SUBJECT",
    "arrive",
    "begin_picking",
    "cancel_round",
    "close_round",
    "confirm_receipt",
    "finish_round",
    "place_supply_cards",
    "publish_draft",
    "publish_round",
    "record_supplied",
    "report_missing",
    "set_light",
    "tick_door",
    "turn_due_rounds",
    "vouch_for_supplier",
    "withdraw_status",
]
