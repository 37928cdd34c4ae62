"""The reminders of slots as rows: planned with the slots, and brought to where the slots move."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session, SQLModel, col

from storage.batch import Insert, among, numbers
from storage.testing.kinds import DayState, ReminderKind, ReminderState, RoundState, SlotKind
from storage.testing.queries.rounds import manner_of
from storage.testing.rules import Manner, Moment, list_moments
from storage.testing.tables import Day, Reminder, Round, Slot

# So many slots at a time: an estate of any size takes no more memory than this.
AT_ONCE = 5_000

_day = SQLModel.metadata.tables["testing_day"]
_slot = SQLModel.metadata.tables["testing_slot"]
_reminder = SQLModel.metadata.tables["testing_reminder"]

_INSERT = Insert(
    _reminder,
    ("slot_id", "kind", "minutes", "turn", "due_at", "expires_at", "state"),
)
_KEY = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    is_on: bool
    manner: Manner
    zone: str


def plan_reminders(
    session: Session, day_ids: Collection[int], now: datetime, *, catch_up: bool = True
) -> int:
    """Have the reminders of days stand as their slots, their manner and their zone say.

    What was told of a slot that was put off waits again. What would be too late is left out; of
    a day that does not take place nothing is told.

    Args:
        catch_up: whether what should have been told before `now` and is useful yet, is told.

    Returns:
        How many rows were written.
    """
    session.flush()
    days = _read_days(session, day_ids)
    written = 0
    for slots in _read_slots(session, day_ids):
        standing = _read_standing(session, [slot.id for slot in slots])
        wanted = _list_wanted(slots, days)
        written += _insert(session, wanted.keys() - standing.keys(), wanted, now, catch_up)
        written += _update(session, standing, wanted, now)
    return written


def _read_days(session: Session, day_ids: Collection[int]) -> dict[int, _Day]:
    query = (
        select(Day, Round)
        .join(Round, col(Round.id) == col(Day.round_id))
        .where(among(_day.c.id, "days"))
    )
    rows = session.execute(query, {"days": numbers(day_ids)})
    return {
        day.id: _Day(
            day.day,
            day.state is DayState.PLANNED and testing.state is RoundState.PLANNED,
            manner_of(testing),
            testing.zone,
        )
        for day, testing in rows
    }


def _read_slots(session: Session, day_ids: Collection[int]) -> Iterator[list[Row[Any]]]:
    columns = (Slot.id, Slot.day_id, Slot.kind, Slot.starts_at, Slot.ends_at)
    query = select(*(col(column) for column in columns)).where(among(_slot.c.day_id, "days"))
    rows = session.execute(query.order_by(col(Slot.id)), {"days": numbers(day_ids)}).all()
    for begin in range(0, len(rows), AT_ONCE):
        yield list(rows[begin : begin + AT_ONCE])


def _read_standing(session: Session, slot_ids: Collection[int]) -> dict[_KEY, Row[Any]]:
    columns = (
        Reminder.slot_id, Reminder.kind, Reminder.minutes, Reminder.id, Reminder.turn,
        Reminder.due_at, Reminder.expires_at, Reminder.state,
    )  # fmt: skip
    query = select(*(col(column) for column in columns)).where(among(_reminder.c.slot_id, "slots"))
    rows = session.execute(query, {"slots": numbers(slot_ids)})
    return {(row.slot_id, row.kind.value, row.minutes): row for row in rows}


def _list_wanted(slots: Collection[Row[Any]], days: dict[int, _Day]) -> dict[_KEY, Moment]:
    wanted: dict[_KEY, Moment] = {}
    for slot in slots:
        day = days[slot.day_id]
        if day.is_on:
            for moment in _moments(slot.kind, day, slot.starts_at, slot.ends_at):
                wanted[slot.id, moment.kind.value, moment.minutes] = moment
    return wanted


# Buildings of one batch hear the same at the same time.
@lru_cache(maxsize=256)
def _moments(
    kind: SlotKind, day: _Day, starts_at: datetime, ends_at: datetime
) -> tuple[Moment, ...]:
    return list_moments(kind, day.day, starts_at, ends_at, day.manner, day.zone)


def _insert(
    session: Session,
    keys: Collection[_KEY],
    wanted: dict[_KEY, Moment],
    now: datetime,
    catch_up: bool,
) -> int:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    rows = [
        (
            *key,
            1,
            _as_text(wanted[key].due_at, is_sqlite),
            _as_text(wanted[key].expires_at, is_sqlite),
            ReminderState.WAITING.value,
        )
        for key in sorted(keys)
        if wanted[key].expires_at > now and (catch_up or wanted[key].due_at > now)
    ]
    if rows:
        _INSERT.run(session.connection(), rows)
    return len(rows)


@lru_cache(maxsize=1024)
def _as_text(at: datetime, is_sqlite: bool) -> str:
    """An instant as the database reads it from JSON; SQLite keeps text and compares it as such."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite else at.isoformat()


def _update(
    session: Session,
    standing: dict[_KEY, Row[Any]],
    wanted: dict[_KEY, Moment],
    now: datetime,
) -> int:
    changes = [
        change
        for key, row in standing.items()
        if (change := _change(row, wanted.get(key), now)) is not None
    ]
    if changes:
        session.execute(update(Reminder), changes)
    return len(changes)


def _change(row: Row[Any], wanted: Moment | None, now: datetime) -> dict[str, Any] | None:
    """What is to be written for a reminder that stands, if anything."""
    if wanted is None:
        is_waiting = row.state is ReminderState.WAITING
        return {"id": row.id, "state": ReminderState.DROPPED} if is_waiting else None
    again = _is_told_again(row, wanted, now)
    state = ReminderState.WAITING if again else row.state
    times = {"due_at": wanted.due_at, "expires_at": wanted.expires_at}
    if not again and (row.due_at, row.expires_at) == (wanted.due_at, wanted.expires_at):
        return None
    return {"id": row.id, "turn": row.turn + again, "state": state, **times}


def _is_told_again(row: Row[Any], wanted: Moment, now: datetime) -> bool:
    """Whether a reminder that was settled waits once more.

    One that was told does where its slot was put off; a message about that says enough of the
    evening before.
    """
    if row.state is ReminderState.WAITING or wanted.due_at <= now:
        return False
    if row.state is not ReminderState.TOLD:
        return True
    return row.kind is not ReminderKind.EVENING and row.expires_at != wanted.expires_at
