"""Changes to coverage. None commits: `Work.write` does, or undoes all."""

from storage.testing.coverage.actions.antigen import drop_antigen, report_antigen
from storage.testing.coverage.actions.chasing import chase_missed
from storage.testing.coverage.actions.codes import drop_code, note_code, remind_codes
from storage.testing.coverage.actions.doors import add_room, mark_door, unmark_door
from storage.testing.coverage.actions.homes import (
    add_home,
    name_helper,
    remove_home,
    unname_helper,
)
from storage.testing.coverage.actions.own import mark_own, unmark_own

__all__ = [
    "add_home",
    "add_room",
    "chase_missed",
    "drop_antigen",
    "drop_code",
    "mark_door",
    "mark_own",
    "name_helper",
    "note_code",
    "remind_codes",
    "remove_home",
    "report_antigen",
    "unmark_door",
    "unmark_own",
    "unname_helper",
]
