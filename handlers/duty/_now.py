"""/duty: who answers for the committee now, who comes next, and when nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.duty_links import DutyPress
from handlers.talk import find_staff_committee, forget, show
from storage.community import actions as community
from storage.community.queries import (
    DutyView,
    ShiftView,
    find_committee,
    find_duty,
    find_duty_phone,
    list_shifts,
)
from storage.community.rules import find_gaps
from storage.errors import RuleError

OFFERED = (4, 8, 12, 24)
"""Hours."""
LEAVE, LOOK = 0, -1
STEPS = "duty."
_AHEAD = timedelta(hours=24)


async def on_duty(context: Context, _message: Message, _argument: str) -> None:
    """/duty: who has it now.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    committees = (await context.actor()).staff_committees
    if not committees:
        raise RuleError("not_staff")
    if len(committees) == 1:
        await show_duty(context, None, committees[0])
        return
    found = [await context.work.read(find_committee, each) for each in committees]
    await context.say(
        "duty/which_committee",
        committees=[{"id": each.id, "name": each.name} for each in found if each],
    )


async def on_duty_press(context: Context, press: CallbackQuery, data: DutyPress) -> None:
    """Take it for some hours, or give it up."""
    await find_staff_committee(context, data.committee_id)
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
    committee = await find_staff_committee(context, committee_id)
    await forget(context, STEPS)
    now = context.received_at
    duty = await context.work.read(find_duty, committee_id, now)
    shifts = await context.work.read(list_shifts, committee_id, now, now + _AHEAD)
    coming = [shift for shift in shifts if shift.starts_at > now and shift.person_id is not None]
    await show(
        context,
        press,
        "duty/now",
        committee_id=committee_id,
        committee=committee.name,
        is_taken=duty.is_taken,
        is_mine=duty.is_taken and context.person_id in duty.people,
        members=[_describe(each.name, each.until) for each in duty.members],
        coming=describe_shift(coming[0]) if coming else None,
        gaps=describe_gaps(_find_holes(duty, shifts, now)) if shifts else [],
        phone=await context.work.read(find_duty_phone, committee_id),
    )


def describe_shift(shift: ShiftView) -> dict[str, Any]:
    """A shift as JSON values; `name` is None where nobody has it."""
    return {
        "id": shift.id,
        "name": shift.name if shift.person_id is not None else None,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def describe_gaps(gaps: list[tuple[datetime, datetime]]) -> list[dict[str, str]]:
    """When nobody is there, as templates take it."""
    return [
        {"starts_at": to_the_minute(begin), "ends_at": to_the_minute(end)} for begin, end in gaps
    ]


def to_the_minute(moment: datetime) -> str:
    """A moment as templates take it, where seconds say nothing."""
    return moment.replace(second=0, microsecond=0).isoformat()


def _describe(name: str, until: datetime | None) -> dict[str, Any]:
    return {"name": name, "until": to_the_minute(until) if until else None}


def _find_holes(
    duty: DutyView, shifts: tuple[ShiftView, ...], now: datetime
) -> list[tuple[datetime, datetime]]:
    held = [(shift.starts_at, shift.ends_at) for shift in shifts if shift.person_id is not None]
    taken = [(each.since, each.until) for each in duty.members if each.since is not None]
    return find_gaps([*held, *taken], now, now + _AHEAD)
