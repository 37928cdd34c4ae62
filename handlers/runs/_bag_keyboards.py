"""The buttons that a runner works with: what to buy, bags, ticks, reasons."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.runs._bags import REASONS
from handlers.runs._callbacks import BagPress, GotPress, LinePress, ReasonPress, RunPress
from handlers.runs._keyboards import run_button, to_run
from locales.renderer import Words

MARKS = {
    "waiting": "⬜",
    "bought": "✅",
    "partly": "◐",
    "missing": "✖",
    "delivered": "📬",
    "out": "➖",
}


def _totals_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_turns(words, params, "totals"), *_manifest_rows(words, params, "bags"))


def _bags_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    bags = (
        label_button(f"{MARKS[each['state']]} {each['label']}", BagPress(bag_id=each["id"]))
        for each in params["bags"]
    )
    return keyboard(
        *in_rows(bags, 2),
        _turns(words, params, "bags"),
        *_manifest_rows(words, params, "totals"),
    )


def _turns(words: Words, params: dict[str, Any], act: str) -> Row:
    run_id = params["run_id"]
    return turning_row(words, params, lambda page: RunPress(run_id=run_id, act=act, page=page))


def _manifest_rows(words: Words, params: dict[str, Any], other: str) -> list[Row]:
    run_id = params["run_id"]
    return [
        [run_button(words, f"run_{other}", run_id, other)],
        [
            run_button(words, "run_pdf", run_id, "pdf"),
            run_button(words, "run_xlsx", run_id, "xlsx"),
        ],
        to_run(words, params),
    ]


def _bag_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    bag_id, lines = params["bag_id"], params["lines"]
    is_live = params["run_state"] in ("open", "on_the_way")
    ticks: list[Row] = []
    for place, line in enumerate(lines, start=1):
        if is_live and line["state"] != "delivered":
            ticks.append(_tick_row(words, line, place if len(lines) > 1 else None))
    states = [line["state"] for line in lines]
    is_ready = is_live and "waiting" not in states and {"bought", "partly"} & set(states)
    handed = [button(words, "run_handed", BagPress(bag_id=bag_id, act="handed"))]
    turns = [
        button(words, name, BagPress(bag_id=params[key]))
        for name, key in (("earlier", "before"), ("later", "after"))
        if params[key] is not None
    ]
    bags = [run_button(words, "run_bags", params["run_id"], "bags")]
    return keyboard(*ticks, handed if is_ready else [], turns, bags)


def _tick_row(words: Words, line: dict[str, Any], place: int | None) -> Row:
    return [
        button(words, f"run_tick_{act}", LinePress(line_id=line["id"], act=act), place=place)
        for act in ("bought", "partly", "missing")
        if act != line["state"]
    ]


def _reason_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    line_id, result = params["line_id"], params["result"]
    reasons = (
        button(
            words,
            f"run_reason_{each}",
            ReasonPress(line_id=line_id, result=result, reason=each),
        )
        for each in REASONS
    )
    back = button(words, "run_back_bag", BagPress(bag_id=params["bag_id"]))
    return keyboard(*in_rows(reasons, 1), [back])


def _way_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "run_got", GotPress(bag_id=params["bag_id"]))])


KEYBOARDS: dict[str, Keyboard] = {
    "runs/totals": _totals_keyboard,
    "runs/bags": _bags_keyboard,
    "runs/bag": _bag_keyboard,
    "runs/ask_reason": _reason_keyboard,
    "runs/told_on_way": _way_keyboard,
}
