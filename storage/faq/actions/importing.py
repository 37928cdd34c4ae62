"""Entries brought in from files: previewed, then all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.audit.actions import record
from storage.community.actions import check_operator_or_staff, lock_committee
from storage.errors import RuleError
from storage.faq.actions._entries import lock_entry, note_change
from storage.faq.actions._planning import Fault, Plan, Planner
from storage.faq.actions.publishing import publish_entry
from storage.faq.actions.writing import put_words
from storage.faq.entries import EntryFile
from storage.faq.kinds import EntryState
from storage.faq.tables import FaqEntry


@dataclass(frozen=True)
class ImportCount:
    """What an import changes, or would.

    Attributes:
        unfilled: slug and language of words that were left out: they wait for the committee's
            own, and the entry is in force or has been filled in already.
        faults: why nothing can be imported; empty after an import.
    """

    new_slugs: tuple[str, ...]
    changed_slugs: tuple[str, ...]
    unchanged_slugs: tuple[str, ...]
    unfilled: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...] = ()

    @property
    def new(self) -> int:
        """How many entries are new."""
        return len(self.new_slugs)

    @property
    def changed(self) -> int:
        """How many entries change."""
        return len(self.changed_slugs)

    @property
    def unchanged(self) -> int:
        """How many entries stand as the files say."""
        return len(self.unchanged_slugs)


def preview_import(
    session: Session,
    committee_id: int,
    files: Sequence[EntryFile],
    *,
    now: datetime,
    default_issuer: str,
) -> ImportCount:
    """What `import_entries` would change, with every fault; nothing is changed.

    Raises:
        RuleError: `not_found` for an unknown committee.
    """
    planner = Planner(session, committee_id, now=now, default_issuer=default_issuer)
    plans, faults = planner.plan_all(files)
    return _count(plans, faults)


def import_entries(
    session: Session,
    committee_id: int,
    files: Sequence[EntryFile],
    *,
    by: int | None,
    now: datetime,
    default_issuer: str,
) -> ImportCount:
    """Create or change entries by slug. New ones are drafts; what is in force stays in force.

    What a file does not say stays as it was. Imported again, nothing changes.

    Args:
        by: staff; None at the command line.
        default_issuer: the issuing body of entries that name none.

    Raises:
        RuleError: `not_staff`, `not_found`, or the first fault with `slug` and `of_language`
            beside its own params.
    """
    lock_committee(session, committee_id)
    check_operator_or_staff(session, committee_id, by, now)
    planner = Planner(session, committee_id, now=now, default_issuer=default_issuer)
    plans, faults = planner.plan_all(files)
    if faults:
        first = faults[0]
        raise RuleError(first.code, **first.params, slug=first.slug, of_language=first.language)
    for plan in plans:
        if not plan.is_empty:
            _carry_out(session, committee_id, plan, by=by, now=now)
    return _count(plans, [])


def save_entry(
    session: Session,
    committee_id: int,
    file: EntryFile,
    *,
    by: int | None,
    now: datetime,
    state: EntryState | None = None,
    default_issuer: str = "",
) -> int:
    """Create or change one entry by slug, and bring it to a state; returns its number.

    Args:
        by: staff; None at the command line.
        state: None leaves what is there, and drafts what is new.

    Raises:
        RuleError: what `import_entries` and `publish_entry` raise.
    """
    lock_committee(session, committee_id)
    check_operator_or_staff(session, committee_id, by, now)
    planner = Planner(session, committee_id, now=now, default_issuer=default_issuer)
    plan = planner.plan(file)
    entry_id = plan.entry_id
    if entry_id is None or not plan.is_empty:
        entry_id = _carry_out(session, committee_id, plan, by=by, now=now)
    entry = lock_entry(session, entry_id)
    if state is EntryState.IN_FORCE and entry.state is not state:
        publish_entry(session, entry_id, by=by, now=now)
    elif state not in (None, entry.state):
        entry.state = state
        note_change(session, entry, state.value, by=by, now=now)
    return entry_id


def _carry_out(
    session: Session, committee_id: int, plan: Plan, *, by: int | None, now: datetime
) -> int:
    if plan.entry_id is None:
        entry = FaqEntry(
            committee_id=committee_id,
            slug=plan.slug,
            language=plan.language,
            owner_id=by,
            created_at=now,
            **plan.facts,
        )
        session.add(entry)
        session.flush()
    else:
        entry = lock_entry(session, plan.entry_id)
        for name, value in plan.facts.items():
            setattr(entry, name, value)
    assert entry.id is not None
    for words, written_at in plan.words:
        put_words(session, entry, words, by=by, written_at=written_at, is_confirmed=True)
    if plan.entry_id is None:
        record(session, "faq.drafted", f"faq_entry:{entry.id}", at=now, actor_id=by)
    else:
        note_change(session, entry, "imported", by=by, now=now)
    session.flush()
    return entry.id


def _count(plans: Sequence[Plan], faults: Sequence[Fault]) -> ImportCount:
    return ImportCount(
        new_slugs=tuple(plan.slug for plan in plans if plan.entry_id is None),
        changed_slugs=tuple(
            plan.slug for plan in plans if plan.entry_id is not None and not plan.is_empty
        ),
        unchanged_slugs=tuple(plan.slug for plan in plans if plan.is_empty),
        unfilled=tuple((plan.slug, language) for plan in plans for language in plan.unfilled),
        faults=tuple(faults),
    )
