"""What a handler holds while it answers one update."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from aiogram.exceptions import AiogramError
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Chat,
    Message,
    ReactionTypeEmoji,
    User,
)

from handlers.services import Letter, Services
from locales.languages import choose_language
from locales.renderer import Words
from storage.community import actions as community
from storage.community.actor import Actor
from storage.community.queries import find_actor, find_chat, find_conversation, find_person
from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency

# The step of the community's conversation in which a person gives their door.
DOOR_STEP = "community.door"

# Seconds. An answer that takes longer holds up what the same person does next.
ANSWER_TIMEOUT = 5


class Context:
    """One update's view: who acts, where, in which language, and the ways to answer.

    Attributes:
        update_id: Telegram's number of the update; what makes handling it twice harmless.
        received_at: when the update arrived here, aware UTC.
        user: the Telegram account that acts. None where a channel or an anonymous
            administrator speaks: those hold no rights and no household.
        chat: where; None for a press on an inline message.
        thread_id: the forum topic, if any.
    """

    def __init__(
        self,
        services: Services,
        update_id: int,
        received_at: datetime,
        user: User | None,
        chat: Chat | None,
        thread_id: int | None = None,
    ) -> None:
        self.services = services
        self.work = services.work
        self.update_id = update_id
        self.received_at = received_at
        self.user = user
        self.chat = chat
        self.thread_id = thread_id
        self._actor: Actor | None = None
        self._words: Words | None = None
        self._left = 0

    @property
    def is_private(self) -> bool:
        """Whether person and bot are by themselves."""
        return self.chat is not None and self.chat.type == "private"

    @property
    def person_id(self) -> int:
        """The acting person's number.

        Raises:
            RuleError: nobody who can be held to anything acts here.
        """
        if self.user is None or self.user.is_bot:
            raise RuleError("no_person")
        return self.user.id

    async def actor(self) -> Actor:
        """The acting person's ties and rights, read once; a new person is noted.

        Raises:
            RuleError: nobody who can be held to anything acts here.
        """
        if self._actor is None:
            found = await self.work.read(find_actor, self.person_id, self.received_at)
            if self._has_news(found):
                await self.meet()
                found = await self.work.read(find_actor, self.person_id, self.received_at)
            self._actor = found
        return self._actor

    def _has_news(self, actor: Actor) -> bool:
        assert self.user is not None
        return (
            (self.is_private and not actor.reachable)
            or actor.telegram_language != self.user.language_code
            or actor.name != clean_name(self.user.full_name)
        )

    async def meet(self) -> None:
        """Note or refresh the acting person."""
        assert self.user is not None
        await self.work.write(
            community.meet_person,
            self.person_id,
            self.user.full_name,
            self.user.language_code,
            reachable=True if self.is_private else None,
            now=self.received_at,
        )

    def forget_actor(self) -> None:
        """Read the actor and the language anew: something about them has just changed."""
        self._actor = None
        self._words = None

    async def words(self) -> Words:
        """The person's language: their choice, else Telegram's setting."""
        if self._words is None:
            if self.user is None or self.user.is_bot:
                self._words = await self.chat_words()
            else:
                actor = await self.actor()
                language = choose_language(actor.language, actor.telegram_language)
                self._words = self.services.renderer.words(language, actor.time_zone)
        return self._words

    async def use_language(self, language: str) -> None:
        """Speak this language until the update is answered; the person's setting stays."""
        zone = (await self.words()).zone.key
        self._words = self.services.renderer.words(language, zone)

    def quick_words(self, language: str | None, time_zone: str) -> Words:
        """The person's language when an outcome brought their choice: no read on the hot road."""
        setting = self.user.language_code if self.user else None
        return self.services.renderer.words(choose_language(language, setting), time_zone)

    async def chat_words(self) -> Words:
        """The chat's language: what its committee set."""
        chat = await self.work.read(find_chat, self.chat.id) if self.chat else None
        language = choose_language(chat.language if chat else None)
        return self.services.renderer.words(language, chat.time_zone if chat else "UTC")

    async def say(
        self, template: str, *, reply_to: int | None = None, **params: Any
    ) -> Message | None:
        """Tell the acting person, here, in their language.

        Sent at once where that is possible; else left in the outbox, so that a full lane or a
        broken line never holds up the updates behind this one, and nothing is lost.

        Returns:
            The message, or None where it will come later.
        """
        assert self.chat is not None
        letter = Letter(
            chat_id=self.chat.id,
            template=template,
            params=params,
            language=(await self.words()).language,
            reply_to=reply_to,
            thread_id=self.thread_id,
        )
        sent = await self.services.post.try_send(letter)
        if sent is None:
            await self._leave(letter)
        return sent

    async def _leave(self, letter: Letter) -> None:
        self._left += 1
        await self.work.write(
            leave,
            letter.chat_id,
            letter.template,
            letter.params,
            now=self.received_at,
            urgency=Urgency.INTERACTIVE,
            # An update that is handled again leaves the same messages in the same order.
            dedupe_key=f"say:{self.update_id}:{self._left}:{letter.template}",
            reply_to=letter.reply_to,
            thread_id=letter.thread_id,
            language=letter.language,
        )

    async def say_privately(self, template: str, **params: Any) -> bool:
        """Tell the acting person by themselves.

        Returns:
            False where they have not started the bot or have blocked it.
        """
        person = await self.work.read(find_person, self.person_id)
        if person is None or not person.reachable:
            return False
        await self._leave(Letter(self.person_id, template, params))
        return True

    def check_private(self) -> None:
        """What concerns a household, its people or staff is not shown in front of a group.

        Raises:
            RuleError: `in_private_only`.
        """
        if not self.is_private:
            raise RuleError("in_private_only")

    async def ask_for_door(self) -> None:
        """Ask in private which door is theirs; the community's conversation takes the answer.

        Raises:
            RuleError: `in_private_only`: a door is not asked for in front of the group;
                `finish_first`: what was written for something else would be lost.
        """
        assert self.chat is not None
        self.check_private()
        going_on = await self.work.read(find_conversation, self.person_id, self.chat.id)
        if going_on is not None and going_on.step != DOOR_STEP and "update_id" in going_on.data:
            raise RuleError("finish_first")
        await self.work.write(
            community.save_conversation,
            self.person_id,
            self.chat.id,
            DOOR_STEP,
            {},
            now=self.received_at,
        )
        await self.say("community/ask_door")

    async def tied(self) -> None:
        """Let every feature offer what it has for the household that was just joined."""
        self.forget_actor()
        for offer in self.services.on_tied:
            await offer(self)

    async def bound(self) -> None:
        """Let every feature put into this group what belongs there now."""
        for settle in self.services.on_bound:
            await settle(self)

    async def redraw(self, press: CallbackQuery, template: str, **params: Any) -> None:
        """Show something else in the message whose button was pressed.

        A message that can no longer be edited is answered with a new one.
        """
        if isinstance(press.message, Message) and await self.services.post.try_edit(
            press.message,
            Letter(press.message.chat.id, template, params, language=(await self.words()).language),
        ):
            return
        await self.say(template, **params)

    async def send_file(self, name: str, content: bytes) -> None:
        """Send a file here, to the acting person."""
        assert self.chat is not None
        await self.services.bot.send_document(
            self.chat.id,
            BufferedInputFile(content, filename=name),
            message_thread_id=self.thread_id,
        )

    async def send_picture(
        self, name: str, content: bytes, template: str, /, **params: Any
    ) -> None:
        """Send a picture here with a text under it, to the acting person."""
        assert self.chat is not None
        await self.services.bot.send_photo(
            self.chat.id,
            BufferedInputFile(content, filename=name),
            caption=(await self.words()).html(template, **params),
            message_thread_id=self.thread_id,
        )

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction under a message; one that Telegram does not take is no loss."""
        with suppress(AiogramError):
            await self.services.bot.set_message_reaction(
                message.chat.id,
                message.message_id,
                [ReactionTypeEmoji(emoji=emoji)],
                request_timeout=ANSWER_TIMEOUT,
            )

    async def delete(self, message: Message) -> None:
        """Take a message of the bot away; one that is gone is no loss."""
        with suppress(AiogramError):
            await self.services.bot.delete_message(
                message.chat.id, message.message_id, request_timeout=ANSWER_TIMEOUT
            )

    async def answer(
        self, press: CallbackQuery, text: str, *, alert: bool = False, url: str | None = None
    ) -> bool:
        """Answer a pressed button: a toast, an alert to be closed, or a link that opens.

        Returns:
            False where the answer did not arrive: Telegram no longer takes one to this press,
            or the line to it is broken.
        """
        try:
            await self.services.bot.answer_callback_query(
                press.id, text=text, show_alert=alert, url=url, request_timeout=ANSWER_TIMEOUT
            )
        except AiogramError:
            return False
        return True
