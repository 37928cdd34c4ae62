"""What all of staff's side does: check whose it is, answer in the same message, remember."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import talk
from handlers.context import Context
from locales.detection import detect_language
from storage.community.queries import (
    CommitteeView,
    find_committee,
)
from storage.errors import RuleError
from storage.faq import queries
from storage.faq.queries import EntryView, ItemView
from storage.local_time import local_day

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
    return local_day(context.received_at, committee.time_zone if committee else "UTC")


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Keep where the private conversation stands, and that this update was taken.

    Raises:
        RuleError: `finish_first`: what was written for another feature would be lost.
    """
    await talk.remember(context, step, data, own=_OURS, is_work=True)


async def forget(context: Context) -> None:
    """End the private conversation, if it is one about answers: whoever moves on has given up."""
    await talk.forget(context, _OURS)


async def find_written(context: Context, text: str) -> str:
    """The language that staff wrote in; theirs where the text does not tell."""
    actor = await context.actor()
    return detect_language(text, actor.telegram_language) or (await context.words()).language
