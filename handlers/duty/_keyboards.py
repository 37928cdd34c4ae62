"""Buttons under what concerns the duty."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.duty._callbacks import DeskPress, PlanPress, RotaPress, ShiftPress
from handlers.duty._now import LEAVE, OFFERED
from handlers.duty._plan import ASK_HOURS, SLOTS
from handlers.duty_links import DutyPress
from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words


def _committees(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], DutyPress(committee_id=each["id"]))]
            for each in params["committees"]
        )
    )


def _now(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    hours = [
        button(words, "duty_hours", DutyPress(committee_id=committee_id, hours=each), n=each)
        for each in OFFERED
    ]
    leave = button(words, "duty_leave", DutyPress(committee_id=committee_id, hours=LEAVE))
    return keyboard(
        hours,
        [leave] if params["is_mine"] else [],
        [button(words, "duty_rota", RotaPress(committee_id=committee_id))],
        [
            button(words, "duty_notes", DeskPress(committee_id=committee_id, act="notes")),
            button(words, "duty_phone", DeskPress(committee_id=committee_id, act="phone")),
        ],
    )


def _rota(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, number = params["committee_id"], params["number"]
    shifts = (
        [label_button(_label(words, shift), ShiftPress(shift_id=shift["id"]))]
        for shift in params["shifts"]
    )
    plan = button(words, "duty_plan", PlanPress(committee_id=committee_id, day=number))
    turns = [
        button(words, name, RotaPress(committee_id=committee_id, day=day))
        for name, day in (("duty_day_before", number - 1), ("duty_day_after", number + 1))
    ]
    return keyboard(*shifts, [] if params["is_over"] else [plan], turns, _back(words, committee_id))


def _label(words: Words, shift: dict[str, Any]) -> str:
    clock = words.formats.clock
    name = shift["name"] or words.button("duty_nobody")
    return f"{clock(shift['starts_at'])}-{clock(shift['ends_at'])} {name}"


def _shift(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rota = RotaPress(committee_id=params["committee_id"], day=params["number"])
    back = [button(words, "back", rota)]
    if params["is_over"]:
        return keyboard(back)
    if params["is_asking"]:
        return keyboard(back, [_act(words, params, "cancel_sure")])
    mine = ["give_up"] if params["is_mine"] else []
    free = ["take"] if params["name"] is None else []
    acts = ([_act(words, params, act)] for act in (*mine, *free, "cancel"))
    return keyboard(*acts, back)


def _act(words: Words, params: dict[str, Any], act: str) -> Any:
    return button(words, f"duty_{act}", ShiftPress(shift_id=params["id"], act=act))


def _hours(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def press(begin: int, end: int = 0) -> PlanPress:
        committee_id, day = params["committee_id"], params["number"]
        return PlanPress(committee_id=committee_id, day=day, begin=begin, end=end)

    slots = [label_button(f"{begin // 60}–{end // 60}", press(begin, end)) for begin, end in SLOTS]
    rota = RotaPress(committee_id=params["committee_id"], day=params["number"])
    return keyboard(
        slots,
        [button(words, "duty_own_hours", press(ASK_HOURS))],
        [button(words, "back", rota)],
    )


def _person(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, day = params["committee_id"], params["number"]
    people = (
        label_button(
            each["name"],
            PlanPress(
                committee_id=committee_id,
                day=day,
                begin=params["begin"],
                end=params["end"],
                person=str(each["id"]),
            ),
        )
        for each in params["staff"]
    )
    back = PlanPress(committee_id=committee_id, day=day)
    return keyboard(*in_rows(people, 2), [button(words, "back", back)])


def _notes(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_write(words, params), _back(words, params["committee_id"]))


def _write(words: Words, params: dict[str, Any]) -> Row:
    press = DeskPress(committee_id=params["committee_id"], act="write")
    return [button(words, "duty_write_note", press)]


def _ask_phone(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    none = button(words, "duty_no_phone", DeskPress(committee_id=committee_id, act="no_phone"))
    return keyboard([none], _back(words, committee_id))


def _ask_hours(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rota = RotaPress(committee_id=params["committee_id"], day=params["number"])
    return keyboard([button(words, "back", rota)])


def _over(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_write(words, params))


def _open(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_back(words, params["committee_id"]))


def _planned(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    show = ShiftPress(shift_id=params["shift_id"])
    return keyboard([button(words, "duty_open_shift", show)])


def _given_up(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    take = ShiftPress(shift_id=params["shift_id"], act="take")
    return keyboard([button(words, "duty_take", take)])


def _back(words: Words, committee_id: int) -> Row:
    return [button(words, "duty_back", DutyPress(committee_id=committee_id))]


KEYBOARDS: dict[str, Keyboard] = {
    "duty/which_committee": _committees,
    "duty/now": _now,
    "duty/rota": _rota,
    "duty/shift": _shift,
    "duty/plan_hours": _hours,
    "duty/plan_person": _person,
    "duty/notes": _notes,
    "duty/ask_note": _open,
    "duty/note_kept": _open,
    "duty/note": _open,
    "duty/ask_phone": _ask_phone,
    "duty/ask_hours": _ask_hours,
    "duty/planned": _planned,
    "duty/soon": _planned,
    "duty/began": _open,
    "duty/over": _over,
    "duty/given_up": _given_up,
}
