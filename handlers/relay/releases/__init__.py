"""Calls as stock arrives, slots, forecasts, the day's report; rehearsals."""

from __future__ import annotations

from handlers.relay._forecast import forecast_facts
from handlers.relay._offers import offer_to_staff
from handlers.relay.releases import _keyboards, _page, _points, _rehearse
from handlers.relay.releases._callbacks import PointPress, RehearsePress, ReleasePress
from handlers.routes import Audience, Router

__all__ = ["forecast_facts", "register"]


def register(router: Router) -> None:
    """All that this part answers to."""
    router.command("release", _page.on_release, Audience.STAFF)
    router.press(ReleasePress, _page.on_press)
    router.press(PointPress, _points.on_press)
    router.command("rehearse", _rehearse.on_rehearse, Audience.STAFF)
    router.press(RehearsePress, _rehearse.on_press)
    router.step(_points.STEP, _points.on_answer)
    for template, keyboard in (_keyboards.KEYBOARDS | _rehearse.KEYBOARDS).items():
        router.keyboard(template, keyboard)
    offer_to_staff("release", _keyboards.offer)
