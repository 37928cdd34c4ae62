"""Staff confirm entries, singly or many at once (S14, S44)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.errors import RuleError
from storage.relay.kinds import EntryState, EventKind, Role
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.tables import RelayEntry
from storage.relay.vouchers.candidates import find_candidate, list_candidates
from storage.relay.vouchers.issuing import issue_vouchers
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.photos import drop_photos_of
from storage.relay.vouchers.rights import find_staff_area, lock_relay
from storage.relay.vouchers.tables import RelayCheck
from storage.relay.vouchers.views import Candidate
from storage.upsert import insert_new

# Rows of one statement.
_CHUNK = 500


def await_papers(session: Session, relay_id: int, numbers: Collection[int]) -> None:
    """Have entries wait until their papers come (S25); what was decided about them stays."""
    _insert(session, relay_id, numbers, {"state": CheckState.AWAITING})


def confirm(session: Session, relay_id: int, number: int, *, by: int, now: datetime) -> None:
    """Confirm an entry, whatever was doubted: its voucher follows. Again, it changes nothing.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `entry_unknown`, `entry_left`.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    candidate = _find_standing(session, relay_id, number)
    _confirm(session, relay_id, [candidate] if candidate.is_open else [], by, now)


def confirm_proposed(
    session: Session, relay_id: int, *, building_id: int | None = None, by: int, now: datetime
) -> int:
    """Confirm all that is proposed at this moment, of the relay or of one building.

    Returns:
        How many were confirmed.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    held = list_candidates(session, relay_id, building_id=building_id)
    proposed = [each for each in held if each.is_proposed]
    _confirm(session, relay_id, proposed, by, now)
    return len(proposed)


def _find_standing(session: Session, relay_id: int, number: int) -> Candidate:
    candidate = find_candidate(session, relay_id, number)
    if candidate is None:
        raise RuleError("entry_unknown")
    if session.get_one(RelayEntry, (relay_id, number)).state is EntryState.LEFT:
        raise RuleError("entry_left")
    return candidate


def _confirm(
    session: Session, relay_id: int, candidates: Collection[Candidate], by: int, now: datetime
) -> None:
    if not candidates:
        return
    numbers = [each.number for each in candidates]
    decided = {"state": CheckState.CONFIRMED, "decided_by": by, "decided_at": now}
    _insert(session, relay_id, numbers, decided)
    session.execute(
        update(RelayCheck)
        .where(
            col(RelayCheck.relay_id) == relay_id,
            col(RelayCheck.state) == CheckState.AWAITING,
            col(RelayCheck.number).in_([each.number for each in candidates if each.state]),
        )
        .values(decided)
    )
    append_events(
        session,
        relay_id,
        [
            NewEvent(EventKind.CONFIRMED, now, number, actor_id=by, role=Role.STAFF)
            for number in numbers
        ],
    )
    drop_photos_of(session, relay_id, [each.number for each in candidates if each.has_photo], now)
    action, subject = "relay.entries_confirmed", f"relay:{relay_id}"
    record(session, action, subject, at=now, actor_id=by, entries=len(numbers))
    session.flush()
    issue_vouchers(session, relay_id, now)


def _insert(
    session: Session, relay_id: int, numbers: Collection[int], values: dict[str, Any]
) -> None:
    """Rows for entries that have none; others stay as they are."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _CHUNK):
        rows = [
            {"relay_id": relay_id, "number": number, **values}
            for number in wanted[start : start + _CHUNK]
        ]
        insert_new(session, RelayCheck, rows, keys=["relay_id", "number"])
