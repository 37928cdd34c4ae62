"""What a feature answers to: tables of prefixes instead of filters to be tried.

A command, a button, a deep link or a conversation's step is found by looking up one word, so
that an update costs the same however many features there are (docs/adr/0003).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    InlineQuery,
    Message,
)
from sqlmodel import Session

from handlers.context import Context
from handlers.services import OnBound, OnTied, Services
from locales.renderer import Words
from storage.community.queries import ConversationView

Data = TypeVar("Data", bound=CallbackData)
Read = TypeVar("Read")

OnCommand = Callable[[Context, Message, str], Awaitable[None]]
OnPress = Callable[[Context, CallbackQuery, Any], Awaitable[None]]
OnStep = Callable[[Context, Message, ConversationView], Awaitable[None]]
OnText = Callable[[Context, Message, Any], Awaitable[None]]
OnPlain = Callable[[Context, Message], Awaitable[bool]]
OnGuard = Callable[[Context, Message, str], Awaitable[bool]]
OnInline = Callable[[Context, InlineQuery], Awaitable[None]]
OnMembership = Callable[[Context, ChatMemberUpdated], Awaitable[None]]
OnServiceMessage = Callable[[Context, Message], Awaitable[None]]
Keyboard = Callable[[Words, dict[str, Any]], InlineKeyboardMarkup | None]
# A PNG, or what Telegram calls one that it has already.
Picture = Callable[[Words, dict[str, Any]], bytes | str]


@dataclass(frozen=True)
class Face:
    """What a card shows at one moment.

    Attributes:
        picture: a PNG above the text, which then has a caption's length. A card has one from
            its first look on, or never.
        rest: until the next edit at the earliest; None is as soon as any card's.
    """

    html: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: bytes | None = None
    rest: timedelta | None = None


ShowCard = Callable[[Services, Words, int, int], Awaitable[Face | None]]


class MediaKind(StrEnum):
    """Which kind of file Telegram is asked to show again."""

    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Media:
    """A file that Telegram has already, by the id that this bot knows it under."""

    kind: MediaKind
    file_id: str


@dataclass(frozen=True)
class Loaded:
    """What a message says at the moment at which it leaves.

    Attributes:
        language: in which it is written; the reader's where it is None.
        media: shown above the text, which then has a caption's length.
    """

    params: dict[str, Any]
    language: str | None = None
    media: Media | None = None
    is_silent: bool = False


# Asked with the values that were left, and the languages of the reader, the strongest first.
LoadLetter = Callable[[Session, dict[str, Any], tuple[str | None, ...]], Loaded | None]


class Audience(StrEnum):
    """Whose command menu a command stands in; helpers are volunteers, leads and staff."""

    EVERYBODY = "everybody"
    GROUPS = "groups"
    HELPERS = "helpers"
    STAFF = "staff"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Command:
    """A command, `word` without its slash, and where Telegram's menu offers it.

    Attributes:
        hears_cries: its handler looks itself for cries for help in the words behind it.
    """

    word: str
    handler: OnCommand
    audience: Audience
    hears_cries: bool = False


@dataclass
class Router:
    """One feature's table. Names must be unique among all features; the switchboard checks.

    Attributes:
        written_for_others: the steps in which staff write of others.
        guards: take out of a group what stands behind a command or in a cry for help, and should
            not be read there; True where something was.
        plain: asked in turn about words that no reader and no conversation took; True takes them.
        inline: answers `@bot words` typed in any chat.
    """

    name: str
    commands: dict[str, Command] = field(default_factory=dict)
    presses: dict[str, tuple[type[CallbackData], OnPress]] = field(default_factory=dict)
    steps: dict[str, OnStep] = field(default_factory=dict)
    written_for_others: set[str] = field(default_factory=set)
    links: dict[str, OnCommand] = field(default_factory=dict)
    readers: list[tuple[Callable[[str], Any], OnText]] = field(default_factory=list)
    interrupters: list[tuple[Callable[[str], Any], OnText]] = field(default_factory=list)
    guards: list[OnGuard] = field(default_factory=list)
    plain: list[OnPlain] = field(default_factory=list)
    inline: list[OnInline] = field(default_factory=list)
    letters: dict[str, LoadLetter] = field(default_factory=dict)
    keyboards: dict[str, Keyboard] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    cards: dict[str, ShowCard] = field(default_factory=dict)
    on_tied: list[OnTied] = field(default_factory=list)
    on_bound: list[OnBound] = field(default_factory=list)
    memberships: list[OnMembership] = field(default_factory=list)
    migrations: list[OnServiceMessage] = field(default_factory=list)

    def command(
        self,
        word: str,
        handler: OnCommand,
        audience: Audience = Audience.EVERYBODY,
        *,
        hears_cries: bool = False,
    ) -> None:
        """Answer `/word` with `handler(context, message, rest of the line)`.

        A cry for help in the rest is answered in its place; not behind what staff write with.

        Args:
            hears_cries: the handler looks for them itself.
        """
        self.commands[word] = Command(word, handler, audience, hears_cries)

    def press(
        self, data: type[Data], handler: Callable[[Context, CallbackQuery, Data], Awaitable[None]]
    ) -> None:
        """Answer buttons that carry `data`."""
        self.presses[data.__prefix__] = (data, handler)

    def step(self, name: str, handler: OnStep, *, for_others: bool = False) -> None:
        """Take the next message of a conversation that stands at `name` (`relay.title`).

        Args:
            for_others: staff write here of others, or what others will read; words of danger in
                it are answered with what to do, and taken all the same.
        """
        self.steps[name] = handler
        if for_others:
            self.written_for_others.add(name)

    def link(self, prefix: str, handler: OnCommand) -> None:
        """Answer `/start <prefix>_<rest>` with `handler(context, message, rest)`."""
        self.links[prefix] = handler

    def reader(
        self,
        read: Callable[[str], Read | None],
        handler: Callable[[Context, Message, Read], Awaitable[None]],
        *,
        interrupts: bool = False,
    ) -> None:
        """Answer plain text that `read` understands. `read` is pure and quick; None passes.

        Args:
            interrupts: also in the middle of a private conversation, for what cannot be an
                answer there; in a group after the other readers.
        """
        (self.interrupters if interrupts else self.readers).append((read, handler))

    def letter(self, template: str, load: LoadLetter) -> None:
        """Have every message made from `template` say what stands in rows when it leaves.

        `load` only reads. Where it answers None the message is withdrawn: nothing is sent.
        """
        self.letters[template] = load

    def keyboard(self, template: str, build: Keyboard) -> None:
        """Put buttons under every message made from `template`."""
        self.keyboards[template] = build

    def picture(self, template: str, draw: Picture) -> None:
        """Send every message made from `template` as a picture (PNG) with the text under it."""
        self.pictures[template] = draw

    def card(self, kind: str, show: ShowCard) -> None:
        """Draw the living cards of `kind` with `show(services, words, subject id, chat id)`."""
        self.cards[kind] = show
