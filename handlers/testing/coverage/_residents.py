"""What residents say of their own household: done, or why not; in private only."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from handlers.talk import forget, read_text, remember
from handlers.testing.coverage._callbacks import OwnPress
from handlers.testing.plan.mine import show_mine
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.testing.coverage.actions import mark_own, unmark_own
from storage.testing.coverage.kinds import MarkState

STEP = "testing.reason"


async def on_own(context: Context, press: CallbackQuery, data: OwnPress) -> None:
    """Done, cannot come, or neither."""
    context.check_private()
    if data.act == "enough":
        await forget(context, STEP)
    elif data.act == "undo":
        await context.work.write(
            unmark_own,
            data.day_id,
            data.household_id,
            by=context.person_id,
            now=context.received_at,
        )
    elif data.act in (MarkState.DONE, MarkState.CANNOT):
        await _mark(context, data.day_id, data.household_id, MarkState(data.act))
    else:
        raise RuleError("stale_button")
    if data.act == MarkState.CANNOT:
        await _ask_reason(context, press, data)
    else:
        await _show_after(context, press, data)
    await context.answer(press, "")


async def on_reason(context: Context, message: Message, conversation: ConversationView) -> None:
    """Why a household cannot come; only the committee's staff read it."""
    reason = read_text(message)
    data = OwnPress(**conversation.data)
    await _mark(context, data.day_id, data.household_id, MarkState.CANNOT, reason)
    await forget(context, STEP)
    await _show_after(context, None, data)


async def _mark(
    context: Context,
    day_id: int,
    household_id: int,
    state: MarkState,
    reason: str | None = None,
) -> None:
    await context.work.write(
        mark_own,
        day_id,
        household_id,
        state,
        reason=reason,
        by=context.person_id,
        now=context.received_at,
    )


async def _ask_reason(context: Context, press: CallbackQuery, data: OwnPress) -> None:
    """Ask why; who is in the midst of writing something else goes on with that."""
    try:
        await remember(context, STEP, data.model_dump())
    except RuleError:
        await _show_after(context, press, data)
    else:
        await context.redraw(press, "testing/ask_reason", **data.model_dump())


async def _show_after(context: Context, press: CallbackQuery | None, data: OwnPress) -> None:
    """The page that the button stood on, or what was noted."""
    if data.is_page:
        ties = (await context.actor()).residents
        estates = [tie.estate_id for tie in ties if tie.household_id == data.household_id]
        await show_mine(context, press, *estates[:1])
        return
    params = {**data.model_dump(), "mark": data.act}
    if press is None:
        await context.say("testing/own_noted", **params)
    else:
        await context.redraw(press, "testing/own_noted", **params)


def _act(words: Words, params: dict[str, Any], act: str) -> Any:
    press = OwnPress(
        day_id=params["day_id"],
        household_id=params["household_id"],
        act=act,
        is_page=params.get("is_page", False),
    )
    return button(words, f"own_{act}", press)


def _missed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, params, "done"), _act(words, params, "cannot")])


def _reason_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, params, "enough")])


def _noted_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    if params["mark"] == "undo":
        return _missed_keyboard(words, params)
    return keyboard([_act(words, params, "undo")])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/missed": _missed_keyboard,
    "testing/ask_reason": _reason_keyboard,
    "testing/own_noted": _noted_keyboard,
}
