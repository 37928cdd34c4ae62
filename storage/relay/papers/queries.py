"""What bringing in papers has to know, and what was brought in before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.community.queries import find_actor
from storage.community.tables import Committee, Estate, Household
from storage.errors import RuleError
from storage.relay.kinds import Channel, EntryState, RelayState
from storage.relay.papers.kinds import BatchKind, PaperAct
from storage.relay.papers.rights import check_may_enter
from storage.relay.papers.tables import PaperBatch, PaperLine
from storage.relay.rules import from_stamp
from storage.relay.tables import Relay, RelayBuilding, RelayEntry

# Two lists of one relay from two groups have each their own earlier copies.
MOST_COPIES = 40
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Ground:
    """A relay as papers have to fit it.

    Attributes:
        ends_at: from then on nothing counts: as published, or earlier where staff closed.
        buildings: those that may join; empty is the whole estate.
        entering: those whose papers the acting person may bring in; None is every one.
    """

    relay_id: int
    title: str
    estate_id: int
    committee_id: int
    time_zone: str
    opens_at: datetime
    ends_at: datetime
    per_household: int
    buildings: frozenset[int]
    entering: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Stands:
    """A household's active entry."""

    number: int
    quantity: int
    channel: Channel
    came_at: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """What a pasted relay said when it was read.

    Attributes:
        standing: household and pieces of every row, in order.
        gone: households of earlier copies that it had no more.
    """

    batch_id: int
    read_at: datetime
    standing: tuple[tuple[int, int], ...]
    gone: frozenset[int]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch for whoever looks over what was brought in.

    Attributes:
        acts: how many lines did what.
    """

    id: int
    relay_id: int
    kind: BatchKind
    read_at: datetime
    entered_by: int
    entered_at: datetime
    undone_at: datetime | None
    acts: Mapping[PaperAct, int]


def find_ground(session: Session, relay_id: int, *, by: int, now: datetime) -> Ground:
    """The relay as papers have to fit it; the right is read in this transaction.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `not_staff`.
    """
    statement = (
        select(Relay, Committee.id, Committee.time_zone)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .join(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(Relay.id == relay_id)
    )
    row = session.exec(statement).first()
    if row is None:
        raise RuleError("relay_unknown")
    relay, committee_id, time_zone = row
    assert committee_id is not None
    entering = check_may_enter(find_actor(session, by, now), committee_id)
    if relay.state is RelayState.CANCELLED:
        raise RuleError("relay_cancelled")
    scope = select(RelayBuilding.building_id).where(RelayBuilding.relay_id == relay_id)
    return Ground(
        relay_id=relay_id,
        title=relay.title,
        estate_id=relay.estate_id,
        committee_id=committee_id,
        time_zone=time_zone,
        opens_at=relay.opens_at,
        ends_at=min(relay.closes_at, relay.closed_at or relay.closes_at),
        per_household=relay.per_household,
        buildings=frozenset(session.exec(scope)),
        entering=entering,
    )


def list_standing(
    session: Session, relay_id: int, households: Collection[int]
) -> dict[int, Stands]:
    """Active entries of some households, by household."""
    found: dict[int, Stands] = {}
    for chunk in _chunks(households):
        # Other statements of this transaction write entries past the session.
        rows = (
            select(RelayEntry)
            .where(
                RelayEntry.relay_id == relay_id,
                RelayEntry.state != EntryState.LEFT,
                col(RelayEntry.household_id).in_(chunk),
            )
            .execution_options(populate_existing=True)
        )
        for row in session.exec(rows):
            found[row.household_id] = Stands(
                row.number,
                row.quantity,
                row.channel,
                from_stamp(row.came_at),
            )
    return found


def list_houses(session: Session, households: Collection[int]) -> dict[int, int]:
    """Ids of the buildings of some households, by household."""
    found: dict[int, int] = {}
    for chunk in _chunks(households):
        rows = select(Household.id, Household.building_id).where(col(Household.id).in_(chunk))
        found.update((number, house) for number, house in session.exec(rows) if number)
    return found


def list_copies(session: Session, relay_id: int) -> tuple[Copy, ...]:
    """Copies of pasted relays that were merged and not undone, newest first."""
    rows = session.exec(
        select(PaperBatch)
        .where(
            PaperBatch.relay_id == relay_id,
            PaperBatch.kind == BatchKind.PASTE,
            col(PaperBatch.undone_at).is_(None),
        )
        .order_by(col(PaperBatch.read_at).desc(), col(PaperBatch.id).desc())
        .limit(MOST_COPIES)
    )
    return tuple(
        Copy(
            batch_id=row.id or 0,
            read_at=row.read_at,
            standing=tuple((household, pieces) for household, pieces in row.standing),
            gone=frozenset(row.gone),
        )
        for row in rows
    )


def list_batches(
    session: Session, relay_id: int, *, after: int = 0, most: int = 10
) -> tuple[BatchView, ...]:
    """Batches of a relay, newest first."""
    rows = session.exec(
        select(PaperBatch)
        .where(PaperBatch.relay_id == relay_id)
        .order_by(col(PaperBatch.id).desc())
        .offset(after)
        .limit(most)
    )
    return tuple(_view(session, row) for row in rows)


def count_batches(session: Session, relay_id: int) -> int:
    """How many batches a relay has."""
    statement = select(func.count()).where(PaperBatch.relay_id == relay_id)
    return session.exec(statement).one()


def find_batch(session: Session, batch_id: int) -> BatchView | None:
    """One batch."""
    row = session.get(PaperBatch, batch_id)
    return None if row is None else _view(session, row)


def _view(session: Session, row: PaperBatch) -> BatchView:
    assert row.id is not None
    counted = (
        select(PaperLine.act, func.count())
        .where(PaperLine.batch_id == row.id)
        .group_by(col(PaperLine.act))
    )
    return BatchView(
        id=row.id,
        relay_id=row.relay_id,
        kind=row.kind,
        read_at=row.read_at,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        undone_at=row.undone_at,
        acts={PaperAct(act): count for act, count in session.exec(counted)},
    )


def _chunks(numbers: Collection[int]) -> list[list[int]]:
    ordered = sorted(set(numbers))
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]
