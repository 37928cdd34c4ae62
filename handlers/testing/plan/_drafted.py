"""A draft as a plan, checked against all that is planned already."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers.context import Context
from handlers.testing.plan._facts import Going
from storage.errors import RuleError
from storage.local_time import local_day
from storage.schedules.rules import Calendar, Once, Rule, from_json
from storage.testing.coverage.queries import count_home_visits
from storage.testing.kinds import SlotKind
from storage.testing.plan import (
    DayDraft,
    Fault,
    Manner,
    Place,
    Plan,
    SlotDraft,
    draft_days,
    list_faults,
)
from storage.testing.queries import find_place
from storage.testing.slots import Block, Pace, compute_slots


@dataclass(frozen=True)
class Drafted:
    """A draft with all that is needed to look at it.

    Attributes:
        days: as they would be written; none while anything is at fault.
    """

    plan: Plan
    place: Place
    faults: tuple[Fault, ...]
    days: tuple[DayDraft, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Of every building of the estate, in its order."""
        return tuple(fact.label for fact in self.place.buildings.values())

    def goings(self, number: int) -> tuple[Going, ...]:
        """When each building goes on a day, counted from 0."""
        if not self.days:
            return ()
        day = self.days[min(max(number, 0), len(self.days) - 1)]
        return tuple(self._going(slot) for slot in day.slots)

    def _going(self, slot: SlotDraft) -> Going:
        label = self.place.buildings[slot.building_id].label
        return Going(label, slot.kind, slot.begins, slot.ends, slot.batch, slot.lane, slot.site)

    @property
    def clashes(self) -> frozenset[str]:
        """Labels of the buildings that a fault names."""
        return frozenset(str(fault.params.get("building", "")) for fault in self.faults)


async def load_draft(context: Context, data: Mapping[str, Any]) -> Drafted:
    """The plan that a conversation's values make, checked against what stands.

    Raises:
        RuleError: `not_found`: the estate is gone.
    """
    now = context.received_at
    place = await context.work.read(find_place, data["estate_id"])
    first = _first_day(context, data, place)
    homes = await context.work.read(count_home_visits, place.estate_id, first)
    plan = _make_plan(data, place, first)
    # Hundreds of buildings on dozens of days are weighed against each other.
    return await asyncio.to_thread(_weigh, data, plan, place, homes, now, context.services.calendar)


def _weigh(
    data: Mapping[str, Any],
    plan: Plan,
    place: Place,
    homes: Mapping[int, int],
    now: datetime,
    calendar: Calendar,
) -> Drafted:
    faults: tuple[Fault, ...] = ()
    if "slots" not in data:
        try:
            plan = replace(plan, slots=_compute(data, place, homes))
        except RuleError as refusal:
            faults = (Fault(None, refusal.code, refusal.params),)
    # Times that cannot be computed are the one fault; without them everything else would seem so.
    faults = faults or list_faults(plan, place, now, calendar)
    days = draft_days(plan, calendar, local_day(now, place.time_zone)) if plan.slots else ()
    return Drafted(plan, place, faults, days)


def _first_day(context: Context, data: Mapping[str, Any], place: Place) -> date:
    """The first day that is meant; unless one is written, tomorrow."""
    tomorrow = local_day(context.received_at, place.time_zone) + timedelta(days=1)
    if "rule" not in data:
        return tomorrow
    starts_on = date.fromisoformat(data["starts_on"]) if data["starts_on"] else tomorrow
    rule = from_json(data["rule"])
    if isinstance(rule, Once):
        return min(rule.days)
    days = context.services.calendar.days(rule, starts_on, None, starts_on - timedelta(days=1), 1)
    return days[0] if days else starts_on


def _make_plan(data: Mapping[str, Any], place: Place, first: date) -> Plan:
    plan = Plan(
        estate_id=place.estate_id,
        title=data["title"],
        site=data["site"],
        slots=tuple(slot_from_json(values) for values in data.get("slots", ())),
        pace=make_pace(data),
        manner=make_manner(data),
    )
    if "rule" not in data:
        return plan
    rule: Rule = from_json(data["rule"])
    if isinstance(rule, Once):
        return replace(plan, days=rule.days)
    until_on = date.fromisoformat(data["until_on"]) if data["until_on"] else None
    return replace(plan, rule=rule, starts_on=first, until_on=until_on)


def _compute(
    data: Mapping[str, Any], place: Place, homes: Mapping[int, int]
) -> tuple[SlotDraft, ...]:
    ids = {fact.label: building_id for building_id, fact in place.buildings.items()}
    wanted = [ids[label] for label in data["buildings"] if label in ids] or list(place.buildings)
    blocks = [Block(each, place.buildings[each].households, homes.get(each, 0)) for each in wanted]
    batches = data.get("batches")
    named = None if batches is None else [[ids[label] for label in batch] for batch in batches]
    return tuple(compute_slots(blocks, make_pace(data), data["begins"], data.get("ends"), named))


def make_pace(data: Mapping[str, Any]) -> Pace:
    """How quickly people are sampled; what nobody wrote is as usual."""
    usual = Pace()
    return Pace(
        lanes=data.get("lanes", usual.lanes),
        seconds_per_person=data.get("seconds", usual.seconds_per_person),
        people_tenths=data.get("people", usual.people_tenths),
        home_minutes=data.get("home_minutes", usual.home_minutes),
    )


def make_manner(data: Mapping[str, Any], usual: Manner | None = None) -> Manner:
    """When the round reminds; what nobody wrote is as `usual`."""
    usual = usual or Manner()
    quiet = data.get("quiet", [usual.quiet_from, usual.quiet_until]) or [None, None]
    return Manner(
        evening_at=data.get("evening", usual.evening_at),
        before_minutes=tuple(data.get("before", usual.before_minutes)),
        last_call_minutes=data.get("last_call", usual.last_call_minutes),
        quiet_from=quiet[0],
        quiet_until=quiet[1],
    )


def slot_to_json(slot: SlotDraft) -> list[Any]:
    """A slot of a file, as short as a conversation can keep hundreds of."""
    day = slot.day.isoformat() if slot.day else None
    begins, ends = slot.begins, slot.ends
    return [slot.building_id, begins, ends, slot.batch, slot.lane, slot.site, day, slot.line]


def slot_from_json(values: list[Any]) -> SlotDraft:
    """The slot that was kept."""
    building_id, begins, ends, batch, lane, site, day, line = values
    return SlotDraft(
        building_id=building_id,
        begins=begins,
        ends=ends,
        kind=SlotKind.SITE,
        batch=batch,
        lane=lane,
        site=site,
        day=date.fromisoformat(day) if day else None,
        line=line,
    )
