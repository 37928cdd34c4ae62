"""Add lines to a relay's log, and post its root in the groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from storage.community.queries import find_actor, find_estate
from storage.errors import RuleError
from storage.outbox.actions import tell
from storage.outbox.tables import Card
from storage.relay.kinds import EventKind, Role
from storage.relay.proof.chain import Line, link_lines, short_code, to_note
from storage.relay.rules import to_stamp
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayEntry, RelayEvent


@dataclass(frozen=True)
class NewEvent:
    """One line to be added.

    Attributes:
        at: when it happened, aware UTC.
        entry_number: of the entry that it is about; 0 is the relay as a whole.
        role: in which capacity `actor_id` acted.
        because_of: number of the entry whose coming or going caused it; 0 is the relay itself.
        note: public facts: numbers and codes, never names or doors.
        reason: for staff and the household concerned; kept sealed.
    """

    kind: EventKind
    at: datetime
    entry_number: int = 0
    actor_id: int | None = None
    role: Role = Role.CLOCK
    update_id: int | None = None
    because_of: int | None = None
    note: Mapping[str, Any] | str | None = None
    reason: str | None = None


def append_events(session: Session, relay_id: int, events: Sequence[NewEvent]) -> int:
    """Add lines that say what entries came to as they stand now.

    Returns:
        The number of the log's last line.

    Raises:
        RuleError: `relay_unknown`, `entry_unknown` (number).
    """
    relay = _lock(session, relay_id)
    # Rows that the same action changed must be read as they will stand.
    session.flush()
    entries = _read_entries(session, relay_id, {event.entry_number for event in events} - {0})
    lines = [
        _line(number, event, entries.get(event.entry_number))
        for number, event in enumerate(events, start=relay.last_event + 1)
    ]
    if lines:
        _write(session, relay, lines)
    return relay.last_event


def post_root(session: Session, relay_id: int, *, now: datetime) -> None:
    """Tell the relay's groups the digest that seals its log up to now. Again changes nothing.

    Of a rehearsal nothing is left that it could prove.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = _lock(session, relay_id)
    if relay.is_rehearsal or relay.head is None or relay.root == relay.head:
        return
    params: dict[str, Any] = {
        "relay_id": relay_id,
        "title": relay.title,
        "code": short_code(relay.head),
        "lines": relay.last_event,
        "is_again": relay.root is not None,
    }
    relay.root = relay.head
    session.add(relay)
    for card in session.exec(
        select(Card).where(
            Card.kind == CARD_KIND, Card.subject_id == relay_id, col(Card.gone_at).is_(None)
        )
    ):
        tell(
            session,
            card.chat_id,
            "relay/root_posted",
            now=now,
            thread_id=card.thread_id,
            dedupe_key=f"relay-root:{relay_id}:{relay.last_event}:{card.chat_id}",
            **params,
        )


def post_root_anew(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """Staff post the root again, where lines were added since the closing.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `stale_button` before the first root.
    """
    relay = _lock(session, relay_id)
    estate = find_estate(session, relay.estate_id)
    assert estate is not None
    if not find_actor(session, by, now).is_staff(estate.committee_id):
        raise RuleError("not_staff")
    if relay.root is None:
        raise RuleError("stale_button")
    post_root(session, relay_id, now=now)


def _lock(session: Session, relay_id: int) -> Relay:
    statement = select(Relay).where(Relay.id == relay_id).with_for_update()
    relay = session.exec(statement.execution_options(populate_existing=True)).first()
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


def _read_entries(session: Session, relay_id: int, numbers: Iterable[int]) -> dict[int, RelayEntry]:
    wanted = sorted(numbers)
    found = {
        entry.number: entry
        for entry in session.exec(
            select(RelayEntry).where(
                RelayEntry.relay_id == relay_id, col(RelayEntry.number).in_(wanted)
            )
        )
    }
    for number in wanted:
        if number not in found:
            raise RuleError("entry_unknown", number=number)
    return found


def _line(number: int, event: NewEvent, entry: RelayEntry | None) -> Line:
    note = event.note
    if not isinstance(note, str):
        # Every line says what stands after it, an offer too: it is told on each of them.
        offer_until = entry.offer_until if entry else None
        note = to_note({**(note or {}), "offer_until": offer_until})
    return Line(
        number=number,
        entry_number=event.entry_number,
        kind=event.kind,
        at=to_stamp(event.at),
        quantity=entry.quantity if entry else 0,
        role=event.role,
        state=entry.state if entry else None,
        pool=entry.pool if entry else None,
        ordered_at=entry.ordered_at if entry else None,
        because_of=event.because_of,
        note=note,
        actor_id=event.actor_id,
        update_id=event.update_id,
        reason=event.reason,
    )


def _write(session: Session, relay: Relay, lines: Sequence[Line]) -> None:
    assert relay.id is not None
    links = link_lines(relay.id, relay.head, lines)
    rows = [
        _stored(line) | {"relay_id": relay.id, "salt": link.salt, "digest": link.digest}
        for line, link in zip(lines, links, strict=True)
    ]
    session.execute(insert(RelayEvent), rows)
    relay.last_event, relay.head = lines[-1].number, links[-1].digest
    session.add(relay)


def _stored(line: Line) -> dict[str, Any]:
    kept = line._asdict()
    del kept["building_id"], kept["door"]
    return kept
