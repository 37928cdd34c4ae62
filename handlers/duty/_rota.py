"""The rota of a day: its shifts, its gaps, and what can be done with one shift."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.duty._callbacks import RotaPress, ShiftPress
from handlers.duty._now import STEPS, describe_gaps, describe_shift
from handlers.talk import day_of, find_staff_committee, forget, show
from storage.community import actions as community
from storage.community.queries import CommitteeView, ShiftView, find_shift, list_shifts
from storage.community.rules import find_gaps
from storage.errors import RuleError

FARTHEST = timedelta(days=60)
"""How far from today the rota is turned."""


async def on_rota(context: Context, press: CallbackQuery, data: RotaPress) -> None:
    """A day of the rota."""
    committee = await find_staff_committee(context, data.committee_id)
    await show_rota(context, press, committee, find_day(context, committee, data.day))
    await context.answer(press, "")


async def show_rota(
    context: Context, press: CallbackQuery | None, committee: CommitteeView, day: date
) -> None:
    """The shifts of a day and when nobody is there."""
    await forget(context, STEPS)
    begin, end = bounds(committee, day)
    shifts = await context.work.read(list_shifts, committee.id, begin, end)
    held = [(shift.starts_at, shift.ends_at) for shift in shifts if shift.person_id is not None]
    since = max(begin, context.received_at)
    await show(
        context,
        press,
        "duty/rota",
        committee_id=committee.id,
        committee=committee.name,
        day=day.isoformat(),
        number=day.toordinal(),
        is_over=end <= context.received_at,
        shifts=[describe_shift(shift) for shift in shifts],
        gaps=describe_gaps(find_gaps(held, since, end)) if since < end else [],
    )


async def on_shift(context: Context, press: CallbackQuery, data: ShiftPress) -> None:
    """Look at a shift, give it up, take it over, or take it off the rota."""
    context.check_private()
    shift = await context.work.read(find_shift, data.shift_id)
    if shift is None:
        raise RuleError("not_found", kind="shift")
    committee = await find_staff_committee(context, shift.committee_id)
    by, now = context.person_id, context.received_at
    match data.act:
        case "show" | "cancel":
            await _show_shift(context, press, committee, shift, is_asking=data.act == "cancel")
            await context.answer(press, "")
            return
        case "give_up":
            await context.work.write(community.give_up_shift, shift.id, by=by, now=now)
        case "take":
            await context.work.write(community.take_shift, shift.id, by=by, now=now)
        case "cancel_sure":
            await context.work.write(community.cancel_shift, shift.id, by=by, now=now)
        case _:
            raise RuleError("stale_button")
    await show_rota(context, press, committee, _day_at(committee, shift.starts_at))
    await context.answer(press, "")


def find_day(context: Context, committee: CommitteeView, number: int) -> date:
    """The day of a button, which is not endlessly far away; 0 is today for the committee.

    Raises:
        RuleError: `stale_button`.
    """
    today = _day_at(committee, context.received_at)
    day = day_of(number) if number else today
    if abs(day - today) > FARTHEST:
        raise RuleError("stale_button")
    return day


def bounds(committee: CommitteeView, day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends on the committee's clock."""
    return moment_of(committee, day, 0), moment_of(committee, day, 24 * 60)


def moment_of(committee: CommitteeView, day: date, minute: int) -> datetime:
    """A minute of a day on the committee's clock; from 1440 on, of the next day."""
    local = datetime.combine(day, time.min) + timedelta(minutes=minute)
    return local.replace(tzinfo=ZoneInfo(committee.time_zone))


def _day_at(committee: CommitteeView, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(committee.time_zone)).date()


async def _show_shift(
    context: Context,
    press: CallbackQuery,
    committee: CommitteeView,
    shift: ShiftView,
    *,
    is_asking: bool,
) -> None:
    await show(
        context,
        press,
        "duty/shift",
        committee_id=committee.id,
        number=_day_at(committee, shift.starts_at).toordinal(),
        is_mine=shift.person_id == context.person_id,
        is_over=shift.ends_at <= context.received_at,
        is_asking=is_asking,
        **describe_shift(shift),
    )
