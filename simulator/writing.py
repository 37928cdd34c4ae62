"""What a person's app sends: texts, files, contacts, places, and edits of them."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from aiogram import types

from simulator import members
from simulator.chats import Author, Channel, Chat, PrivateChat
from simulator.files import FEWEST_IN_ALBUM, MOST_IN_ALBUM
from simulator.groups import Group, Topic
from simulator.messages import StoredMessage
from simulator.samples import TINY_PNG
from simulator.text.detect import find_entities

if TYPE_CHECKING:
    from simulator.world import World

LONGEST_TEXT = 4096
# Numbers that the apps give to albums; the bot's own begin elsewhere.
ALBUMS = count(13_400_000_000_000_001)


class Writer:
    """Somebody who writes."""

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
        self.chat.set_blocked(blocked=False)

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
        if current.via_bot:
            raise PermissionError("what was sent by inline mode only the bot edits")
        return current

    async def sends_document(
        self,
        filename: str,
        content: bytes,
        caption: str = "",
        *,
        in_: Chat | None = None,
        **place: Any,
    ) -> StoredMessage:
        """Send a file; `place` may hold `reply_to` and `thread`, as in `posts`."""
        stored = self.world.files.add(content, filename, "document")
        return self.posts(in_, document=stored.as_document(), **_caption(caption), **place)

    async def sends_photo(
        self,
        content: bytes = TINY_PNG,
        caption: str = "",
        *,
        in_: Chat | None = None,
        **place: Any,
    ) -> StoredMessage:
        """Send a picture; a tiny one when it does not matter which. `place` as in `posts`."""
        stored = self.world.files.add(content, "photo.jpg", "photo")
        return self.posts(in_, photo=stored.as_photo(), **_caption(caption), **place)

    async def sends_album(
        self,
        pictures: Sequence[bytes],
        caption: str = "",
        *,
        in_: Chat | None = None,
        **place: Any,
    ) -> list[StoredMessage]:
        """Send pictures together: a message each with one `media_group_id`; the first explains.

        Raises:
            ValueError: not two to ten pictures.
        """
        if not FEWEST_IN_ALBUM <= len(pictures) <= MOST_IN_ALBUM:
            raise ValueError("an album has two to ten pictures")
        album = str(next(ALBUMS))
        kept = [self.world.files.add(one, "photo.jpg", "photo") for one in pictures]
        return [
            self.posts(
                in_,
                photo=one.as_photo(),
                media_group_id=album,
                **_caption(caption if number == 0 else ""),
                **place,
            )
            for number, one in enumerate(kept)
        ]

    async def sends_sticker(
        self, emoji: str = "👍", *, in_: Chat | None = None, **place: Any
    ) -> StoredMessage:
        """Send a sticker that stands for `emoji`; `place` as in `posts`."""
        stored = self.world.files.add(TINY_PNG, "sticker.webp", "sticker")
        return self.posts(in_, sticker=stored.as_sticker(emoji), **place)

    async def sends_voice(
        self, seconds: int = 3, *, in_: Chat | None = None, **place: Any
    ) -> StoredMessage:
        """Say something instead of writing it; `place` as in `posts`."""
        stored = self.world.files.add(b"OggS", "voice.ogg", "voice", seconds=seconds)
        return self.posts(in_, voice=stored.as_voice(), **place)

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


def _caption(caption: str) -> dict[str, Any]:
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": find_entities(caption) or None}
