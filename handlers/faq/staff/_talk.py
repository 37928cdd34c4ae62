"""What all of staff's side does: check whose it is, answer in the same message, remember."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from locales.detection import detect_language
from storage.community import actions as community
from storage.community.queries import (
    CommitteeView,
    ConversationView,
    find_committee,
    find_conversation,
)
from storage.errors import RuleError
from storage.faq import queries, rules
from storage.faq.queries import EntryView, ItemView

# Updates. What is resent lies close behind; numbers that start anew after a quiet week do not.
RESENT = 10_000
_OURS = "faq."


async def check_committee(context: Context, committee_id: int) -> None:
    """Whether the acting person works for this committee.

    Raises:
        RuleError: `in_private_only`; `not_staff`; `stale_button` for staff of another committee.
    """
    context.check_private()
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    if not actor.is_staff(committee_id):
        raise RuleError("stale_button")


async def choose_committee(context: Context, purpose: str) -> int | None:
    """The only committee that the acting person works for; asks which one where there are more.

    Args:
        purpose: what is opened for it: `board`, `items`.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    committees = (await context.actor()).staff_committees
    if not committees:
        raise RuleError("not_staff")
    if len(committees) == 1:
        return committees[0]
    found = [await context.work.read(find_committee, each) for each in committees]
    await context.say(
        "faq/which_committee",
        purpose=purpose,
        committees=[{"id": each.id, "name": each.name} for each in found if each],
    )
    return None


async def find_own_committee(context: Context, committee_id: int) -> CommitteeView:
    """A committee that the acting person works for.

    Raises:
        RuleError: as `check_committee`.
    """
    await check_committee(context, committee_id)
    committee = await context.work.read(find_committee, committee_id)
    if committee is None:
        raise RuleError("stale_button")
    return committee


async def find_own_entry(context: Context, entry_id: int) -> EntryView:
    """An entry of a committee that the acting person works for.

    Raises:
        RuleError: `not_staff`; `stale_button`, also where there is no such entry.
    """
    entry = await context.work.read(queries.find_entry, entry_id, context.received_at)
    await check_committee(context, entry.committee_id if entry else 0)
    assert entry is not None
    return entry


async def find_own_item(context: Context, item_id: int) -> ItemView:
    """What waits, of a committee that the acting person works for.

    Raises:
        RuleError: `not_staff`; `stale_button`, also where there is no such item.
    """
    item = await context.work.read(queries.find_item, item_id)
    await check_committee(context, item.committee_id if item else 0)
    assert item is not None
    return item


async def find_today(context: Context, committee_id: int) -> date:
    """The day that it is for a committee."""
    committee = await context.work.read(find_committee, committee_id)
    return rules.local_day(context.received_at, committee.time_zone if committee else "UTC")


def to_the_minute(moment: datetime) -> str:
    """A moment as templates take it, where seconds say nothing."""
    return moment.replace(second=0, microsecond=0).isoformat()


def day_of(ordinal: int) -> date:
    """The day that a button carries as its number in the calendar.

    Raises:
        RuleError: `stale_button` for a forged one.
    """
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise RuleError("stale_button") from None


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Say it in the message whose button was pressed, or in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Keep where the private conversation stands, and that this update was taken.

    Raises:
        RuleError: `finish_first`: what was written for another feature would be lost.
    """
    going_on = await context.work.read(find_conversation, context.person_id, context.person_id)
    if going_on is not None and _is_anothers_work(going_on):
        raise RuleError("finish_first")
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        {**data, "update_id": context.update_id},
        now=context.received_at,
    )


def _is_anothers_work(conversation: ConversationView) -> bool:
    """Features that gather something message by message note which update they took last."""
    return not conversation.step.startswith(_OURS) and "update_id" in conversation.data


async def recall(context: Context, *steps: str) -> dict[str, Any] | None:
    """What is remembered of the private conversation, if it stands at one of these steps."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    return dict(found.data) if found is not None and found.step in steps else None


async def forget(context: Context) -> None:
    """End the private conversation, if it is one about answers: whoever moves on has given up."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step.startswith(_OURS):
        await context.work.write(community.end_conversation, context.person_id, context.person_id)


def is_resent(context: Context, conversation: ConversationView) -> bool:
    """Whether Telegram sends again what was taken already when the process died."""
    last = int(conversation.data.get("update_id", 0))
    return last - RESENT < context.update_id <= last


def read_text(message: Message) -> str:
    """What somebody wrote.

    Raises:
        RuleError: `fact_missing` for a message without words.
    """
    text = (message.text or message.caption or "").strip()
    if not text:
        raise RuleError("fact_missing", fact="text")
    return text


async def find_written(context: Context, text: str) -> str:
    """The language that staff wrote in; theirs where the text does not tell."""
    actor = await context.actor()
    return detect_language(text, actor.telegram_language) or (await context.words()).language
