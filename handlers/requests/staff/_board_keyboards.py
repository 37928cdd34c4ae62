"""The buttons of the board and its lists."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.requests.staff._callbacks import (
    BatchPress,
    BoardPress,
    CallPress,
    DigestPress,
    KindsPress,
    ListPress,
    WorkPress,
)
from handlers.routes import Keyboard
from locales.renderer import Words

VIEWS = ("new", "mine", "asked", "overdue")


def board_row(words: Words, committee_id: int) -> Row:
    """The way back to the board."""
    return [button(words, "work_board", BoardPress(committee_id=committee_id))]


def _board_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, counts = params["committee_id"], params["counts"]
    views = (_view(words, committee_id, view, counts[view]) for view in VIEWS if counts[view])
    return keyboard(
        *in_rows(views, 2),
        [
            *([_view(words, committee_id, "open", counts["open"])] if counts["open"] else []),
            button(words, "work_closed", ListPress(committee_id=committee_id, view="closed")),
        ],
        _by_row(words, committee_id) if counts["open"] else [],
        _delivered_row(words, committee_id, counts["delivered"] if params["is_staff"] else 0),
        [button(words, "work_call", CallPress(act="new", value=str(committee_id)))],
        _staff_row(words, committee_id) if params["is_staff"] else [],
    )


def _view(words: Words, committee_id: int, view: str, n: int) -> InlineKeyboardButton:
    name = {"open": "work_opened"}.get(view, f"work_{view}")
    return button(words, name, ListPress(committee_id=committee_id, view=view), n=n)


def _by_row(words: Words, committee_id: int) -> Row:
    return [
        button(words, "work_by_kind", BoardPress(committee_id=committee_id, act="kinds")),
        button(words, "work_by_building", BoardPress(committee_id=committee_id, act="buildings")),
    ]


def _delivered_row(words: Words, committee_id: int, n: int) -> Row:
    press = BatchPress(committee_id=committee_id, act="close")
    return [button(words, "work_close_delivered", press, n=n)] if n else []


def _staff_row(words: Words, committee_id: int) -> Row:
    return [
        button(words, "work_digest", DigestPress(committee_id=committee_id)),
        button(words, "work_kinds", KindsPress(committee_id=committee_id)),
    ]


def _kinds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    kinds = (
        label_button(
            f"{each['icon']} {words.formats.spoken(each['title'])} · {each['n']}",
            ListPress(committee_id=committee_id, view="open", kind_id=each["id"]),
        )
        for each in params["kinds"]
    )
    return keyboard(*in_rows(kinds, 2), board_row(words, committee_id))


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    buildings = (
        label_button(
            f"🏢 {each['label']} · {each['n']}",
            ListPress(committee_id=committee_id, view="open", building_id=each["id"]),
        )
        for each in params["buildings"]
    )
    return keyboard(*in_rows(buildings, 3), board_row(words, committee_id))


def _list_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    lines = (
        [
            label_button(
                words.button("work_line", **{name: each[name] for name in each if name != "id"}),
                WorkPress(request_id=each["id"]),
            )
        ]
        for each in params["lines"]
    )
    turns = turning_row(words, params, lambda page: _list_press(params, page=page))
    return keyboard(*lines, turns, _all_row(words, params), board_row(words, committee_id))


def _list_press(params: dict[str, Any], **changes: Any) -> ListPress:
    names = ("committee_id", "view", "kind_id", "building_id")
    return ListPress(**({name: params[name] for name in names} | changes))


def _all_row(words: Words, params: dict[str, Any]) -> Row:
    """Everything of one kind that is new, taken at once; or the same of one kind among the new."""
    if not params["kind_id"] or params["view"] not in ("open", "new") or not params["total"]:
        return []
    if params["view"] == "open":
        return [button(words, "work_only_new", _list_press(params, view="new"))]
    press = BatchPress(committee_id=params["committee_id"], act="claim", kind_id=params["kind_id"])
    can_take = params["is_staff"] and not params["building_id"]
    return [button(words, "work_claim_all", press)] if can_take else []


def _batch_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = BatchPress(
        committee_id=params["committee_id"],
        act=params["act"],
        kind_id=params["kind_id"],
        sure=True,
    )
    return keyboard([button(words, "work_sure", press)], board_row(words, params["committee_id"]))


def _committees_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], _opening(params["purpose"], each["id"]))]
            for each in params["committees"]
        )
    )


def _opening(purpose: str, committee_id: int) -> BoardPress | CallPress | KindsPress | DigestPress:
    match purpose:
        case "call":
            return CallPress(act="new", value=str(committee_id))
        case "kinds":
            return KindsPress(committee_id=committee_id)
        case "digest":
            return DigestPress(committee_id=committee_id)
        case _:
            return BoardPress(committee_id=committee_id)


KEYBOARDS: dict[str, Keyboard] = {
    "requests/which_committee": _committees_keyboard,
    "requests/board": _board_keyboard,
    "requests/by_kind": _kinds_keyboard,
    "requests/by_building": _buildings_keyboard,
    "requests/list": _list_keyboard,
    "requests/batch": _batch_keyboard,
}
