"""/status: the lights of supply lines, each with number, time and source (S74)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard, label_button
from handlers.routes import Keyboard
from handlers.supplies._callbacks import LightPress
from handlers.supplies._talk import read_words, recall_work
from handlers.talk import forget, is_resent, remember, show
from locales.renderer import Words
from storage.community.queries import ConversationView, find_chat
from storage.errors import RuleError
from storage.facts import check_text
from storage.supplies.actions import set_light, withdraw_status
from storage.supplies.actions.statuses import LONGEST_AMOUNT, LONGEST_NAME, LONGEST_SOURCE
from storage.supplies.kinds import Light
from storage.supplies.queries import (
    ReadingView,
    StatusView,
    find_status,
    list_readings,
    list_statuses,
)

STEP = "supplies.light"
_LONGEST = {"name": LONGEST_NAME, "amount": LONGEST_AMOUNT, "source": LONGEST_SOURCE}
_LIGHTS = {Light.GREEN: "🟢", Light.YELLOW: "🟡", Light.RED: "🔴"}


async def on_status(context: Context, message: Message, _argument: str) -> None:
    """/status: how things stand, in the group or in private; staff can set it in private."""
    committee_id = await _committee(context)
    params = await _params(context, committee_id)
    reply_to = None if context.is_private else message.message_id
    await context.say("supplies/status", reply_to=reply_to, **params)


async def _committee(context: Context) -> int:
    """The committee of the group, or of the person's door or work.

    Raises:
        RuleError: `chat_not_bound`, `not_tied`.
    """
    if not context.is_private and context.chat is not None:
        chat = await context.work.read(find_chat, context.chat.id)
        if chat is None or chat.committee_id is None:
            raise RuleError("chat_not_bound")
        return chat.committee_id
    actor = await context.actor()
    tied = (tie.committee_id for tie in actor.residents)
    for committee_id in (*actor.staff_committees, *tied):
        return committee_id
    raise RuleError("not_tied")


async def _params(context: Context, committee_id: int) -> dict[str, Any]:
    lines = await context.work.read(list_statuses, committee_id, context.received_at)
    is_staff = context.is_private and (await context.actor()).is_staff(committee_id)
    return {
        "committee_id": committee_id,
        "is_staff": is_staff,
        "lines": [_line(line) for line in lines],
    }


def _line(line: StatusView) -> dict[str, Any]:
    return {**_reading(line), "id": line.id, "name": line.name, "is_old": line.is_old}


def _reading(reading: StatusView | ReadingView) -> dict[str, Any]:
    return {
        "mark": _LIGHTS[reading.light],
        "amount": reading.amount,
        "source": reading.source,
        # Seconds say nothing here.
        "as_of": reading.as_of.replace(second=0, microsecond=0).isoformat(),
    }


async def on_light(context: Context, press: CallbackQuery, data: LightPress) -> None:
    """Staff's buttons: look at a line, set it, watch another, watch it no longer."""
    context.check_private()
    if data.act in list(Light):
        await _take_light(context, data.act)
    elif data.act == "drop":
        await forget(context, STEP)
        await context.redraw(press, "supplies/draft_dropped")
    elif data.act in ("all", "new"):
        await _check_staff(context, data.committee_id)
        await _show_all_or_ask(context, press, data)
    else:
        await _on_line(context, press, data)
    await context.answer(press, "")


async def _check_staff(context: Context, committee_id: int) -> None:
    if not (await context.actor()).is_staff(committee_id):
        raise RuleError("not_staff")


async def _show_all_or_ask(context: Context, press: CallbackQuery, data: LightPress) -> None:
    if data.act == "all":
        await context.redraw(press, "supplies/status", **await _params(context, data.committee_id))
        return
    await _ask(context, {"committee_id": data.committee_id})


async def _on_line(context: Context, press: CallbackQuery, data: LightPress) -> None:
    line = await context.work.read(find_status, data.status_id, context.received_at)
    if line is None:
        raise RuleError("stale_button")
    await _check_staff(context, line.committee_id)
    if data.act == "set":
        await _ask(context, {"committee_id": line.committee_id, "name": line.name})
    elif data.act == "withdraw":
        now = context.received_at
        await context.work.write(withdraw_status, line.id, by=context.person_id, now=now)
        await context.redraw(press, "supplies/status", **await _params(context, line.committee_id))
    elif data.act == "show":
        readings = await context.work.read(list_readings, line.id)
        await context.redraw(
            press,
            "supplies/status_line",
            committee_id=line.committee_id,
            line=_line(line),
            readings=[_reading(each) for each in readings],
        )
    else:
        raise RuleError("stale_button")


async def _ask(context: Context, data: dict[str, Any], press: CallbackQuery | None = None) -> None:
    """Ask for what is missing: the name, the light, number and unit, the source."""
    asking = next(fact for fact in ("name", "light", "amount", "source") if fact not in data)
    await remember(context, STEP, {**data, "asking": asking}, own=STEP, is_work=True)
    await show(context, press, "supplies/ask_status", asking=asking, name=data.get("name", ""))


async def _take_light(context: Context, light: str) -> None:
    data = await recall_work(context, STEP)
    if data.get("asking") not in ("light", "amount", "source"):
        raise RuleError("stale_button")
    await _ask(context, {**data, "light": light})


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was asked for; with the source it is put down."""
    data = dict(conversation.data)
    fact = data.pop("asking")
    if fact == "light" or is_resent(context, conversation):
        await _ask(context, data)
        return
    text = read_words(message)
    check_text(fact, text, _LONGEST[fact])
    data[fact] = text
    if fact != "source":
        await _ask(context, data)
        return
    await context.work.write(
        set_light,
        data["committee_id"],
        data["name"],
        Light(data["light"]),
        data["amount"],
        data["source"],
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEP)
    await context.say("supplies/status", **await _params(context, data["committee_id"]))


def _status_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    if not params["is_staff"]:
        return None
    lines = (
        [label_button(f"{line['mark']} {line['name']}", _at("show", line["id"]))]
        for line in params["lines"]
    )
    new = LightPress(act="new", committee_id=params["committee_id"])
    return keyboard(*lines, [button(words, "supply_status_new", new)])


def _at(act: str, status_id: int) -> LightPress:
    return LightPress(act=act, status_id=status_id)


def _line_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    line = params["line"]
    back = LightPress(act="all", committee_id=params["committee_id"])
    return keyboard(
        [button(words, "supply_status_set", _at("set", line["id"]))],
        [button(words, "supply_status_withdraw", _at("withdraw", line["id"]))],
        [button(words, "back", back)],
    )


def _ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    lights = [
        button(words, f"supply_light_{light.value}", LightPress(act=light.value))
        for light in Light
        if params["asking"] == "light"
    ]
    return keyboard(*([each] for each in lights), [button(words, "drop", LightPress(act="drop"))])


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/status": _status_keyboard,
    "supplies/status_line": _line_keyboard,
    "supplies/ask_status": _ask_keyboard,
}
