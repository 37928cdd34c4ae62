"""Choosing how places are shared, by buttons: in a draft, and when the rules are changed.

The conversation holds what is chosen; whose conversation it is decides where «done» leads.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard
from handlers.relay._draft_choices import CHOICES, USUAL_WINDOW, read_choice
from handlers.relay._draft_preview import preview
from handlers.routes import Keyboard
from handlers.talk import remember, show
from locales.renderer import Words
from storage.community.queries import find_conversation
from storage.errors import RuleError

Show = Callable[[Context, CallbackQuery | None, dict[str, Any]], Awaitable[None]]

# What is offered of each choice, as it would be written; what else, staff write.
_OPTIONS = {
    "unused": ("no", "60", "120", "1440"),
    "offer": ("no", "30", "120", "720", "1440"),
    "draw": ("10", "30", "60", "1440"),
    "remainder": ("first", "largest", "common"),
    "ties": ("latest", "spread"),
    "papers": ("no", "yes"),
    "served": ("all", "unserved"),
    "reserve": ("no",),
    "bring": ("no",),
}
_PRESETS = ("time", "building", "draw", "building_draw")
_TENTHS = (1, 2, 3)


class SharingPress(CallbackData, prefix="rs"):
    """A choice to look at (`offline`), or to make (`offline`, `40`); none is the whole page."""

    choice: str = ""
    value: str = ""


_hosts: dict[str, Show] = {}


def host(step: str, done: Show) -> None:
    """Let the pages work on the conversation at `step`; `done` shows what comes after them."""
    _hosts[step] = done


async def on_sharing(context: Context, press: CallbackQuery, data: SharingPress) -> None:
    """Look at the rules, at one choice, or make it."""
    context.check_private()
    step, draft = await _find(context)
    if data.choice == "done":
        draft.pop("asking", None)
        await _hosts[step](context, press, draft)
    elif not data.choice:
        draft.pop("asking", None)
        await show_sharing(context, press, step, draft)
    elif data.choice not in CHOICES:
        raise RuleError("stale_button")
    elif not data.value:
        await _show_choice(context, press, step, draft, data.choice)
    else:
        draft.pop("asking", None)
        draft |= read_choice(data.choice, data.value.replace("_", " "))
        await show_sharing(context, press, step, draft)
    await context.answer(press, "")


async def _find(context: Context) -> tuple[str, dict[str, Any]]:
    """The conversation that gathers rules, and what it holds.

    Raises:
        RuleError: `stale_button`.
    """
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step not in _hosts or "opens_at" not in found.data:
        raise RuleError("stale_button")
    return found.step, dict(found.data)


async def show_sharing(
    context: Context, press: CallbackQuery | None, step: str, draft: dict[str, Any]
) -> None:
    """The rules as they are chosen so far, with a button for each choice."""
    await remember(context, step, draft, own=step, is_work=True)
    shown = await preview(context, draft)
    params = {"relay": shown["relay"], "problem": shown["problem"], "draft": _values(draft)}
    await show(context, press, "relay/sharing", **params)


async def _show_choice(
    context: Context, press: CallbackQuery, step: str, draft: dict[str, Any], choice: str
) -> None:
    # What is written next answers this choice.
    await remember(context, step, draft | {"asking": choice}, own=step, is_work=True)
    params = {"choice": choice, "capacity": draft["capacity"], "draft": _values(draft)}
    await show(context, press, "relay/sharing_choice", **params)


def _values(draft: dict[str, Any]) -> dict[str, Any]:
    """What the choices stand at, by their names, as they would be written."""
    return {
        "sharing": _preset(draft),
        "offline": draft.get("offline_share", 0),
        "unused": draft.get("shares_minutes"),
        "reserve": draft.get("daily_reserve", 0),
        "offer": draft.get("offer_minutes"),
        "draw": draft.get("draw_minutes", USUAL_WINDOW),
        "remainder": draft.get("remainder_rule", "first"),
        "ties": draft.get("tie_rule", "latest"),
        "papers": draft.get("needs_papers", False),
        "bring": draft.get("bring", ""),
        "served": draft.get("served_rule", "all"),
        "is_round": draft.get("follows_id") is not None,
    }


def _preset(draft: dict[str, Any]) -> str:
    splits = draft.get("split_rule") == "buildings"
    draws = draft.get("order_rule") == "draw"
    if draws:
        return "building_draw" if splits else "draw"
    return "building" if splits else "time"


def _sharing_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    draft = params["draft"]
    presets = [
        button(
            words,
            "share_preset",
            SharingPress(choice="sharing", value=preset),
            preset=preset,
            is_chosen=draft["sharing"] == preset,
        )
        for preset in _PRESETS
    ]
    choices = [
        button(
            words, "share_choice", SharingPress(choice=choice), choice=choice, value=draft[choice]
        )
        for choice in _fitting(params)
    ]
    done = button(words, "share_done", SharingPress(choice="done"))
    return keyboard(*in_rows(presets, 2), *in_rows(choices, 2), [done])


def _fitting(params: dict[str, Any]) -> list[str]:
    """The choices that mean something beside what is chosen already."""
    sharing, relay, draft = params["relay"]["sharing"], params["relay"], params["draft"]
    has_places = relay["capacity"] is not None
    is_split = sharing["split"] == "buildings"
    meant = {
        "draw": sharing["order"] == "draw",
        "remainder": has_places and is_split,
        "offline": has_places,
        "unused": has_places and sharing["has_pools"],
        "reserve": True,
        "offer": has_places and relay["waiting_list"],
        "papers": True,
        "bring": True,
        "ties": True,
        "served": draft["is_round"],
    }
    return [choice for choice, is_meant in meant.items() if is_meant]


def _choice_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    choice, capacity = params["choice"], params["capacity"]
    options = _OPTIONS.get(choice) or ("no", *_tenths(capacity))
    buttons = [_option(words, choice, option) for option in options]
    width = 1 if choice in ("remainder", "ties", "served") else 2
    return keyboard(*in_rows(buttons, width), [button(words, "share_back", SharingPress())])


def _tenths(capacity: int | None) -> list[str]:
    """A tenth, two and three of the places."""
    shares = (capacity * tenths // 10 for tenths in _TENTHS) if capacity else ()
    return list(dict.fromkeys(str(share) for share in shares if share))


def _option(words: Words, choice: str, option: str) -> InlineKeyboardButton:
    data = SharingPress(choice=choice, value=option)
    number = int(option) if option.isdecimal() else None
    return button(words, "share_option", data, choice=choice, option=option, number=number)


KEYBOARDS: dict[str, Keyboard] = {
    "relay/sharing": _sharing_keyboard,
    "relay/sharing_choice": _choice_keyboard,
}
