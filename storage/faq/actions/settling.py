"""A person's answer reaches all who asked, and becomes an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.faq.actions._askers import tell_askers
from storage.faq.actions._entries import lock_entry
from storage.faq.actions.items import lock_item, lock_open, settle
from storage.faq.actions.publishing import publish_entry
from storage.faq.actions.writing import create_entry
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind, ItemState, Standing
from storage.faq.queries import ItemView, find_entry
from storage.faq.rules import check_answer


@dataclass(frozen=True)
class Settled:
    """An item after its answer.

    Attributes:
        told: askers whom the answer is on its way to.
        missed: askers whom nothing reaches: they blocked the bot, and asked in private.
    """

    item: ItemView
    told: int
    missed: int


def settle_item(
    session: Session, item_id: int, reply: str, reply_language: str, *, by: int, now: datetime
) -> Settled:
    """Answer an item in a person's own words; everybody who asked is told once.

    Raises:
        RuleError: `not_found`, `not_staff`, `faq_item_settled`, `faq_answer_empty`,
            `faq_text_too_long`.
    """
    cleaned = check_answer(reply, field="reply")
    item = lock_open(session, item_id, by, now)
    item.reply, item.reply_language = cleaned, reply_language
    view = settle(session, item, ItemState.ANSWERED, by=by, now=now)
    return Settled(view, *tell_askers(session, item, now))


def settle_with_entry(
    session: Session, item_id: int, entry_id: int, *, by: int, now: datetime
) -> Settled:
    """Answer an item with an entry in force; everybody who asked is told once.

    Raises:
        RuleError: `not_found`, `not_staff`, `faq_item_settled`, `faq_not_in_force`.
    """
    item = lock_open(session, item_id, by, now)
    entry = find_entry(session, entry_id, now)
    if entry is None or entry.committee_id != item.committee_id:
        raise RuleError("not_found", kind="entry")
    if entry.standing is not Standing.IN_FORCE:
        raise RuleError("faq_not_in_force")
    item.entry_id = entry_id
    view = settle(session, item, ItemState.ANSWERED, by=by, now=now)
    return Settled(view, *tell_askers(session, item, now))


def entry_from_item(
    session: Session,
    item_id: int,
    *,
    kind: EntryKind,
    source: str,
    issued_on: date,
    valid_until: date | None,
    question: str,
    by: int,
    now: datetime,
) -> int:
    """Make an entry in force of an answered item; returns its number, also when asked again.

    The reply is the answer, the committee the issuing body. Of what was asked nothing is taken
    over: it may tell who asked, and would outlive them. `question` is what staff have read.

    Raises:
        RuleError: `not_found`, `not_staff`, `faq_item_open` before the reply and after it has
            gone, or what `check_words` and `publish_entry` raise.
    """
    item = lock_item(session, item_id, by, now)
    if item.entry_id is not None:
        return item.entry_id
    if item.reply is None or item.reply_language is None:
        raise RuleError("faq_item_open")
    committee = find_committee(session, item.committee_id)
    assert committee is not None
    words = EntryWords(item.reply_language, question, (), item.reply, source, committee.name)
    entry_id = create_entry(session, item.committee_id, kind, words, by=by, now=now)
    entry = lock_entry(session, entry_id)
    entry.issued_on = entry.valid_from = issued_on
    publish_entry(session, entry_id, by=by, now=now, valid_until=valid_until)
    item.entry_id = entry_id
    session.add(item)
    session.flush()
    return entry_id
