"""The buttons of a call: door, kind, who called, the summary."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.requests._callbacks import FormAct, FormPress
from handlers.requests._questions import form_button
from handlers.requests.staff._board_keyboards import board_row
from handlers.requests.staff._call_form import CHANNELS, ENTER, WHO
from handlers.requests.staff._callbacks import CallPress, WorkPress
from handlers.routes import Keyboard
from locales.renderer import Words


def _summary_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    channels = [
        button(
            words,
            "work_channel",
            FormPress(form=params["form"], act=each.value),
            channel=each.value,
            is_chosen=each == params["channel"],
        )
        for each in CHANNELS
    ]
    return keyboard(
        [form_button(words, "work_enter", params, ENTER)],
        channels,
        [
            form_button(words, "work_who", params, WHO),
            form_button(words, "need_change", params, FormAct.MENU),
        ],
        *_alike_rows(words, params),
        [form_button(words, "need_drop", params, FormAct.DROP)],
    )


def _alike_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    return [
        [button(words, "work_open_number", WorkPress(request_id=each["id"]), number=each["number"])]
        for each in params["alike"]
    ]


def _caller_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "work_skip_caller", CallPress(act="skip"))])


def _open_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "work_resume", CallPress(act="resume"))],
        [button(words, "work_anew", CallPress(act="anew"))],
    )


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estates = {each["estate"] for each in params["doors"]}
    doors = (
        label_button(
            f"{each['door']} · {each['estate']}" if len(estates) > 1 else each["door"],
            CallPress(act="door", value=str(each["id"])),
        )
        for each in params["doors"]
    )
    return keyboard(*in_rows(doors, 1 if len(estates) > 1 else 2), _board(words, params))


def _board(words: Words, params: dict[str, Any]) -> Row:
    return board_row(words, params["committee_id"])


def _kinds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    kinds = (
        label_button(
            f"{each['icon']} {words.formats.spoken(each['title'])}",
            CallPress(act="kind", value=str(each["id"])),
        )
        for each in params["kinds"]
    )
    return keyboard(*in_rows(kinds, 2))


def _entered_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    request_id, committee_id = params["request_id"], params["committee_id"]
    return keyboard(
        [
            button(words, "work_claim", WorkPress(request_id=request_id, act="claim")),
            button(words, "work_open", WorkPress(request_id=request_id)),
        ],
        [button(words, "work_call_again", CallPress(act="new", value=str(committee_id)))],
        board_row(words, committee_id),
    )


KEYBOARDS: dict[str, Keyboard] = {
    "requests/call_open": _open_keyboard,
    "requests/call_door": _doors_keyboard,
    "requests/call_kind": _kinds_keyboard,
    "requests/call_caller": _caller_keyboard,
    "requests/call_summary": _summary_keyboard,
    "requests/entered": _entered_keyboard,
}
