"""One entry changed by staff: found, locked, and held to what entries in force must say."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.actions import check_operator_or_staff
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.faq.kinds import EntryState
from storage.faq.queries import EntryView, find_entry
from storage.faq.rules import check_may_publish
from storage.faq.tables import FaqEntry, FaqText


def lock_entry(session: Session, entry_id: int) -> FaqEntry:
    """Changes of one entry come one after the other.

    Raises:
        RuleError: `not_found`.
    """
    query = select(FaqEntry).where(FaqEntry.id == entry_id).with_for_update(key_share=True)
    entry = session.exec(query).first()
    if entry is None:
        raise RuleError("not_found", kind="entry")
    return entry


def lock_for_staff(session: Session, entry_id: int, by: int, now: datetime) -> FaqEntry:
    """The entry, for staff of its committee.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    entry = lock_entry(session, entry_id)
    check_staff(find_actor(session, by, now), entry.committee_id)
    return entry


def lock_for_operator(session: Session, entry_id: int, by: int | None, now: datetime) -> FaqEntry:
    """The entry, for staff of its committee or for the command line (None).

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    entry = lock_entry(session, entry_id)
    check_operator_or_staff(session, entry.committee_id, by, now)
    return entry


def view_entry(session: Session, entry_id: int | None, now: datetime) -> EntryView:
    """An entry that is there, with what this transaction changed."""
    assert entry_id is not None
    session.flush()
    view = find_entry(session, entry_id, now)
    assert view is not None
    return view


def find_text(session: Session, entry: FaqEntry, language: str) -> FaqText | None:
    """An entry's words in one language, as a row."""
    query = select(FaqText).where(FaqText.entry_id == entry.id, FaqText.language == language)
    return session.exec(query).first()


def check_publishable(view: EntryView) -> None:
    """Whether an entry as it stands may be given as an answer.

    Raises:
        RuleError: what `check_may_publish` raises.
    """
    check_may_publish(view.facts, view.source_text.words)


def note_change(
    session: Session,
    entry: FaqEntry,
    what: str,
    *,
    by: int | None,
    now: datetime,
    **details: int | str | None,
) -> EntryView:
    """Count a change and audit it. What is in force must still be fit for it, and was checked.

    Raises:
        RuleError: what `check_may_publish` raises.
    """
    entry.version += 1
    if entry.state is EntryState.IN_FORCE:
        entry.checked_by, entry.checked_at = by, now
    session.add(entry)
    view = view_entry(session, entry.id, now)
    if entry.state is EntryState.IN_FORCE:
        check_publishable(view)
    record(session, f"faq.{what}", f"faq_entry:{entry.id}", at=now, actor_id=by, **details)
    return view
