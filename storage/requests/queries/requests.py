"""Requests with everything that is known of them. No right is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col

from storage.community.tables import Building, Household, Person
from storage.requests.codec import from_values
from storage.requests.kinds import RequestState, Source
from storage.requests.queries.kinds import view_kind
from storage.requests.queries.views import OwnLine, PhotoView, RequestView
from storage.requests.tables import Request, RequestKind, RequestPhoto

LIVE = (RequestState.OPEN, RequestState.CLAIMED)
PLAIN = [defer(getattr(Request, name)) for name in ("answers", "caller", "alternative")]
"""Without what is sealed: a list says nothing of it, and one lost key must not empty the list."""
_JUST_CLOSED = timedelta(days=3)

_REQUESTER: Any = aliased(Person)
_OWNER: Any = aliased(Person)


def find_request(session: Session, request_id: int) -> RequestView | None:
    """One request, for actions and for features that check rights of their own."""
    found = _views(session, _rows().where(col(Request.id) == request_id))
    return found[0] if found else None


def find_own(session: Session, request_id: int, person_id: int) -> RequestView | None:
    """A request as its requester reads it; None for everybody else."""
    own = col(Request.id) == request_id, col(Request.person_id) == person_id
    found = _views(session, _rows().where(*own))
    return found[0] if found else None


def list_own(session: Session, person_id: int) -> tuple[OwnLine, ...]:
    """A person's requests: what is open first, then the newest."""
    query = (
        select(Request, RequestKind)
        .join(RequestKind, col(RequestKind.id) == col(Request.kind_id))
        .where(col(Request.person_id) == person_id)
        .order_by(col(Request.closed_at).is_not(None), col(Request.id).desc())
        .options(*PLAIN)
    )
    return tuple(_own_line(*row) for row in session.execute(query))


def find_like(
    session: Session, household_id: int, kind_id: int, now: datetime
) -> tuple[RequestView, ...]:
    """What this household asked of this kind that is open, or was closed in the last days."""
    is_near = or_(
        col(Request.state).in_(LIVE),
        (col(Request.state) == RequestState.DONE) & (col(Request.closed_at) > now - _JUST_CLOSED),
    )
    query = _rows().where(
        col(Request.household_id) == household_id,
        col(Request.kind_id) == kind_id,
        col(Request.erased_at).is_(None),
        is_near,
    )
    return _views(session, query)


def list_gatherable(session: Session, committee_id: int) -> tuple[RequestView, ...]:
    """What can go into a medicine run (S84): live, not brought yet, asked of a hospital.

    Where there is no source and an alternative is being asked for, it stays on the board.
    """
    query = _rows().where(
        col(Request.committee_id) == committee_id,
        col(Request.state).in_(LIVE),
        col(Request.delivered_at).is_(None),
        col(Request.erased_at).is_(None),
        or_(col(Request.source).is_(None), col(Request.source) != Source.NONE),
    )
    return tuple(view for view in _views(session, query) if view.form.is_gathered)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Request,
            RequestKind,
            col(Building.label),
            col(Household.door),
            col(Household.estate_id),
            _REQUESTER.name.label("requester"),
            _OWNER.name.label("owner"),
        )
        .join(RequestKind, col(RequestKind.id) == col(Request.kind_id))
        .join(Household, col(Household.id) == col(Request.household_id))
        .join(Building, col(Building.id) == col(Request.building_id))
        .outerjoin(_REQUESTER, _REQUESTER.id == col(Request.person_id))
        .outerjoin(_OWNER, _OWNER.id == col(Request.owner_id))
        .order_by(col(Request.priority), col(Request.due_at), col(Request.id))
    )


def _views(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[RequestView, ...]:
    rows = session.execute(query).all()
    ids = [row[0].id for row in rows]
    taken = select(RequestPhoto).where(col(RequestPhoto.request_id).in_(ids))
    photos: dict[int, list[PhotoView]] = {}
    for photo in session.execute(taken.order_by(col(RequestPhoto.id))).scalars():
        assert photo.id is not None
        view = PhotoView(photo.id, photo.file_id, photo.size)
        photos.setdefault(photo.request_id, []).append(view)
    return tuple(_view(row, photos.get(row[0].id, ())) for row in rows)


def _view(row: Any, photos: Sequence[PhotoView]) -> RequestView:
    request, kind, building, door, estate_id, requester, owner = row
    same = {name: getattr(request, name) for name in _SAME}
    return RequestView(
        **same,
        kind=view_kind(kind),
        form=from_values(request.questions),
        estate_id=estate_id,
        building=building,
        door=door,
        person_name=requester,
        owner_name=owner,
        photos=tuple(photos),
    )


# Columns that a view has under the same name.
_SAME = tuple(set(RequestView.__dataclass_fields__) & set(Request.model_fields))


def _own_line(request: Request, kind: RequestKind) -> OwnLine:
    assert request.id is not None
    return OwnLine(
        id=request.id,
        number=request.number,
        icon=kind.icon,
        title=kind.title,
        state=request.state,
        source=request.source,
        outcome=request.outcome,
        opened_at=request.opened_at,
        due_at=request.due_at,
        session_on=request.session_on,
        is_asked=request.asked_at is not None,
        is_delivered=request.delivered_at is not None and request.reopened_at is None,
        closed_at=request.closed_at,
    )
