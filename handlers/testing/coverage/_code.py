"""The code that holds for thirty days: when it was fetched, in private (S51)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from handlers.talk import day_of, forget, read_text, remember, show
from handlers.testing.coverage._callbacks import CodePress
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.dates import read_day
from storage.testing.coverage.actions import drop_code, note_code
from storage.testing.coverage.queries import find_code

STEP = "testing.code"
_DAYS_BACK = 4


async def on_code(context: Context, press: CallbackQuery, data: CodePress) -> None:
    """Show the code's days, take the day on which it was fetched, or forget it."""
    context.check_private()
    if data.act == "day":
        await _note(context, press, day_of(data.day))
    elif data.act == "ask":
        await remember(context, STEP, {})
        await context.redraw(press, "testing/ask_code_day")
    elif data.act in ("show", "drop"):
        await forget(context, STEP)
        if data.act == "drop":
            await context.work.write(drop_code, by=context.person_id, now=context.received_at)
        await _show(context, press)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_day(context: Context, message: Message, _conversation: ConversationView) -> None:
    """The day as it was written."""
    day = read_day(read_text(message), await _today(context))
    if day is None:
        raise RuleError("need_date_wrong")
    await _note(context, None, day)


async def _note(context: Context, press: CallbackQuery | None, day: date) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(note_code, day, by=by, now=now)
    await forget(context, STEP)
    await _show(context, press)


async def _today(context: Context) -> date:
    return local_day(context.received_at, (await context.actor()).time_zone)


async def _show(context: Context, press: CallbackQuery | None) -> None:
    today = await _today(context)
    code = await context.work.read(find_code, context.person_id)
    await show(
        context,
        press,
        "testing/code",
        fetched_on=code.fetched_on.isoformat() if code else None,
        last_day=code.last_day.isoformat() if code else None,
        has_ended=code is not None and code.last_day < today,
        days=[(today - timedelta(days=back)).isoformat() for back in range(_DAYS_BACK)],
    )


def _code_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    days = (
        label_button(
            words.formats.day(day),
            CodePress(act="day", day=date.fromisoformat(day).toordinal()),
        )
        for day in params["days"]
    )
    other = [button(words, "code_other", CodePress(act="ask"))]
    drop = [button(words, "code_drop", CodePress(act="drop"))] if params["fetched_on"] else []
    return keyboard(*in_rows(days, 2), other, drop)


def _ask_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "back", CodePress())])


def _told_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "code_fetched", CodePress())])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/code": _code_keyboard,
    "testing/ask_code_day": _ask_keyboard,
    "testing/code_ending": _told_keyboard,
    "testing/code_ended": _told_keyboard,
}
