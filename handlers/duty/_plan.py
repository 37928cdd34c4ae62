"""Planning a shift: the hours, then who."""

from __future__ import annotations

import re
from datetime import date

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.duty._callbacks import PlanPress
from handlers.duty._now import STEPS
from handlers.duty._rota import find_day, moment_of, show_rota
from handlers.talk import find_staff_committee, forget, read_text, remember, show
from storage.community import actions as community
from storage.community.queries import CommitteeView, ConversationView, list_duty_staff
from storage.errors import RuleError

STEP = f"{STEPS}hours"
SLOTS = ((0, 480), (480, 960), (960, 1440))
"""Minutes of the day."""
ASK_SLOT, ASK_HOURS = -2, -1
_DAY = 24 * 60
# `9-13`, `20:30–8`, `9点到13点`
_HOURS = re.compile(
    r"\s*(\d{1,2})(?:[:：.点時时h](\d{2})?)?\s*(?:-|–|—|~|～|至|到|to)\s*"
    r"(\d{1,2})(?:[:：.点時时h](\d{2})?)?\s*"
)


async def on_plan(context: Context, press: CallbackQuery, data: PlanPress) -> None:
    """Ask for the hours, then for the person; then the shift is on the rota."""
    committee = await find_staff_committee(context, data.committee_id)
    day = find_day(context, committee, data.day)
    if data.begin == ASK_SLOT:
        await show(
            context,
            press,
            "duty/plan_hours",
            committee_id=committee.id,
            day=day.isoformat(),
            number=data.day,
        )
    elif data.begin == ASK_HOURS:
        await remember(context, STEP, {"committee_id": committee.id, "day": data.day})
        await context.say("duty/ask_hours", committee_id=committee.id, number=data.day)
    elif data.person:
        await _plan(context, press, committee, day, data)
    else:
        await _ask_person(context, press, committee, day, (data.begin, data.end))
    await context.answer(press, "")


async def on_hours(context: Context, message: Message, conversation: ConversationView) -> None:
    """The hours were typed."""
    committee = await find_staff_committee(context, int(conversation.data["committee_id"]))
    hours = read_hours(read_text(message))
    if hours is None:
        raise RuleError("duty_hours_unreadable")
    day = find_day(context, committee, int(conversation.data["day"]))
    await forget(context, STEPS)
    await _ask_person(context, None, committee, day, hours)


def read_hours(text: str) -> tuple[int, int] | None:
    """The minutes of the day at which a written span begins and ends, or None."""
    read = _HOURS.fullmatch(text.replace("分", "").replace("点到", "点-"))
    if read is None:
        return None
    begin, end = (int(read[at]) * 60 + int(read[at + 1] or 0) for at in (1, 3))
    minutes = [int(read[at] or 0) for at in (2, 4)]
    if begin >= _DAY or end > _DAY or max(minutes) >= 60:
        return None
    return begin, end


async def _ask_person(
    context: Context,
    press: CallbackQuery | None,
    committee: CommitteeView,
    day: date,
    hours: tuple[int, int],
) -> None:
    begin, end = _check_hours(*hours)
    staff = await context.work.read(list_duty_staff, committee.id, context.received_at)
    await show(
        context,
        press,
        "duty/plan_person",
        committee_id=committee.id,
        number=day.toordinal(),
        begin=begin,
        end=end,
        starts_at=moment_of(committee, day, begin).isoformat(),
        ends_at=moment_of(committee, day, _end(begin, end)).isoformat(),
        staff=[{"id": person_id, "name": name} for person_id, name in staff],
    )


async def _plan(
    context: Context,
    press: CallbackQuery,
    committee: CommitteeView,
    day: date,
    data: PlanPress,
) -> None:
    staff = await context.work.read(list_duty_staff, committee.id, context.received_at)
    person_id = next((each for each, _ in staff if str(each) == data.person), None)
    if person_id is None:
        raise RuleError("duty_person_not_staff")
    begin, end = _check_hours(data.begin, data.end)
    await context.work.write(
        community.plan_shift,
        committee.id,
        person_id,
        starts_at=moment_of(committee, day, begin),
        ends_at=moment_of(committee, day, _end(begin, end)),
        by=context.person_id,
        now=context.received_at,
    )
    await show_rota(context, press, committee, day)


def _check_hours(begin: int, end: int) -> tuple[int, int]:
    if not (0 <= begin < _DAY and 0 <= end <= _DAY):
        raise RuleError("stale_button")
    return begin, end


def _end(begin: int, end: int) -> int:
    """A shift that ends before it begins ends on the next day."""
    return end if end > begin else end + _DAY
