"""Changes to notices. None commits: `Work.write` does, or undoes all."""

from storage.notices.actions.changing import edit_sent, recall_notice
from storage.notices.actions.drafting import (
    change_text,
    draft_notice,
    drop_notice,
    drop_text,
    send_to_me,
    set_audience,
    set_kind,
    set_media,
    set_options,
    set_when,
)
from storage.notices.actions.firing import has_due_notices, send_due_notices, settle_ended
from storage.notices.actions.following import follow_copies
from storage.notices.actions.knocking import make_knock_tasks
from storage.notices.actions.reaching import (
    Acknowledged,
    acknowledge,
    note_reached,
    take_back_reached,
)
from storage.notices.actions.running import send_again
from storage.notices.actions.selections import drop_selection, save_selection
from storage.notices.actions.sending import (
    confirm_notice,
    send_back,
    send_notice,
    unschedule,
)

__all__ = [
    "Acknowledged",
    "acknowledge",
    "change_text",
    "confirm_notice",
    "draft_notice",
    "drop_notice",
    "drop_selection",
    "drop_text",
    "edit_sent",
    "follow_copies",
    "has_due_notices",
    "make_knock_tasks",
    "note_reached",
    "recall_notice",
    "save_selection",
    "send_again",
    "send_back",
    "send_due_notices",
    "send_notice",
    "send_to_me",
    "set_audience",
    "set_kind",
    "set_media",
    "set_options",
    "set_when",
    "settle_ended",
    "take_back_reached",
    "unschedule",
]
