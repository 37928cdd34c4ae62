"""Kinds of need: shipped, added, changed and hidden, all in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.community.queries import find_actor, list_committees
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.requests.codec import to_values
from storage.requests.forms import KindDraft
from storage.requests.queries.kinds import view_kind
from storage.requests.queries.views import KindView
from storage.requests.rules import check_draft
from storage.requests.tables import RequestKind


def seed_all(session: Session, starter: Sequence[KindDraft], *, now: datetime) -> int:
    """Give every committee the shipped kinds; returns how many rows changed."""
    committees = list_committees(session)
    return sum(seed_kinds(session, committee.id, starter, now=now) for committee in committees)


def seed_kinds(
    session: Session, committee_id: int, starter: Sequence[KindDraft], *, now: datetime
) -> int:
    """Give a committee the shipped kinds. One that it changed stays as it is.

    Kinds that nobody touched follow what is shipped; their order stays.

    Returns:
        How many rows are new or changed.
    """
    lock_committee(session, committee_id)
    query = select(RequestKind).where(RequestKind.committee_id == committee_id)
    known = {row.slug: row for row in session.exec(query)}
    changed = 0
    for position, draft in enumerate(starter):
        check_draft(draft)
        assert draft.slug is not None
        row = known.get(draft.slug)
        if row is None:
            row = _new_row(committee_id, draft.slug, draft, position)
        elif row.changed_at is not None or not _put(row, draft):
            continue
        session.add(row)
        changed += 1
    session.flush()
    if changed:
        subject = f"committee:{committee_id}"
        record(session, "request.kinds_seeded", subject, at=now, actor_id=None, count=changed)
    return changed


def save_kind(
    session: Session,
    committee_id: int,
    draft: KindDraft,
    *,
    kind_id: int | None = None,
    by: int,
    now: datetime,
) -> KindView:
    """Add a kind, or change one; requests that were asked before keep their questions.

    Args:
        draft: where a kind is changed, its slug stays, and its keywords where the draft has none.

    Raises:
        RuleError: `not_staff`, `need_kind_unknown`, `need_slug_taken`, or what `check_draft`
            raises.
    """
    check_draft(draft)
    lock_committee(session, committee_id)
    check_staff(find_actor(session, by, now), committee_id)
    if kind_id is None:
        row = _add(session, committee_id, draft)
    else:
        row = _find(session, kind_id)
        if row.committee_id != committee_id:
            raise RuleError("need_kind_unknown")
        _put(row, draft)
    return _changed(session, row, "saved", by, now)


def offer_kind(
    session: Session, kind_id: int, offered: bool, *, by: int, now: datetime
) -> KindView:
    """Show a kind to residents, or hide it for a while.

    Raises:
        RuleError: `not_staff`, `need_kind_unknown`.
    """
    row = _lock_for_staff(session, kind_id, by, now)
    row.is_offered = offered
    return _changed(session, row, "offered" if offered else "hidden", by, now)


def withdraw_kind(session: Session, kind_id: int, *, by: int, now: datetime) -> KindView:
    """Take a kind away for good; its requests are worked on to their end.

    Raises:
        RuleError: `not_staff`, `need_kind_unknown`.
    """
    row = _lock_for_staff(session, kind_id, by, now)
    row.withdrawn_at = row.withdrawn_at or now
    return _changed(session, row, "withdrawn", by, now)


def move_kind(session: Session, kind_id: int, position: int, *, by: int, now: datetime) -> KindView:
    """Put a kind at a place in the list.

    Args:
        position: from 0; beyond the end is the end.

    Raises:
        RuleError: `not_staff`, `need_kind_unknown`.
    """
    row = _lock_for_staff(session, kind_id, by, now)
    others = list(
        session.exec(
            select(RequestKind)
            .where(
                RequestKind.committee_id == row.committee_id,
                col(RequestKind.withdrawn_at).is_(None),
                RequestKind.id != kind_id,
            )
            .order_by(col(RequestKind.position), col(RequestKind.id))
        )
    )
    others.insert(max(position, 0), row)
    for number, each in enumerate(others):
        each.position = number
        session.add(each)
    return _changed(session, row, "moved", by, now)


def _add(session: Session, committee_id: int, draft: KindDraft) -> RequestKind:
    own = RequestKind.committee_id == committee_id
    taken = set(session.exec(select(RequestKind.slug).where(own)))
    if draft.slug in taken:
        raise RuleError("need_slug_taken")
    slug = draft.slug or _free_slug(taken)
    last = session.exec(select(func.max(RequestKind.position)).where(own)).one()
    return _new_row(committee_id, slug, draft, 0 if last is None else last + 1)


def _free_slug(taken: set[str]) -> str:
    number = 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def _new_row(committee_id: int, slug: str, draft: KindDraft, position: int) -> RequestKind:
    row = RequestKind(
        committee_id=committee_id,
        slug=slug,
        icon=draft.icon,
        language=draft.language,
        position=position,
    )
    _put(row, draft)
    return row


def _put(row: RequestKind, draft: KindDraft) -> bool:
    """Bring a row to a draft; returns whether anything changed."""
    keywords = {language: list(words) for language, words in draft.keywords.items()}
    values = {
        "icon": draft.icon.strip(),
        "title": dict(draft.title),
        "hint": dict(draft.hint),
        "questions": to_values(draft.form),
        "keywords": keywords or row.keywords,
        "priority": draft.priority,
        "respond_minutes": draft.respond_minutes,
        "hours": draft.hours,
        "is_sensitive": draft.is_sensitive,
        "language": draft.language,
    }
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _find(session: Session, kind_id: int) -> RequestKind:
    row = session.get(RequestKind, kind_id)
    if row is None or row.withdrawn_at is not None:
        raise RuleError("need_kind_unknown")
    return row


def _lock_for_staff(session: Session, kind_id: int, by: int, now: datetime) -> RequestKind:
    """A kind, for staff of its committee; its committee's kinds change one after the other."""
    found = session.get(RequestKind, kind_id)
    if found is None:
        raise RuleError("need_kind_unknown")
    lock_committee(session, found.committee_id)
    check_staff(find_actor(session, by, now), found.committee_id)
    session.refresh(found)
    return found


def _changed(session: Session, row: RequestKind, what: str, by: int, now: datetime) -> KindView:
    row.changed_at = now
    session.add(row)
    session.flush()
    record(session, f"request.kind_{what}", f"request_kind:{row.id}", at=now, actor_id=by)
    return view_kind(row)
