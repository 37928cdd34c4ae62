"""What stories share: people who read and press in their own language, and time that passes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message
from sqlmodel import Session, select

from bot.jobs.due import DUE, as_ticks
from locales.kinds import STARTER
from locales.renderer import Renderer, Words
from simulator import CallbackAnswer, Person, StoredMessage
from storage.audit.tables import AuditRecord
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.requests.actions import seed_kinds
from storage.requests.files import read_kinds
from tests.handlers.estate_play import labels, newest
from tests.town import Town

CLOCK = ZoneInfo("Asia/Shanghai")
KINDS = {kind.slug: kind for kind in read_kinds(STARTER)}
_RENDERER = Renderer()
# Seconds of the machine's time; the machine that runs the tests may be busy with others.
_PATIENCE = 60


@dataclass(eq=False)
class Reader:
    """Somebody who uses the bot in one language and finds its buttons by their words."""

    town: Town
    person: Person
    language: str
    _read: int = 0

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.user.full_name

    @property
    def words(self) -> Words:
        return _RENDERER.words(self.language, CLOCK.key)

    def label(self, name: str, **params: Any) -> str:
        """What stands on a button."""
        return self.words.button(name, **params)

    def kind(self, slug: str) -> str:
        """What stands on the button of a kind of need."""
        return f"{KINDS[slug].icon} {KINDS[slug].title[self.language]}"

    def choice(self, slug: str, question: str, choice: str) -> str:
        """What stands on the button of an answer."""
        asked = next(each for each in KINDS[slug].form.questions if each.name == question)
        return asked.choice_words[choice][self.language]

    async def says(self, text: str, *facts: str, button: str | None = None) -> StoredMessage:
        """Write in private, and take the answer that has these facts and this button."""
        await self.person.says(text)
        return await self.hears(*facts, button=button)

    async def hears(self, *facts: str, button: str | None = None) -> StoredMessage:
        """The bot's next private message with these facts and this button (its name)."""
        wanted = None if button is None else self.label(button)

        def find() -> StoredMessage | None:
            unread = (m for m in self.person.chat.messages if m.is_by_bot)
            return next(
                (
                    m
                    for m in unread
                    if m.message_id > self._read
                    and all(fact in read(m) for fact in facts)
                    and (wanted is None or wanted in labels(m))
                ),
                None,
            )

        try:
            found: StoredMessage = await self.person.chat.wait_until(find, _PATIENCE)
        except TimeoutError:
            said = [(read(m), labels(m)) for m in self.person.chat.messages[-4:]]
            raise AssertionError(f"{self.name} waits for {facts}, {wanted}; heard {said}") from None
        self._read = found.message_id
        return found

    async def presses(self, message: StoredMessage, name: str, **params: Any) -> StoredMessage:
        """Press the button of this name; returns the message that it stood under, as it is then."""
        return await self.turns(message, self.label(name, **params))

    async def turns(self, message: StoredMessage, *buttons: str) -> StoredMessage:
        """Press one button after the other by what stands on it."""
        for button in buttons:
            await self.person.presses(message, button)
            message = newest(message, self.person)
        return message

    async def alert(self, message: StoredMessage, name: str, **params: Any) -> CallbackAnswer:
        """Press a button for what pops up."""
        return await self.person.presses(message, self.label(name, **params))

    def shown(self, template: str, /, **params: Any) -> str:
        """How a text reads in this language."""
        return plain(self.words.html(template, **params))


async def read_in(town: Town, language: str) -> tuple[list[Reader], Reader]:
    """The town's residents and its staff, and every kind of need that is shipped."""
    await town.work.write(
        seed_kinds, town.place.committee_id, list(KINDS.values()), now=town.clock.now()
    )
    readers = [Reader(town, each, language) for each in town.residents]
    return readers, Reader(town, town.staff, language)


async def appointed(town: Town, name: str, kind: RoleKind, language: str) -> Reader:
    """Somebody more with a role for the whole committee."""
    person = town.world.person(name, language_code=language)
    person.chat.is_started = True
    reader = Reader(town, person, language)
    await reader.says("/start")
    await town.work.write(
        grant_role, person.id, town.place.committee_id, kind, now=town.clock.now()
    )
    return reader


async def pass_to(town: Town, clock: str) -> None:
    """Let time pass until the committee's clock shows this, and what falls due by itself happen."""
    hour, minute = map(int, clock.split(":"))
    local = town.clock.now().astimezone(CLOCK)
    then = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    town.clock.jump_to(then if then >= local else then + timedelta(days=1))
    for due in DUE.values():
        for tick in as_ticks(due, town.work, town.clock.now).values():
            await tick()
    await town.world.settled()


def read(message: Message) -> str:
    """What is read in a message."""
    return message.text or message.caption or ""


def plain(rendered: str) -> str:
    """A rendered text as Telegram shows it."""
    return html.unescape(re.sub(r"<[^>]+>", "", rendered))


async def audited(town: Town, prefix: str) -> list[tuple[str, str, int | None]]:
    """The audit's lines on some subjects, oldest first: what, to what, by whom."""

    def find(session: Session) -> list[tuple[str, str, int | None]]:
        rows = session.exec(select(AuditRecord).order_by("id")).all()
        return [
            (row.action, row.subject, row.actor_id)
            for row in rows
            if row.subject.startswith(prefix)
        ]

    return await town.work.read(find)
