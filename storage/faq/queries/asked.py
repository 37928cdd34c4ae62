"""What queries about questions return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from storage.faq.kinds import Feedback, ItemState, Outcome


@dataclass(frozen=True)
class QuestionView:
    """One question as it was asked.

    Attributes:
        message_id: None once its message is out of reach.
        certainty: log-odds of the best entry when it was asked.
    """

    id: int
    committee_id: int
    person_id: int
    chat_id: int
    message_id: int | None
    thread_id: int | None
    language: str
    text: str
    outcome: Outcome
    entry_id: int | None
    certainty: float | None
    feedback: Feedback | None
    item_id: int | None
    asked_at: datetime

    @property
    def is_in_group(self) -> bool:
        """Whether others heard it: a private chat has its person's own number."""
        return self.chat_id != self.person_id


@dataclass(frozen=True)
class ItemView:
    """Questions that wait for a person, as one.

    Attributes:
        text: the earliest question's that is still kept; None when none is.
        language: of that text.
        askers: people who asked, each counted once.
        entry_id: what answers it, or what became of it.
        is_told: whether anybody was told of it; nobody could be reached yet if not.
    """

    id: int
    committee_id: int
    state: ItemState
    opened_at: datetime
    text: str | None
    language: str | None
    askers: int
    reply: str | None
    reply_language: str | None
    entry_id: int | None
    is_told: bool


class Waiting(NamedTuple):
    """What is asked by those who wait for a person."""

    item_id: int
    text: str


class AskedEntry(NamedTuple):
    """How often an entry was the answer, and what askers said."""

    entry_id: int
    asked: int
    helpful: int
    not_helpful: int


class Unanswered(NamedTuple):
    """What no entry answered, and what became of it."""

    item_id: int
    text: str | None
    askers: int
    state: ItemState


@dataclass(frozen=True)
class Week:
    """A committee's week of questions, Monday to Sunday by its own calendar.

    Attributes:
        asked: all questions; `answered` to `unknown` are what they met.
        by_day: questions of each day, Monday first.
        most_asked: entries, the most asked first.
        unanswered: items opened in this week, open ones first, then by askers.
    """

    first_day: date
    last_day: date
    time_zone: str
    asked: int
    answered: int
    offered: int
    ended: int
    unknown: int
    helpful: int
    not_helpful: int
    by_day: tuple[int, ...]
    most_asked: tuple[AskedEntry, ...]
    unanswered: tuple[Unanswered, ...]
