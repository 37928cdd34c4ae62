"""Whether residents are given an entry: published, checked again, withdrawn, restored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from types import EllipsisType
from typing import Any

from sqlmodel import Session

from storage.community.actions import check_operator_or_staff
from storage.errors import RuleError
from storage.faq.actions._entries import (
    check_publishable,
    lock_entry,
    lock_for_operator,
    lock_for_staff,
    note_change,
    view_entry,
)
from storage.faq.actions.facts import replace_by
from storage.faq.kinds import EntryState, Standing
from storage.faq.queries import EntryView, list_entries
from storage.faq.rules import check_not_over
from storage.faq.tables import FaqEntry


@dataclass(frozen=True)
class Left:
    """An entry that was not published, and the refusal that says why."""

    entry_id: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishReport:
    """What became of many entries at once, by id."""

    published: tuple[int, ...]
    left: tuple[Left, ...]


def publish_entry(
    session: Session,
    entry_id: int,
    *,
    by: int | None,
    now: datetime,
    valid_until: date | EllipsisType | None = ...,
) -> EntryView:
    """Give an entry as an answer from now on (S117). One in force is checked again.

    Args:
        by: staff; None at the command line.
        valid_until: the last day; None: until withdrawn; `...` leaves what is there.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_dates_over`, or what `check_may_publish` raises.
    """
    entry = lock_for_operator(session, entry_id, by, now)
    if not isinstance(valid_until, EllipsisType):
        entry.valid_until = valid_until
    return _publish(session, entry, by, now)


def publish_ready(
    session: Session,
    committee_id: int,
    ids: Collection[int] | None,
    *,
    by: int | None,
    now: datetime,
    valid_until: date | None,
) -> PublishReport:
    """Publish what may be published of some drafts, or of all (None); the rest is left as it is.

    Args:
        by: staff; None at the command line.
        valid_until: the last day of those that have none of their own.

    Raises:
        RuleError: `not_staff`.
    """
    check_operator_or_staff(session, committee_id, by, now)
    drafts = list_entries(session, committee_id, now, standing=Standing.DRAFTED, ids=ids)
    published: list[int] = []
    left: list[Left] = []
    for draft in sorted(drafts, key=lambda view: view.id):
        try:
            # Undoes one draft, not those before it.
            with session.begin_nested():
                entry = lock_entry(session, draft.id)
                entry.valid_until = entry.valid_until or valid_until
                _publish(session, entry, by, now)
        except RuleError as refusal:
            left.append(Left(draft.id, refusal.code, refusal.params))
        else:
            published.append(draft.id)
    return PublishReport(tuple(published), tuple(left))


def confirm_checked(session: Session, entry_id: int, *, by: int, now: datetime) -> EntryView:
    """Say that an entry holds still, as of now.

    Raises:
        RuleError: `not_staff`, `not_found`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    entry.checked_by, entry.checked_at = by, now
    return note_change(session, entry, "checked", by=by, now=now)


def withdraw_entry(
    session: Session, entry_id: int, *, by: int, now: datetime, replaced_by: int | None = None
) -> EntryView:
    """Give an entry no more. Withdrawn again, it changes at most its successor.

    Args:
        replaced_by: what holds instead; askers are led there.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_replacement_circle`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    successor = replaced_by if replaced_by is not None else entry.replaced_by
    if entry.state is EntryState.WITHDRAWN and successor == entry.replaced_by:
        return view_entry(session, entry_id, now)
    replace_by(session, entry, successor)
    entry.state = EntryState.WITHDRAWN
    return note_change(session, entry, "withdrawn", by=by, now=now, successor=successor)


def restore_entry(session: Session, entry_id: int, *, by: int, now: datetime) -> EntryView:
    """Undo a withdrawal: in force again if it was and may be, else a draft.

    Raises:
        RuleError: `not_staff`, `not_found`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    if entry.state is not EntryState.WITHDRAWN:
        return view_entry(session, entry_id, now)
    entry.replaced_by = None
    entry.state = EntryState.DRAFTED
    if entry.checked_at is not None and _is_publishable(view_entry(session, entry_id, now)):
        entry.state = EntryState.IN_FORCE
    return note_change(session, entry, "restored", by=by, now=now)


def _publish(session: Session, entry: FaqEntry, by: int | None, now: datetime) -> EntryView:
    if entry.state is EntryState.WITHDRAWN:
        entry.replaced_by = None
    entry.state = EntryState.IN_FORCE
    entry.owner_id = entry.owner_id or by
    view = note_change(session, entry, "published", by=by, now=now)
    check_not_over(view.standing)
    return view


def _is_publishable(view: EntryView) -> bool:
    try:
        check_publishable(view)
    except RuleError:
        return False
    return True
