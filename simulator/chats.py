"""A chat: who it is for Telegram, its messages, and how a new one reaches the bot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from aiogram import types
from typing_extensions import override

from simulator import members, privacy
from simulator.messages import MessageIds, MessageStore, StoredMessage

if TYPE_CHECKING:
    from simulator.world import World


@dataclass(frozen=True, slots=True)
class Author:
    """Who a message is from: a user, and the chat in whose name they speak, if any."""

    user: types.User
    chat: types.Chat | None = None
    title: str | None = None


class Chat:
    """What private chats, groups and channels share."""

    kind: ClassVar[str]
    update_kind: ClassVar[str] = "message"
    edited_kind: ClassVar[str] = "edited_message"

    def __init__(self, world: "World", chat_id: int, ids: MessageIds) -> None:
        self.world = world
        self.id = chat_id
        self.ids = ids
        self.store = MessageStore()
        self.pinned: list[int] = []
        self.actions: list[str] = []
        self.reply_keyboard: types.ReplyKeyboardMarkup | None = None
        self.reactions: dict[tuple[int, int], list[Any]] = {}
        world.chats[chat_id] = self

    def as_type(self) -> types.Chat:
        """This chat as messages name it."""
        raise NotImplementedError

    @property
    def messages(self) -> list[StoredMessage]:
        """All messages that stand, oldest first, in their newest state."""
        return self.store.newest()

    @property
    def is_group(self) -> bool:
        """Whether it is a basic group or a supergroup."""
        return False

    @property
    def bot_member(self) -> members.Member:
        """Who the bot is here."""
        raise NotImplementedError

    @property
    def is_open_to_bot(self) -> bool:
        """Whether the bot, being here, receives everything, whoever it is meant for."""
        return True

    def sees(self, message: StoredMessage) -> bool:
        """Whether the bot receives this message of somebody else."""
        is_for_it = self.is_open_to_bot or message.addresses_bot or message.is_service
        return is_for_it and members.is_present(self.bot_member)

    async def next_message(
        self,
        timeout: float = 20,  # noqa: ASYNC109
        *,
        reader: int | None = None,
    ) -> StoredMessage:
        """The bot's next message that `reader` has not taken yet.

        Raises:
            TimeoutError: when none comes within `timeout` seconds of the machine's time.
        """
        return await self.store.changed.until(lambda: self.store.next_from_bot(reader), timeout)

    async def wait_until(
        self,
        probe: Callable[[], Any],
        timeout: float = 20,  # noqa: ASYNC109
    ) -> Any:
        """Wait until `probe` answers something true; it is asked again after each change here."""
        return await self.store.changed.until(lambda: probe() or None, timeout)

    def post(
        self,
        author: Author,
        *,
        reply_to: StoredMessage | None = None,
        thread_id: int | None = None,
        **content: Any,
    ) -> StoredMessage:
        """Store a message and, unless it is the bot's own, hand it to the bot if it may see it."""
        by_bot = author.user.id == self.world.bot.id
        fields = {
            "message_id": self.ids.next(),
            "date": self.world.clock.now().replace(microsecond=0),
            "chat": self.as_type(),
            "from_user": None if self.kind == "channel" else author.user,
            "is_by_bot": by_bot,
            "sender_chat": author.chat,
            "author_signature": author.title,
            "reply_to_message": without_reply(reply_to),
            **self.thread_fields(thread_id, reply_to),
            **content,
        }
        message = StoredMessage(**fields)
        if not by_bot:
            message = self._addressed(message, reply_to)
        self.store.add(message)
        self.world.publish("message", message, chat_id=self.id)
        if not by_bot and message.visible_to_bot:
            self.world.updates.push(self.update_kind, message, self.id)
        return message

    def edit(
        self, message: StoredMessage, *, by_bot: bool = False, **changes: Any
    ) -> StoredMessage:
        """Put a new state in a message's place and tell the bot of a person's edit."""
        edited = message.model_copy(update=changes)
        self.store.replace(edited)
        self.world.publish("edited", edited, chat_id=self.id)
        if not by_bot and self.sees(edited):
            self.world.updates.push(self.edited_kind, edited, self.id)
        return edited

    def delete(self, message_ids: Sequence[int]) -> None:
        """Remove messages; bots are not told."""
        self.store.remove(message_ids)
        self.world.publish("deleted", list(message_ids), chat_id=self.id)

    def set_reaction(self, message_id: int, user_id: int, reactions: list[Any]) -> list[Any]:
        """Keep somebody's reactions to a message; returns those they had before."""
        old = self.reactions.get((message_id, user_id), [])
        self.reactions[message_id, user_id] = reactions
        self.world.publish("reaction", reactions, chat_id=self.id)
        return old

    def thread_fields(
        self, _thread_id: int | None, _reply_to: StoredMessage | None, /
    ) -> dict[str, Any]:
        """The fields that tie a message to a topic or thread; none outside groups."""
        return {}

    def _addressed(self, message: StoredMessage, reply_to: StoredMessage | None) -> StoredMessage:
        addressed = privacy.is_meant_for(self.world.bot, message, reply_to)
        message = message.model_copy(update={"addresses_bot": addressed})
        return message.model_copy(update={"visible_to_bot": self.sees(message)})


def without_reply(message: StoredMessage | None) -> types.Message | None:
    """A message as another one quotes it: replies nest one level only."""
    if message is None or message.reply_to_message is None:
        return message
    return message.model_copy(update={"reply_to_message": None})


class PrivateChat(Chat):
    """A person and the bot."""

    kind = "private"

    def __init__(self, world: "World", user: types.User) -> None:
        super().__init__(world, user.id, world.account_ids)
        self.user = user
        self.is_started = False
        self.is_blocked = False

    @override
    def as_type(self) -> types.Chat:
        return types.Chat(
            id=self.id,
            type="private",
            first_name=self.user.first_name,
            last_name=self.user.last_name,
            username=self.user.username,
        )

    @property
    @override
    def bot_member(self) -> members.Member:
        bot = self.world.bot
        return members.banned(bot) if self.is_blocked else members.plain(bot)

    def set_blocked(self, *, blocked: bool) -> None:
        """Block the bot or let it write again; it is told when that changes."""
        if blocked == self.is_blocked:
            return
        old = self.bot_member
        self.is_blocked = blocked
        change = types.ChatMemberUpdated(
            chat=self.as_type(),
            from_user=self.user,
            date=self.world.clock.now(),
            old_chat_member=old,
            new_chat_member=self.bot_member,
        )
        self.world.updates.push("my_chat_member", change, self.id)
        self.world.publish("member", change, chat_id=self.id)


class Channel(Chat):
    """A channel, in whose name its owner may write in groups; the bot is in it once added."""

    kind = "channel"
    update_kind = "channel_post"
    edited_kind = "edited_channel_post"

    def __init__(self, world: "World", chat_id: int, title: str, username: str | None) -> None:
        super().__init__(world, chat_id, MessageIds())
        self.title = title
        self.username = username
        self._bot_member: members.Member = members.left(world.bot)

    @override
    def as_type(self) -> types.Chat:
        return types.Chat(id=self.id, type="channel", title=self.title, username=self.username)

    @property
    @override
    def bot_member(self) -> members.Member:
        return self._bot_member

    def add_bot(self) -> None:
        """Make the bot an administrator that may post."""
        self._bot_member = members.administrator(self.world.bot, rights=members.ADMIN_RIGHTS)

    def publishes(self, text: str) -> StoredMessage:
        """A post in the channel."""
        return self.post(Author(self.world.channel_bot, self.as_type()), text=text)
