"""The buttons under what a requester is told."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import in_rows, keyboard
from handlers.requests.residents._own_page import HELD, MISSED, own_button
from handlers.routes import Keyboard
from locales.renderer import Words

_LOOK = ("need_look", "")


def _buttons(*shown: tuple[str, str]) -> Keyboard:
    """Buttons and what they do to the request that is told about."""

    def build(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
        buttons = (own_button(words, name, params, act) for name, act in shown)
        return keyboard(*in_rows(buttons, 2))

    return build


def _session_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """The session that is asked about goes along: the next one may be asked about meanwhile."""
    day = params["session_on"]
    return keyboard(
        [
            own_button(words, "need_held", params, f"{HELD}_{day}"),
            own_button(words, "need_missed", params, f"{MISSED}_{day}"),
        ]
    )


KEYBOARDS: dict[str, Keyboard] = {
    "requests/told_claimed": _buttons(_LOOK),
    "requests/told_source": _buttons(("need_add_words", "answer"), _LOOK),
    "requests/told_question": _buttons(("need_answer", "answer"), _LOOK),
    "requests/told_delivered": _buttons(
        ("need_received", "received"), ("need_not_received", "absent"), _LOOK
    ),
    "requests/told_closed": _buttons(("need_good", "good"), ("need_bad", "bad"), _LOOK),
    "requests/told_reopened": _buttons(_LOOK),
    "requests/reminder": _buttons(_LOOK),
    "requests/session_check": _session_keyboard,
    "requests/refill": _buttons(("need_again", "again"), ("need_no_more", "enough")),
}
