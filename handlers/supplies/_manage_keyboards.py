"""The buttons of staff's side of a round."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.supplies._callbacks import DraftPress, RoundPress, SuppliedPress
from locales.renderer import Words

_LISTS = ("picking", "xlsx", "pdf")
# What can be done in each state; the names of the buttons are `supply_<act>`.
_BY_STATE: dict[str, tuple[str, ...]] = {
    "scheduled": ("cancel",),
    "open": ("call", "picking", "close", "cancel"),
    "closed": ("pick", "gate", "supplied", *_LISTS, "cancel"),
    "picking": ("gate", "supplied", *_LISTS, "cancel"),
    "at_gate": ("supplied", *_LISTS, "finish"),
    "delivering": (*_LISTS, "finish"),
    "done": _LISTS,
    "cancelled": (),
}


def _button(words: Words, round_id: int, act: str) -> InlineKeyboardButton:
    return button(words, f"supply_{act}", RoundPress(round_id=round_id, act=act))


def _manage_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id, supply = params["round_id"], params["supply"]
    acts = (_button(words, round_id, act) for act in _BY_STATE[supply["state"]])
    trust = _button(words, round_id, "doubt" if supply["is_checked"] else "check")
    refresh = button(words, "refresh", RoundPress(round_id=round_id))
    return keyboard(*in_rows(acts, 2), [trust], [refresh])


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id, act = params["round_id"], params["act"]
    sure = RoundPress(round_id=round_id, act=f"{act}_sure")
    return keyboard(
        [button(words, "back", RoundPress(round_id=round_id))],
        [button(words, f"supply_{act}_sure", sure)],
    )


def _picking_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id = params["round_id"]
    turns = turning_row(
        words, params, lambda page: RoundPress(round_id=round_id, act=f"picking.{page}")
    )
    files = [_button(words, round_id, kind) for kind in ("xlsx", "pdf")]
    return keyboard(turns, files, [button(words, "back", RoundPress(round_id=round_id))])


def _supplied_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    packages = (
        [label_button(f"{each['name']} ×{each['ordered']}", SuppliedPress(package_id=each["id"]))]
        for each in params["supply"]["packages"]
        if each["ordered"]
    )
    back = button(words, "back", RoundPress(round_id=params["round_id"]))
    return keyboard(*packages, [back])


def _staff_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "supply_new", DraftPress(act="new"))])


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/manage": _manage_keyboard,
    "supplies/sure": _sure_keyboard,
    "supplies/picking": _picking_keyboard,
    "supplies/supplied": _supplied_keyboard,
    "supplies/staff": _staff_keyboard,
}
