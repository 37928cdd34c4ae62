"""The buttons of rounds that are planned, of their days and buildings."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.testing.plan._callbacks import DayPress, RoundPress, RoundsPress, SlotPress
from handlers.testing.plan._reading import MANNERS
from locales.renderer import Words

_DELAYS = (10, 20, 40, 60)
_SLOT_DELAYS = (-10, 10, 20, 40)


def _rounds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    over = params["is_over"]
    rounds = (
        [label_button(_round_label(words, each), RoundPress(round_id=each["id"]))]
        for each in params["rounds"]
    )
    act = "over" if over else "show"
    turns = turning_row(words, params, lambda page: RoundsPress(act=act, page=page))
    new = [
        button(words, "testing_new", RoundsPress(act="new")),
        button(words, "testing_file", RoundsPress(act="file")),
    ]
    other = (
        button(words, "testing_coming", RoundsPress(act="show"))
        if over
        else button(words, "testing_over", RoundsPress(act="over"))
    )
    return keyboard(*rounds, turns, [] if over else new, [other])


def _round_label(words: Words, each: dict[str, Any]) -> str:
    day = each["next_day"] or each["first_day"]
    return f"{words.formats.day(day)} · {each['title']}"


def _round_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id = params["round_id"]
    days = (
        [label_button(_day_label(words, each), DayPress(day_id=each["id"]))]
        for each in params["days"]
    )
    turns = turning_row(words, params, lambda page: RoundPress(round_id=round_id, value=str(page)))
    ways_out = [
        button(words, "refresh", RoundPress(round_id=round_id)),
        button(words, "testing_rounds", RoundsPress(act="show")),
    ]
    call_off = RoundPress(round_id=round_id, act="call_off", seen=params["seen"])
    return keyboard(
        *days,
        turns,
        _undo_row(words, params),
        [button(words, "testing_manner", RoundPress(round_id=round_id, act="manner"))],
        [button(words, "testing_call_off", call_off)] if params["state"] == "planned" else [],
        ways_out,
    )


def _day_label(words: Words, day: dict[str, Any]) -> str:
    name = words.formats.day(day["day"])
    return f"{name} · {day['times']}" if day["is_planned"] else name


def _undo_row(words: Words, params: dict[str, Any]) -> Row:
    if not params["can_undo"]:
        return []
    undo = RoundPress(round_id=params["round_id"], act="undo", seen=params["seen"])
    return [button(words, "testing_undo", undo)]


def _day_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    back = button(words, "testing_to_round", RoundPress(round_id=params["round_id"]))
    picture = button(words, "testing_picture", DayPress(day_id=day_id, act="picture"))
    if not params["is_open"]:
        return keyboard(_undo_row(words, params), [picture], [back])
    delays = [_delay_button(words, params, minutes) for minutes in _DELAYS]
    skip = DayPress(day_id=day_id, act="skip", seen=params["seen"])
    return keyboard(
        delays,
        [_delay_button(words, params, -10), button(words, "testing_skip", skip)],
        _undo_row(words, params),
        [button(words, "testing_move", DayPress(day_id=day_id, act="slots")), picture],
        [back],
    )


def _delay_button(words: Words, params: dict[str, Any], minutes: int) -> InlineKeyboardButton:
    name = "testing_later" if minutes > 0 else "testing_earlier"
    press = DayPress(day_id=params["day_id"], act="delay", value=minutes, seen=params["seen"])
    return button(words, name, press, minutes=abs(minutes))


def _slots_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    slots = (
        label_button(
            f"{'🏠' if each['slot_kind'] == 'home' else '🏢'} {each['building']} · "
            f"{each['slot_times'].partition('-')[0]}",
            SlotPress(day_id=day_id, slot_id=each["slot_id"]),
        )
        for each in params["slots"]
    )
    turns = turning_row(
        words, params, lambda page: DayPress(day_id=day_id, act="slots", value=page)
    )
    back = [button(words, "back", DayPress(day_id=day_id))]
    return keyboard(*in_rows(slots, 3), turns, back)


def _slot_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    of = {"day_id": params["day_id"], "slot_id": params["slot_id"], "seen": params["seen"]}
    delays = [
        button(
            words,
            "testing_later" if minutes > 0 else "testing_earlier",
            SlotPress(act="delay", value=minutes, **of),
            minutes=abs(minutes),
        )
        for minutes in _SLOT_DELAYS
    ]
    write = [button(words, "testing_write_times", SlotPress(act="write", **of))]
    back = [button(words, "back", DayPress(day_id=params["day_id"], act="slots"))]
    return keyboard(delays, write, back)


def _times_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = SlotPress(day_id=params["day_id"], slot_id=params["slot_id"])
    return keyboard([button(words, "back", back)])


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """The question before a day is skipped, or the whole round called off."""
    seen, day_id = params["seen"], params["day_id"]
    if day_id is None:
        round_id = params["round_id"]
        back = button(words, "back", RoundPress(round_id=round_id))
        sure = RoundPress(round_id=round_id, act="call_off_sure", seen=seen)
        return keyboard([back], [button(words, "testing_call_off_sure", sure)])
    back = button(words, "back", DayPress(day_id=day_id))
    skip = DayPress(day_id=day_id, act="skip_sure", seen=seen)
    return keyboard([back], [button(words, "testing_skip_sure", skip)])


def _manner_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id, seen = params["round_id"], params["seen"]
    edits = (
        button(
            words,
            f"testing_edit_{fact}",
            RoundPress(round_id=round_id, act=f"edit.{fact}", seen=seen),
        )
        for fact in MANNERS
    )
    back = [button(words, "testing_to_round", RoundPress(round_id=round_id))]
    is_planned = params["state"] == "planned"
    return keyboard(*(in_rows(edits, 2) if is_planned else []), _undo_row(words, params), back)


def _timeline_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    turns = turning_row(
        words, params, lambda page: DayPress(day_id=day_id, act="picture", value=page)
    )
    return keyboard(turns)


KEYBOARDS: dict[str, Keyboard] = {
    "testing/rounds": _rounds_keyboard,
    "testing/round": _round_keyboard,
    "testing/day": _day_keyboard,
    "testing/slots": _slots_keyboard,
    "testing/slot": _slot_keyboard,
    "testing/ask_times": _times_keyboard,
    "testing/sure": _sure_keyboard,
    "testing/manner": _manner_keyboard,
    "testing/timeline": _timeline_keyboard,
}
