"""Add to the audit, in the transaction of the change itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from storage.audit.tables import AuditRecord, FailedUpdate


def record(
    session: Session,
    action: str,
    subject: str,
    *,
    at: datetime,
    actor_id: int | None,
    **details: Any,
) -> None:
    """Note that `actor_id` (a person, or None for the clock) did `action` to `subject`.

    Args:
        action: dotted, past tense: `relay.opened`.
        subject: kind and number: `relay:7`.
        details: ids and numbers only.
    """
    session.add(
        AuditRecord(at=at, actor_id=actor_id, action=action, subject=subject, details=details)
    )


def keep_failed_update(
    session: Session, update_id: int, payload: dict[str, Any], error: str, at: datetime
) -> None:
    """Keep an update that could not be handled."""
    session.add(FailedUpdate(update_id=update_id, payload=payload, error=error[:200], at=at))


def erase_failed_updates(session: Session, person_id: int) -> None:
    """Delete the kept updates in which a person speaks, is answered or is named by number."""
    for failed in session.exec(select(FailedUpdate)):
        if _mentions(failed.payload, person_id):
            session.delete(failed)
    session.flush()


def _mentions(payload: Any, person_id: int) -> bool:
    if isinstance(payload, dict):
        inner = payload.values()
        return payload.get("id") == person_id or any(_mentions(one, person_id) for one in inner)
    return isinstance(payload, list) and any(_mentions(one, person_id) for one in payload)
