"""The buttons under a notice's page, by how it stands."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, keyboard
from handlers.notices._callbacks import (
    AudiencePress,
    DecidePress,
    ListPress,
    NoticePress,
    OptionPress,
    ReachPress,
    ReportPress,
    WhenPress,
)
from handlers.routes import Keyboard
from locales.renderer import Words


def _act(words: Words, params: dict[str, Any], act: str) -> InlineKeyboardButton:
    press = NoticePress(notice_id=params["notice_id"], act=act)
    return button(words, f"notice_{act}", press)


def _draft_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    return keyboard(
        [_act(words, params, "look"), _act(words, params, "to_me")],
        [_act(words, params, "texts"), _act(words, params, "facts")],
        [
            button(words, "notice_audience", AudiencePress(notice_id=notice_id, act="show")),
            button(words, "notice_when", WhenPress(notice_id=notice_id, act="show")),
        ],
        [
            button(words, "notice_options", OptionPress(notice_id=notice_id, act="show")),
            _act(words, params, "papers"),
        ],
        *_last_rows(words, params),
        [_act(words, params, "drop"), _all(words, params)],
    )


def _last_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    """Sending; of what waits for a second member of staff, their answer."""
    if params["state"] == "draft":
        name = "notice_ask_second" if params["is_mass"] else "notice_send"
        press = NoticePress(notice_id=params["notice_id"], act="send")
        return [[button(words, name, press)]]
    if params["is_mine"]:
        return []

    def decide(act: str) -> DecidePress:
        return DecidePress(notice_id=params["notice_id"], version=params["version"], act=act)

    return [
        [button(words, "notice_confirm", decide("confirm"))],
        [button(words, "notice_send_back", decide("back"))],
    ]


def _all(words: Words, params: dict[str, Any]) -> InlineKeyboardButton:
    return button(words, "notice_all", ListPress(committee_id=params["committee_id"]))


def _sent_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, state = params["notice_id"], params["state"]
    has_left, is_standing = params["report"] is not None, state in ("sent", "scheduled")
    arrived: Row = []
    if has_left:
        arrived = [
            button(words, "notice_report", ReportPress(notice_id=notice_id)),
            button(words, "notice_reach", ReachPress(notice_id=notice_id)),
        ]
    again = [_act(words, params, "again")] if has_left and state == "sent" else []
    change = [_act(words, params, "texts"), _act(words, params, "recall")]
    return keyboard(
        arrived,
        [_act(words, params, "look"), _act(words, params, "papers")],
        again,
        [_act(words, params, "unschedule")] if state == "scheduled" else [],
        change if is_standing else [],
        [button(words, "refresh", NoticePress(notice_id=notice_id)), _all(words, params)],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "notices/draft": _draft_keyboard,
    "notices/sent": _sent_keyboard,
}
