"""Sessions that come round (S86): whether one took place, and when the next one is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard
from handlers.requests._reading import today
from handlers.requests.residents import _talk
from handlers.requests.residents._callbacks import OwnPress
from handlers.requests.residents._own_page import (
    HELD,
    MISSED,
    find_own_request,
    own_button,
    show_own,
)
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.requests import actions

# Days ahead of the next session that are offered as buttons.
_AHEAD = (1, 2, 3, 7)
_ON, _NEVER = "on", "never"


def is_about_day(act: str) -> bool:
    """Whether a button carries a day: `on_2022-04-12`, `held_2022-04-12`, `on_never`."""
    return act.partition("_")[0] in (_ON, HELD, MISSED)


async def _answer_session(
    context: Context, press: CallbackQuery, request_id: int, day: date, *, took_place: bool
) -> None:
    """Whether the session of that day took place (S86); then when the next one is.

    A missed one is told to staff at once. Answered again, nothing changes.
    """
    await context.work.write(
        actions.answer_session,
        request_id,
        took_place,
        on=day,
        by=context.person_id,
        now=context.received_at,
    )
    await _ask_session(context, press, request_id, is_missed=not took_place)


async def ask_next(context: Context, press: CallbackQuery, request_id: int) -> None:
    """Ask for the day of the next session."""
    await _ask_session(context, press, request_id, is_missed=False)


async def _ask_session(
    context: Context, press: CallbackQuery, request_id: int, *, is_missed: bool
) -> None:
    request = await find_own_request(context, request_id)
    day = await today(context)
    await _talk.listen_for(context, _talk.SESSION, request_id)
    await context.redraw(
        press,
        "requests/next_session",
        request_id=request_id,
        number=request.number,
        kind=request.kind.sign,
        is_missed=is_missed,
        session_on=request.session_on.isoformat() if request.session_on else None,
        days=[(day + timedelta(days=ahead)).isoformat() for ahead in _AHEAD],
    )


async def _set_session(
    context: Context, press: CallbackQuery, request_id: int, day: date | None
) -> None:
    """The day of the next session, or that none is planned."""
    await context.work.write(
        actions.set_session, request_id, day, by=context.person_id, now=context.received_at
    )
    await _talk.stop_listening(context)
    await show_own(context, press, request_id, said="session")


async def act_on_day(context: Context, press: CallbackQuery, request_id: int, act: str) -> None:
    """Do what a button says that carries a day.

    Raises:
        RuleError: `need_unknown` for another one's; `stale_button` for what is no day; as the
            actions.
    """
    await find_own_request(context, request_id)
    act, _, text = act.partition("_")
    if (act, text) == (_ON, _NEVER):
        await _set_session(context, press, request_id, None)
        return
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise RuleError("stale_button") from None
    if act == _ON:
        await _set_session(context, press, request_id, day)
    else:
        await _answer_session(context, press, request_id, day, took_place=act == HELD)


def _session_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    request_id = params["request_id"]
    days = (
        button(words, "need_day", OwnPress(request_id=request_id, act=f"{_ON}_{day}"), day=day)
        for day in params["days"]
    )
    return keyboard(
        *in_rows(days, 2), [own_button(words, "need_no_session", params, f"{_ON}_{_NEVER}")]
    )


KEYBOARDS: dict[str, Keyboard] = {"requests/next_session": _session_keyboard}
