"""The kinds of need that a committee has."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.requests.codec import from_values
from storage.requests.queries.views import KindView
from storage.requests.tables import RequestKind


def list_kinds(
    session: Session,
    committee_id: int,
    *,
    all: bool = False,  # noqa: A002
) -> tuple[KindView, ...]:
    """A committee's kinds in their order.

    Args:
        all: also those that are not offered at present; withdrawn ones never.
    """
    query = select(RequestKind).where(
        RequestKind.committee_id == committee_id, col(RequestKind.withdrawn_at).is_(None)
    )
    if not all:
        query = query.where(col(RequestKind.is_offered))
    ordered = query.order_by(col(RequestKind.position), col(RequestKind.id))
    return tuple(view_kind(row) for row in session.exec(ordered))


def find_kind(session: Session, kind_id: int) -> KindView | None:
    """One kind, withdrawn ones included: old requests are of it."""
    row = session.get(RequestKind, kind_id)
    return view_kind(row) if row is not None else None


def find_kind_by_slug(session: Session, committee_id: int, slug: str) -> KindView | None:
    """The kind that a link names, unless it is withdrawn."""
    query = select(RequestKind).where(
        RequestKind.committee_id == committee_id,
        RequestKind.slug == slug,
        col(RequestKind.withdrawn_at).is_(None),
    )
    row = session.exec(query).first()
    return view_kind(row) if row is not None else None


def view_kind(row: RequestKind) -> KindView:
    """A kind as a value."""
    assert row.id is not None
    return KindView(
        id=row.id,
        committee_id=row.committee_id,
        slug=row.slug,
        icon=row.icon,
        title=row.title,
        hint=row.hint,
        form=from_values(row.questions),
        keywords={language: tuple(words) for language, words in row.keywords.items()},
        priority=row.priority,
        respond_minutes=row.respond_minutes,
        hours=row.hours,
        is_sensitive=row.is_sensitive,
        is_offered=row.is_offered,
        language=row.language,
        position=row.position,
        is_withdrawn=row.withdrawn_at is not None,
    )
