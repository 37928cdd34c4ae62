"""What residents ask, and what they say of the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from storage.errors import RuleError
from storage.faq.kinds import EntryState, Feedback, Outcome
from storage.faq.queries import QuestionView, find_question
from storage.faq.tables import FaqEntry, FaqQuestion
from storage.upsert import insert_new

_TEXT = 400
"""Characters of a question that are kept; what follows them does not help to answer it."""


def record_question(
    session: Session,
    *,
    committee_id: int,
    person_id: int,
    chat_id: int,
    message_id: int | None,
    thread_id: int | None,
    language: str,
    text: str,
    outcome: Outcome,
    entry_id: int | None,
    certainty: float | None,
    now: datetime,
    author_id: int | None = None,
) -> int:
    """Keep a question and what it met; returns its number.

    A message that Telegram sends again is the question that it was.

    Args:
        chat_id: Telegram's; in private the person's own number.
        text: cut to 400 characters.
        certainty: log-odds of the best entry.
        author_id: who wrote the words, where the asker points at another's message.
    """
    row: dict[str, Any] = {
        "committee_id": committee_id,
        "person_id": person_id,
        "author_id": author_id,
        "chat_id": chat_id,
        "message_id": message_id,
        "thread_id": thread_id,
        "language": language,
        "text": text[:_TEXT],
        "outcome": outcome,
        "entry_id": entry_id,
        "certainty": certainty,
        "asked_at": now,
    }
    if message_id is None:
        return _add(session, FaqQuestion(**row))
    insert_new(session, FaqQuestion, [row], keys=["chat_id", "message_id"])
    query = select(FaqQuestion.id).where(
        FaqQuestion.chat_id == chat_id, FaqQuestion.message_id == message_id
    )
    question_id = session.exec(query).one()
    assert question_id is not None
    return question_id


def mark_feedback(
    session: Session, question_id: int, feedback: Feedback, *, by: int
) -> QuestionView:
    """Keep what the asker says of the answer; their last word counts.

    Praise does not take back that the question went to a person.

    Raises:
        RuleError: `stale_button` for anybody else, and for a question that is not kept any more.
    """
    question = _find_own(session, question_id, by)
    is_handed = question.item_id is not None and question.feedback is not None
    if not (is_handed and feedback is Feedback.HELPFUL):
        question.feedback = feedback
    return _view(session, question)


def choose_entry(session: Session, question_id: int, entry_id: int, *, by: int) -> QuestionView:
    """Keep which of the offered entries the asker opened.

    A question that went to a person stays one that nothing answered.

    Raises:
        RuleError: `stale_button` for anybody else, for a question that is not kept any more, for
            another committee's entry and for a draft.
    """
    question = _find_own(session, question_id, by)
    entry = session.get(FaqEntry, entry_id)
    if entry is None or entry.committee_id != question.committee_id:
        raise RuleError("stale_button")
    if entry.state is EntryState.DRAFTED:
        raise RuleError("stale_button")
    if question.item_id is None:
        question.entry_id = entry_id
    return _view(session, question)


def _add(session: Session, question: FaqQuestion) -> int:
    session.add(question)
    session.flush()
    assert question.id is not None
    return question.id


def _find_own(session: Session, question_id: int, by: int) -> FaqQuestion:
    question = session.get(FaqQuestion, question_id)
    if question is None or question.person_id != by:
        raise RuleError("stale_button")
    return question


def _view(session: Session, question: FaqQuestion) -> QuestionView:
    session.add(question)
    session.flush()
    assert question.id is not None
    view = find_question(session, question.id)
    assert view is not None
    return view
