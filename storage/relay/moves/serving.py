"""What was handed out is not given again; a hand-out may be taken back on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from storage.relay import corrections, whole
from storage.relay.entries import Act
from storage.relay.kinds import Role
from storage.relay.moves.table import take_table
from storage.relay.rules import to_stamp
from storage.relay.tables import RelayEntry


def note_served(
    session: Session, relay_id: int, entries: Collection[int], *, now: datetime
) -> None:
    """Hold the places of entries that were collected: no move takes them any more.

    Their lines in the log, of the same instant, are written by who knows of the collection.
    """
    session.execute(
        update(RelayEntry)
        .where(col(RelayEntry.relay_id) == relay_id, col(RelayEntry.number).in_(entries))
        .values(served_at=to_stamp(now))
    )
    session.expire_all()


def take_back_served(
    session: Session, relay_id: int, number: int, *, by: int, now: datetime
) -> None:
    """Undo a collection: the entry holds its place only as far as the order gives it.

    Raises:
        RuleError: `relay_unknown`, `entry_unknown`.
    """
    table = take_table(session, relay_id)
    entry = table.find_number(number)
    table.know_all()
    entry = table.sheet.entries.get(entry.household_id, entry)
    act = Act(to_stamp(now), by, Role.STAFF)
    listed = whole.list_competing(table.sheet)
    corrections.take_back_serving(table.sheet, entry, listed, act)
    table.write()
