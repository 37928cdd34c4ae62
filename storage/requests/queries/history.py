"""What happened to a request, who has read it, and copies of its photos in chats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.community.tables import Person
from storage.requests.queries.views import EventView, ReaderView, ShownCopy
from storage.requests.tables import Request, RequestEvent, RequestReading, ShownPhoto


def list_events(session: Session, request_id: int) -> tuple[EventView, ...]:
    """The history of a request, oldest first. Without their words where those were erased."""
    query = (
        select(RequestEvent, col(Person.name), col(Request.person_id))
        .join(Request, col(Request.id) == col(RequestEvent.request_id))
        .outerjoin(Person, col(Person.id) == col(RequestEvent.by))
        .where(col(RequestEvent.request_id) == request_id)
        .order_by(col(RequestEvent.id))
    )
    return tuple(
        EventView(
            kind=event.kind,
            at=event.at,
            by=event.by,
            name=name,
            is_requester=event.by is not None and event.by == requester,
            details=event.details,
        )
        for event, name, requester in session.execute(query)
    )


def list_readers(session: Session, request_id: int) -> tuple[ReaderView, ...]:
    """Who has read a request, in the order of their first reading."""
    query = (
        select(
            col(RequestReading.person_id),
            col(Person.name),
            col(RequestReading.first_at),
            col(RequestReading.last_at),
        )
        .join(Person, col(Person.id) == col(RequestReading.person_id))
        .where(col(RequestReading.request_id) == request_id)
        .order_by(col(RequestReading.first_at), col(RequestReading.person_id))
    )
    return tuple(ReaderView(*row) for row in session.execute(query))


def list_shown_due(session: Session, now: datetime) -> tuple[ShownCopy, ...]:
    """Copies of photos whose hour is over."""
    columns = col(ShownPhoto.chat_id), col(ShownPhoto.message_id)
    query = select(*columns).distinct().where(col(ShownPhoto.delete_at) <= now)
    return tuple(ShownCopy(*row) for row in session.execute(query.order_by(*columns)))
