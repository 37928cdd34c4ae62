"""The duty rota: who answers when, and what they hand over."""

from __future__ import annotations

from handlers.duty import _callbacks as presses
from handlers.duty import _desk, _keyboards, _now, _plan, _rota
from handlers.duty_links import DutyPress
from handlers.routes import Audience, Router


def build_router() -> Router:
    """The feature's table."""
    router = Router("duty")
    router.command("duty", _now.on_duty, Audience.STAFF)
    router.press(DutyPress, _now.on_duty_press)
    router.press(presses.RotaPress, _rota.on_rota)
    router.press(presses.ShiftPress, _rota.on_shift)
    router.press(presses.PlanPress, _plan.on_plan)
    router.press(presses.DeskPress, _desk.on_desk)
    router.step(_plan.STEP, _plan.on_hours)
    router.step(_desk.NOTE_STEP, _desk.on_note, for_others=True)
    router.step(_desk.PHONE_STEP, _desk.on_phone)
    for template, keyboard in _keyboards.KEYBOARDS.items():
        router.keyboard(template, keyboard)
    return router
