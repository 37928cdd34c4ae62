"""What cannot be planned, and where in a file it stands. All faults at once, not one a try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

from storage.errors import RuleError
from storage.local_time import MINUTES_A_DAY, local_day, local_minute
from storage.schedules.rules import Calendar, check_rule
from storage.testing.kinds import SlotKind
from storage.testing.plan.values import MOST_DAYS, DayDraft, Place, Plan, draft_days
from storage.testing.rules import check_manner
from storage.testing.slots import Pace, SlotDraft, minutes_needed, people_of, to_clock

LONGEST = {"title": 80, "site": 120}
MOST = {"lanes": 20, "seconds_per_person": 600, "people_tenths": 200, "home_minutes": 120}


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason against a plan.

    Attributes:
        line: of the file; None where no line is to blame.
        code: as a `RuleError` names it.
    """

    line: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crowd:
    """A batch that is called for a shorter time than its lanes need for it: a warning."""

    day: date | None
    batch: int
    begins: int
    ends: int
    needed_minutes: int


def check_plan(plan: Plan, place: Place, now: datetime, calendar: Calendar) -> None:
    """Refuse what cannot be planned.

    Raises:
        RuleError: the first of `list_faults`, with its `line` where one is known.
    """
    for fault in list_faults(plan, place, now, calendar):
        line = {} if fault.line is None else {"line": fault.line}
        raise RuleError(fault.code, **fault.params, **line)


def list_faults(plan: Plan, place: Place, now: datetime, calendar: Calendar) -> tuple[Fault, ...]:
    """Everything that speaks against a plan, in the order of lines; what is general first."""
    today = local_day(now, place.time_zone)
    general = list(_check_general(plan, today))
    if general:
        return tuple(general)
    days = draft_days(plan, calendar, today)
    faults = [
        *_check_days(plan, days),
        *chain.from_iterable(_check_slot(slot, plan, place) for slot in plan.slots),
        *chain.from_iterable(_check_day(day, plan, place, now) for day in days),
    ]
    return tuple(sorted(faults, key=lambda fault: (fault.line is not None, fault.line or 0)))


def list_crowds(plan: Plan, place: Place) -> tuple[Crowd, ...]:
    """The batches that would stand in a crowd: more people than the lanes take in their time."""
    batches: dict[tuple[date | None, str, int, int, int], int] = defaultdict(int)
    for slot in _at_site(plan.slots):
        if slot.building_id in place.buildings:
            households = place.buildings[slot.building_id].households
            key = (slot.day, slot.site or "", slot.begins, slot.ends, slot.batch)
            batches[key] += households
    crowds = []
    for (day, site, begins, ends, batch), households in batches.items():
        at_once = {
            other[4]
            for other in batches
            if other[:2] == (day, site) and other[2] < ends and begins < other[3]
        }
        # Batches that are called at once share the lanes.
        people = people_of(households, plan.pace) * len(at_once)
        needed = minutes_needed(people, plan.pace)
        if needed > ends - begins:
            crowds.append(Crowd(day, batch, begins, ends, needed))
    return tuple(crowds)


def _check_general(plan: Plan, today: date) -> Iterator[Fault]:
    has_site = plan.site.strip() or (plan.slots and all(slot.site for slot in plan.slots))
    if not has_site:
        yield Fault(None, "testing_site_missing")
    if not plan.title.strip():
        yield Fault(None, "fact_missing", {"fact": "title"})
    for fact, limit in LONGEST.items():
        if len(getattr(plan, fact)) > limit:
            yield Fault(None, "text_too_long", {"fact": fact, "limit": limit})
    yield from _check_pace(plan.pace)
    yield from _refused(check_manner, plan.manner)
    if plan.rule is not None:
        yield from _refused(check_rule, plan.rule, plan.starts_on or today, plan.until_on, today)
    if not plan.slots:
        yield Fault(None, "testing_no_building")


def _check_pace(pace: Pace) -> Iterator[Fault]:
    for fact, limit in MOST.items():
        if not 1 <= getattr(pace, fact) <= limit:
            yield Fault(None, "wrong_number", {"fact": fact, "limit": limit})


def _refused(check: Callable[..., None], *args: Any) -> Iterator[Fault]:
    try:
        check(*args)
    except RuleError as refusal:
        yield Fault(None, refusal.code, refusal.params)


def _check_days(plan: Plan, days: Sequence[DayDraft]) -> Iterator[Fault]:
    if not days:
        yield Fault(None, "testing_no_day")
    if len(days) > MOST_DAYS:
        yield Fault(None, "testing_too_many_days", {"limit": MOST_DAYS})
    known = {day.day for day in days}
    for slot in plan.slots:
        if slot.day is not None and slot.day not in known:
            yield Fault(slot.line, "testing_other_day", {"day": slot.day.isoformat()})


def _check_slot(slot: SlotDraft, plan: Plan, place: Place) -> Iterator[Fault]:
    if slot.building_id not in place.buildings:
        yield Fault(slot.line, "building_unknown", {"label": str(slot.building_id)})
    if not (0 <= slot.begins < MINUTES_A_DAY and slot.begins < slot.ends <= MINUTES_A_DAY):
        yield Fault(slot.line, "testing_times_reversed")
    if slot.lane is not None and not 1 <= slot.lane <= plan.pace.lanes:
        params = {"lane": slot.lane, "lanes": plan.pace.lanes}
        yield Fault(slot.line, "testing_lane_unknown", params)
    if slot.site is not None and len(slot.site) > LONGEST["site"]:
        yield Fault(slot.line, "text_too_long", {"fact": "site", "limit": LONGEST["site"]})


def _check_day(day: DayDraft, plan: Plan, place: Place, now: datetime) -> Iterator[Fault]:
    yield from _check_past(day, plan, place, now)
    yield from check_twice(day, place)
    yield from check_lanes(day.slots, plan.pace.lanes)
    yield from check_taken(day.slots, place)


def _check_past(day: DayDraft, plan: Plan, place: Place, now: datetime) -> Iterator[Fault]:
    """A round without an end simply begins with the next of its days."""
    today = local_day(now, place.time_zone)
    minute = local_minute(now, place.time_zone)
    for slot in day.slots:
        is_over = day.day == today and slot.ends <= minute
        if (day.day < today or is_over) and not plan.is_open:
            params = {"day": day.day.isoformat(), "time": to_clock(slot.begins)}
            yield Fault(slot.line, "testing_past", params)
            if slot.line is None:
                return


def check_twice(day: DayDraft, place: Place) -> Iterator[Fault]:
    """Faults where a building is in two slots at once, or has two of a kind on one day."""
    standing: dict[int, list[SlotDraft]] = defaultdict(list)
    for slot in day.slots:
        former = standing[slot.building_id]
        building = place.label(slot.building_id)
        twice = next((each for each in former if _is_at_once(each, slot)), None)
        if twice is not None:
            params = {"building": building, "other": twice.line}
            yield Fault(slot.line, "testing_twice_at_once", params)
        elif any(each.kind is slot.kind for each in former):
            params = {"building": building, "day": day.day.isoformat()}
            yield Fault(slot.line, "testing_building_twice", params)
        former.append(slot)


def check_lanes(slots: Iterable[SlotDraft], lanes: int) -> Iterator[Fault]:
    """Faults where more batches stand at a site at once than it has lanes; one a site."""
    by_site: dict[str, list[SlotDraft]] = defaultdict(list)
    for slot in _at_site(slots):
        by_site[slot.site or ""].append(slot)
    for at_site in by_site.values():
        for slot in sorted(at_site, key=lambda each: (each.begins, each.line or 0)):
            batches = {other.batch for other in at_site if other.begins <= slot.begins < other.ends}
            if len(batches) > lanes:
                params = {"at": to_clock(slot.begins), "needed": len(batches), "lanes": lanes}
                yield Fault(slot.line, "testing_lanes_exceeded", params)
                break


def check_taken(slots: Iterable[SlotDraft], place: Place) -> Iterator[Fault]:
    """Faults where another round of the estate has the building at that time."""
    taken = defaultdict(list)
    for other in place.taken:
        taken[other.building_id].append(other)
    for slot in slots:
        assert slot.day is not None
        for other in taken[slot.building_id]:
            # A slot that was put off past midnight stands in the next day.
            ahead = (other.day - slot.day).days * MINUTES_A_DAY
            if other.begins + ahead < slot.ends and slot.begins < other.ends + ahead:
                params = {
                    "building": place.label(slot.building_id),
                    "title": other.title,
                    "day": slot.day.isoformat(),
                }
                yield Fault(slot.line, "testing_clash", params)
                break


def _is_at_once(one: SlotDraft, other: SlotDraft) -> bool:
    return one.begins < other.ends and other.begins < one.ends


def _at_site(slots: Iterable[SlotDraft]) -> Iterator[SlotDraft]:
    return (slot for slot in slots if slot.kind is SlotKind.SITE)
