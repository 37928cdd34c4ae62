"""What queries of requests return: frozen values, without a session behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.requests.forms import Answer, Form, Words
from storage.requests.kinds import (
    BoardView,
    Channel,
    EventKind,
    Handover,
    Outcome,
    Purpose,
    RequestState,
    Source,
)
from storage.requests.rights import RequestFacts


@dataclass(frozen=True)
class KindView:
    """A kind of need, as a committee has it."""

    id: int
    committee_id: int
    slug: str
    icon: str
    title: Words
    hint: Words
    form: Form
    keywords: Mapping[str, tuple[str, ...]]
    priority: int
    respond_minutes: int
    hours: int
    is_sensitive: bool
    is_offered: bool
    language: str
    position: int
    is_withdrawn: bool

    @property
    def sign(self) -> dict[str, Any]:
        """What messages show of it: the icon, and the title in every language."""
        return {"icon": self.icon, "title": dict(self.title)}


@dataclass(frozen=True)
class PhotoView:
    """A photo of a request. `file_id` is Telegram's; `size` in bytes."""

    id: int
    file_id: str
    size: int


@dataclass(frozen=True)
class RequestView:
    """A request with everything that is known of it.

    Attributes:
        number: what people call it by, among its committee's.
        form: the questions as they stood when they were answered.
        person_id: who asked; None where staff entered it, and after erasing.
        caller: who telephoned and their number, as staff wrote it down.
        alternative: what is offered where there is no source.
        owner_name: shown to staff only.
        asked_at: since when it waits for the requester's answer.
        escalations: how often nobody had claimed it in time.
    """

    id: int
    committee_id: int
    number: int
    kind: KindView
    form: Form
    estate_id: int
    building_id: int
    building: str
    household_id: int
    door: str
    person_id: int | None
    person_name: str | None
    entered_by: int | None
    channel: Channel
    caller: str | None
    language: str
    answers: Mapping[str, Answer]
    photos: tuple[PhotoView, ...]
    state: RequestState
    source: Source | None
    alternative: str | None
    owner_id: int | None
    owner_name: str | None
    needed_by: date | None
    session_on: date | None
    refill_on: date | None
    priority: int
    due_at: datetime
    opened_at: datetime
    claimed_at: datetime | None
    asked_at: datetime | None
    escalations: int
    delivered_at: datetime | None
    delivered_by: int | None
    delivered_how: Handover | None
    confirmed_at: datetime | None
    reopened_at: datetime | None
    closed_at: datetime | None
    closed_by: int | None
    outcome: Outcome | None
    solved: bool | None
    erased_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in (RequestState.OPEN, RequestState.CLAIMED)

    @property
    def brought_at(self) -> datetime | None:
        """When it was delivered, unless the requester has reopened it since."""
        return self.delivered_at if self.reopened_at is None else None

    @property
    def facts(self) -> RequestFacts:
        """What decides about rights to it."""
        return RequestFacts(
            self.committee_id,
            self.building_id,
            self.household_id,
            self.person_id,
            self.kind.is_sensitive,
        )

    def find(self, purpose: Purpose) -> Answer | None:
        """The answer to the question of this purpose."""
        question = self.form.find(purpose)
        return self.answers.get(question.name) if question is not None else None


@dataclass(frozen=True)
class OwnLine:
    """A request in its requester's list.

    Attributes:
        is_asked: staff wait for an answer.
        is_delivered: brought and not reopened; where `closed_at` is None, not confirmed yet.
    """

    id: int
    number: int
    icon: str
    title: Words
    state: RequestState
    source: Source | None
    outcome: Outcome | None
    opened_at: datetime
    due_at: datetime
    session_on: date | None
    is_asked: bool
    is_delivered: bool
    closed_at: datetime | None


@dataclass(frozen=True)
class BoardLine:
    """A request on the staff's board: nothing that was answered."""

    id: int
    number: int
    kind_id: int
    icon: str
    title: Words
    building_id: int
    building: str
    state: RequestState
    source: Source | None
    owner_id: int | None
    owner_name: str | None
    priority: int
    opened_at: datetime
    due_at: datetime
    session_on: date | None
    closed_at: datetime | None
    is_overdue: bool
    is_asked: bool
    is_delivered: bool
    escalations: int


@dataclass(frozen=True)
class BoardFilter:
    """What the board is asked for; None: every kind, every building."""

    view: BoardView = BoardView.NEW
    kind_id: int | None = None
    building_id: int | None = None


@dataclass(frozen=True)
class BoardCounts:
    """How many requests each view has, for this person and within the filter."""

    new: int
    mine: int
    asked: int
    overdue: int
    open: int
    by_kind: Mapping[int, int]
    by_building: Mapping[int, int]


@dataclass(frozen=True)
class EventView:
    """One thing that happened; `is_requester` tells the two sides apart. Words are in details."""

    kind: EventKind
    at: datetime
    by: int | None
    name: str | None
    is_requester: bool
    details: Mapping[str, Any]


@dataclass(frozen=True)
class ReaderView:
    """Somebody who has read a request."""

    person_id: int
    name: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class ShownCopy:
    """A copy of a photo in a chat, to be taken away."""

    chat_id: int
    message_id: int
