"""Dialogues about supplies: remembered, resumed, and never taken twice."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.spans import visible
from storage.community import actions as community
from storage.community.queries import ConversationView, find_conversation
from storage.errors import RuleError

# Updates. What is resent lies close behind; numbers that start anew after a quiet week do not.
RESENT = 10_000


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Keep where a draft stands, and that this update was taken.

    Raises:
        RuleError: `finish_first`: what was written for something else would be lost.
    """
    await listen_for(context, step, {**data, "update_id": context.update_id})


async def listen_for(context: Context, step: str, data: dict[str, Any]) -> None:
    """Take the next words as the answer to one question; whoever moves on has given up.

    Raises:
        RuleError: `finish_first`: what was written for something else would be lost.
    """
    going_on = await context.work.read(find_conversation, context.person_id, context.person_id)
    # Whatever is gathered message by message notes which update it took last.
    if going_on is not None and going_on.step != step and "update_id" in going_on.data:
        raise RuleError("finish_first")
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )


async def stop_listening(context: Context, *steps: str) -> None:
    """Take no more words as an answer, if the conversation stands at one of these steps."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step in steps:
        await forget(context)


async def recall(context: Context, step: str) -> dict[str, Any]:
    """What is remembered of the private conversation at this step.

    Raises:
        RuleError: `stale_button` where it stands elsewhere.
    """
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step != step:
        raise RuleError("stale_button")
    return dict(found.data)


async def forget(context: Context) -> None:
    """End the private conversation."""
    await context.work.write(community.end_conversation, context.person_id, context.person_id)


def is_resent(context: Context, conversation: ConversationView) -> bool:
    """Whether Telegram sends again what was taken already when the process died."""
    last = int(conversation.data.get("update_id", 0))
    return last - RESENT < context.update_id <= last


def read_words(message: Message) -> str:
    """What was written.

    Raises:
        RuleError: `fact_missing` for a picture, a sticker or nothing that can be seen.
    """
    text = visible(message.text or message.caption or "")
    if not text:
        raise RuleError("fact_missing", fact="text")
    return text


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Say it in the message whose button was pressed, or in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)
