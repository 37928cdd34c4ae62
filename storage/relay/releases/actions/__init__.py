"""Changes to releases and their slots. None commits: `Work.write` does, or undoes all."""

from storage.relay.releases.actions._layout import preview_release
from storage.relay.releases.actions.calling import (
    Released,
    cancel_rest,
    recall_missed,
    release_next,
)
from storage.relay.releases.actions.following import ask_to_come_later, follow_points
from storage.relay.releases.actions.pausing import pause_release, resume_release
from storage.relay.releases.actions.planning import (
    drop_point,
    open_plan,
    save_point,
    set_pace,
)
from storage.relay.releases.actions.reporting import report_days
from storage.relay.releases.actions.shifting import undo_shift

__all__ = [
    "Released",
    "ask_to_come_later",
    "cancel_rest",
    "drop_point",
    "follow_points",
    "open_plan",
    "pause_release",
    "preview_release",
    "recall_missed",
    "release_next",
    "report_days",
    "resume_release",
    "save_point",
    "set_pace",
    "undo_shift",
]
