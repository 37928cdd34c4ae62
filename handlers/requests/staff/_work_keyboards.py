"""The buttons of one request, and of the notices about it."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.requests.staff._board_keyboards import board_row
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._words import BARE, END, QUICK
from handlers.routes import Keyboard
from locales.renderer import Words

# How a request may end, whether it was delivered or not.
_ENDS = {
    True: {"delivered": "work_brought", "solved": "work_solved"},
    False: {
        "solved": "work_solved",
        "impossible": "work_impossible",
        "duplicate": "work_duplicate",
    },
}


def _act(
    words: Words, name: str, params: dict[str, Any], act: str, value: str = "", **shown: Any
) -> InlineKeyboardButton:
    press = WorkPress(request_id=params["request_id"], act=act, value=value)
    return button(words, name, press, **shown)


def _work_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    photos, last = params["photos"], board_row(words, params["committee_id"])
    look = [
        *([_act(words, "work_photos", params, "photos", n=photos)] if photos else []),
        _act(words, "work_history", params, "history"),
    ]
    if not params["is_live"]:
        again = [_act(words, "work_reopen", params, "reopen")]
        note = _act(words, "work_note", params, "note")
        return keyboard(
            again if params["state"] == "done" else [],
            [note, *look],
            last,
        )
    return keyboard(_owner_row(words, params), *_live_rows(words, params), look, last)


def _owner_row(words: Words, params: dict[str, Any]) -> Row:
    give = _act(words, "work_assign", params, "assign")
    if params["state"] == "open":
        return [_act(words, "work_claim", params, "claim"), give]
    return [give, _act(words, "work_release", params, "release")] if params["is_mine"] else [give]


def _live_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    ask = [_act(words, "work_ask", params, "ask")]
    deliver = [_act(words, "work_deliver", params, "deliver")]
    session = [_act(words, "work_session", params, "session")]
    return [
        [*(ask if params["person"] else []), _act(words, "work_note", params, "note")],
        [
            _act(words, "work_source", params, "source"),
            *([] if params["delivered_at"] else deliver),
        ],
        [
            *(session if params["has_sessions"] else []),
            _act(words, "work_close", params, "close"),
        ],
    ]


def _back(words: Words, params: dict[str, Any]) -> Row:
    return [_act(words, "work_back", params, "show")]


def _assign_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    request_id = params["request_id"]
    rows = []
    for each in params["people"]:
        value = str(each["id"])
        give = WorkPress(request_id=request_id, act="to", value=value)
        hand = WorkPress(request_id=request_id, act="hand", value=value)
        row = [label_button(f"👉 {each['name']}", give)]
        rows.append([*row, label_button(f"🤝 {each['name']}", hand)] if params["is_mine"] else row)
    return keyboard(*rows, _back(words, params))


def _source_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    sources = ("looking", "found", "none")
    shown = [each for each in sources if each != params["source"] or each == "none"]
    return keyboard(
        [_act(words, f"work_{each}", params, "is", each) for each in shown], _back(words, params)
    )


def _session_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day = params["session_on"] or ""
    told = [
        _act(words, "work_held", params, "held", day),
        _act(words, "work_missed", params, "missed", day),
    ]
    end = [_act(words, "work_session_end", params, "session_end")]
    return keyboard(
        told if params["can_tell"] else [],
        [_act(words, "work_session_day", params, "session_day"), *(end if day else [])],
        _back(words, params),
    )


def _how_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    hows = ([_act(words, f"work_{each}", params, "how", each)] for each in ("door", "pickup"))
    return keyboard(*hows, _back(words, params))


def _outcome_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    names = _ENDS[params["is_delivered"]]
    ends = (_act(words, name, params, "end", outcome) for outcome, name in names.items())
    return keyboard(*in_rows(ends, 2), _back(words, params))


def _words_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    quick = QUICK.get(params["value"], ()) if params["purpose"] == END else ()
    bare = [_act(words, "work_without", params, "bare")] if params["purpose"] in BARE else []
    cancel = _act(words, "work_cancel", params, "show")
    return keyboard(
        *([_act(words, f"work_quick_{each}", params, "quick", each)] for each in quick),
        [*bare, cancel],
    )


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_back(words, params))


def _open_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "work_open", params, "show")])


def _claim_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [_act(words, "work_claim", params, "claim"), _act(words, "work_open", params, "show")]
    )


KEYBOARDS: dict[str, Keyboard] = {
    "requests/work": _work_keyboard,
    "requests/assign": _assign_keyboard,
    "requests/source": _source_keyboard,
    "requests/how": _how_keyboard,
    "requests/outcome": _outcome_keyboard,
    "requests/ask_words": _words_keyboard,
    "requests/work_history": _back_keyboard,
    "requests/session": _session_keyboard,
    "requests/photos": _back_keyboard,
    "requests/new": _claim_keyboard,
    "requests/escalated": _claim_keyboard,
    "requests/overdue": _open_keyboard,
    "requests/assigned": _open_keyboard,
    "requests/changed": _open_keyboard,
    "requests/withdrawn": _open_keyboard,
    "requests/answered": _open_keyboard,
    "requests/alarm": _open_keyboard,
}
