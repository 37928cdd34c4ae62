"""The buttons of what waits, of the week, the duty and of listening."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.faq.staff._board_keyboards import back_to_board
from handlers.faq.staff._callbacks import (
    ItemPress,
    ItemsPress,
    ListenPress,
    UsePress,
    WeekPress,
)
from handlers.faq.staff._entry_keyboards import days_rows
from handlers.keyboards import Row, button, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from locales.renderer import Words


def _act(words: Words, name: str, item_id: int, act: str = "show") -> InlineKeyboardButton:
    return button(words, name, ItemPress(item_id=item_id, act=act))


def _items_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    items = (
        [label_button(f"×{each['askers']} {each['asked'] or '…'}", ItemPress(item_id=each["id"]))]
        for each in params["items"]
    )
    turns = turning_row(
        words, params, lambda page: ItemsPress(committee_id=committee_id, page=page)
    )
    return keyboard(*items, turns, back_to_board(words, committee_id))


def _answering_rows(words: Words, item_id: int) -> list[Row]:
    return [
        [_act(words, "faq_reply", item_id, "reply"), _act(words, "faq_use", item_id, "use")],
        [
            _act(words, "faq_dismiss", item_id, "dismiss"),
            _act(words, "faq_all_items", item_id, "all"),
        ],
    ]


def _item_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id = params["item_id"]
    if params["state"] == "open":
        return keyboard(*_answering_rows(words, item_id))
    make = [_act(words, "faq_make", item_id, "make")]
    is_replied = params["state"] == "answered" and params["entry_id"] is None
    return keyboard(make if is_replied else [], [_act(words, "faq_all_items", item_id, "all")])


def _notice_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(*_answering_rows(words, params["item_id"]))


def _reply_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "faq_cancel", params["item_id"])])


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id = params["item_id"]
    return keyboard(
        [_act(words, "faq_send", item_id, "send")], [_act(words, "faq_cancel", item_id)]
    )


def _use_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id, entry_id = params["item"]["item_id"], params["staff"]["entry_id"]
    press = UsePress(item_id=item_id, entry_id=entry_id, sure=True)
    return keyboard([button(words, "faq_send", press)], [_act(words, "back", item_id, "use")])


def _dismiss_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id = params["item_id"]
    return keyboard(
        [_act(words, "back", item_id)], [_act(words, "faq_dismiss_sure", item_id, "dismiss_sure")]
    )


def _settled_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id = params["item_id"]
    make = [_act(words, "faq_make", item_id, "make")] if params["entry_id"] is None else []
    return keyboard(make, [_act(words, "faq_all_items", item_id, "all")])


def _make_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    item_id = params["item_id"]
    sure = [_act(words, "faq_make_sure", item_id, "make_sure")]
    return keyboard(
        sure if params["is_ready"] else [],
        [
            _act(words, "faq_field_question", item_id, "make_question"),
            _act(words, "faq_topic", item_id, "make_kind"),
        ],
        [
            _act(words, "faq_own_source", item_id, "make_own"),
            _act(words, "faq_field_source", item_id, "make_source"),
        ],
        *days_rows(words, "item", item_id),
        [_act(words, "faq_all_items", item_id, "all")],
    )


def _make_ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "faq_cancel", params["item_id"], "make")])


def _week_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, monday = params["committee_id"], params["monday"]

    def week(name: str, ordinal: int, act: str = "show") -> InlineKeyboardButton:
        press = WeekPress(committee_id=committee_id, monday=ordinal, act=act)
        return button(words, name, press)

    picture = [week("faq_picture", monday, "picture")] if params["counts"]["asked"] else []
    following = [] if params["is_last"] else [week("faq_week_after", monday + 7)]
    return keyboard(
        picture,
        [week("faq_week_before", monday - 7), *following],
        back_to_board(words, committee_id),
    )


def _week_notice_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    monday = date.fromisoformat(params["first_day"]).toordinal()
    picture = WeekPress(committee_id=committee_id, monday=monday, act="picture")
    whole = WeekPress(committee_id=committee_id, monday=monday)
    return keyboard(
        [button(words, "faq_picture", picture)],
        [button(words, "faq_week_list", whole)],
        [button(words, "faq_waiting", ItemsPress(committee_id=committee_id), n=params["waiting"])],
    )


def _waiting_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = ItemsPress(committee_id=params["committee_id"])
    return keyboard([button(words, "faq_all_items", press)])


def _listen_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    name = "faq_listen_off" if params["listens"] else "faq_listen_on"
    return keyboard([button(words, name, ListenPress(listens=not params["listens"]))])


KEYBOARDS: dict[str, Keyboard] = {
    "faq/items": _items_keyboard,
    "faq/item": _item_keyboard,
    "faq/item_new": _notice_keyboard,
    "faq/item_grows": _notice_keyboard,
    "faq/ask_reply": _reply_keyboard,
    "faq/reply_preview": _preview_keyboard,
    "faq/use_sure": _use_keyboard,
    "faq/dismiss_sure": _dismiss_keyboard,
    "faq/settled": _settled_keyboard,
    "faq/make": _make_keyboard,
    "faq/make_ask": _make_ask_keyboard,
    "faq/week_list": _week_keyboard,
    "faq/week": _week_notice_keyboard,
    "faq/waiting": _waiting_keyboard,
    "faq/listen": _listen_keyboard,
}
