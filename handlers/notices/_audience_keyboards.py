"""The buttons by which staff choose whom a notice is for."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import button, in_rows, keyboard, label_button, turning_row
from handlers.notices._callbacks import AudiencePress, NoticePress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.kinds import RoleKind
from storage.notices.kinds import Channel


def _audience_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, inside = params["notice_id"], params["inside"]

    def press(act: str, value: object = "", page: int = 0) -> AudiencePress:
        return AudiencePress(notice_id=notice_id, act=act, value=str(value), page=page)

    number = params["page"]
    buildings = (
        label_button(_mark(each), press("building", each["id"], number))
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: press("in", inside, page))
    if inside and not params["is_only"]:
        return keyboard(
            [_whole(words, params, press("whole", inside))],
            *in_rows(buildings, 5),
            turns,
            [button(words, "back", press("show"))],
        )
    estates = (
        [label_button(_mark(each), press("in", each["id"]))]
        for each in params["estates"]
        if not params["is_only"]
    )
    whole = [_whole(words, params, press("whole", inside))] if inside else []
    return keyboard(
        whole,
        *estates,
        *in_rows(buildings, 5),
        turns,
        *_ways(words, params),
        _kept(words, params),
        [button(words, "notice_done", NoticePress(notice_id=notice_id))],
    )


def _mark(item: dict[str, Any]) -> str:
    return f"● {item['label']}" if item["is_chosen"] else str(item["label"])


def _whole(words: Words, params: dict[str, Any], press: AudiencePress) -> InlineKeyboardButton:
    chosen = any(each["is_chosen"] for each in params["estates"] if each["id"] == params["inside"])
    return button(words, "notice_whole", press, chosen=chosen)


def _ways(words: Words, params: dict[str, Any]) -> list[list[InlineKeyboardButton]]:
    """Groups or private; or only those who help."""
    notice_id, audience = params["notice_id"], params["audience"]
    channels = [
        button(
            words,
            "notice_channel",
            AudiencePress(notice_id=notice_id, act="channel", value=channel.value),
            channel=channel.value,
            chosen=audience["channel"] == channel.value,
        )
        for channel in Channel
    ]
    roles = [
        button(
            words,
            "notice_role",
            AudiencePress(notice_id=notice_id, act="role", value=role.value),
            role=role.value,
            chosen=role.value in audience["roles"],
        )
        for role in RoleKind
    ]
    return [channels, roles]


def _kept(words: Words, params: dict[str, Any]) -> list[InlineKeyboardButton]:
    notice_id = params["notice_id"]
    saved = AudiencePress(notice_id=notice_id, act="saved")
    save = AudiencePress(notice_id=notice_id, act="save")
    return [
        *([button(words, "notice_saved", saved, n=params["saved"])] if params["saved"] else []),
        *([] if params["audience"]["is_empty"] else [button(words, "notice_save", save)]),
    ]


def _saved_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]

    def press(act: str, value: int) -> AudiencePress:
        return AudiencePress(notice_id=notice_id, act=act, value=str(value))

    rows = (
        [label_button(each["name"], press("use", each["id"])),
         label_button("✖", press("forget", each["id"]))]
        for each in params["saved"]
    )  # fmt: skip
    back = AudiencePress(notice_id=notice_id, act="show")
    return keyboard(*rows, [button(words, "back", back)])


def _name_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = AudiencePress(notice_id=params["notice_id"], act="show")
    return keyboard([button(words, "back", back)])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/audience": _audience_keyboard,
    "notices/saved": _saved_keyboard,
    "notices/ask_name": _name_keyboard,
}
