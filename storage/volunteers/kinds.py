"""The words that rows and rules of volunteers and their tasks share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum

# Grows when the handbook says something new that everybody must have read (S107). The files
# that are shipped carry the same number.
HANDBOOK_VERSION = 1


class VolunteerState(StrEnum):
    """How an offer to help (志愿者报名) stands. The right itself is a role."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


class Skill(StrEnum):
    """What somebody can do for their neighbours (S105); the order is the order of buttons."""

    DRIVING = "driving"
    NURSING = "nursing"
    LANGUAGES = "languages"
    LIFTING = "lifting"
    REPAIRS = "repairs"
    COOKING = "cooking"
    CALLS = "calls"


class Vehicle(StrEnum):
    """What things can be carried with (S65)."""

    NONE = "none"
    EBIKE = "ebike"
    CAR = "car"
    VAN = "van"
    CART = "cart"


class TaskKind(StrEnum):
    """What a task (任务) is: the first three belong to runs and supplies."""

    RUN = "run"
    DELIVER = "deliver"
    KNOCK = "knock"
    ERRAND = "errand"
    CHECK = "check"


class TaskState(StrEnum):
    """The life of a task."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (TaskState.OPEN, TaskState.CLAIMED)
