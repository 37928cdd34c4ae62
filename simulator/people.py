"""People: all that a human with Telegram does; writing and pressing have their own modules."""

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from aiogram import types

from simulator import members
from simulator.callbacks import CallbackAnswer
from simulator.chats import Author, Channel, Chat, PrivateChat
from simulator.groups import Group, Topic
from simulator.inline import InlineAnswer
from simulator.messages import StoredMessage
from simulator.samples import TINY_PNG
from simulator.text.detect import find_entities

if TYPE_CHECKING:
    from simulator.world import World

Reaction = types.ReactionTypeEmoji | types.ReactionTypeCustomEmoji | types.ReactionTypePaid

LONGEST_TEXT = 4096
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Person:
    """Somebody with Telegram. Their id stays; `chat` is their private chat with the bot."""

    def __init__(self, world: "World", user: types.User) -> None:
        self.world = world
        self.user = user
        self.chat = PrivateChat(world, user)

    @property
    def id(self) -> int:
        """The user id, which is also the id of the private chat."""
        return self.user.id

    def __repr__(self) -> str:
        return f"Person({self.id}, {self.user.first_name!r})"

    # -- writing --------------------------------------------------------------------------------

    async def says(
        self,
        text: str,
        *,
        in_: Chat | None = None,
        reply_to: types.Message | None = None,
        thread: Topic | int | None = None,
        as_group: bool = False,
        as_channel: Channel | None = None,
    ) -> StoredMessage:
        """Write a message, to the bot in private or in a group.

        A text over 4096 characters leaves as several messages, as the apps send it; the last one is
        returned. `as_group` writes as an anonymous administrator, `as_channel` as a channel.

        Raises:
            ValueError: for an empty text.
            PermissionError: where this person cannot write.
        """
        text = text.strip()
        if not text:
            raise ValueError("Telegram's apps do not send an empty message")
        parts = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
        for part in parts:
            message = self.posts(
                in_,
                reply_to=reply_to,
                thread=thread,
                author=self._author(in_, as_group=as_group, as_channel=as_channel),
                text=part,
                entities=find_entities(part) or None,
            )
        return message

    def posts(
        self,
        in_: Chat | None = None,
        *,
        reply_to: types.Message | None = None,
        thread: Topic | int | None = None,
        author: Author | None = None,
        **content: Any,
    ) -> StoredMessage:
        """Put any content into a chat: aiogram's Message fields, such as `photo` or `contact`."""
        chat = in_ or self.chat
        thread_id = thread.thread_id if isinstance(thread, Topic) else thread
        self._check_may_write(chat, thread_id)
        if isinstance(chat, PrivateChat):
            self._starts()
        quoted = chat.store.get(reply_to.message_id) if reply_to else None
        author = author or Author(self.user)
        return chat.post(author, reply_to=quoted, thread_id=thread_id, **content)

    def _author(self, in_: Chat | None, *, as_group: bool, as_channel: Channel | None) -> Author:
        if as_channel:
            return Author(self.world.channel_bot, as_channel.as_type())
        if not as_group:
            return Author(self.user)
        if not isinstance(in_, Group) or not members.is_admin(in_.member(self.user)):
            raise PermissionError("only an administrator speaks as the group")
        return Author(self.world.anonymous_admin, in_.as_type())

    def _check_may_write(self, chat: Chat, thread_id: int | None) -> None:
        if isinstance(chat, PrivateChat) and chat is not self.chat:
            raise PermissionError("this private chat belongs to somebody else")
        if isinstance(chat, Group):
            member = chat.member(self.user)
            muted = isinstance(member, types.ChatMemberRestricted) and not member.can_send_messages
            topic = chat.topics.get(thread_id or 0)
            closed = topic is not None and topic.is_closed and not members.is_admin(member)
            if chat.migrated_to or muted or closed or not members.is_present(member):
                raise PermissionError(f"{self!r} cannot write in {chat.title!r}")

    def _starts(self) -> None:
        self.chat.is_started = True
        if self.chat.is_blocked:
            self._set_blocked(blocked=False)

    async def edits(self, message: types.Message, text: str) -> StoredMessage:
        """Change the text of an own message."""
        chat, current = self.world.chats[message.chat.id], self._own(message)
        now = int(self.world.clock.now().timestamp())
        entities = find_entities(text) or None
        return chat.edit(current, text=text, entities=entities, edit_date=now)

    async def deletes(self, message: types.Message) -> None:
        """Delete a message; the bot is not told."""
        self.world.chats[message.chat.id].delete([message.message_id])

    def _own(self, message: types.Message) -> StoredMessage:
        current = self.world.chats[message.chat.id].store.get(message.message_id)
        if current is None or not current.from_user or current.from_user.id != self.id:
            raise PermissionError("one edits only one's own messages")
        return current

    async def sends_document(
        self, filename: str, content: bytes, caption: str = "", *, in_: Chat | None = None
    ) -> StoredMessage:
        """Send a file."""
        stored = self.world.files.add(content, filename, "document")
        return self.posts(in_, document=stored.as_document(), **_caption(caption))

    async def sends_photo(
        self, content: bytes = TINY_PNG, caption: str = "", *, in_: Chat | None = None
    ) -> StoredMessage:
        """Send a picture; a tiny one when it does not matter which."""
        stored = self.world.files.add(content, "photo.jpg", "photo")
        return self.posts(in_, photo=stored.as_photo(), **_caption(caption))

    async def shares_contact(self, phone: str, *, in_: Chat | None = None) -> StoredMessage:
        """Share the own phone number, as a `request_contact` button does."""
        contact = types.Contact(
            phone_number=phone, first_name=self.user.first_name, user_id=self.id
        )
        return self.posts(in_, contact=contact)

    async def shares_location(
        self, latitude: float, longitude: float, *, in_: Chat | None = None
    ) -> StoredMessage:
        """Share a place, in degrees."""
        return self.posts(in_, location=types.Location(latitude=latitude, longitude=longitude))

    # -- buttons and links ----------------------------------------------------------------------

    async def presses(
        self,
        message: types.Message,
        button: str | int | None = None,
        *,
        data: str | None = None,
        timeout: float | None = 10,  # noqa: ASYNC109
    ) -> CallbackAnswer:
        """Press an inline button and wait for the bot's answer.

        Args:
            message: any state of the message; a button that only this older state has can be
                pressed, too, as on a screen that was not refreshed.
            button: its text or its index; left out, the first one.
            data: forged callback data, sent instead of a button's.
            timeout: seconds of the machine's time; None returns at once without an answer.

        Raises:
            LookupError: when there is no such button.
            TimeoutError: when the bot does not answer.
        """
        if data is None:
            found = self._find_button(message, button)
            if found.url:
                return CallbackAnswer(url=found.url)
            data = found.callback_data
            if data is None:
                raise LookupError(f"the button {found.text!r} sends nothing to the bot")
        query_id, answer = self.world.callbacks.open()
        self._push_press(query_id, message, data)
        if timeout is None:
            return CallbackAnswer()
        return await asyncio.wait_for(answer, timeout)

    def _push_press(self, query_id: str, message: types.Message, data: str) -> None:
        chat = self.world.chats[message.chat.id]
        current = chat.store.get(message.message_id)
        gone = types.InaccessibleMessage(chat=chat.as_type(), message_id=message.message_id)
        query = types.CallbackQuery(
            id=query_id,
            from_user=self.user,
            chat_instance=str(chat.id * 7919),
            message=current or gone,
            data=data,
        )
        self.world.updates.push("callback_query", query, self.id)

    def _find_button(
        self, message: types.Message, button: str | int | None
    ) -> types.InlineKeyboardButton:
        current = self.world.chats[message.chat.id].store.get(message.message_id)
        for state in (current, message):
            keyboard = state.reply_markup.inline_keyboard if state and state.reply_markup else []
            buttons = [one for row in keyboard for one in row]
            if isinstance(button, str):
                buttons = [one for one in buttons if one.text == button]
            place = button if isinstance(button, int) else 0
            if -len(buttons) <= place < len(buttons):
                return buttons[place]
        raise LookupError(f"no button {button!r} under message {message.message_id}")

    async def taps(self, label: str, *, in_: Chat | None = None) -> StoredMessage:
        """Tap a button of the reply keyboard: its text is sent as a message.

        Raises:
            LookupError: when the keyboard that shows has no such button, or none shows.
        """
        keyboard = self.reply_keyboard(in_)
        labels = [key.text for row in keyboard.keyboard for key in row] if keyboard else []
        if label not in labels:
            raise LookupError(f"no key {label!r}; the reply keyboard has {labels}")
        return await self.says(label, in_=in_)

    def reply_keyboard(self, in_: Chat | None = None) -> types.ReplyKeyboardMarkup | None:
        """The reply keyboard that shows in a chat, if one does."""
        return (in_ or self.chat).reply_keyboard

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

    # -- reading --------------------------------------------------------------------------------

    async def next_message(
        self,
        timeout: float = 5,  # noqa: ASYNC109
        *,
        in_: Chat | None = None,
    ) -> StoredMessage:
        """The bot's next message that this person has not taken yet, in private or in a group.

        Raises:
            TimeoutError: when none comes within `timeout` seconds of the machine's time.
        """
        return await (in_ or self.chat).next_message(timeout, reader=self.id)

    # -- standing -------------------------------------------------------------------------------

    async def blocks_bot(self) -> None:
        """Block the bot: it is told once and can write no more."""
        if not self.chat.is_blocked:
            self._set_blocked(blocked=True)

    async def unblocks_bot(self) -> None:
        """Let the bot write again."""
        if self.chat.is_blocked:
            self._set_blocked(blocked=False)

    unblocks = unblocks_bot

    def _set_blocked(self, *, blocked: bool) -> None:
        old = self.chat.bot_member
        self.chat.is_blocked = blocked
        change = types.ChatMemberUpdated(
            chat=self.chat.as_type(),
            from_user=self.user,
            date=self.world.clock.now(),
            old_chat_member=old,
            new_chat_member=self.chat.bot_member,
        )
        self.world.updates.push("my_chat_member", change, self.id)
        self.world.publish("member", change, chat_id=self.id)

    async def joins(self, group: Group) -> StoredMessage:
        """Join a group by oneself."""
        return await group.add(self)

    async def leaves(self, group: Group) -> StoredMessage:
        """Leave a group."""
        group.set_member(members.left(self.user), self.user)
        return group.post(Author(self.user), left_chat_member=self.user)

    # -- reactions and inline mode --------------------------------------------------------------

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

    async def asks_inline(
        self,
        query: str,
        *,
        in_: Chat | None = None,
        offset: str = "",
        timeout: float = 10,  # noqa: ASYNC109
    ) -> InlineAnswer:
        """Type the bot's name and a query; waits for its results."""
        query_id, results = self.world.inline.open()
        chat_type = in_.as_type().type if in_ else "sender"
        update = types.InlineQuery(
            id=query_id, from_user=self.user, query=query, offset=offset, chat_type=chat_type
        )
        self.world.updates.push("inline_query", update, self.id)
        return await asyncio.wait_for(results, timeout)


def _caption(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": find_entities(caption) or None}
