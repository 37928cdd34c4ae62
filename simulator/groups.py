"""Groups and supergroups: members and their rights, topics, pins, migration."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiogram import types
from typing_extensions import override

from simulator import members
from simulator.chats import Author, Chat
from simulator.members import Member
from simulator.messages import MessageIds, StoredMessage

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.world import World

GENERAL_TOPIC = 1


@dataclass(slots=True)
class Topic:
    """A forum topic; `thread_id` is the id of the service message that opened it."""

    thread_id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    is_closed: bool = False


class Group(Chat):
    """A basic group or a supergroup."""

    kind = "group"

    def __init__(
        self,
        world: "World",
        chat_id: int,
        title: str,
        *,
        ids: MessageIds,
        supergroup: bool,
        forum: bool,
        username: str | None = None,
    ) -> None:
        super().__init__(world, chat_id, ids)
        self.title = title
        self.username = username
        self.is_supergroup = supergroup
        self.is_forum = forum
        self.description = ""
        self.members: dict[int, Member] = {}
        self.topics: dict[int, Topic] = {}
        self.permissions = types.ChatPermissions(**dict.fromkeys(members.PERMISSIONS, True))
        self.migrated_to: Group | None = None
        self.bot_was_kicked = False

    @override
    def as_type(self) -> types.Chat:
        return types.Chat(
            id=self.id,
            type="supergroup" if self.is_supergroup else "group",
            title=self.title,
            username=self.username,
            is_forum=self.is_forum or None,
        )

    @property
    @override
    def is_group(self) -> bool:
        return True

    @property
    @override
    def bot_member(self) -> Member:
        return self.member(self.world.bot)

    def member(self, user: types.User) -> Member:
        """Who somebody is here; `left` for a stranger."""
        return self.members.get(user.id) or members.left(user)

    @property
    @override
    def is_open_to_bot(self) -> bool:
        reads_all = self.world.me.can_read_all_group_messages
        return bool(reads_all) or members.is_admin(self.bot_member)

    def seat(
        self, plain: "Iterable[Person]", admins: "Iterable[Person]", owner: "Person | None"
    ) -> None:
        """Put people in without telling anybody; the first administrator owns it by default."""
        chiefs = list(admins)
        owner = owner or (chiefs[0] if chiefs else None)
        self.members |= {person.id: members.plain(person.user) for person in plain}
        self.members |= {person.id: members.administrator(person.user) for person in chiefs}
        if owner:
            self.members[owner.id] = members.owner(owner.user)

    # -- membership ---------------------------------------------------------------------------

    def set_member(self, member: Member, by: types.User) -> None:
        """Change who somebody is here and send my_chat_member or chat_member."""
        old = self.member(member.user)
        was_admin = members.is_admin(self.bot_member)
        self.members[member.user.id] = member
        is_bot = member.user.id == self.world.bot.id
        if not is_bot and not was_admin:
            return
        change = types.ChatMemberUpdated(
            chat=self.as_type(),
            from_user=by,
            date=self.world.clock.now(),
            old_chat_member=old,
            new_chat_member=member,
        )
        self.world.updates.push("my_chat_member" if is_bot else "chat_member", change, self.id)
        self.world.publish("member", change, chat_id=self.id)

    async def add_bot(self, by: "Person", *, admin: bool = False) -> StoredMessage:
        """Let a member add the bot; returns the service message."""
        bot = self.world.bot
        self.bot_was_kicked = False
        self.set_member(members.administrator(bot) if admin else members.plain(bot), by.user)
        return self.post(Author(by.user), new_chat_members=[bot])

    def kick_bot(self, by: "Person") -> None:
        """Let an administrator remove the bot."""
        bot = self.world.bot
        self.bot_was_kicked = True
        gone = members.banned(bot) if self.is_supergroup else members.left(bot)
        self.set_member(gone, by.user)
        self.post(Author(by.user), left_chat_member=bot)

    async def add(self, person: "Person", by: "Person | None" = None) -> StoredMessage:
        """Add a person, or let them join by themselves."""
        author = by or person
        self.set_member(members.plain(person.user), author.user)
        return self.post(Author(author.user), new_chat_members=[person.user])

    async def remove(self, person: "Person", by: "Person") -> StoredMessage:
        """Let an administrator remove a person."""
        gone = members.banned(person.user) if self.is_supergroup else members.left(person.user)
        self.set_member(gone, by.user)
        return self.post(Author(by.user), left_chat_member=person.user)

    def promote(
        self, person: "Person", by: "Person", *, anonymous: bool = False, title: str | None = None
    ) -> None:
        """Make a member an administrator; anonymous ones speak as the group."""
        admin = members.administrator(person.user, anonymous=anonymous, title=title)
        self.set_member(admin, by.user)

    def promote_bot(self, by: "Person", rights: Iterable[str] | None = None) -> None:
        """Make the bot an administrator with all or only the named rights."""
        every = members.ADMIN_RIGHTS - members.CHANNEL_RIGHTS
        chosen = every if rights is None else frozenset(rights)
        self.set_member(members.administrator(self.world.bot, rights=chosen), by.user)

    def demote(self, person: "Person", by: "Person") -> None:
        """Make an administrator a plain member."""
        self.set_member(members.plain(person.user), by.user)

    def demote_bot(self, by: "Person") -> None:
        """Make the bot a plain member."""
        self.set_member(members.plain(self.world.bot), by.user)

    def administrators(self) -> list[Member]:
        """Owner and administrators; other bots are left out as Telegram does."""
        return [member for member in self.members.values() if members.is_admin(member)]

    def present(self) -> list[Member]:
        """Everybody who is in the group now."""
        return [member for member in self.members.values() if members.is_present(member)]

    # -- topics and threads ---------------------------------------------------------------------

    def open_topic(self, author: Author, name: str, **icon: Any) -> Topic:
        """Open a forum topic: its service message gives it its id."""
        topic = Topic(0, name, **icon)
        created = types.ForumTopicCreated(
            name=name,
            icon_color=topic.icon_color,
            icon_custom_emoji_id=topic.icon_custom_emoji_id,
        )
        message = self.post(author, forum_topic_created=created)
        topic.thread_id = message.message_id
        self.topics[topic.thread_id] = topic
        opened = {"message_thread_id": topic.thread_id, "is_topic_message": True}
        self.store.replace(message.model_copy(update=opened))
        return topic

    async def opens_topic(self, by: "Person", name: str) -> Topic:
        """Let a person open a forum topic."""
        return self.open_topic(Author(by.user), name)

    @override
    def thread_fields(
        self, thread_id: int | None, reply_to: StoredMessage | None, /
    ) -> dict[str, Any]:
        thread_id = thread_id or (reply_to.message_thread_id if reply_to else None)
        if not self.is_forum:
            root = thread_id or (reply_to.message_id if reply_to else None)
            return {"message_thread_id": root} if self.is_supergroup and root else {}
        if thread_id is None or thread_id == GENERAL_TOPIC:
            return {}
        fields: dict[str, Any] = {"message_thread_id": thread_id, "is_topic_message": True}
        if reply_to is None:
            fields["reply_to_message"] = self.store.get(thread_id)
        return fields

    # -- migration ------------------------------------------------------------------------------

    async def migrate(self) -> "Group":
        """Become a supergroup with a new id; the old one answers only with that id.

        Raises:
            ValueError: when it is a supergroup, or has migrated before.
        """
        if self.is_supergroup or self.migrated_to:
            raise ValueError("only a basic group can become a supergroup, and only once")
        new = self.world.open_group(self.title, supergroup=True, forum=False)
        new.members = dict(self.members)
        self.migrated_to = new
        group_bot = Author(self.world.anonymous_admin, self.as_type())
        self.post(group_bot, migrate_to_chat_id=new.id)
        new.post(Author(self.world.anonymous_admin, new.as_type()), migrate_from_chat_id=self.id)
        return new
