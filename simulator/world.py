"""A world: one bot, its people and chats, its updates, and everything it asked for."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from aiogram import types

from simulator.callbacks import CallbackDesk
from simulator.chats import Channel, Chat
from simulator.clock import Clock
from simulator.commands import CommandBook
from simulator.errors import Refusal
from simulator.faults import Fault, FaultScript, Kind
from simulator.files import FileStore
from simulator.flood import FloodGate, FloodLimits
from simulator.groups import Group
from simulator.inline import InlineDesk
from simulator.inline_messages import InlineMessages
from simulator.messages import MessageIds
from simulator.people import Person
from simulator.signals import Signal
from simulator.updates import LongPoll, UpdateQueue

if TYPE_CHECKING:
    from simulator.webhook import Webhook

# The accounts that Telegram itself puts as the sender of a group's or a channel's own words.
ANONYMOUS_ADMIN = types.User(
    id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot"
)
CHANNEL_BOT = types.User(id=136817688, is_bot=True, first_name="Channel", username="Channel_Bot")
FIRST_PERSON = 1001
FIRST_GROUP = 4001
FIRST_SUPERGROUP = 1_000_000_004_001


@dataclass(slots=True)
class LoggedCall:
    """One request of the bot: what it asked, and `result` or `refusal` once answered."""

    at: dt.datetime
    method: str
    params: dict[str, Any]
    result: Any = None
    refusal: Refusal | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A change, for those who watch: the page's stream."""

    kind: str
    chat_id: int | None
    data: Any = field(repr=False)


class World:
    """Everything one bot token can see. Made by `Simulator.world`."""

    def __init__(
        self,
        token: str,
        clock: Clock,
        *,
        bot_username: str = "linli_bot",
        bot_name: str = "Linli",
        flood: FloodLimits | None = None,
        privacy: bool = True,
        inline: bool = False,
        inline_feedback: bool = False,
    ) -> None:
        self.token = token
        self.clock = clock
        self.bot = types.User(
            id=int(token.partition(":")[0]),
            is_bot=True,
            first_name=bot_name,
            username=bot_username,
        )
        self.me = as_get_me_shows(self.bot, privacy=privacy, inline=inline)
        self.anonymous_admin = ANONYMOUS_ADMIN
        self.channel_bot = CHANNEL_BOT
        self.account_ids = MessageIds()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.updates = UpdateQueue()
        self.long_poll = LongPoll(self.updates)
        self.webhook: Webhook | None = None
        self.flood = FloodGate(flood, clock.monotonic)
        self.faults = FaultScript()
        self.callbacks = CallbackDesk(clock)
        self.inline = InlineDesk(clock)
        self.inline_messages = InlineMessages()
        self.has_inline_feedback = inline_feedback
        self.commands = CommandBook()
        self.descriptions: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, Any] = {}
        self.default_rights: dict[bool, types.ChatAdministratorRights | None] = {}
        self.requests: list[LoggedCall] = []
        self.warnings: list[str] = []
        self.in_flight = 0
        self.is_closed = False
        self.changed = Signal()
        self._watchers: set[Callable[[Event], None]] = set()
        self._numbers = {kind: count(first) for kind, first in FIRST_NUMBERS.items()}

    # -- people and chats -----------------------------------------------------------------------

    def person(
        self,
        name: str,
        *,
        language_code: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
    ) -> Person:
        """A new person; the name may be anything."""
        user = types.User(
            id=next(self._numbers["person"]),
            is_bot=False,
            first_name=name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        person = self.people[user.id] = Person(self, user)
        return person

    def group(
        self,
        title: str,
        *,
        members: Iterable[Person] = (),
        admins: Iterable[Person] = (),
        owner: Person | None = None,
        supergroup: bool = True,
        forum: bool = False,
    ) -> Group:
        """A new group with people in it, without the bot."""
        group = self.open_group(title, supergroup=supergroup or forum, forum=forum)
        group.seat(members, admins, owner)
        return group

    def open_group(self, title: str, *, supergroup: bool, forum: bool) -> Group:
        """A new empty group: ids as Telegram gives them, -100... for supergroups."""
        kind = "supergroup" if supergroup else "group"
        ids = MessageIds(taken=int(forum)) if supergroup else self.account_ids
        chat_id = -next(self._numbers[kind])
        return Group(self, chat_id, title, ids=ids, supergroup=supergroup, forum=forum)

    def channel(self, title: str, *, username: str | None = None) -> Channel:
        """A new channel, without the bot."""
        return Channel(self, -next(self._numbers["supergroup"]), title, username)

    # -- what happened --------------------------------------------------------------------------

    @property
    def refusals(self) -> list[LoggedCall]:
        """The requests that were refused."""
        return [call for call in self.requests if call.refusal]

    def calls(self, method: str) -> list[LoggedCall]:
        """The requests of one method, oldest first."""
        return [call for call in self.requests if call.method.lower() == method.lower()]

    def fault(
        self,
        method: str,
        kind: Kind,
        *,
        times: int = 1,
        retry_after: int = 1,
        chat: Chat | Person | None = None,
    ) -> None:
        """Let something go wrong with the next calls of a method (`*`: any, `file`: a download)."""
        chat_id = chat.id if chat else None
        self.faults.pending.append(Fault(method, kind, times, retry_after, chat_id))

    def publish(self, kind: str, data: Any, chat_id: int | None = None) -> None:
        """Tell everybody who watches."""
        if self._watchers:
            event = Event(kind, chat_id, data)
            for watcher in self._watchers:
                watcher(event)

    def watch(self, watcher: Callable[[Event], None]) -> Callable[[], None]:
        """Call `watcher` with every event; the answer stops it."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    async def settled(
        self,
        timeout: float = 30,  # noqa: ASYNC109
        *,
        quiet: float = 0.05,
    ) -> None:
        """Wait until every update is confirmed and no request is under way, for `quiet` seconds.

        Seconds are the machine's. Work that a bot does by itself later cannot be foreseen.

        Raises:
            TimeoutError: when that does not come within `timeout`.
        """
        async with asyncio.timeout(timeout):
            while True:
                await self._until_idle()
                seen = len(self.requests)
                await asyncio.sleep(quiet)
                if self._is_idle() and seen == len(self.requests):
                    return

    def _is_idle(self) -> bool:
        return not self.updates and not self.in_flight

    async def _until_idle(self) -> None:
        while not self._is_idle():
            signal = self.changed if self.in_flight else self.updates.changed
            await signal.next()

    async def close(self) -> None:
        """Stop the webhook and end the poll that waits."""
        self.is_closed = True
        self.publish("closed", None)
        self.long_poll.terminate("the pretend Telegram was closed")
        if self.webhook:
            await self.webhook.close()


def as_get_me_shows(bot: types.User, *, privacy: bool, inline: bool) -> types.User:
    """The bot with the settings that only getMe tells."""
    settings = {
        "can_join_groups": True,
        "can_read_all_group_messages": not privacy,
        "supports_inline_queries": inline,
    }
    return bot.model_copy(update=settings)


FIRST_NUMBERS = {
    "person": FIRST_PERSON,
    "group": FIRST_GROUP,
    "supergroup": FIRST_SUPERGROUP,
}
