"""Changes to volunteers and their tasks. None commits: `Work.write` does, or undoes all."""

from storage.volunteers.actions.answers import (
    accept_volunteer,
    decline_volunteer,
    end_volunteer,
    extend_volunteer,
)
from storage.volunteers.actions.by_hand import HandTask, open_by_hand
from storage.volunteers.actions.offers import (
    Offer,
    leave_volunteers,
    offer_help,
    pause_help,
    read_handbook,
)
from storage.volunteers.actions.opening import NewTask, open_task
from storage.volunteers.actions.tasks import (
    cancel_task,
    cancel_tasks,
    check_holds,
    claim_task,
    finish_task,
    move_tasks,
    release_task,
    settle_task,
    settle_tasks,
)

__all__ = [
    "HandTask",
    "NewTask",
    "Offer",
    "accept_volunteer",
    "cancel_task",
    "cancel_tasks",
    "check_holds",
    "claim_task",
    "decline_volunteer",
    "end_volunteer",
    "extend_volunteer",
    "finish_task",
    "leave_volunteers",
    "move_tasks",
    "offer_help",
    "open_by_hand",
    "open_task",
    "pause_help",
    "read_handbook",
    "release_task",
    "settle_task",
    "settle_tasks",
]
