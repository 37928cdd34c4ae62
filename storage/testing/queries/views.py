"""What queries about testing return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.testing.kinds import DayState, ReminderKind, RoundState, SlotKind
from storage.testing.rules import Manner
from storage.testing.slots import Pace


@dataclass(frozen=True)
class SlotView:
    """One building's slot; `begins`, `ends` and `planned` are minutes of the wall clock."""

    id: int
    day_id: int
    building_id: int
    building: str
    households: int
    kind: SlotKind
    batch: int
    lane: int | None
    site: str
    planned: int
    begins: int
    ends: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DayView:
    """Day `number` of `of`; `of` is 0 in a round without an end."""

    id: int
    round_id: int
    number: int
    of: int
    day: date
    state: DayState
    delay: int
    starts_at: datetime
    ends_at: datetime
    slots: tuple[SlotView, ...] = ()


@dataclass(frozen=True)
class RoundView:
    """A round with its days.

    Attributes:
        version: moves with each change; a button that shows another one is stale.
        can_undo: what the last change was (`ChangeKind`), where it can be taken back.
    """

    id: int
    committee_id: int
    estate_id: int
    estate: str
    title: str
    site: str
    pace: Pace
    manner: Manner
    zone: str
    state: RoundState
    rule: dict[str, Any] | None
    schedule_id: int | None
    version: int
    can_undo: str | None
    made_by: int | None
    days: tuple[DayView, ...]


@dataclass(frozen=True)
class RoundLine:
    """A round in a list; `next_day` is the first day that is not over.

    One without an end whose first day is weeks ahead has no days yet, and that one as its first.
    """

    id: int
    estate_id: int
    estate: str
    title: str
    site: str
    state: RoundState
    first_day: date
    last_day: date
    days: int
    buildings: int
    next_day: date | None


@dataclass(frozen=True)
class NextSlot:
    """When a building is called next, or is being called."""

    round_id: int
    title: str
    site: str
    lanes: int
    day_id: int
    number: int
    of: int
    day: date
    delay: int
    slot_id: int
    building_id: int
    building: str
    estate_id: int
    kind: SlotKind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ReminderLine:
    """What is told, or was too late to be told, at one time: a batch, or an evening before.

    Attributes:
        chats: groups that hear it.
    """

    at: datetime
    kind: ReminderKind
    round_id: int
    title: str
    estate_id: int
    estate: str
    buildings: tuple[str, ...]
    chats: int
    schedule_id: int | None
