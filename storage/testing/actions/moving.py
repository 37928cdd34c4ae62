"""Slots that are given other times: rows, reminders, and those who are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.testing.actions._locks import Changed, Press, keep
from storage.testing.actions.announcing import Moved, tell_moved
from storage.testing.actions.reminding import plan_reminders
from storage.testing.kinds import ChangeKind
from storage.testing.plan import Fault
from storage.testing.plan.checks import check_lanes, check_taken, check_twice
from storage.testing.plan.values import DayDraft
from storage.testing.queries.place import find_place
from storage.testing.rules import slot_span
from storage.testing.slots import SlotDraft, to_clock
from storage.testing.tables import Day, Round, Slot

Span = tuple[int, int]


def list_day_slots(session: Session, day: Day) -> Sequence[Slot]:
    """The rows of a day's slots, read anew."""
    query = select(Slot).where(col(Slot.day_id) == day.id).order_by(col(Slot.id))
    return session.exec(query.execution_options(populate_existing=True)).all()


def retime(
    session: Session,
    testing: Round,
    day: Day,
    spans: Mapping[int, Span],
    kind: ChangeKind,
    press: Press,
    *,
    delay: int = 0,
    of_day: bool = False,
    can_undo: bool = True,
) -> Changed:
    """Give slots of a day other times, and tell who is affected.

    Args:
        spans: begin and end by slot, minutes past midnight.
        delay: by how much, where all are put off alike; `of_day` where that is the whole day.

    Raises:
        RuleError: `testing_unknown` for a slot of another day, `testing_times_reversed`,
            `testing_past` (day, time), `testing_lanes_exceeded`, `testing_twice_at_once`,
            `testing_clash`.
    """
    slots = list_day_slots(session, day)
    by_id = {slot.id: slot for slot in slots}
    if not spans.keys() <= by_id.keys():
        raise RuleError("testing_unknown")
    changed = [by_id[slot_id] for slot_id, span in spans.items() if _span(by_id[slot_id]) != span]
    former = [[slot.id, *_span(slot)] for slot in changed]
    undo = {"kind": kind.value, "day": day.id, "delay": delay, "of_day": of_day, "slots": former}
    moved = [Moved(slot, slot.starts_at) for slot in changed]
    for slot in changed:
        slot.starts_minute, slot.ends_minute = spans[slot.id or 0]
    follow_wall(session, day, slots, testing.zone)
    _check_ahead(day, moved, press.now)
    _check(session, testing, day, slots, changed)
    day.delay += delay if of_day else 0
    assert day.id is not None
    plan_reminders(session, [day.id], press.now)
    keep(session, testing, kind.value, press, undo if can_undo else None, slots=len(changed))
    return tell_moved(session, testing, day, moved, delay, press)


def follow_wall(session: Session, day: Day, slots: Sequence[Slot], zone: str) -> None:
    """Compute when a day and all its slots begin and end from what the wall clock shows."""
    for slot in slots:
        span = slot_span(day.day, slot.starts_minute, slot.ends_minute, zone)
        slot.starts_at, slot.ends_at = span
        session.add(slot)
    day.starts_at = min(slot.starts_at for slot in slots)
    day.ends_at = max(slot.ends_at for slot in slots)
    session.add(day)


def check_free(session: Session, testing: Round, days: Iterable[Day]) -> None:
    """Refuse days on which another round has come to call one of the buildings meanwhile.

    Raises:
        RuleError: `testing_clash`.
    """
    for day in days:
        _refuse(_list_clashes(session, testing, day))


def is_free(session: Session, testing: Round, day: Day) -> bool:
    """Whether no other round calls one of the buildings at that time."""
    return not any(_list_clashes(session, testing, day))


def _list_clashes(session: Session, testing: Round, day: Day) -> Iterator[Fault]:
    place = find_place(session, testing.estate_id, but_round=testing.id, day=day.day)
    drafts = [_draft(slot, day) for slot in list_day_slots(session, day)]
    return check_taken(drafts, place)


def _check_ahead(day: Day, moved: Iterable[Moved], now: datetime) -> None:
    """What has begun may end otherwise, but nobody is called to a time that is over."""
    for each in moved:
        has_begun = each.was <= now
        if each.slot.ends_at <= now or not (has_begun or each.slot.starts_at > now):
            raise RuleError(
                "testing_past", day=day.day.isoformat(), time=to_clock(each.slot.starts_minute)
            )


def _span(slot: Slot) -> Span:
    return slot.starts_minute, slot.ends_minute


def _check(
    session: Session, testing: Round, day: Day, slots: Sequence[Slot], changed: Sequence[Slot]
) -> None:
    if any(slot.starts_minute < 0 for slot in changed):
        raise RuleError("testing_times_reversed")
    place = find_place(session, testing.estate_id, but_round=testing.id, day=day.day)
    drafts = {slot.id: _draft(slot, day) for slot in slots}
    _refuse(check_twice(DayDraft(day.day, tuple(drafts.values())), place))
    _refuse(check_lanes(drafts.values(), testing.lanes))
    _refuse(check_taken([drafts[slot.id] for slot in changed], place))


def _refuse(faults: Iterable[Fault]) -> None:
    for fault in faults:
        raise RuleError(fault.code, **fault.params)


def _draft(slot: Slot, day: Day) -> SlotDraft:
    return SlotDraft(
        slot.building_id,
        slot.starts_minute,
        slot.ends_minute,
        slot.kind,
        slot.batch,
        slot.lane,
        slot.site,
        day.day,
    )
