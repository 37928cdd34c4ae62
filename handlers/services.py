"""The parts of the running process, as handlers and cards see them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from aiogram import Bot
from aiogram.types import Message

from handlers.answering import Matcher
from locales.renderer import Renderer
from storage.relay.desk import RelayDesk
from storage.schedules.rules import Calendar
from storage.supplies.desk import SupplyDesk
from storage.work import Work

if TYPE_CHECKING:
    from handlers.context import Context
    from handlers.routes import Command

OnTied = Callable[["Context"], Awaitable[object]]
OnBound = Callable[["Context"], Awaitable[object]]


@dataclass(frozen=True)
class Letter:
    """One message to one chat, not yet rendered."""

    chat_id: int
    template: str
    params: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    silent: bool = False


class Post(Protocol):
    """Delivery, as handlers see it."""

    async def try_send(self, letter: Letter) -> Message | None:
        """Send at once; None where Telegram's limits or a fault would make the reader wait."""

    async def try_edit(self, message: Message, letter: Letter) -> bool:
        """Edit at once; False where that cannot be done. Showing the same is success."""


class Clock(Protocol):
    """Time, handed in."""

    def now(self) -> datetime:
        """The instant, aware UTC."""


@dataclass(frozen=True)
class Services:
    """The parts of the running process that handlers and cards use.

    Attributes:
        on_tied: what features offer a person who has just given their door.
        on_bound: what features put into a group that speaks for other houses, or in another
            language, than before.
        commands: every command, for a person's own menu and their help.
    """

    bot: Bot
    username: str
    work: Work
    relays: RelayDesk
    supplies: SupplyDesk
    renderer: Renderer
    post: Post
    clock: Clock
    calendar: Calendar
    matcher: Matcher
    on_tied: tuple[OnTied, ...] = ()
    on_bound: tuple[OnBound, ...] = ()
    commands: tuple[Command, ...] = ()
