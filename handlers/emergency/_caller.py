"""What callers press after they were helped: where they are, and that it was a mistake."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.emergency._callbacks import MistakePress, PlacePress
from handlers.first_help import called_params
from storage.emergency.actions import place_alert, withdraw_alert


async def on_place(context: Context, press: CallbackQuery, data: PlacePress) -> None:
    """Tell the people on duty where to come to."""
    context.check_private()
    raised = await context.work.write(
        place_alert,
        data.alert_id,
        data.estate_id,
        data.building_id or None,
        by=context.person_id,
        now=context.received_at,
    )
    await context.redraw(press, "emergency/told", **await called_params(context, raised))
    await context.answer(press, "")


async def on_mistake(context: Context, press: CallbackQuery, data: MistakePress) -> None:
    """Take the alert back."""
    context.check_private()
    await context.work.write(
        withdraw_alert, data.alert_id, by=context.person_id, now=context.received_at
    )
    await context.redraw(press, "emergency/withdrawn")
    await context.answer(press, "")
