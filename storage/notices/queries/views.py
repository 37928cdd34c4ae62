"""What queries about notices return: frozen values, without a session behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.notices.audience import Audience
from storage.notices.kinds import CopyState, Media, NoticeKind, NoticeState, Reach
from storage.notices.rules import When, make_title, pick_language


@dataclass(frozen=True)
class TextView:
    """A notice in one language; `facts` by name, only those that are given."""

    language: str
    text: str
    facts: dict[str, str]
    written_at: datetime


@dataclass(frozen=True)
class NoticeView:
    """A notice with all its texts, for staff; the source language's comes first.

    Attributes:
        committee, writer: names; `writer` is empty for who was forgotten.
        is_mass: as it was when it was sent, or confirmation asked for.
        sent_at: when it left for the first time.
    """

    id: int
    committee_id: int
    committee: str
    number: int
    kind: NoticeKind
    state: NoticeState
    language: str
    audience: Audience
    media: Media | None
    pin: bool
    asks_ack: bool
    is_mass: bool
    starts_on: date | None
    days: int | None
    when: When
    send_at: datetime | None
    written_by: int | None
    writer: str
    asked_by: int | None
    confirmed_by: int | None
    version: int
    created_at: datetime
    sent_at: datetime | None
    texts: tuple[TextView, ...]

    @property
    def title(self) -> str:
        """The first line in the language that it was written in."""
        return make_title(self.text_for(self.language).text)

    def text_for(self, *languages: str | None) -> TextView:
        """The text that somebody with these preferences reads."""
        texts = {text.language: text for text in self.texts}
        return texts[pick_language(texts, self.language, languages)[0]]


@dataclass(frozen=True)
class NoticeLine:
    """A notice in a list; `at` is when it left first, before that when it was begun."""

    id: int
    number: int
    kind: NoticeKind
    state: NoticeState
    title: str
    at: datetime
    asks_ack: bool
    is_mine_acknowledged: bool = False


@dataclass(frozen=True)
class SelectionView:
    """An audience with a name."""

    id: int
    name: str
    audience: Audience


@dataclass(frozen=True)
class BuildingLine:
    """A building with its estate's name."""

    id: int
    label: str
    estate: str


@dataclass(frozen=True)
class ChatLine:
    """A group that hears a notice; without `building` it speaks for the whole estate."""

    chat_id: int
    building_id: int | None
    building: str | None
    estate: str
    languages: tuple[str, ...]
    thread_id: int | None = None


@dataclass(frozen=True)
class AudienceView:
    """Whom an audience comes to now.

    Attributes:
        people: who can be written to in private; `blocked` more cannot.
        households: of the houses; 0 where roles are chosen.
        unbound: buildings that no group speaks for.
        languages: what its groups speak, and its people have chosen or set in Telegram.
    """

    chats: tuple[ChatLine, ...]
    people: int
    blocked: int
    households: int
    unbound: tuple[BuildingLine, ...]
    is_mass: bool
    languages: tuple[str, ...]


@dataclass(frozen=True)
class RunView:
    """One time that a notice left; without `started_at` it came too late, and did not."""

    id: int
    number: int
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    day: int | None
    days: int | None


@dataclass(frozen=True)
class Tally:
    """Copies by what became of them."""

    total: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    blocked: int = 0
    late: int = 0
    withdrawn: int = 0

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> Tally:
        """From counts by the outbox's words."""
        return cls(
            total=sum(counted.values()),
            sent=counted.get("sent", 0),
            waiting=counted.get("waiting", 0) + counted.get("sending", 0),
            failed=counted.get("failed", 0),
            blocked=counted.get("unreachable", 0),
            late=counted.get("late", 0),
            withdrawn=counted.get("withdrawn", 0),
        )


@dataclass(frozen=True)
class ReportView:
    """What became of one run.

    Attributes:
        runs: every run, the newest first.
        unbound: buildings of the notice that no group speaks for now.
        changes: edits and deletions of this run's copies; none yet: a total of 0.
        doubts: messages that may have arrived twice, because Telegram left the outcome open.
    """

    run: RunView
    runs: tuple[RunView, ...]
    groups: Tally
    private: Tally
    changes: Tally
    unbound: tuple[BuildingLine, ...]
    doubts: int


@dataclass(frozen=True)
class CopyLine:
    """One group's copy. `at`: when its fate was known."""

    chat_id: int
    building: str | None
    estate: str | None
    language: str
    state: CopyState
    failure: str | None
    at: datetime | None


@dataclass(frozen=True)
class Counts:
    """Households by how they were reached (S59).

    Attributes:
        delivered: a member got it in private.
        blocked: it was tried, and no member could be written to.
        remaining: nobody of them was reached; where an answer was asked for: none came.
    """

    households: int = 0
    delivered: int = 0
    blocked: int = 0
    acknowledged: int = 0
    paper: int = 0
    knocked: int = 0
    remaining: int = 0

    @property
    def reached(self) -> int:
        """Households that count as told."""
        return self.households - self.remaining


@dataclass(frozen=True)
class BuildingReach:
    """The ledger of one building."""

    id: int
    label: str
    estate: str
    counts: Counts


@dataclass(frozen=True)
class ReachView:
    """The ledger of a notice: "all residents told" as a number."""

    asks_ack: bool
    total: Counts
    buildings: tuple[BuildingReach, ...]


@dataclass(frozen=True)
class DoorLine:
    """A door in the ledger; `is_linked`: somebody there is known to the bot."""

    household_id: int
    door: str
    unit: str
    room: str
    is_linked: bool
    is_delivered: bool
    is_blocked: bool
    how: Reach | None


@dataclass(frozen=True)
class NoticeLetter:
    """A notice as one reader gets it; `language` None: the frame is in the reader's own."""

    params: dict[str, Any]
    language: str | None
    media: Media | None
