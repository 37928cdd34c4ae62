"""Staff plan a round by a few answers or one line, and see it before it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.estates import list_estates_to_choose, name_estates
from handlers.talk import forget, is_resent, read_text, recall, remember, show
from handlers.testing.plan._callbacks import PlanPress
from handlers.testing.plan._drafted import Drafted, load_draft
from handlers.testing.plan._estates import (
    find_own_estate,
    usual_title,
)
from handlers.testing.plan._preview import draft_picture, preview_params
from handlers.testing.plan._reading import (
    EDITABLE,
    EDITABLE_OF_FILES,
    FACTS,
    days_fact,
    missing_fact,
    read_fact,
    split_line,
)
from handlers.testing.plan._rounds import show_round
from storage.community.queries import ConversationView, EstateView
from storage.errors import RuleError
from storage.local_time import local_day
from storage.testing.actions import plan_round
from storage.testing.queries import find_place, list_rounds

STEP = "testing.draft"
_MOST_SITES = 3


async def begin(context: Context, press: CallbackQuery | None, line: str = "") -> None:
    """Begin a draft, from the line if there is one."""
    context.check_private()
    estates = await list_estates_to_choose(context)
    if len(estates) == 1:
        await _take_line(context, press, estates[0], line)
        return
    await remember(context, STEP, {"line": line}, own=STEP, is_work=True)
    await show(context, press, "testing/ask_estate", estates=name_estates(estates))


async def _take_line(
    context: Context, press: CallbackQuery | None, estate: EstateView, line: str
) -> None:
    """Read the facts of a line; what cannot be read is asked for, with the reason."""
    data: dict[str, Any] = {
        "estate_id": estate.id,
        "title": await usual_title(context, estate),
        "sites": await _known_sites(context, estate),
    }
    labels, today = await _place(context, data)
    for fact, text in split_line(line, today).items():
        try:
            read = days_fact(text) if fact == "days" else None
            data |= read or read_fact(fact, text, today=today, labels=labels)
        except RuleError as refusal:
            await context.say(f"errors/{refusal.code}", **refusal.params)
    await go_on(context, press, data)


async def _known_sites(context: Context, estate: EstateView) -> list[str]:
    rounds = await context.work.read(list_rounds, estate.committee_id)
    rounds += await context.work.read(list_rounds, estate.committee_id, is_over=True)
    sites = (each.site for each in rounds if each.estate_id == estate.id)
    return list(dict.fromkeys(sites))[:_MOST_SITES]


async def _place(context: Context, data: dict[str, Any]) -> tuple[Sequence[str], Any]:
    """Labels of the estate's buildings, and which day it is there."""
    place = await context.work.read(find_place, data["estate_id"])
    labels = [fact.label for fact in place.buildings.values()]
    return labels, local_day(context.received_at, place.time_zone)


async def go_on(context: Context, press: CallbackQuery | None, data: dict[str, Any]) -> None:
    """Ask what is missing, or show the whole draft; at first with its picture."""
    fact = missing_fact(data)
    if fact is not None:
        await _ask(context, press, data, fact)
        return
    data.pop("asking", None)
    is_first = not data.get("was_drawn", False)
    await remember(context, STEP, data | {"was_drawn": True}, own=STEP, is_work=True)
    drafted = await load_draft(context, data)
    params = await preview_params(context, data, drafted)
    if is_first and drafted.days:
        await _show_picture(context, drafted, "0")
        await context.say("testing/preview", **params)
    else:
        await show(context, press, "testing/preview", **params)


async def _ask(
    context: Context, press: CallbackQuery | None, data: dict[str, Any], fact: str
) -> None:
    await remember(context, STEP, {**data, "asking": fact}, own=STEP, is_work=True)
    is_whole = missing_fact(data) is None
    step = FACTS.index(fact) + 1 if fact in FACTS and not is_whole else 0
    sites = data.get("sites", []) if fact == "site" else []
    params = {"fact": fact, "step": step, "steps": len(FACTS), "sites": sites}
    await show(context, press, "testing/ask_fact", is_draft=True, back=is_whole, **params)


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the answer to the question that was asked last."""
    data = dict(conversation.data)
    if "estate_id" not in data:
        await begin(context, None, data.get("line", ""))
    elif is_resent(context, conversation):
        await go_on(context, None, data)
    else:
        await _take_answer(context, None, data, read_text(message))


async def _take_answer(
    context: Context, press: CallbackQuery | None, data: dict[str, Any], text: str
) -> None:
    fact = data.pop("asking", None) or missing_fact(data)
    if fact is not None:
        labels, today = await _place(context, data)
        data |= read_fact(fact, text, today=today, labels=labels)
    await go_on(context, press, data)


async def on_plan(context: Context, press: CallbackQuery, button: PlanPress) -> None:
    """The buttons of a draft: choose, answer, edit, look, publish, drop."""
    context.check_private()
    data = await recall(context, STEP)
    if data is None:
        raise RuleError("stale_button")
    if button.act == "estate":
        estate = await find_own_estate(context, _number(button.value))
        await _take_line(context, press, estate, data.get("line", ""))
    elif button.act == "drop":
        await forget(context, STEP)
        await context.redraw(press, "testing/draft_dropped")
    elif "estate_id" not in data:
        raise RuleError("stale_button")
    else:
        await find_own_estate(context, data["estate_id"])
        await _change(context, press, button, data)
    await context.answer(press, "")


async def _change(
    context: Context, press: CallbackQuery, button: PlanPress, data: dict[str, Any]
) -> None:
    if button.act == "answer":
        await _take_answer(context, press, data, button.value)
    elif button.act == "site":
        await _take_site(context, press, data, _number(button.value))
    elif missing_fact(data) is not None:
        raise RuleError("stale_button")
    elif button.act == "edit" and button.value in _editable(data):
        await _ask(context, press, data, button.value)
    elif button.act == "more":
        await _show_more(context, press, data)
    elif button.act == "preview":
        await go_on(context, press, data)
    elif button.act == "picture":
        await _show_picture(context, await load_draft(context, data), button.value)
    elif button.act == "publish":
        await _publish(context, press, data)
    else:
        raise RuleError("stale_button")


def _number(value: str) -> int:
    if not value.isdecimal():
        raise RuleError("stale_button")
    return int(value)


def _editable(data: dict[str, Any]) -> tuple[str, ...]:
    return EDITABLE_OF_FILES if "slots" in data else EDITABLE


async def _take_site(
    context: Context, press: CallbackQuery, data: dict[str, Any], place: int
) -> None:
    sites = data.get("sites", [])
    if place >= len(sites):
        raise RuleError("stale_button")
    await _take_answer(context, press, {**data, "asking": "site"}, sites[place])


async def _show_more(context: Context, press: CallbackQuery, data: dict[str, Any]) -> None:
    params = await preview_params(context, data, await load_draft(context, data))
    await context.redraw(press, "testing/preview_more", facts=list(_editable(data)), **params)


async def _show_picture(context: Context, drafted: Drafted, value: str) -> None:
    """Send the timeline; `value` is a day, counted from 0, and perhaps a page: `2.1`."""
    number, _, page = value.partition(".")
    if not drafted.days:
        raise RuleError("testing_no_day")
    facts = draft_picture(drafted, _number(number), _number(page or "0"))
    await context.say("testing/draft_timeline", **facts)


async def _publish(context: Context, press: CallbackQuery, data: dict[str, Any]) -> None:
    drafted = await load_draft(context, data)
    if drafted.faults:
        raise RuleError(drafted.faults[0].code, **drafted.faults[0].params)
    round_id = await context.work.write(
        plan_round,
        drafted.plan,
        by=context.person_id,
        now=context.received_at,
        calendar=context.services.calendar,
        update_id=context.update_id,
    )
    await forget(context, STEP)
    await show_round(context, press, round_id, note="planned")
