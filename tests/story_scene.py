"""People who ask, staff and volunteers who help, in one language: what stories of needs share.

Buttons are found by what the catalogs say in the story's language, notices by their buttons.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message
from sqlmodel import Session, select

from bot.jobs.due import DUE
from locales.kinds import STARTER
from locales.renderer import Renderer, Words
from simulator import Person, StoredMessage
from storage.audit.tables import AuditRecord
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.requests.actions import seed_kinds
from storage.requests.files import read_kinds
from storage.requests.forms import KindDraft, Question
from storage.requests.kinds import AnswerKind
from storage.volunteers.actions import read_handbook
from tests.handlers.estate_play import labels, newcomer, turns
from tests.people import until
from tests.town import Town, open_town

ZONE = ZoneInfo("Asia/Shanghai")
# By the clock of the committee the story begins at nine, on 2 February 2020.
BEGIN = timedelta(hours=-9)
# Seconds of the machine's time that an answer may take.
PATIENCE = 60
_RENDERER = Renderer()


@dataclass(frozen=True)
class Scene:
    """A town whose committee offers the shipped kinds, and the language that everybody reads."""

    town: Town
    language: str
    kinds: Mapping[str, KindDraft]

    @property
    def words(self) -> Words:
        return _RENDERER.words(self.language, ZONE.key)

    def title(self, slug: str) -> str:
        """A kind as it stands on buttons."""
        kind = self.kinds[slug]
        return f"{kind.icon} {kind.title[self.language]}"

    def shown(self, template: str, **params: Any) -> str:
        """What a message made from a template is read as."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.words.html(template, **params)))

    def at(self, hour: int, minute: int = 0, *, day: int = 2) -> None:
        """Wait until this time of a day in February 2020, by the committee's clock."""
        self.town.clock.jump_to(datetime(2020, 2, day, hour, minute, tzinfo=ZONE))

    async def look(self) -> None:
        """Let all that falls due by itself be done, as it is each few minutes of real time."""
        for actions in DUE.values():
            for action in actions.values():
                await self.town.work.write(action, self.town.clock.now())

    async def press(
        self, person: Person, message: StoredMessage, *names: str, **params: Any
    ) -> StoredMessage:
        """Press buttons one after the other, each in what the message has become."""
        for name in names:
            message = await turns(person, message, self.words.button(name, **params))
        return message

    async def press_part(
        self, person: Person, message: StoredMessage, *parts: str
    ) -> StoredMessage:
        """Press buttons of which only a part of the words is known."""
        for part in parts:
            (label,) = [each for each in labels(message) if part in each]
            message = await turns(person, message, label)
        return message

    async def says(
        self, person: Person, words: str, *shown: str, button: str = ""
    ) -> StoredMessage:
        """Write in private and take the answer that shows this; notices may come before."""
        await _reads_all(person)
        await person.says(words)
        while True:
            message = await person.next_message(PATIENCE)
            if _shows(message, shown, self._label(button)):
                return message

    async def hears(self, person: Person, *shown: str, button: str = "") -> StoredMessage:
        """The newest private message that shows this, once it is there."""
        label = self._label(button)

        def find() -> StoredMessage | None:
            said = [each for each in person.chat.messages if each.is_by_bot]
            return next((each for each in reversed(said) if _shows(each, shown, label)), None)

        found: StoredMessage = await until(self.town, find)
        return found

    def _label(self, button: str) -> str:
        return self.words.button(button) if button else ""

    async def fill(
        self, person: Person, slug: str, first: StoredMessage, answers: Mapping[str, Any]
    ) -> StoredMessage:
        """Answer a form from its first question on, which `first` shows; what is not answered
        is left out. Returns what comes after the last question."""
        shown, questions = first, self.kinds[slug].form.questions
        following = [question.words[self.language] for question in questions[1:]]
        for question, after in zip(questions, [*following, ""], strict=True):
            assert question.words[self.language] in text(shown)
            shown = await self._answer(person, shown, question, answers.get(question.name), after)
        return shown

    async def _answer(
        self, person: Person, shown: StoredMessage, question: Question, answer: Any, after: str
    ) -> StoredMessage:
        if answer is None:
            return await self.press(person, shown, "need_skip")
        match question.kind:
            case AnswerKind.CHOICE:
                return await turns(person, shown, question.choice_words[answer][self.language])
            case AnswerKind.SEVERAL:
                for each in answer:
                    shown = await turns(person, shown, question.choice_words[each][self.language])
                return await self.press(person, shown, "need_done")
            case _:
                return await self.says(person, str(answer), after)

    async def follows(self, person: Person, link: str) -> StoredMessage:
        """Follow a link into a form; its first question."""
        await _reads_all(person)
        await person.opens_link(link)
        return await person.next_message()

    async def newcomer(self, name: str) -> Person:
        """Somebody whom the bot has met and who has no part here yet."""
        person = newcomer(self.town, name, self.language)
        person.chat.is_started = True
        await person.says("/start")
        await person.next_message()
        return person

    async def volunteer(self, name: str) -> Person:
        """Somebody whom staff let drive for a week and who has read the handbook."""
        town, now = self.town, self.town.clock.now()
        person = await self.newcomer(name)
        await town.work.write(
            grant_role,
            person.id,
            town.place.committee_id,
            RoleKind.VOLUNTEER,
            now=now,
            expires_at=now + timedelta(days=7),
        )
        await town.work.write(read_handbook, by=person.id, now=now)
        return person

    async def audit(self, action: str) -> list[AuditRecord]:
        """What the audit has of one kind of change, oldest first."""
        return await self.town.work.read(_list_audit, action)

    def told(self, secret: str) -> set[int]:
        """The chats in which the bot has ever written this, in whatever became of the message."""
        calls = [call for call in self.town.world.requests if secret in str(call.params)]
        assert not [call for call in calls if call.method.lower() == "answercallbackquery"]
        return {int(call.params["chat_id"]) for call in calls if "chat_id" in call.params}


@asynccontextmanager
async def open_scene(database_url: str, language: str, **options: Any) -> AsyncIterator[Scene]:
    """A town at nine in the morning, with the shipped kinds."""
    async with open_town(database_url, language=language, before=BEGIN, **options) as town:
        kinds = read_kinds(STARTER)
        await town.work.write(seed_kinds, town.place.committee_id, kinds, now=town.clock.now())
        yield Scene(town, language, {kind.slug: kind for kind in kinds if kind.slug})


def text(message: Message) -> str:
    """What is read in a message."""
    return message.text or message.caption or ""


def middle(*minutes: float) -> int:
    """The median of some spans, in whole minutes."""
    return round(median(minutes))


async def _reads_all(person: Person) -> None:
    with suppress(TimeoutError):
        while True:
            await person.next_message(0.02)


def _shows(message: StoredMessage, shown: tuple[str, ...], label: str) -> bool:
    is_labelled = not label or label in labels(message)
    return is_labelled and all(words in text(message) for words in shown)


def _list_audit(session: Session, action: str) -> list[AuditRecord]:
    query = select(AuditRecord).where(AuditRecord.action == action)
    return list(session.exec(query.order_by("id")))
