"""What waits for a person, as the next question is held against it."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from storage.faq.kinds import ItemState
from storage.faq.queries.asked import Waiting
from storage.faq.tables import FaqItem, FaqQuestion

# As many as can be compared while somebody waits for an answer.
_MOST_WAITING = 200


def list_waiting(session: Session, committee_id: int) -> tuple[Waiting, ...]:
    """The first words of each of a committee's open items, its 200 newest; the newest first."""
    first = _firsts().where(
        col(FaqItem.committee_id) == committee_id, col(FaqItem.state) == ItemState.OPEN
    )
    query = (
        select(col(FaqQuestion.item_id), col(FaqQuestion.text))
        .where(col(FaqQuestion.id).in_(first))
        .order_by(col(FaqQuestion.item_id).desc())
        .limit(_MOST_WAITING)
    )
    return tuple(Waiting(*row) for row in session.execute(query))


def find_same(session: Session, committee_id: int, text: str) -> int | None:
    """The open item that was asked in these words; case, width and spaces aside."""
    query = (
        select(col(FaqQuestion.item_id), col(FaqQuestion.text))
        .join(FaqItem, col(FaqItem.id) == col(FaqQuestion.item_id))
        .where(col(FaqItem.committee_id) == committee_id, col(FaqItem.state) == ItemState.OPEN)
        .order_by(col(FaqItem.id))
    )
    said = _fold(text)
    return next((row.item_id for row in session.execute(query) if _fold(row.text) == said), None)


def count_opened(session: Session, person_id: int, since: datetime) -> int:
    """How many of the items opened after a time a person was the first to ask."""
    first = _firsts().where(col(FaqItem.opened_at) > since)
    query = select(func.count()).where(
        col(FaqQuestion.person_id) == person_id, col(FaqQuestion.id).in_(first)
    )
    counted: int = session.execute(query).scalar_one()
    return counted


def _firsts() -> Select[Any]:
    """The first question of each item."""
    return (
        select(func.min(col(FaqQuestion.id)))
        .join(FaqItem, col(FaqItem.id) == col(FaqQuestion.item_id))
        .group_by(col(FaqQuestion.item_id))
    )


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
