"""The buttons of a round that is being planned."""

from __future__ import annotations

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from handlers.testing.plan._callbacks import (
    PlanFilePress,
    PlanPress,
    RoundPress,
    RoundsPress,
)
from locales.renderer import Words

# What is offered to be pressed instead of written. A button's data can hold no colon.
_CHOICES: dict[str, tuple[str, ...]] = {
    "begin": ("7h00", "7h30", "8h00", "8h30", "9h00", "13h00"),
    "lanes": ("1", "2", "3", "4", "6", "8"),
    "seconds": ("15", "20", "30", "45", "60"),
    "people": ("2", "2.5", "3", "4"),
    "home_minutes": ("5", "10", "15", "20"),
    "evening": ("18h00", "19h00", "20h00", "none"),
    "before": ("60", "30", "15", "60, 15", "none"),
    "last_call": ("10", "15", "30", "none"),
    "quiet": ("21h00-7h00", "22h00-6h00", "22h00-7h00", "none"),
    "end": ("none",),
    "batches": ("auto",),
    "buildings": ("all",),
    "days": ("today", "tomorrow", "3 days in a row"),
}
# Those that stand on buttons in words; the names of the buttons are `testing_choose_<word>`.
_NAMED = {
    "none": "none",
    "auto": "auto",
    "all": "all",
    "today": "today",
    "tomorrow": "tomorrow",
    "3 days in a row": "three_days",
}


def _choice(words: Words, value: str, press: CallbackData) -> InlineKeyboardButton:
    if value in _NAMED:
        return button(words, f"testing_choose_{_NAMED[value]}", press)
    return label_button(value.replace("h", ":"), press)


def _answer_press(params: dict[str, Any], value: str) -> CallbackData:
    if params["is_draft"]:
        return PlanPress(act="answer", value=value)
    act = f"set.{params['fact']}"
    return RoundPress(round_id=params["round_id"], act=act, seen=params["seen"], value=value)


def _fact_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    choices = (
        _choice(words, value, _answer_press(params, value))
        for value in _CHOICES.get(params["fact"], ())
    )
    sites = (
        [label_button(site, PlanPress(act="site", value=str(place)))]
        for place, site in enumerate(params["sites"])
    )
    return keyboard(*sites, *in_rows(choices, 3), _way_out(words, params))


def _way_out(words: Words, params: dict[str, Any]) -> Row:
    if not params["is_draft"]:
        back = RoundPress(round_id=params["round_id"], act="manner")
        return [button(words, "back", back)]
    row = [button(words, "drop", PlanPress(act="drop"))]
    return [button(words, "back", PlanPress(act="preview")), *row] if params["back"] else row


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    facts = ("site", "lanes") if params["is_file"] else ("days", "begin", "site", "buildings")
    publish = [button(words, "testing_publish", PlanPress(act="publish"))]
    looks = [
        button(words, "testing_picture", PlanPress(act="picture", value="0")),
        button(words, "testing_xlsx", PlanFilePress(kind="xlsx")),
    ]
    return keyboard(
        [] if params["faults_count"] else publish,
        *in_rows((_edit_button(words, fact) for fact in facts), 2),
        looks if params["lines"] else [],
        [button(words, "testing_more", PlanPress(act="more"))],
        [button(words, "drop", PlanPress(act="drop"))],
    )


def _edit_button(words: Words, fact: str) -> InlineKeyboardButton:
    return button(words, f"testing_edit_{fact}", PlanPress(act="edit", value=fact))


def _more_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    facts = (_edit_button(words, fact) for fact in params["facts"])
    return keyboard(*in_rows(facts, 2), [button(words, "back", PlanPress(act="preview"))])


def _timeline_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """Further pages of the day, and the days beside it."""
    number, page = params["number"], params["page"]
    pages = [
        button(words, name, PlanPress(act="picture", value=f"{number}.{turned}"))
        for name, turned in (("earlier", page - 1), ("later", page + 1))
        if 0 <= turned < params["pages"]
    ]
    days = [
        button(words, name, PlanPress(act="picture", value=str(turned)))
        for name, turned in (
            ("testing_day_before", number - 1),
            ("testing_day_after", number + 1),
        )
        if 0 <= turned < params["days"]
    ]
    return keyboard(pages, days)


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def press(estate_id: int) -> CallbackData:
        if params.get("for_file"):
            return RoundsPress(act="file", estate_id=estate_id)
        return PlanPress(act="estate", value=str(estate_id))

    return keyboard(
        *([label_button(each["name"], press(each["id"]))] for each in params["estates"])
    )


def _file_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    files = [
        button(
            words, f"testing_pattern_{kind}", RoundsPress(act=kind, estate_id=params["estate_id"])
        )
        for kind in ("xlsx", "csv")
    ]
    return keyboard(files, [button(words, "back", RoundsPress(act="show"))])


def _dropped_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "testing_rounds", RoundsPress(act="show"))])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/ask_fact": _fact_keyboard,
    "testing/ask_estate": _estates_keyboard,
    "testing/preview": _preview_keyboard,
    "testing/preview_more": _more_keyboard,
    "testing/draft_timeline": _timeline_keyboard,
    "testing/draft_dropped": _dropped_keyboard,
    "testing/ask_file": _file_keyboard,
    "testing/file_refused": _file_keyboard,
}
