"""The buttons of kinds and of their questions."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.requests.staff._board_keyboards import board_row
from handlers.requests.staff._callbacks import KindPress, KindsPress, QuestionPress
from handlers.requests.staff._kind_questions import KINDS
from handlers.requests.staff._kinds import HOURS, MINUTES
from handlers.routes import Keyboard
from locales.renderer import Words


def _act(
    words: Words, name: str, params: dict[str, Any], act: str, value: str = "", **shown: Any
) -> InlineKeyboardButton:
    press = KindPress(kind_id=params["kind_id"], act=act, value=value)
    return button(words, name, press, **shown)


def _kinds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    kinds = (
        label_button(
            f"{'' if each['is_offered'] else '🙈 '}{each['icon']} "
            f"{words.formats.spoken(each['title'])}",
            KindPress(kind_id=each["id"]),
        )
        for each in params["kinds"]
    )
    new = KindsPress(committee_id=committee_id, act="new")
    return keyboard(
        *in_rows(kinds, 2),
        [button(words, "work_kind_new", new)],
        board_row(words, committee_id),
    )


def _kind_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    offer = (
        _act(words, "work_kind_hide", params, "offer", "0")
        if params["is_offered"]
        else _act(words, "work_kind_show", params, "offer", "1")
    )
    secret = (
        _act(words, "work_kind_open", params, "sensitive", "0")
        if params["is_sensitive"]
        else _act(words, "work_kind_secret", params, "sensitive", "1")
    )
    up = [_act(words, "work_kind_up", params, "up")] if params["position"] else []
    return keyboard(
        [offer],
        [
            _act(words, "work_kind_questions", params, "questions"),
            _act(words, "work_kind_preview", params, "preview"),
        ],
        [
            _act(words, "work_kind_title", params, "title"),
            _act(words, "work_kind_hint", params, "hint"),
            _act(words, "work_kind_keywords", params, "keywords"),
        ],
        [_act(words, "work_kind_times", params, "times"), secret],
        [*up, _act(words, "work_kind_drop", params, "drop")],
        [_kinds_button(words, params)],
    )


def _kinds_button(words: Words, params: dict[str, Any]) -> InlineKeyboardButton:
    return button(words, "work_kinds", KindsPress(committee_id=params["committee_id"]))


def _back(words: Words, params: dict[str, Any]) -> Row:
    return [_act(words, "work_kind_back", params, "show")]


def _times_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    minutes = (_act(words, "work_kind_minutes", params, "minutes", str(n), n=n) for n in MINUTES)
    hours = [_act(words, "work_kind_hours", params, "hours", str(n), n=n) for n in HOURS]
    return keyboard(*in_rows(minutes, 2), hours, _back(words, params))


def _questions_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    places = (
        label_button(str(place + 1), QuestionPress(kind_id=params["kind_id"], place=place))
        for place in range(len(params["questions"]))
    )
    return keyboard(
        *in_rows(places, 6), [_act(words, "work_kind_add", params, "add")], _back(words, params)
    )


def _question_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    question, place = params["each"], params["place"]

    def press(name: str, act: str) -> InlineKeyboardButton:
        data = QuestionPress(kind_id=params["kind_id"], place=place, act=act)
        return button(words, name, data)

    others = (each for each in KINDS[bool(question["choices"])] if each != question["kind"])
    kinds = [press(f"work_answer_{each.value}", each.value) for each in others]
    required = (
        press("work_question_optional", "optional")
        if question["required"]
        else press("work_question_required", "required")
    )
    up = [press("work_kind_up", "up")] if place else []
    return keyboard(
        *in_rows([] if question["purpose"] else kinds, 2),
        [required],
        [*up, press("work_question_drop", "drop")],
        [_act(words, "work_questions_back", params, "questions")],
    )


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_back(words, params))


def _drop_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_back(words, params), [_act(words, "work_kind_drop_sure", params, "drop_sure")])


def _ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    if params["kind_id"]:
        return keyboard([_act(words, "work_cancel", params, "show")])
    committee = KindsPress(committee_id=params["committee_id"])
    return keyboard([button(words, "work_cancel", committee)])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/all_kinds": _kinds_keyboard,
    "requests/kind": _kind_keyboard,
    "requests/kind_times": _times_keyboard,
    "requests/kind_questions": _questions_keyboard,
    "requests/kind_question": _question_keyboard,
    "requests/kind_preview": _preview_keyboard,
    "requests/kind_drop": _drop_keyboard,
    "requests/ask_kind": _ask_keyboard,
}
