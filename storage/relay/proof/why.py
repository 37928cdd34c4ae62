"""Why a household has its place: what it came by, who stands ahead, what moved it and why.

Nobody is named: others are numbers and channels, and reasons are told only of one's own entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, tuple_
from sqlmodel import Session, col, select

from storage.relay.kinds import Channel, EntryState, EventKind, Role
from storage.relay.pools import RESERVE
from storage.relay.proof.chain import from_note, key_of, receipt
from storage.relay.queries import EntryView, find_entry_by_number
from storage.relay.rules import from_stamp, to_stamp
from storage.relay.tables import RelayEntry, RelayEvent

MOST_PAPERS = 5
_COMPETING = (EntryState.ADMITTED, EntryState.WAITING)


@dataclass(frozen=True, slots=True)
class Cause:
    """What somebody else did that moved an entry.

    Attributes:
        claimed_at: the time on a paper.
    """

    kind: EventKind
    at: datetime
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class WhyMove:
    """One line of the log about the household's own entry.

    Attributes:
        state: what the entry came to by it.
        reason: staff's words, where they acted on this very entry.
        rank: in the draw, from 1.
        cause: None where it was the household's, or staff's, own act on the entry.
    """

    number: int
    kind: EventKind
    at: datetime
    role: Role
    state: EntryState | None
    claimed_at: datetime | None
    reason: str | None
    cause: Cause | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class WhyView:
    """All that a household may know about why it has its place.

    Attributes:
        ahead: entries that stand before it, by the way they came; those with the most first.
        papers: those of them that were entered after it, with an earlier time; the newest first.
        papers_count: how many such papers there are.
        granted: places of the daily reserve that are held now, beside the order.
        line: number of the line of the log that made the entry.
        receipt: the beginning of that line's digest; None for a line older than the chain.
        key: with it and the door the household finds its line in the proof.
        lines: how long the log is.
    """

    entry: EntryView
    moves: tuple[WhyMove, ...]
    ahead: tuple[tuple[Channel, int], ...]
    papers: tuple[Cause, ...]
    papers_count: int
    granted: int
    line: int
    receipt: str | None
    key: str | None


def list_entered(session: Session, household_ids: Iterable[int], *, most: int) -> tuple[int, ...]:
    """The relays in which these households ever had an entry, newest first."""
    statement = (
        select(RelayEntry.relay_id)
        .where(col(RelayEntry.household_id).in_(list(household_ids)))
        .distinct()
        .order_by(col(RelayEntry.relay_id).desc())
        .limit(most)
    )
    return tuple(session.exec(statement))


def find_why(session: Session, relay_id: int, household_id: int) -> WhyView | None:
    """Why a household's entry stands where it does; its last one, if it has left."""
    number = session.exec(
        select(func.max(RelayEntry.number)).where(
            RelayEntry.relay_id == relay_id, RelayEntry.household_id == household_id
        )
    ).one()
    entry = None if number is None else find_entry_by_number(session, relay_id, number)
    if entry is None:
        return None
    events = _events_of(session, relay_id, entry.number)
    made = events[0]
    papers, papers_count = _late_papers(session, relay_id, entry)
    return WhyView(
        entry=entry,
        moves=_moves(session, events),
        ahead=_count_ahead(session, relay_id, entry),
        papers=papers,
        papers_count=papers_count,
        granted=_count_granted(session, relay_id),
        line=made.number,
        receipt=made.digest and receipt(made.digest),
        key=made.salt and key_of(made.salt, "who"),
    )


def _events_of(session: Session, relay_id: int, number: int) -> Sequence[RelayEvent]:
    statement = (
        select(RelayEvent)
        .where(RelayEvent.relay_id == relay_id, RelayEvent.entry_number == number)
        .order_by(col(RelayEvent.number))
    )
    return session.exec(statement).all()


def _moves(session: Session, events: Sequence[RelayEvent]) -> tuple[WhyMove, ...]:
    return tuple(
        WhyMove(
            number=event.number,
            kind=event.kind,
            at=from_stamp(event.at),
            role=event.role,
            state=event.state,
            claimed_at=_moment(event.claimed_at),
            reason=event.reason,
            cause=_cause(session, event),
            rank=from_note(event.note).get("rank"),
        )
        for event in events
    )


def _cause(session: Session, event: RelayEvent) -> Cause | None:
    if event.because_of is None:
        return None
    # The line that began the move stands before those that it caused.
    statement = (
        select(RelayEvent)
        .where(
            RelayEvent.relay_id == event.relay_id,
            RelayEvent.number < event.number,
            RelayEvent.entry_number == event.because_of,
        )
        .order_by(col(RelayEvent.number).desc())
    )
    began = session.exec(statement).first()
    return None if began is None else _as_cause(began)


def _as_cause(event: RelayEvent) -> Cause:
    return Cause(event.kind, from_stamp(event.at), _moment(event.claimed_at))


def _count_ahead(
    session: Session, relay_id: int, entry: EntryView
) -> tuple[tuple[Channel, int], ...]:
    count = func.count()
    statement = (
        select(RelayEntry.channel, count)
        .where(_is_ahead(relay_id, entry))
        .group_by(col(RelayEntry.channel))
        .order_by(count.desc(), col(RelayEntry.channel))
    )
    return tuple((Channel(channel), number) for channel, number in session.exec(statement))


def _late_papers(
    session: Session, relay_id: int, entry: EntryView
) -> tuple[tuple[Cause, ...], int]:
    is_late = and_(
        _is_ahead(relay_id, entry),
        col(RelayEntry.channel) != Channel.ONLINE,
        col(RelayEntry.number) > entry.number,
    )
    total = session.exec(select(func.count()).select_from(RelayEntry).where(is_late)).one()
    rows = session.exec(
        select(RelayEvent)
        .join(
            RelayEntry,
            (col(RelayEntry.relay_id) == col(RelayEvent.relay_id))
            & (col(RelayEntry.number) == col(RelayEvent.entry_number)),
        )
        .where(is_late, col(RelayEvent.claimed_at).is_not(None))
        .order_by(col(RelayEvent.number).desc())
        .limit(MOST_PAPERS)
    )
    return tuple(map(_as_cause, rows)), total


def _count_granted(session: Session, relay_id: int) -> int:
    statement = select(func.count()).where(
        RelayEntry.relay_id == relay_id,
        RelayEntry.pool == RESERVE,
        RelayEntry.state == EntryState.ADMITTED,
    )
    return session.exec(statement).one()


def _is_ahead(relay_id: int, entry: EntryView) -> ColumnElement[bool]:
    """Entries that compete for places and stand before this one; none where it does not."""
    competes = entry.state in _COMPETING and entry.pool != RESERVE
    return and_(
        literal(competes),
        col(RelayEntry.relay_id) == relay_id,
        col(RelayEntry.state).in_(_COMPETING),
        col(RelayEntry.pool).is_distinct_from(RESERVE),
        tuple_(col(RelayEntry.ordered_at), col(RelayEntry.number))
        < (to_stamp(entry.ordered_at), entry.number),
    )


def _moment(stamp: int | None) -> datetime | None:
    return None if stamp is None else from_stamp(stamp)
