"""What was asked, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from storage.faq.kinds import ItemState
from storage.faq.queries.asked import ItemView, QuestionView
from storage.faq.tables import FaqItem, FaqQuestion

_COLUMNS = (
    FaqQuestion.id,
    FaqQuestion.committee_id,
    FaqQuestion.person_id,
    FaqQuestion.chat_id,
    FaqQuestion.message_id,
    FaqQuestion.thread_id,
    FaqQuestion.language,
    FaqQuestion.text,
    FaqQuestion.outcome,
    FaqQuestion.entry_id,
    FaqQuestion.certainty,
    FaqQuestion.feedback,
    FaqQuestion.item_id,
    FaqQuestion.asked_at,
)


def find_question(session: Session, question_id: int) -> QuestionView | None:
    """One question that is still kept."""
    row = session.execute(_questions().where(col(FaqQuestion.id) == question_id)).first()
    return QuestionView(*row) if row else None


def list_questions(session: Session, item_id: int) -> tuple[QuestionView, ...]:
    """The questions of an item that are still kept, oldest first."""
    rows = session.execute(_questions().where(col(FaqQuestion.item_id) == item_id))
    return tuple(QuestionView(*row) for row in rows)


def is_reply_to(session: Session, entry_id: int, person_id: int) -> bool:
    """Whether staff gave this entry as the reply to a question of this person."""
    query = (
        select(col(FaqQuestion.id))
        .join(FaqItem, col(FaqItem.id) == col(FaqQuestion.item_id))
        .where(
            col(FaqItem.entry_id) == entry_id,
            col(FaqItem.state) == ItemState.ANSWERED,
            col(FaqQuestion.person_id) == person_id,
        )
    )
    return session.execute(query).first() is not None


def count_questions(session: Session, person_id: int) -> int:
    """How many questions of a person are kept."""
    query = select(func.count()).where(col(FaqQuestion.person_id) == person_id)
    counted: int = session.execute(query).scalar_one()
    return counted


def find_item(session: Session, item_id: int) -> ItemView | None:
    """What waits, or waited, for a person."""
    return next(iter(_items(session, _rows().where(col(FaqItem.id) == item_id))), None)


def list_items(
    session: Session, committee_id: int, *, state: ItemState | None = ItemState.OPEN
) -> tuple[ItemView, ...]:
    """A committee's items in one state, or in all (None); the oldest first."""
    query = _rows().where(col(FaqItem.committee_id) == committee_id)
    if state is not None:
        query = query.where(col(FaqItem.state) == state)
    return _items(session, query)


def list_opened(
    session: Session, committee_id: int, begin: datetime, end: datetime
) -> tuple[ItemView, ...]:
    """A committee's items that were opened from `begin` until before `end`."""
    return _items(
        session,
        _rows().where(
            col(FaqItem.committee_id) == committee_id,
            col(FaqItem.opened_at) >= begin,
            col(FaqItem.opened_at) < end,
        ),
    )


def _questions() -> Select[*tuple[Any, ...]]:
    columns = (col(column) for column in _COLUMNS)
    return select(*columns).order_by(col(FaqQuestion.asked_at), col(FaqQuestion.id))


def _rows() -> Select[*tuple[Any, ...]]:
    columns = (
        FaqItem.id,
        FaqItem.committee_id,
        FaqItem.state,
        FaqItem.opened_at,
        FaqItem.reply,
        FaqItem.reply_language,
        FaqItem.entry_id,
        FaqItem.told_at,
    )
    return select(*(col(column) for column in columns)).order_by(col(FaqItem.id))


def _items(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[ItemView, ...]:
    rows = session.execute(query).all()
    wanted = _questions().where(col(FaqQuestion.item_id).in_([row.id for row in rows]))
    asked: dict[int, list[QuestionView]] = {}
    for row in session.execute(wanted):
        asked.setdefault(row.item_id, []).append(QuestionView(*row))
    return tuple(_item_view(row, asked.get(row.id, ())) for row in rows)


def _item_view(row: Any, questions: Sequence[QuestionView]) -> ItemView:
    first = questions[0] if questions else None
    return ItemView(
        id=row.id,
        committee_id=row.committee_id,
        state=row.state,
        opened_at=row.opened_at,
        text=first.text if first else None,
        language=first.language if first else None,
        askers=len({question.person_id for question in questions}),
        reply=row.reply,
        reply_language=row.reply_language,
        entry_id=row.entry_id,
        is_told=row.told_at is not None,
    )
