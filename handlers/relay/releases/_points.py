"""Where, when and with how many desks things are handed out, and how long a person takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.houses import read_buildings
from handlers.relay.releases._callbacks import PointPress
from handlers.relay.releases._facts import find_own_plan, plan_facts, point_facts
from handlers.relay.releases._reading import read_days, read_hours, read_pace
from handlers.talk import forget, read_text, remember, show
from storage.community.queries import BuildingView, ConversationView, list_buildings
from storage.errors import RuleError
from storage.local_time import local_day
from storage.relay.queries import find_relay
from storage.relay.releases import actions
from storage.relay.releases.slots import Point
from storage.relay.releases.views import PlanView

STEP = "relay.release"
FACTS = ("place", "days", "hours", "buildings", "pace")
_DESKS = {"more": 1, "fewer": -1}


async def on_press(context: Context, press: CallbackQuery, data: PointPress) -> None:
    """Staff's buttons under the points."""
    plan = await find_own_plan(context, data.relay_id)
    if data.act in FACTS:
        await _ask(context, press, data)
    elif data.act in _DESKS:
        point = _find(plan, data.point)
        await _save(context, plan, replace(point, desks=point.desks + _DESKS[data.act]))
        await _show_point(context, press, plan.relay_id, point.number)
    elif data.act == "new":
        await _add(context, press, plan)
    elif data.act == "drop":
        await context.work.write(
            actions.drop_point,
            plan.relay_id,
            data.point,
            by=context.person_id,
            now=context.received_at,
        )
        await _show_points(context, press, plan.relay_id)
    elif data.point:
        await _show_point(context, press, plan.relay_id, data.point)
    else:
        await _show_points(context, press, plan.relay_id)
    await context.answer(press, "")


async def _add(context: Context, press: CallbackQuery, plan: PlanView) -> None:
    """A further point like the last one; its place is asked for first."""
    last = plan.points[-1] if plan.points else None
    if last is None:
        raise RuleError("stale_button")
    number = last.number + 1
    await _save(context, plan, replace(last, number=number, buildings=frozenset()))
    await _ask(context, press, PointPress(relay_id=plan.relay_id, point=number, act="place"))


async def _ask(context: Context, press: CallbackQuery, data: PointPress) -> None:
    await remember(
        context, STEP, {"relay_id": data.relay_id, "point": data.point, "fact": data.act}
    )
    await context.redraw(
        press, "relay/ask_release", relay_id=data.relay_id, point=data.point, fact=data.act
    )


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """What staff wrote for the fact that was asked for."""
    data = conversation.data
    plan = await find_own_plan(context, data["relay_id"])
    text = read_text(message)
    if data["fact"] == "pace":
        await context.work.write(
            actions.set_pace,
            plan.relay_id,
            read_pace(text),
            by=context.person_id,
            now=context.received_at,
        )
        await forget(context, STEP)
        await _show_points(context, None, plan.relay_id)
        return
    point = _find(plan, data["point"])
    changes = await _read(context, plan, data["fact"], text)
    await _save(context, plan, replace(point, **changes))
    await forget(context, STEP)
    await _show_point(context, None, plan.relay_id, point.number)


async def _read(context: Context, plan: PlanView, fact: str, text: str) -> Mapping[str, Any]:
    if fact == "days":
        return read_days(text, local_day(context.received_at, plan.time_zone))
    if fact == "hours":
        return read_hours(text)
    if fact == "buildings":
        numbers = {house.label: house.id for house in await _houses(context, plan)}
        chosen = read_buildings(text, numbers)
        return {"buildings": frozenset(numbers[label] for label in chosen)}
    return {"place": text}


async def _houses(context: Context, plan: PlanView) -> tuple[BuildingView, ...]:
    relay = await context.work.read(find_relay, plan.relay_id)
    assert relay is not None
    return await context.work.read(list_buildings, relay.estate_id)


def _find(plan: PlanView, number: int) -> Point:
    for point in plan.points:
        if point.number == number:
            return point
    raise RuleError("stale_button")


async def _save(context: Context, plan: PlanView, point: Point) -> None:
    await context.work.write(
        actions.save_point,
        plan.relay_id,
        point,
        by=context.person_id,
        now=context.received_at,
    )


async def _show_points(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    await forget(context, STEP)
    plan = await find_own_plan(context, relay_id)
    await show(context, press, "relay/release_points", relay_id=relay_id, plan=plan_facts(plan))


async def _show_point(
    context: Context, press: CallbackQuery | None, relay_id: int, number: int
) -> None:
    await forget(context, STEP)
    plan = await find_own_plan(context, relay_id)
    point = _find(plan, number)
    labels = {house.id: house.label for house in await _houses(context, plan)}
    facts = point_facts(point) | {
        "buildings": [label for house, label in labels.items() if house in point.buildings]
    }
    await show(
        context,
        press,
        "relay/release_point",
        relay_id=relay_id,
        title=plan.title,
        point=facts,
        points=len(plan.points),
    )
