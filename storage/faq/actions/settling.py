"""A person's answer reaches all who asked, and becomes an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from storage.community.queries import (
    find_chat,
    find_committee,
    find_person,
)
from storage.errors import RuleError
from storage.faq.actions._entries import lock_entry
from storage.faq.actions.items import lock_item, lock_open, settle
from storage.faq.actions.publishing import publish_entry
from storage.faq.actions.writing import create_entry
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind, ItemState, Standing
from storage.faq.queries import ItemView, QuestionView, find_entry, list_questions
from storage.faq.rules import check_answer
from storage.faq.upkeep import reply_key
from storage.outbox.actions import leave


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
    committee = find_committee(session, item.committee_id)
    assert committee is not None
    told = {
        "reply": cleaned,
        "reply_language": reply_language,
        "issuer": committee.name,
        "at": now.isoformat(),
    }
    return _tell_askers(session, view, "faq/reply", told, now)


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
    return _tell_askers(session, view, "faq/reply_entry", {"entry_id": entry_id}, now)


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


def _tell_askers(
    session: Session, item: ItemView, template: str, params: dict[str, Any], now: datetime
) -> Settled:
    """Tell each asker once, in the words of their first question."""
    first: dict[int, QuestionView] = {}
    for question in list_questions(session, item.id):
        first.setdefault(question.person_id, question)
    told = 0
    for question in first.values():
        where = _find_way(session, question)
        if where is not None:
            values = {"item_id": item.id, "question": question.text, **params}
            key = reply_key(item.id, question.id)
            leave(session, template=template, params=values, now=now, dedupe_key=key, **where)
            told += 1
    return Settled(item, told, missed=len(first) - told)


def _find_way(session: Session, question: QuestionView) -> dict[str, Any] | None:
    """In private where that reaches its person, else in the group where others heard it."""
    person = find_person(session, question.person_id)
    if person is not None and person.reachable:
        return {"chat_id": question.person_id}
    chat = find_chat(session, question.chat_id) if question.is_in_group else None
    if chat is None or not chat.is_bound:
        return None
    return {
        "chat_id": question.chat_id,
        "reply_to": question.message_id,
        "thread_id": question.thread_id,
    }
