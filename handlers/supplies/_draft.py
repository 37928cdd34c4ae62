"""Staff open a round by a few answers, and see it before it goes out."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.estates import list_estates_to_choose, name_estates
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from handlers.supplies._callbacks import DraftPress
from handlers.supplies._reading import (
    EDITABLE,
    FACTS,
    missing_fact,
    read_fact,
    read_packages,
    to_draft,
)
from handlers.supplies._talk import read_words, recall_work
from handlers.talk import forget, is_resent, remember, show
from locales.renderer import Words
from storage.community.queries import (
    ConversationView,
    find_committee,
    find_estate,
    list_bound_chats,
    list_buildings,
)
from storage.errors import RuleError
from storage.supplies.actions import publish_draft

STEP = "supplies.draft"
_UNSOLD = {"ordered": 0, "supplied": None, "shelf": None}


async def _begin(context: Context) -> None:
    estates = await list_estates_to_choose(context)
    if len(estates) == 1:
        await _go_on(context, None, {"estate_id": estates[0].id})
        return
    await remember(context, STEP, {}, own=STEP, is_work=True)
    await context.say("supplies/ask_estate", estates=name_estates(estates))


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the answer to the question that was asked last."""
    data = dict(conversation.data)
    if is_resent(context, conversation) or "estate_id" not in data:
        await (_go_on(context, None, data) if "estate_id" in data else _begin(context))
        return
    asking = data.pop("asking", None)
    fact = asking or missing_fact(data)
    if fact == "more":
        # What was written is kept line by line, as the other facts are.
        data["packages"] = data["packages"] + read_packages(message.text or "")
    elif fact is not None:
        zone, buildings = await _estate(context, data["estate_id"])
        text = message.text or "" if fact == "packages" else read_words(message)
        now = context.received_at
        data |= read_fact(fact, text, now=now, zone=zone, buildings=buildings)
    await _go_on(context, None, data)


async def _estate(context: Context, estate_id: int) -> tuple[ZoneInfo, dict[str, int]]:
    estate = await context.work.read(find_estate, estate_id)
    if estate is None:
        raise RuleError("no_estate")
    committee = await context.work.read(find_committee, estate.committee_id)
    buildings = await context.work.read(list_buildings, estate_id)
    zone = ZoneInfo(committee.time_zone if committee else "UTC")
    return zone, {building.label: building.id for building in buildings}


async def _go_on(context: Context, press: CallbackQuery | None, data: dict[str, Any]) -> None:
    fact = missing_fact(data)
    if fact is not None:
        await _ask(context, data, fact)
        return
    await remember(context, STEP, data, own=STEP, is_work=True)
    await show(context, press, "supplies/preview", **await _preview(context, data))


async def _ask(context: Context, data: dict[str, Any], fact: str) -> None:
    await remember(context, STEP, {**data, "asking": fact}, own=STEP, is_work=True)
    step = FACTS.index(fact) + 1 if fact in FACTS else 0
    await context.say("supplies/ask_fact", fact=fact, step=step, steps=len(FACTS))


async def _preview(context: Context, data: dict[str, Any]) -> dict[str, Any]:
    _, buildings = await _estate(context, data["estate_id"])
    estate = await context.work.read(find_estate, data["estate_id"])
    assert estate is not None
    labels = data.get("buildings", [])
    ids = [buildings[label] for label in labels if label in buildings] or None
    chats = await context.work.read(list_bound_chats, estate.id, ids)
    supply = {
        "title": data["title"],
        "estate": estate.name,
        "state": "scheduled",
        "supplier": data["supplier"],
        "is_checked": False,
        "arrives": data["arrives"],
        "opens_at": data["opens_at"],
        "closes_at": data["closes_at"],
        "buildings": labels,
        "packages": [
            {**package, "id": place, "left": package["stock"], **_UNSOLD}
            for place, package in enumerate(data["packages"])
        ],
        "takes_orders": False,
    }
    return {"supply": supply, "groups": len(chats)}


async def on_draft(context: Context, press: CallbackQuery, data: DraftPress) -> None:
    """The buttons of a draft: begin, choose the estate, edit a fact, mark, publish, drop."""
    context.check_private()
    if data.act == "new":
        await _begin(context)
    else:
        await _change(context, press, data, await recall_work(context, STEP))
    await context.answer(press, "")


async def _change(
    context: Context, press: CallbackQuery, data: DraftPress, draft: dict[str, Any]
) -> None:
    if data.act == "drop":
        await forget(context, STEP)
        await context.redraw(press, "supplies/draft_dropped")
    elif data.act == "estate":
        if data.value not in {str(each.id) for each in await list_estates_to_choose(context)}:
            raise RuleError("stale_button")
        await _go_on(context, press, {**draft, "estate_id": int(data.value)})
    elif missing_fact(draft) is not None:
        raise RuleError("stale_button")
    elif data.act == "edit" and data.value in (*EDITABLE, "more"):
        await _ask(context, draft, data.value)
    elif data.act == "baby":
        await _go_on(context, press, _mark(draft, data.value))
    elif data.act == "publish":
        await _publish(context, press, draft)
    else:
        raise RuleError("stale_button")


def _mark(draft: dict[str, Any], place: str) -> dict[str, Any]:
    """A package becomes one for mother and baby, or is one no longer (S70)."""
    packages = [dict(package) for package in draft["packages"]]
    if not place.isdecimal() or int(place) >= len(packages):
        raise RuleError("stale_button")
    packages[int(place)]["is_urgent"] = not packages[int(place)]["is_urgent"]
    return {**draft, "packages": packages}


async def _publish(context: Context, press: CallbackQuery, data: dict[str, Any]) -> None:
    _, buildings = await _estate(context, data["estate_id"])
    draft = to_draft(data, buildings)
    round_id = await context.work.write(
        publish_draft, draft, STEP, by=context.person_id, now=context.received_at
    )
    params = await _preview(context, data)
    await context.redraw(press, "supplies/published", round_id=round_id, **params)


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    edits = (
        button(words, f"supply_edit_{fact}", DraftPress(act="edit", value=fact))
        for fact in (*EDITABLE, "more")
    )
    babies = (
        [label_button(f"🍼 {package['name']}", DraftPress(act="baby", value=str(package["id"])))]
        for package in params["supply"]["packages"]
    )
    return keyboard(
        [button(words, "publish", DraftPress(act="publish"))],
        *in_rows(edits, 2),
        *babies,
        [button(words, "drop", DraftPress(act="drop"))],
    )


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], DraftPress(act="estate", value=str(each["id"])))]
            for each in params["estates"]
        )
    )


def _drop_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "drop", DraftPress(act="drop"))])


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/preview": _preview_keyboard,
    "supplies/ask_estate": _estates_keyboard,
    "supplies/ask_fact": _drop_keyboard,
}
