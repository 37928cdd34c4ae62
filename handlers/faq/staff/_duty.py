"""/duty: who hears of questions that no entry answers, and for how long."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._callbacks import DutyPress
from handlers.faq.staff._talk import (
    choose_committee,
    find_own_committee,
    forget,
    show,
    to_the_minute,
)
from storage.community import actions as community
from storage.community.queries import find_duty
from storage.errors import RuleError

OFFERED = (4, 8, 12, 24)
"""Hours."""
LEAVE, LOOK = 0, -1


async def on_duty(context: Context, _message: Message, _argument: str) -> None:
    """/duty: who has it now.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "duty")
    if committee_id is not None:
        await show_duty(context, None, committee_id)


async def on_duty_press(context: Context, press: CallbackQuery, data: DutyPress) -> None:
    """Take it for some hours, or give it up."""
    await find_own_committee(context, data.committee_id)
    by, now = context.person_id, context.received_at
    if data.hours in OFFERED:
        await context.work.write(
            community.take_duty, data.committee_id, by=by, now=now, hours=data.hours
        )
    elif data.hours == LEAVE:
        await context.work.write(community.leave_duty, data.committee_id, by=by, now=now)
    elif data.hours != LOOK:
        raise RuleError("stale_button")
    await show_duty(context, press, data.committee_id)
    await context.answer(press, "")


async def show_duty(context: Context, press: CallbackQuery | None, committee_id: int) -> None:
    """Who is on duty; nobody means that all staff are told."""
    committee = await find_own_committee(context, committee_id)
    await forget(context)
    duty = await context.work.read(find_duty, committee_id, context.received_at)
    members: list[dict[str, Any]] = [
        {"name": each.name, "until": to_the_minute(each.until) if each.until else None}
        for each in duty.members
    ]
    await show(
        context,
        press,
        "faq/duty",
        committee_id=committee_id,
        committee=committee.name,
        is_taken=duty.is_taken,
        is_mine=duty.is_taken and context.person_id in duty.people,
        members=members,
    )
