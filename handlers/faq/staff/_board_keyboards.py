"""The buttons of the board and its lists."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.duty_links import DutyPress
from handlers.faq.staff._callbacks import (
    BoardPress,
    EntryPress,
    ItemPress,
    ItemsPress,
    ListPress,
    ReplacePress,
    UsePress,
    WeekPress,
)
from handlers.faq.staff._search import OPEN, REPLACE
from handlers.keyboards import (
    Row,
    button,
    in_rows,
    keyboard,
    label_button,
    turning_row,
)
from handlers.routes import Keyboard
from locales.renderer import Words

MARKS = {
    "drafted": "✏️",
    "not_yet": "🕒",
    "in_force": "✅",
    "expired": "⌛",
    "withdrawn": "🗑",
}


def board_button(words: Words, name: str, committee_id: int, act: str) -> InlineKeyboardButton:
    """A button of the board."""
    return button(words, name, BoardPress(committee_id=committee_id, act=act))


def back_to_board(words: Words, committee_id: int) -> Row:
    """The way back."""
    return [board_button(words, "faq_board", committee_id, "show")]


def _board_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, counts = params["committee_id"], params["counts"]
    if not params["total"]:
        return keyboard(
            [board_button(words, "faq_starter", committee_id, "starter")],
            [board_button(words, "faq_first", committee_id, "new")],
            [board_button(words, "faq_import", committee_id, "import")],
            _desk_row(words, committee_id, params["waiting"]),
        )
    lists = (
        button(words, f"faq_{which}", ListPress(committee_id=committee_id, which=which), n=n)
        for which in ("drafted", "ending", "behind", "expired", "not_yet", "withdrawn")
        if (n := counts[which])
    )
    return keyboard(
        [
            board_button(words, "faq_topics", committee_id, "topics"),
            board_button(words, "faq_search", committee_id, "search"),
        ],
        *in_rows(lists, 2),
        [board_button(words, "faq_new", committee_id, "new")],
        _desk_row(words, committee_id, params["waiting"]),
        [
            button(words, "faq_this_week", WeekPress(committee_id=committee_id)),
            board_button(words, "faq_closures", committee_id, "closures"),
        ],
        [
            board_button(words, "faq_import", committee_id, "import"),
            board_button(words, "faq_export", committee_id, "export"),
        ],
    )


def _desk_row(words: Words, committee_id: int, waiting: int) -> Row:
    return [
        button(words, "faq_waiting", ItemsPress(committee_id=committee_id), n=waiting),
        button(words, "faq_duty", DutyPress(committee_id=committee_id)),
    ]


def _committees_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    open_one = ItemsPress if params["purpose"] == "items" else BoardPress
    return keyboard(
        *(
            [label_button(each["name"], open_one(committee_id=each["id"]))]
            for each in params["committees"]
        )
    )


def _topics_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    topics = (
        label_button(
            f"{words.button('topic', kind=kind)} · {count}",
            ListPress(committee_id=committee_id, which=kind),
        )
        for kind, count in params["topics"].items()
    )
    return keyboard(*in_rows(topics, 2), back_to_board(words, committee_id))


def title_label(entry: dict[str, Any]) -> str:
    """An entry's standing and its question."""
    return f"{MARKS.get(entry['standing'], '')} {entry['title']}"


def _entries_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, which = params["committee_id"], params["which"]
    entries = (
        [label_button(title_label(each), EntryPress(entry_id=each["id"]))]
        for each in params["entries"]
    )
    turns = turning_row(
        words,
        params,
        lambda page: ListPress(committee_id=committee_id, which=which, page=page),
    )
    is_drafts = which == "drafted" and params["total"]
    ready = [board_button(words, "faq_ready", committee_id, "ready")] if is_drafts else []
    return keyboard(*entries, turns, ready, back_to_board(words, committee_id))


def _found_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entries = ([_found_button(each, params)] for each in params["entries"])
    again = [] if params["purpose"] == OPEN else [_search_again(words, params)]
    return keyboard(*entries, again, [_back_from_search(words, params)])


def _found_button(entry: dict[str, Any], params: dict[str, Any]) -> InlineKeyboardButton:
    label, subject = title_label(entry), params["subject"]
    if params["purpose"] == OPEN:
        return label_button(label, EntryPress(entry_id=entry["id"]))
    if params["purpose"] == REPLACE:
        return label_button(label, ReplacePress(entry_id=subject, by_id=entry["id"]))
    return label_button(label, UsePress(item_id=subject, entry_id=entry["id"]))


def _search_again(words: Words, params: dict[str, Any]) -> InlineKeyboardButton:
    if params["purpose"] == REPLACE:
        return button(words, "faq_search", EntryPress(entry_id=params["subject"], act="search"))
    return button(words, "faq_search", ItemPress(item_id=params["subject"], act="search"))


def _back_from_search(words: Words, params: dict[str, Any]) -> InlineKeyboardButton:
    if params["purpose"] == OPEN:
        return board_button(words, "faq_board", params["committee_id"], "show")
    if params["purpose"] == REPLACE:
        return button(words, "back", EntryPress(entry_id=params["subject"]))
    return button(words, "back", ItemPress(item_id=params["subject"]))


def _search_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_back_from_search(words, params)])


def _drafts_done_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    rest = ListPress(committee_id=committee_id, which="drafted")
    left = sum(params["left"].values())
    drafts = [button(words, "faq_drafted", rest, n=left)] if left else []
    return keyboard(drafts, back_to_board(words, committee_id))


KEYBOARDS: dict[str, Keyboard] = {
    "faq/which_committee": _committees_keyboard,
    "faq/board": _board_keyboard,
    "faq/board_topics": _topics_keyboard,
    "faq/entries": _entries_keyboard,
    "faq/ask_search": _search_keyboard,
    "faq/found": _found_keyboard,
    "faq/ready_done": _drafts_done_keyboard,
}
