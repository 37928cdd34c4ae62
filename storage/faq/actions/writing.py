"""An entry's words, written in chat."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.faq.actions._entries import find_text, lock_for_staff, note_change, view_entry
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind
from storage.faq.queries import EntryView
from storage.faq.rules import check_variants, check_words
from storage.faq.tables import FaqEntry, FaqText


def create_entry(
    session: Session,
    committee_id: int,
    kind: EntryKind,
    words: EntryWords,
    *,
    by: int,
    now: datetime,
) -> int:
    """Draft an entry whose source language is that of `words`; returns its number.

    Raises:
        RuleError: `not_staff`, `not_found`, or what `check_words` raises.
    """
    cleaned = check_words(words)
    # Two entries drafted at once must not take one slug.
    lock_committee(session, committee_id)
    check_staff(find_actor(session, by, now), committee_id)
    entry = FaqEntry(
        committee_id=committee_id,
        slug=_find_slug(session, committee_id, kind),
        kind=kind,
        language=cleaned.language,
        owner_id=by,
        created_at=now,
    )
    session.add(entry)
    session.flush()
    assert entry.id is not None
    put_words(session, entry, cleaned, by=by, written_at=now, is_confirmed=True)
    record(session, "faq.drafted", f"faq_entry:{entry.id}", at=now, actor_id=by)
    session.flush()
    return entry.id


def write_text(
    session: Session, entry_id: int, words: EntryWords, *, by: int, now: datetime
) -> EntryView:
    """Write an entry's words in one language, new or instead of those that are there.

    Writing the same again makes a translation as fresh as its source. Other ways to ask leave
    every text as fresh as it was.

    Args:
        words: an empty source or issuing body leaves the one that is there.

    Raises:
        RuleError: `not_staff`, `not_found`, what `check_words` raises; for an entry in force also
            what `check_may_publish` raises.
    """
    cleaned = check_words(words)
    entry = lock_for_staff(session, entry_id, by, now)
    row = find_text(session, entry, cleaned.language)
    is_same = row is not None and list(cleaned.variants) == row.variants
    put_words(session, entry, cleaned, by=by, written_at=now, is_confirmed=is_same)
    return note_change(session, entry, "written", by=by, now=now, language=cleaned.language)


def add_variant(
    session: Session, entry_id: int, language: str, text: str, *, by: int, now: datetime
) -> EntryView:
    """Add another way to ask; the rest of the words stays. Added again, it changes nothing.

    Raises:
        RuleError: `not_staff`, `not_found`, `faq_text_too_long`, `faq_too_many_variants`.
    """
    entry = lock_for_staff(session, entry_id, by, now)
    row = find_text(session, entry, language)
    if row is None:
        raise RuleError("not_found", kind="entry")
    variants = check_variants(row.question, (*row.variants, text))
    if len(variants) == len(row.variants):
        return view_entry(session, entry_id, now)
    row.variants = list(variants)
    session.add(row)
    return note_change(session, entry, "variant_added", by=by, now=now, language=language)


def put_words(
    session: Session,
    entry: FaqEntry,
    words: EntryWords,
    *,
    by: int | None,
    written_at: datetime,
    is_confirmed: bool,
) -> None:
    """Bring the row of one language to `words`.

    Args:
        written_at: what a changed question or answer counts as written at.
        is_confirmed: a translation counts as written then also where they are the same.
    """
    assert entry.id is not None
    row = find_text(session, entry, words.language) or FaqText(
        entry_id=entry.id, language=words.language, question="", answer="", written_at=written_at
    )
    is_reworded = (row.question, row.answer) != (words.question, words.answer)
    if is_reworded or (is_confirmed and words.language != entry.language):
        row.written_by, row.written_at = by, written_at
    row.question, row.variants, row.answer = words.question, list(words.variants), words.answer
    row.source = words.source or row.source
    row.issuing_body = words.issuing_body or row.issuing_body
    session.add(row)


def _find_slug(session: Session, committee_id: int, kind: EntryKind) -> str:
    mine = FaqEntry.committee_id == committee_id
    number = session.exec(select(func.count()).select_from(FaqEntry).where(mine)).one() + 1
    taken = set(session.exec(select(FaqEntry.slug).where(mine, col(FaqEntry.kind) == kind)))
    while f"{kind.value}-{number}" in taken:
        number += 1
    return f"{kind.value}-{number}"
