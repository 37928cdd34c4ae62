"""What all of the estate's handlers do: answer in the same message, stay private, remember."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import ChatView, find_chat, find_conversation
from storage.errors import RuleError

LONGEST_DOOR = 120
"""Characters of what is read as a door; longer texts are cut."""


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Say it in the message whose button was pressed, or in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)


def check_in_group(context: Context) -> None:
    """What concerns a group is said there, by somebody who can be held to it.

    Raises:
        RuleError: `group_only`; `anonymous_sender` for an anonymous administrator or a channel.
    """
    if context.is_private:
        raise RuleError("group_only")
    if context.user is None:
        raise RuleError("anonymous_sender")


async def check_own_group(context: Context) -> ChatView:
    """The group in which its committee's staff change a setting.

    Raises:
        RuleError: `chat_not_bound`, `not_staff`, or what `check_in_group` raises.
    """
    check_in_group(context)
    assert context.chat is not None
    chat = await context.work.read(find_chat, context.chat.id)
    if chat is None or chat.committee_id is None:
        raise RuleError("chat_not_bound")
    if not (await context.actor()).is_staff(chat.committee_id):
        raise RuleError("not_staff")
    return chat


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Keep where the private conversation stands."""
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )


async def recall(context: Context, step: str) -> dict[str, Any] | None:
    """What is remembered of the private conversation, if it stands at `step`."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    return dict(found.data) if found is not None and found.step == step else None


async def forget(context: Context, step: str) -> None:
    """End the private conversation, if it stands at `step`."""
    if await recall(context, step) is not None:
        await context.work.write(community.end_conversation, context.person_id, context.person_id)
