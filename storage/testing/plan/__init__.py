"""A round as staff describe it, before anything is a row. Pure."""

from storage.testing.plan.checks import Crowd, Fault, check_plan, list_crowds, list_faults
from storage.testing.plan.lines import PlanLine, read_lines
from storage.testing.plan.values import (
    HORIZON_DAYS,
    MOST_DAYS,
    BuildingFact,
    DayDraft,
    Place,
    Plan,
    Taken,
    draft_days,
)
from storage.testing.rules import Manner
from storage.testing.slots import Block, Pace, SlotDraft

__all__ = [
    "HORIZON_DAYS",
    "MOST_DAYS",
    "Block",
    "BuildingFact",
    "Crowd",
    "DayDraft",
    "Fault",
    "Manner",
    "Pace",
    "Place",
    "Plan",
    "PlanLine",
    "SlotDraft",
    "Taken",
    "check_plan",
    "draft_days",
    "list_crowds",
    "list_faults",
    "read_lines",
]
