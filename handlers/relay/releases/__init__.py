"""Calls as stock arrives, slots, forecasts, the day's report; rehearsals."""

from __future__ import annotations

from handlers.relay._offers import offer_to_staff
from handlers.relay.releases import _keyboards, _page, _points
from handlers.relay.releases._callbacks import PointPress, ReleasePress
from handlers.relay.releases._facts import forecast_facts
from handlers.routes import Audience, Router

__all__ = ["forecast_facts", "register"]


def register(router: Router) -> None:
    """All that this part answers to."""
    router.command("release", _page.on_release, Audience.STAFF)
    router.press(ReleasePress, _page.on_press)
    router.press(PointPress, _points.on_press)
    router.step(_points.STEP, _points.on_answer)
    for template, keyboard in _keyboards.KEYBOARDS.items():
        router.keyboard(template, keyboard)
    offer_to_staff("release", _keyboards.offer)
