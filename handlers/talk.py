"""What pages and questions in private have in common, whichever feature they belong to."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import CommitteeView, find_committee, find_conversation
from storage.errors import RuleError


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


async def remember(context: Context, step: str, **data: Any) -> None:
    """Take the next private message as the answer at `step` (`duty.note`).

    Raises:
        RuleError: `finish_first`: what was written for another feature would be lost.
    """
    going_on = await context.work.read(find_conversation, context.person_id, context.person_id)
    # Features that gather something message by message note which update they took last.
    if going_on is not None and "update_id" in going_on.data:
        raise RuleError("finish_first")
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )


async def forget(context: Context, prefix: str) -> None:
    """End the private conversation if its step begins so: whoever moves on has given it up."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step.startswith(prefix):
        await context.work.write(community.end_conversation, context.person_id, context.person_id)


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
