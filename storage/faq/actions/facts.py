"""What holds of an entry in every language: dates, scope, source, kind, owner, successor."""

from __future__ import annotations

from datetime import date, datetime
from types import EllipsisType

from sqlalchemy import select
from sqlmodel import Session, col

from storage.community.queries import find_actor, find_estate
from storage.community.rules import check_staff
from storage.community.tables import Building
from storage.errors import RuleError
from storage.faq.actions._entries import find_text, lock_for_staff, note_change
from storage.faq.entries import EntryWords
from storage.faq.kinds import ClosureKind, EntryKind
from storage.faq.queries import EntryView
from storage.faq.rules import check_dates, check_link, check_no_circle, check_scope, check_words
from storage.faq.tables import FaqEntry


def set_dates(
    session: Session,
    entry_id: int,
    *,
    by: int,
    now: datetime,
    valid_from: date | EllipsisType | None = ...,
    valid_until: date | EllipsisType | None = ...,
) -> EntryView:
    """Set the days on which an entry begins and ends; `...` leaves one as it is.

    Args:
        valid_until: the last day; None: until withdrawn.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_dates_reversed`; `faq_incomplete` where an entry
            in force would lose its first day.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    if not isinstance(valid_from, EllipsisType):
        entry.valid_from = valid_from
    if not isinstance(valid_until, EllipsisType):
        entry.valid_until = valid_until
    check_dates(entry.valid_from, entry.valid_until)
    return note_change(session, entry, "dated", by=by, now=now)


def set_scope(
    session: Session,
    entry_id: int,
    *,
    estate_id: int | None,
    building_id: int | None,
    closure: ClosureKind | None,
    by: int,
    now: datetime,
) -> EntryView:
    """Limit an entry to an estate, a building of it, a kind of closure; None: for all.

    Raises:
        RuleError: `not_staff`, `not_found`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    check_houses(session, entry.committee_id, estate_id, building_id)
    entry.estate_id, entry.building_id, entry.closure = estate_id, building_id, closure
    return note_change(session, entry, "scoped", by=by, now=now)


def set_source(
    session: Session,
    entry_id: int,
    language: str,
    *,
    source: str,
    issuing_body: str,
    source_url: str | None,
    issued_on: date | None,
    by: int,
    now: datetime,
) -> EntryView:
    """Say which document an entry comes from, who issued it and when.

    Args:
        language: of `source` and `issuing_body`; the entry has words in it.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_link_wrong`, `faq_text_too_long`;
            `faq_incomplete` where an entry in force would lose what it needs.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    row = find_text(session, entry, language)
    if row is None:
        raise RuleError("not_found", kind="entry")
    cleaned = check_words(EntryWords(language, row.question, (), row.answer, source, issuing_body))
    row.source, row.issuing_body = cleaned.source, cleaned.issuing_body
    entry.source_url, entry.issued_on = check_link(source_url), issued_on
    session.add(row)
    return note_change(session, entry, "sourced", by=by, now=now, language=language)


def set_kind(
    session: Session, entry_id: int, kind: EntryKind, *, by: int, now: datetime
) -> EntryView:
    """Say what an entry is about.

    Raises:
        RuleError: `not_staff`, `not_found`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    entry.kind = kind
    return note_change(session, entry, "sorted", by=by, now=now, kind=kind.value)


def set_owner(
    session: Session, entry_id: int, owner_id: int, *, by: int, now: datetime
) -> EntryView:
    """Say who hears of an entry's end: staff of its committee.

    Raises:
        RuleError: `not_found`; `not_staff` for either of the two.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    check_staff(find_actor(session, owner_id, now), entry.committee_id)
    entry.owner_id = owner_id
    return note_change(session, entry, "owned", by=by, now=now, owner=owner_id)


def set_replacement(
    session: Session, entry_id: int, replaced_by: int | None, *, by: int, now: datetime
) -> EntryView:
    """Say what holds instead of an entry that ends by its date; None: nothing does.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_replacement_circle`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    replace_by(session, entry, replaced_by)
    return note_change(session, entry, "replaced", by=by, now=now, successor=replaced_by)


def replace_by(session: Session, entry: FaqEntry, replaced_by: int | None) -> None:
    """Put a successor of the same committee on an entry.

    Raises:
        RuleError: `not_found`, `faq_replacement_circle`.
    """
    if replaced_by is not None:
        assert entry.id is not None
        query = select(col(FaqEntry.id), col(FaqEntry.replaced_by)).where(
            col(FaqEntry.committee_id) == entry.committee_id
        )
        successors = {row.id: row.replaced_by for row in session.execute(query)}
        if replaced_by not in successors:
            raise RuleError("not_found", kind="entry")
        check_no_circle(entry.id, replaced_by, successors)
    entry.replaced_by = replaced_by


def check_houses(
    session: Session, committee_id: int, estate_id: int | None, building_id: int | None
) -> None:
    """Whether an estate is the committee's, and a building is the estate's.

    Raises:
        RuleError: `not_found`.
    """
    if estate_id is not None:
        estate = find_estate(session, estate_id)
        if estate is None or estate.committee_id != committee_id:
            raise RuleError("not_found", kind="estate")
    building = session.get(Building, building_id) if building_id is not None else None
    check_scope(estate_id, building_id, building.estate_id if building else None)
