"""The people on duty: who is on it, how it ended, and a note of it."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.emergency._callbacks import AlertPress
from storage.community import actions as community
from storage.community.queries import ConversationView, find_conversation
from storage.emergency.actions import close_alert, look_at_alert, note_alert, take_alert
from storage.emergency.queries import AlertView
from storage.emergency.telling import alert_params
from storage.errors import RuleError

STEP = "emergency.note"


async def on_alert(context: Context, press: CallbackQuery, data: AlertPress) -> None:
    """A button under an alert.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `urgent_taken`, `urgent_over`,
            `finish_first`; `stale_button` for a forged one.
    """
    context.check_private()
    if data.act == "note":
        await _ask_note(context, data.alert_id)
    else:
        view = await _act(context, data)
        await context.redraw(press, "emergency/alert_state", **state_params(context, view))
    await context.answer(press, "")


async def _act(context: Context, data: AlertPress) -> AlertView:
    who: dict[str, Any] = {"by": context.person_id, "now": context.received_at}
    match data.act:
        case "show":
            return await context.work.write(look_at_alert, data.alert_id, **who)
        case "take" | "over":
            is_over = data.act == "over"
            return await context.work.write(take_alert, data.alert_id, is_over=is_over, **who)
        case "done" | "false":
            is_false = data.act == "false"
            return await context.work.write(close_alert, data.alert_id, is_false=is_false, **who)
    raise RuleError("stale_button")


def state_params(context: Context, view: AlertView) -> dict[str, Any]:
    """What `emergency/alert_state` shows."""
    return {
        **alert_params(view),
        "state": view.state.value,
        "helper": view.helper or "",
        "is_mine": view.taken_by == context.person_id,
        "note": view.note or "",
    }


async def _ask_note(context: Context, alert_id: int) -> None:
    """Ask for a line on how it ended.

    Raises:
        RuleError: `finish_first`: what was written for something else would be lost.
    """
    me, now = context.person_id, context.received_at
    await context.work.write(look_at_alert, alert_id, by=me, now=now)
    going_on = await context.work.read(find_conversation, me, me)
    if going_on is not None and going_on.step != STEP and "update_id" in going_on.data:
        raise RuleError("finish_first")
    data = {"alert_id": alert_id, "update_id": context.update_id}
    await context.work.write(community.save_conversation, me, me, STEP, data, now=now)
    await context.say("emergency/ask_note")


async def on_note(context: Context, message: Message, conversation: ConversationView) -> None:
    """Keep the line, and show what is kept.

    Raises:
        RuleError: `not_staff`, `urgent_note_empty`, `urgent_note_long`.
    """
    text = message.text or message.caption or ""
    alert_id, me = conversation.data["alert_id"], context.person_id
    view = await context.work.write(note_alert, alert_id, text, by=me, now=context.received_at)
    await context.work.write(community.end_conversation, me, me)
    await context.say("emergency/alert_state", **state_params(context, view))
