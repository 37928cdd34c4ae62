"""Reminders: whether any is due, what leaves next, what came too late, what one says now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from storage.community.queries import find_estate
from storage.community.tables import Building
from storage.testing.audience import find_audience
from storage.testing.kinds import DayState, ReminderState, RoundState, SlotKind
from storage.testing.messages import DueReminder, RoundFact, gather, reminder_params
from storage.testing.queries.rounds import count_round_days
from storage.testing.queries.views import ReminderLine
from storage.testing.statements import is_due
from storage.testing.tables import Day, Reminder, Round, Slot


def has_due_reminders(session: Session, now: datetime) -> bool:
    """Whether something is to be told now."""
    query = select(col(Reminder.id)).where(is_due(now)).limit(1)
    return session.execute(query).first() is not None


def list_coming(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> tuple[ReminderLine, ...]:
    """What leaves from `since` to before `until`, in order; a batch or an evening is one line."""
    return _list_lines(session, committee_id, ReminderState.WAITING, since, until)


def list_late(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> tuple[ReminderLine, ...]:
    """What should have left in that time and was not told, because the process stood still."""
    return _list_lines(session, committee_id, ReminderState.LATE, since, until)


def load_reminder(session: Session, params: dict[str, Any]) -> dict[str, Any] | None:
    """A reminder's values as the slots stand now.

    Args:
        params: as they were when it fell due.

    Returns:
        None where nothing is left to tell: called off, or put off and to be told again.
    """
    turns = {(reminder_id, turn) for reminder_id, turn in params["reminders"]}
    ids = [reminder_id for reminder_id, _ in turns]
    standing = (
        col(Reminder.id).in_(ids),
        col(Reminder.state) == ReminderState.TOLD,
        col(Day.state) == DayState.PLANNED,
    )
    told = [each for each in list_reminders(session, *standing) if (each.id, each.turn) in turns]
    testing = session.get(Round, params["round_id"])
    if not told or testing is None or testing.state is not RoundState.PLANNED:
        return None
    # Slots of one batch that were moved apart since are told by what was moved, not by this.
    together = max(gather(told), key=len)
    return reminder_params(fact_of(session, testing), together)


def fact_of(session: Session, testing: Round) -> RoundFact:
    """What every message about a round says."""
    assert testing.id is not None
    days = count_round_days(session, [testing.id]).get(testing.id, 0)
    return RoundFact(testing.id, testing.title, testing.site, testing.lanes, days)


def list_reminders(session: Session, *wanted: ColumnElement[bool]) -> list[DueReminder]:
    """Reminders with slot and day, in the order of the estate's buildings."""
    return [DueReminder(*row) for row in session.execute(_reminders().where(*wanted))]


def _list_lines(
    session: Session,
    committee_id: int,
    state: ReminderState,
    since: datetime,
    until: datetime,
) -> tuple[ReminderLine, ...]:
    wanted = (
        col(Reminder.state) == state,
        col(Reminder.due_at) >= since,
        col(Reminder.due_at) < until,
    )
    concerned = (
        select(col(Day.round_id))
        .join(Slot, col(Slot.day_id) == col(Day.id))
        .join(Reminder, col(Reminder.slot_id) == col(Slot.id))
        .where(*wanted)
    )
    rounds = select(Round).where(
        col(Round.committee_id) == committee_id, col(Round.id).in_(concerned)
    )
    lines: list[ReminderLine] = []
    for testing in session.execute(rounds).scalars():
        due = list_reminders(session, col(Day.round_id) == testing.id, *wanted)
        lines += _lines_of(session, testing, due)
    return tuple(sorted(lines, key=lambda line: (line.at, line.round_id)))


def _lines_of(
    session: Session, testing: Round, due: Iterable[DueReminder]
) -> Iterator[ReminderLine]:
    estate = find_estate(session, testing.estate_id)
    audience = find_audience(session, testing.estate_id)
    assert testing.id is not None
    assert estate is not None
    for together in gather(due):
        buildings = {reminder.building_id: reminder.label for reminder in together}
        # Whom the squad visits hears it in private.
        at_site = together[0].slot_kind is SlotKind.SITE
        yield ReminderLine(
            at=min(reminder.due_at for reminder in together),
            kind=together[0].kind,
            round_id=testing.id,
            title=testing.title,
            estate_id=testing.estate_id,
            estate=estate.name,
            buildings=tuple(buildings.values()),
            chats=sum(1 for _ in audience.split(buildings)) if at_site else 0,
            schedule_id=testing.schedule_id,
        )


def _reminders() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Reminder.id),
            col(Reminder.turn),
            col(Reminder.kind),
            col(Reminder.minutes),
            col(Reminder.due_at),
            col(Reminder.expires_at),
            col(Slot.id),
            col(Slot.kind),
            col(Slot.batch),
            col(Slot.site),
            col(Slot.starts_at),
            col(Slot.ends_at),
            col(Slot.building_id),
            col(Building.label),
            col(Day.id),
            col(Day.ordinal),
            col(Day.day),
            col(Day.delay),
        )
        .join(Slot, col(Slot.id) == col(Reminder.slot_id))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .join(Building, col(Building.id) == col(Slot.building_id))
        .order_by(col(Building.position), col(Reminder.id))
    )
