"""Changes to medicine runs. None commits: `Work.write` does, or undoes all."""

from storage.runs.actions.copies import note_copy, take_from_former
from storage.runs.actions.driving import (
    leave_for_doors,
    offer_again,
    release_run,
    take_run,
    tick_line,
)
from storage.runs.actions.handing import collect_bag, confirm_bag, deliver_bag, settle_runs
from storage.runs.actions.opening import cancel_run, open_run
from storage.runs.actions.planning import (
    plan_run,
    put_in,
    set_day,
    set_handover,
    set_hospital,
    set_place,
    set_route,
    take_out,
)
from storage.runs.actions.reading import open_bag, open_manifest

__all__ = [
    "cancel_run",
    "collect_bag",
    "confirm_bag",
    "deliver_bag",
    "leave_for_doors",
    "note_copy",
    "offer_again",
    "open_bag",
    "open_manifest",
    "open_run",
    "plan_run",
    "put_in",
    "release_run",
    "set_day",
    "set_handover",
    "set_hospital",
    "set_place",
    "set_route",
    "settle_runs",
    "take_from_former",
    "take_out",
    "take_run",
    "tick_line",
]
