"""Inline mode: what a person types after the bot's name, and the results they may choose from."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from aiogram import types

from simulator.clock import Clock
from simulator.errors import STALE_QUERY, bad_request

if TYPE_CHECKING:
    from simulator.chats import Chat

ChatKind = Literal["sender", "private", "group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class InlineQuestion:
    """Who asks what, from where on, and in what kind of chat: all that the bot learns."""

    person_id: int
    query: str
    offset: str
    chat_kind: ChatKind


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One article to choose, and the fields of the message that choosing it sends."""

    article: types.InlineQueryResultArticle
    content: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The bot's own id for it."""
        return self.article.id

    @property
    def title(self) -> str:
        """What the list shows."""
        return self.article.title

    @property
    def description(self) -> str | None:
        """What the list shows below the title."""
        return self.article.description


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The bot's answer: the results, where a longer list goes on, and how it may be kept.

    Others who ask the same get the kept answer, without the bot being asked, for `cache_time`
    seconds; only the asker does when it `is_personal`.
    """

    results: list[InlineResult] = field(default_factory=list)
    next_offset: str = ""
    button: types.InlineQueryResultsButton | None = None
    is_personal: bool = False
    cache_time: int = 300


@dataclass(frozen=True, slots=True)
class InlineResults:
    """An answer as it shows above somebody's text box in a chat."""

    query_id: str
    question: InlineQuestion
    chat: "Chat"
    answer: InlineAnswer

    @property
    def results(self) -> list[InlineResult]:
        """The results, in the bot's order."""
        return self.answer.results

    @property
    def next_offset(self) -> str:
        """Where the list goes on; empty at its end."""
        return self.answer.next_offset

    @property
    def button(self) -> types.InlineQueryResultsButton | None:
        """The button above the results, if there is one."""
        return self.answer.button

    def find(self, which: int | str) -> InlineResult:
        """A result by its place or its title; raises LookupError."""
        if isinstance(which, int):
            if not -len(self.results) <= which < len(self.results):
                raise LookupError(f"no result {which} among {len(self.results)}")
            return self.results[which]
        for result in self.results:
            if result.title == which:
                return result
        raise LookupError(f"no result {which!r}; there are {[one.title for one in self.results]}")


@dataclass(slots=True)
class OpenQuestion:
    """A question that may still be answered."""

    question: InlineQuestion
    asked_at: dt.datetime
    answer: asyncio.Future[InlineAnswer]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that serves those who ask the same until it is stale."""

    answer: InlineAnswer
    fresh_until: dt.datetime


class InlineDesk:
    """Hands out query ids, passes answers on and keeps them; `lifetime` is a guess."""

    lifetime = dt.timedelta(seconds=30)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(7_100_000_000_000_000_001)
        self._open: dict[str, OpenQuestion] = {}
        self._kept: dict[tuple[str, str, str, int | None], KeptAnswer] = {}
        self.shown: dict[str, InlineResults] = {}

    def open(self, question: InlineQuestion) -> tuple[str, asyncio.Future[InlineAnswer]]:
        """A new query: its id, and the answer to wait for, which is there if one was kept."""
        query_id = str(next(self._ids))
        answer: asyncio.Future[InlineAnswer] = asyncio.get_running_loop().create_future()
        self._open[query_id] = OpenQuestion(question, self._clock.now(), answer)
        kept = self._find_kept(question)
        if kept:
            answer.set_result(kept)
        return query_id, answer

    def check_open(self, query_id: str) -> OpenQuestion:
        """The question of an id; raises Refusal for an unknown or an old one."""
        asked = self._open.get(query_id)
        if asked is None or self._clock.now() - asked.asked_at > self.lifetime:
            raise bad_request(STALE_QUERY)
        return asked

    def resolve(self, query_id: str, answer: InlineAnswer) -> None:
        """Show results and keep them; raises Refusal for an unknown or an old query."""
        asked = self.check_open(query_id)
        if answer.cache_time > 0:
            until = self._clock.now() + dt.timedelta(seconds=answer.cache_time)
            owner = asked.question.person_id if answer.is_personal else None
            self._kept[_key(asked.question, owner)] = KeptAnswer(answer, until)
        if not asked.answer.done():
            asked.answer.set_result(answer)

    def _find_kept(self, question: InlineQuestion) -> InlineAnswer | None:
        for owner in (question.person_id, None):
            kept = self._kept.get(_key(question, owner))
            if kept and self._clock.now() < kept.fresh_until:
                return kept.answer
        return None


def _key(question: InlineQuestion, owner: int | None) -> tuple[str, str, str, int | None]:
    return question.query, question.offset, question.chat_kind, owner
