"""Invite somebody of the pharmacy to collect in one relay, by a link that works once (S39)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.rules import digest_code
from storage.community.tables import Person
from storage.errors import RuleError
from storage.relay.vouchers.rights import find_staff_area, lock_relay
from storage.relay.vouchers.tables import RelayCollector

COLLECTOR_LASTS = timedelta(days=14)
"""How long somebody invited may collect; then staff invite them again."""
LONGEST_LABEL = 40
_CODE_BYTES = 16


def invite_collector(session: Session, relay_id: int, label: str, *, by: int, now: datetime) -> str:
    """Make a one-time code that lets its first user collect in this relay. A digest is kept.

    Returns:
        22 characters of `A-Z a-z 0-9 _ -`, fit for a deep link.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    find_staff_area(session, relay_id, by, now)
    code = secrets.token_urlsafe(_CODE_BYTES)
    row = RelayCollector(
        relay_id=relay_id,
        code_digest=digest_code(code),
        label=" ".join(label.split())[:LONGEST_LABEL],
        invited_by=by,
        expires_at=now + COLLECTOR_LASTS,
    )
    session.add(row)
    session.flush()
    record(session, "relay.collector_invited", f"relay:{relay_id}", at=now, actor_id=by)
    return code


def accept_collector(session: Session, code: str, person_id: int, *, now: datetime) -> int:
    """Take up an invitation. It works once; its owner may press it again.

    Returns:
        The relay's number.

    Raises:
        RuleError: `invite_unknown`, `invite_used`, `invite_expired`; `not_found` for a person
            that was never met.
    """
    found = select(RelayCollector.relay_id).where(RelayCollector.code_digest == digest_code(code))
    relay_id = session.exec(found).first()
    if relay_id is None:
        raise RuleError("invite_unknown")
    # Two who press at once: the second finds it used.
    lock_relay(session, relay_id)
    row = session.exec(
        select(RelayCollector).where(RelayCollector.code_digest == digest_code(code))
    ).one()
    if row.person_id not in (None, person_id):
        raise RuleError("invite_used")
    if row.revoked_at is not None or row.expires_at <= now:
        raise RuleError("invite_expired")
    if session.get(Person, person_id) is None:
        raise RuleError("not_found", kind="person")
    if row.person_id is None:
        row.person_id = person_id
        subject = f"relay:{relay_id}"
        record(session, "relay.collector_accepted", subject, at=now, actor_id=person_id)
    return relay_id


def revoke_collector(session: Session, collector_id: int, *, by: int, now: datetime) -> int:
    """End somebody's right to collect. Again, it changes nothing. Returns the relay's number.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    row = session.get(RelayCollector, collector_id)
    if row is None:
        raise RuleError("not_found", kind="role")
    find_staff_area(session, row.relay_id, by, now)
    if row.revoked_at is None:
        row.revoked_at = now
        subject = f"relay:{row.relay_id}"
        record(session, "relay.collector_revoked", subject, at=now, actor_id=by)
    return row.relay_id
