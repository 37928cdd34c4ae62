"""What the outbox carries about alerts, under which keys; and taking it away again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.emergency.queries import AlertView
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, Urgency

RAISED, ADDED, STILL = "emergency/alert", "emergency/alert_words", "emergency/still"
CALLS = (RAISED, ADDED)
"""What tells people on duty of a cry for help."""


def alert_params(view: AlertView) -> dict[str, Any]:
    """What the people on duty read of an alert, as JSON values."""
    return {
        "alert_id": view.id,
        "kind": view.kind.value,
        "person_id": view.person_id,
        "caller": view.name,
        "estate": view.estate,
        "building": view.building,
        "door": view.door,
        "is_in_group": view.is_in_group,
        "asked": view.words,
        "language": view.language,
        "raised_at": view.raised_at.replace(second=0, microsecond=0).isoformat(),
    }


def tell_staff(
    session: Session,
    view: AlertView,
    people: Iterable[int],
    template: str,
    *,
    key: str,
    now: datetime,
    **more: Any,
) -> int:
    """Tell each of these people once; returns how many they are."""
    told = 0
    for person_id in people:
        leave(
            session,
            person_id,
            template,
            {**alert_params(view), **more},
            now=now,
            urgency=Urgency.INTERACTIVE,
            dedupe_key=f"{_opening(view.id)}{key}:{person_id}",
        )
        told += 1
    return told


def tell_caller(
    session: Session, view: AlertView, template: str, *, key: str, now: datetime, **params: Any
) -> None:
    """Tell in private who called, in the language in which they did."""
    if view.person_id is None:
        return
    leave(
        session,
        view.person_id,
        template,
        {"alert_id": view.id, "kind": view.kind.value, **params},
        now=now,
        urgency=Urgency.INTERACTIVE,
        language=view.language,
        dedupe_key=f"{_opening(view.id)}{key}:caller",
    )


def tell_gone(session: Session, view: AlertView, people: Iterable[int], *, now: datetime) -> None:
    """Tell who may be on their way that the caller has erased what they told; no name, no door."""
    kept = ("alert_id", "estate", "building", "raised_at")
    params = {name: value for name, value in alert_params(view).items() if name in kept}
    for person_id in people:
        leave(
            session,
            person_id,
            "emergency/gone",
            params,
            now=now,
            urgency=Urgency.INTERACTIVE,
            dedupe_key=f"{_opening(view.id)}gone:{person_id}",
        )


def find_called(session: Session, alert_id: int) -> set[int]:
    """Whom an alert has reached so far: nobody else learns of somebody's worst hour."""
    key = col(OutboxMessage.dedupe_key)
    query = select(OutboxMessage.chat_id).where(
        key.startswith(_opening(alert_id), autoescape=True),
        col(OutboxMessage.template).in_(CALLS),
    )
    return set(session.exec(query))


def untell(session: Session, alert_id: int) -> None:
    """Take away everything that was or is yet to be told about an alert."""
    key = col(OutboxMessage.dedupe_key)
    about = key.startswith(_opening(alert_id), autoescape=True)
    session.execute(delete(OutboxMessage).where(about))


def _opening(alert_id: int) -> str:
    return f"urgent:{alert_id}:"
