"""What pages and questions in private have in common, whichever feature they belong to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import (
    CommitteeView,
    ConversationView,
    find_committee,
    find_conversation,
)
from storage.errors import RuleError

# Updates. What is resent lies close behind; numbers that start anew after a quiet week do not.
RESENT = 10_000


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Say it in the message whose button was pressed, or in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)


async def find_staff_committee(context: Context, committee_id: int) -> CommitteeView:
    """A committee that the acting person is staff of.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    committee = await context.work.read(find_committee, committee_id)
    if committee is None or not (await context.actor()).is_staff(committee_id):
        raise RuleError("not_staff")
    return committee


async def remember(
    context: Context, step: str, data: dict[str, Any], *, own: str = "", is_work: bool = False
) -> None:
    """Take the next private message as the answer at `step` (`duty.note`).

    Args:
        own: how the steps begin whose work this may take the place of: it goes on there.
        is_work: something is being gathered message by message, and is not to be lost: this
            update is noted as taken, and nothing else takes its place.

    Raises:
        RuleError: `finish_first`: what was written for something else would be lost.
    """
    going_on = await context.work.read(find_conversation, context.person_id, context.person_id)
    is_own = going_on is not None and own != "" and going_on.step.startswith(own)
    if going_on is not None and "update_id" in going_on.data and not is_own:
        raise RuleError("finish_first")
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        {**data, "update_id": context.update_id} if is_work else data,
        now=context.received_at,
    )


async def recall(context: Context, *steps: str) -> dict[str, Any] | None:
    """What is remembered of the private conversation, if it stands at one of these steps."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    return dict(found.data) if found is not None and found.step in steps else None


async def forget(context: Context, *prefixes: str) -> None:
    """End the private conversation if its step begins so: whoever moves on has given it up."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step.startswith(prefixes):
        await context.work.write(community.end_conversation, context.person_id, context.person_id)


def is_resent(context: Context, conversation: ConversationView) -> bool:
    """Whether Telegram sends again what was taken already when the process died."""
    last = int(conversation.data.get("update_id", 0))
    return last - RESENT < context.update_id <= last


def to_the_minute(moment: datetime) -> str:
    """A moment as templates take it, where seconds say nothing."""
    return moment.replace(second=0, microsecond=0).isoformat()


def read_text(message: Message) -> str:
    """What somebody wrote.

    Raises:
        RuleError: `fact_missing` for a message without words.
    """
    text = (message.text or message.caption or "").strip()
    if not text:
        raise RuleError("fact_missing", fact="text")
    return text


def day_of(ordinal: int) -> date:
    """The day that a button carries as its number in the calendar.

    Raises:
        RuleError: `stale_button` for a forged one.
    """
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise RuleError("stale_button") from None
