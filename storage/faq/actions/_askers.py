"""What askers are told of an item: in private where that reaches them, else where they asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.community.queries import find_chat, find_committee, find_person
from storage.faq.kinds import ItemState
from storage.faq.queries import QuestionView, find_question, list_questions
from storage.faq.tables import FaqItem
from storage.faq.upkeep import group_key, reply_key
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, SendState

_REPLY, _ENTRY, _CLOSED = "faq/reply", "faq/reply_entry", "faq/closed"
# Longer than any pause between two looks.
_LATELY = timedelta(days=1)


def tell_askers(session: Session, item: FaqItem, now: datetime) -> tuple[int, int]:
    """Tell each asker once what became of a settled item, in the words of their first question.

    Returns:
        How many are told, and how many nothing reaches.
    """
    assert item.id is not None
    first: dict[int, QuestionView] = {}
    for question in list_questions(session, item.id):
        first.setdefault(question.person_id, question)
    told = 0
    for question in first.values():
        where = _find_way(session, question)
        if where is not None:
            _tell(session, item, question, reply_key(item.id, question.id), where, now)
            told += 1
    return told, len(first) - told


def say_in_groups(session: Session, now: datetime) -> int:
    """Say in the group, once, what did not reach an asker in private who had asked there.

    Returns:
        How many were said.
    """
    missed = select(OutboxMessage.dedupe_key).where(
        OutboxMessage.state == SendState.UNREACHABLE,
        col(OutboxMessage.template).in_([_REPLY, _ENTRY, _CLOSED]),
        col(OutboxMessage.settled_at) > now - _LATELY,
        OutboxMessage.chat_id > 0,
    )
    return sum(_say_in_group(session, key, now) for key in session.exec(missed).all() if key)


def _say_in_group(session: Session, key: str, now: datetime) -> bool:
    item_id, question_id = (int(part) for part in key.split(":")[-2:])
    # Two processes look at once: the second one finds it said.
    query = select(FaqItem).where(FaqItem.id == item_id)
    item = session.exec(query.with_for_update(key_share=True)).first()
    question = find_question(session, question_id)
    if item is None or question is None:
        return False
    where = _find_group(session, question)
    if where is None:
        return False
    return _tell(session, item, question, group_key(item_id, question_id), where, now)


def _tell(
    session: Session,
    item: FaqItem,
    question: QuestionView,
    key: str,
    where: dict[str, Any],
    now: datetime,
) -> bool:
    template, said = _find_words(session, item)
    params = {"item_id": item.id, "question": question.text, **said}
    return leave(session, template=template, params=params, now=now, dedupe_key=key, **where)


def _find_words(session: Session, item: FaqItem) -> tuple[str, dict[str, Any]]:
    if item.state is ItemState.DISMISSED:
        return _CLOSED, {}
    if item.reply is None:
        return _ENTRY, {"entry_id": item.entry_id}
    committee = find_committee(session, item.committee_id)
    assert committee is not None
    assert item.settled_at is not None
    return _REPLY, {
        "reply": item.reply,
        "reply_language": item.reply_language,
        "issuer": committee.name,
        "at": item.settled_at.isoformat(),
    }


def _find_way(session: Session, question: QuestionView) -> dict[str, Any] | None:
    """In private where that reaches its person, else in the group where others heard it."""
    person = find_person(session, question.person_id)
    if person is not None and person.reachable:
        return {"chat_id": question.person_id}
    return _find_group(session, question)


def _find_group(session: Session, question: QuestionView) -> dict[str, Any] | None:
    chat = find_chat(session, question.chat_id) if question.is_in_group else None
    if chat is None or not chat.is_bound:
        return None
    return {
        "chat_id": question.chat_id,
        "reply_to": question.message_id,
        "thread_id": question.thread_id,
    }
