"""People: what a human with Telegram does; see also `asking`, `pressing` and `writing`."""

import re
from urllib.parse import parse_qs, urlsplit

from aiogram import types

from simulator import members
from simulator.asking import Asker
from simulator.chats import Author, Chat
from simulator.groups import Group
from simulator.messages import StoredMessage

Reaction = types.ReactionTypeEmoji | types.ReactionTypeCustomEmoji | types.ReactionTypePaid

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Person(Asker):
    """Somebody with Telegram. Their id stays; `chat` is their private chat with the bot."""

    async def opens_link(self, link: str, *, in_: Group | None = None) -> StoredMessage:
        """Follow a deep link to the bot: `?start=` in private, `?startgroup=` into the group `in_`.

        Raises:
            ValueError: for a link to another bot, or a parameter that Telegram does not allow.
        """
        parts = urlsplit(link)
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.netloc not in {"t.me", "telegram.me"} or not self._is_bot(parts.path[1:]):
            raise ValueError(f"{link} does not lead to @{self.world.bot.username}")
        kind = "startgroup" if "startgroup" in query else "start"
        parameter = query.get(kind, [""])[0]
        if parameter and not START_PARAMETER.fullmatch(parameter):
            raise ValueError("a start parameter is 1 to 64 of A-Z, a-z, 0-9, _ and -")
        if kind == "start":
            return await self.says(f"/start {parameter}")
        if in_ is None:
            raise ValueError("a startgroup link needs the group it was opened into")
        await in_.add_bot(self, admin="admin" in query)
        return await self.says(f"/start@{self.world.bot.username} {parameter}", in_=in_)

    def _is_bot(self, name: str) -> bool:
        return name.lower() == str(self.world.bot.username).lower()

    async def next_message(
        self,
        timeout: float = 20,  # noqa: ASYNC109
        *,
        in_: Chat | None = None,
    ) -> StoredMessage:
        """The bot's next message that this person has not taken yet, in private or in a group.

        Raises:
            TimeoutError: when none comes within `timeout` seconds of the machine's time.
        """
        return await (in_ or self.chat).next_message(timeout, reader=self.id)

    async def blocks_bot(self) -> None:
        """Block the bot: it is told once and can write no more."""
        self.chat.set_blocked(blocked=True)

    async def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self.chat.set_blocked(blocked=False)

    unblocks = unblocks_bot

    async def joins(self, group: Group) -> StoredMessage:
        """Join a group by oneself."""
        return await group.add(self)

    async def leaves(self, group: Group) -> StoredMessage:
        """Leave a group."""
        group.set_member(members.left(self.user), self.user)
        return group.post(Author(self.user), left_chat_member=self.user)

    async def reacts(self, message: types.Message, emoji: str | None) -> None:
        """Put a reaction on a message, or take it away with None."""
        chat = self.world.chats[message.chat.id]
        new: list[Reaction] = [types.ReactionTypeEmoji(emoji=emoji)] if emoji else []
        old = chat.set_reaction(message.message_id, self.id, new)
        change = types.MessageReactionUpdated(
            chat=chat.as_type(),
            message_id=message.message_id,
            date=self.world.clock.now(),
            user=self.user,
            old_reaction=old,
            new_reaction=new,
        )
        if not chat.is_group or members.is_admin(chat.bot_member):
            self.world.updates.push("message_reaction", change, chat.id)
