"""What a person does in inline mode: ask the bot in any chat, and choose one of its results."""

import asyncio

from aiogram import types

from simulator import members
from simulator.chats import Chat, PrivateChat
from simulator.groups import Group, Topic
from simulator.inline import ChatKind, InlineQuestion, InlineResult, InlineResults
from simulator.messages import StoredMessage
from simulator.pressing import Presser

LONGEST_QUERY = 256


class Asker(Presser):
    """Somebody who types the bot's name and a query."""

    async def asks_inline(
        self,
        query: str,
        *,
        in_: Chat | None = None,
        offset: str = "",
        timeout: float = 10,  # noqa: ASYNC109
    ) -> InlineResults:
        """Type the bot's name and a query in a chat; waits for the results.

        The bot need not be in the chat. An answer that may still be kept is shown without asking
        it, as Telegram's servers do.

        Raises:
            PermissionError: where this person cannot use bots, or the bot has no inline mode.
            TimeoutError: when the bot does not answer.
        """
        chat = in_ or self.chat
        self._check_may_ask(chat)
        kind = _kind_of(chat)
        question = InlineQuestion(self.id, query.strip()[:LONGEST_QUERY], offset, kind)
        desk = self.world.inline
        query_id, answer = desk.open(question)
        if not answer.done():
            self.world.updates.push("inline_query", self._as_update(query_id, question), self.id)
        shown = InlineResults(query_id, question, chat, await asyncio.wait_for(answer, timeout))
        desk.shown[query_id] = shown
        return shown

    async def chooses(
        self,
        results: InlineResults,
        which: int | str = 0,
        *,
        reply_to: types.Message | None = None,
        thread: Topic | int | None = None,
        as_group: bool = False,
    ) -> StoredMessage:
        """Send a result, by its place or its title, into the chat where it was asked for.

        The message is this person's own, with `via_bot`; the bot receives it where it may read it,
        and `chosen_inline_result` besides when it has inline feedback.

        Raises:
            LookupError: when there is no such result.
            PermissionError: where this person cannot use bots (any more).
        """
        chosen = results.find(which)
        self._check_may_ask(results.chat)
        messages = self.world.inline_messages
        inline_message_id = messages.new_id() if "reply_markup" in chosen.content else None
        message = self.posts(
            results.chat,
            reply_to=reply_to,
            thread=thread,
            author=self._author(results.chat, as_group=as_group, as_channel=None),
            via_bot=self.world.bot,
            inline_message_id=inline_message_id,
            **chosen.content,
        )
        if inline_message_id:
            messages.add(inline_message_id, results.chat, message)
        if self.world.has_inline_feedback:
            self._push_choice(results.question.query, chosen, inline_message_id)
        return message

    def _push_choice(self, query: str, chosen: InlineResult, inline_message_id: str | None) -> None:
        choice = types.ChosenInlineResult(
            result_id=chosen.id,
            from_user=self.user,
            query=query,
            inline_message_id=inline_message_id,
        )
        self.world.updates.push("chosen_inline_result", choice, self.id)

    def _as_update(self, query_id: str, question: InlineQuestion) -> types.InlineQuery:
        return types.InlineQuery(
            id=query_id,
            from_user=self.user,
            query=question.query,
            offset=question.offset,
            chat_type=question.chat_kind,
        )

    def _check_may_ask(self, chat: Chat) -> None:
        if not self.world.me.supports_inline_queries:
            raise PermissionError(f"@{self.world.bot.username} has no inline mode")
        self._check_may_write(chat, None)
        if not isinstance(chat, Group):
            return
        member = chat.member(self.user)
        rules = member if isinstance(member, types.ChatMemberRestricted) else chat.permissions
        if not members.is_admin(member) and not rules.can_send_other_messages:
            raise PermissionError(f"{self!r} may not use inline bots in {chat.title!r}")


def _kind_of(chat: Chat) -> ChatKind:
    """The kind of chat as the bot is told it: `sender` is the asker's own chat with it."""
    if isinstance(chat, PrivateChat):
        return "sender"
    if isinstance(chat, Group):
        return "supergroup" if chat.is_supergroup else "group"
    return "channel"
