"""The staff's board: lines without details, and how many there are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlmodel import Session, col

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.queries import RoleView, find_actor, list_roles
from storage.community.tables import Building, Person
from storage.errors import RuleError
from storage.requests.kinds import BoardView
from storage.requests.queries.requests import LIVE, PLAIN, find_request
from storage.requests.queries.views import BoardCounts, BoardFilter, BoardLine
from storage.requests.rights import Act, is_allowed
from storage.requests.rules import ANSWER_WITHIN, is_overdue
from storage.requests.tables import Request, RequestKind

_MOST_CLOSED = 50


def list_board(
    session: Session, committee_id: int, wanted: BoardFilter, by: int, now: datetime
) -> tuple[BoardLine, ...]:
    """Lines of the board: what matters most and is due first; closed ones newest first.

    A lead sees those of their buildings.

    Raises:
        RuleError: `not_staff`.
    """
    seen = _seen(session, committee_id, by, now)
    query = _lines().where(seen, _matches(wanted), _in_view(wanted.view, by, now))
    if wanted.view is BoardView.CLOSED:
        query = query.order_by(col(Request.closed_at).desc()).limit(_MOST_CLOSED)
    ordered = query.order_by(col(Request.priority), col(Request.due_at), col(Request.id))
    return tuple(_line(row, now) for row in session.execute(ordered))


def count_board(
    session: Session, committee_id: int, wanted: BoardFilter, by: int, now: datetime
) -> BoardCounts:
    """How many requests each view has; by kind and building of those that the view shows.

    Raises:
        RuleError: `not_staff`.
    """
    within = and_(_seen(session, committee_id, by, now), _matches(wanted))

    def count(view: BoardView) -> int:
        query = select(func.count()).select_from(Request).where(within, _in_view(view, by, now))
        counted: int = session.execute(query).scalar_one()
        return counted

    shown = select(col(Request.kind_id), col(Request.building_id)).where(
        within, _in_view(wanted.view, by, now)
    )
    rows = session.execute(shown).all()
    return BoardCounts(
        new=count(BoardView.NEW),
        mine=count(BoardView.MINE),
        asked=count(BoardView.ASKED),
        overdue=count(BoardView.OVERDUE),
        open=count(BoardView.OPEN),
        by_kind=Counter(kind for kind, _ in rows),
        by_building=Counter(building for _, building in rows),
    )


def list_assignable(session: Session, request_id: int, now: datetime) -> tuple[RoleView, ...]:
    """Staff, and leads of the building, who may work on a request; each person once."""
    view = find_request(session, request_id)
    if view is None:
        return ()
    found: dict[int, RoleView] = {}
    for role in list_roles(session, view.committee_id, now):
        actor = find_actor(session, role.person_id, now)
        if role.kind is not RoleKind.VOLUNTEER and is_allowed(actor, Act.WORK, view.facts):
            found.setdefault(role.person_id, role)
    return tuple(found.values())


def _seen(session: Session, committee_id: int, by: int, now: datetime) -> ColumnElement[bool]:
    """What of a committee somebody sees lines of."""
    actor = find_actor(session, by, now)
    own = col(Request.committee_id) == committee_id
    if actor.is_staff(committee_id):
        return own
    buildings = _led_buildings(actor, committee_id)
    if not buildings:
        raise RuleError("not_staff")
    if None in buildings:
        return own
    return and_(own, col(Request.building_id).in_(buildings))


def _led_buildings(actor: Actor, committee_id: int) -> set[int | None]:
    return {
        right.building_id
        for right in actor.roles
        if right.committee_id == committee_id and right.kind is RoleKind.LEAD
    }


def _matches(wanted: BoardFilter) -> ColumnElement[bool]:
    kind = true() if wanted.kind_id is None else col(Request.kind_id) == wanted.kind_id
    building = col(Request.building_id) == wanted.building_id
    return and_(kind, true() if wanted.building_id is None else building)


def _in_view(view: BoardView, by: int, now: datetime) -> ColumnElement[bool]:
    is_live = col(Request.state).in_(LIVE)
    match view:
        case BoardView.NEW:
            return and_(is_live, col(Request.owner_id).is_(None))
        case BoardView.MINE:
            return and_(is_live, col(Request.owner_id) == by)
        case BoardView.ASKED:
            return and_(is_live, col(Request.asked_at).is_not(None))
        case BoardView.OVERDUE:
            return and_(is_live, is_late(now))
        case BoardView.OPEN:
            return is_live
        case BoardView.CLOSED:
            return ~is_live


def is_brought() -> ColumnElement[bool]:
    """What `RequestView.brought_at` says, as SQL: brought, and not disputed since."""
    return and_(col(Request.delivered_at).is_not(None), col(Request.reopened_at).is_(None))


def is_late(now: datetime) -> ColumnElement[bool]:
    """The clock's part of `rules.is_overdue`, as SQL."""
    return and_(
        or_(col(Request.asked_at).is_(None), col(Request.asked_at) <= now - ANSWER_WITHIN),
        ~is_brought(),
        col(Request.due_at) <= now,
    )


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(Request, RequestKind, col(Building.label), col(Person.name))
        .join(RequestKind, col(RequestKind.id) == col(Request.kind_id))
        .join(Building, col(Building.id) == col(Request.building_id))
        .outerjoin(Person, col(Person.id) == col(Request.owner_id))
        .options(*PLAIN)
    )


def _line(row: Any, now: datetime) -> BoardLine:
    request, kind, building, owner = row
    brought_at = request.delivered_at if request.reopened_at is None else None
    return BoardLine(
        id=request.id,
        number=request.number,
        kind_id=kind.id,
        icon=kind.icon,
        title=kind.title,
        building_id=request.building_id,
        building=building,
        state=request.state,
        source=request.source,
        owner_id=request.owner_id,
        owner_name=owner,
        priority=request.priority,
        opened_at=request.opened_at,
        due_at=request.due_at,
        session_on=request.session_on,
        closed_at=request.closed_at,
        is_overdue=is_overdue(request.state, request.due_at, request.asked_at, brought_at, now),
        is_asked=request.asked_at is not None,
        is_delivered=brought_at is not None,
        escalations=request.escalations,
    )
