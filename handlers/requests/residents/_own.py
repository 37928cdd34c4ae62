"""The buttons under one's own request. They stay clickable for ever, so all is read anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import keyboard
from handlers.requests.residents import _talk
from handlers.requests.residents._asking import begin_another, begin_change, show_sent
from handlers.requests.residents._callbacks import OwnPress
from handlers.requests.residents._choose import shows_open_form
from handlers.requests.residents._own_page import (
    find_own_request,
    own_button,
    show_history,
    show_own,
)
from handlers.requests.residents._sessions import act_on_day, ask_next, is_about_day
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.requests import actions

Do = Callable[[Context, CallbackQuery, int], Awaitable[None]]


async def on_own(context: Context, press: CallbackQuery, data: OwnPress) -> None:
    """Look at one's own request, or do something with it.

    Raises:
        RuleError: `need_unknown` for another one's; as the actions.
    """
    context.check_private()
    if is_about_day(data.act):
        await act_on_day(context, press, data.request_id, data.act)
    elif (do := _ACTS.get(data.act)) is not None:
        await do(context, press, data.request_id)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _look(context: Context, press: CallbackQuery, request_id: int) -> None:
    await _talk.stop_listening(context)
    await show_own(context, press, request_id)


async def _answer(context: Context, _press: CallbackQuery, request_id: int) -> None:
    await _listen(context, request_id, _talk.ANSWER, "requests/write_answer")


async def _not_received(context: Context, _press: CallbackQuery, request_id: int) -> None:
    """It was brought, and is not there: it is worked on again."""
    request = await find_own_request(context, request_id)
    step = _talk.ABSENT if request.is_live else _talk.REOPEN
    await _listen(context, request_id, step, "requests/write_reason")


async def _reopen(context: Context, _press: CallbackQuery, request_id: int) -> None:
    await _listen(context, request_id, _talk.REOPEN, "requests/write_reason")


async def _listen(context: Context, request_id: int, step: str, template: str) -> None:
    """Ask for words about a request; what it was asked from stays to be read."""
    request = await find_own_request(context, request_id)
    await _talk.listen_for(context, step, request_id)
    is_asked = request.asked_at is not None
    await context.say(template, request_id=request_id, number=request.number, is_asked=is_asked)


async def _change(context: Context, _press: CallbackQuery, request_id: int) -> None:
    request = await find_own_request(context, request_id)
    if not await shows_open_form(context, None):
        await begin_change(context, request)


async def _another(context: Context, _press: CallbackQuery, request_id: int) -> None:
    request = await find_own_request(context, request_id)
    if not await shows_open_form(context, None):
        await begin_another(context, request)


async def _history(context: Context, press: CallbackQuery, request_id: int) -> None:
    await show_history(context, press, request_id)


def _asks_whether(template: str) -> Do:
    """Ask before something that cannot be taken back."""

    async def ask(context: Context, press: CallbackQuery, request_id: int) -> None:
        request = await find_own_request(context, request_id)
        await context.redraw(press, template, request_id=request_id, number=request.number)

    return ask


async def _withdraw(context: Context, press: CallbackQuery, request_id: int) -> None:
    await _run(context, actions.withdraw, request_id)
    await show_own(context, press, request_id, said="withdrawn")


async def _erase(context: Context, press: CallbackQuery, request_id: int) -> None:
    request = await find_own_request(context, request_id)
    await _run(context, actions.erase_request, request_id)
    await context.redraw(press, "requests/erased", number=request.number)


async def _received(context: Context, press: CallbackQuery, request_id: int) -> None:
    await _run(context, actions.confirm_receipt, request_id)
    await show_own(context, press, request_id, said="received")


async def _good(context: Context, press: CallbackQuery, request_id: int) -> None:
    await _run(context, actions.rate, request_id, True)
    await show_own(context, press, request_id, said="thanks")


async def _bad(context: Context, press: CallbackQuery, request_id: int) -> None:
    """Not solved: what is missing is asked at once."""
    await _run(context, actions.rate, request_id, False)
    await _reopen(context, press, request_id)


async def _again(context: Context, press: CallbackQuery, request_id: int) -> None:
    """The same once more, before it runs out (S82)."""
    request = await context.work.write(
        actions.ask_again, request_id, by=context.person_id, now=context.received_at
    )
    await show_sent(context, press, request)


async def _no_more(context: Context, press: CallbackQuery, request_id: int) -> None:
    request = await find_own_request(context, request_id)
    await context.redraw(press, "requests/refill_declined", kind=request.kind.sign)


async def _run(context: Context, action: Callable[..., Any], *arguments: Any) -> None:
    await context.work.write(action, *arguments, by=context.person_id, now=context.received_at)


_ACTS: Mapping[str, Do] = {
    "": _look,
    "answer": _answer,
    "absent": _not_received,
    "reopen": _reopen,
    "change": _change,
    "more": _another,
    "history": _history,
    "withdraw": _asks_whether("requests/withdraw_sure"),
    "drop": _withdraw,
    "erase": _asks_whether("requests/erase_own_sure"),
    "wipe": _erase,
    "received": _received,
    "good": _good,
    "bad": _bad,
    "again": _again,
    "enough": _no_more,
    "next": ask_next,
}


def _sure_keyboard(name: str, act: str) -> Keyboard:
    def build(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
        return keyboard(
            [own_button(words, name, params, act)], [own_button(words, "need_keep_it", params)]
        )

    return build


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([own_button(words, "need_back", params)])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/withdraw_sure": _sure_keyboard("need_withdraw_sure", "drop"),
    "requests/erase_own_sure": _sure_keyboard("need_erase_sure", "wipe"),
    "requests/write_answer": _back_keyboard,
    "requests/write_reason": _back_keyboard,
}
