"""What is told of a request: its number, its kind and its building, never what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.community.tables import Building
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.requests.queries.kinds import view_kind
from storage.requests.tables import Request, RequestKind


def tell_people(
    session: Session,
    row: Request,
    people: Iterable[int],
    template: str,
    key: object,
    now: datetime,
    **params: Any,
) -> None:
    """Tell some people of a request, each once for this `key`."""
    shared = _shared(session, row)
    for person_id in people:
        leave(
            session,
            person_id,
            f"requests/{template}",
            shared | params,
            now=now,
            urgency=Urgency.URGENT,
            dedupe_key=f"need:{row.id}:{template}:{key}:{person_id}",
        )


def _shared(session: Session, row: Request) -> dict[str, Any]:
    kind = view_kind(session.get_one(RequestKind, row.kind_id))
    building = session.get_one(Building, row.building_id)
    return {
        "request_id": row.id,
        "number": row.number,
        "kind": kind.sign,
        "building": building.label,
    }
