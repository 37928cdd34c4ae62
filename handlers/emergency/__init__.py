"""Life in danger: what to do now, first and only; and who was called."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.emergency import _callbacks as presses
from handlers.emergency import _caller, _duty, _heard
from handlers.emergency._keyboards import KEYBOARDS
from handlers.routes import Audience, Router
from handlers.urgent import UrgentPress


def build_router(others: Sequence[Router] = ()) -> Router:
    """All that cries for help answer to.

    Args:
        others: every other feature's; in some of their conversations staff write of dangers.
    """
    router = Router("emergency")
    router.command("sos", _heard.on_sos, Audience.EVERYBODY, hears_cries=True)
    router.link("sos", _heard.on_sos)
    router.press(UrgentPress, _heard.on_urgent)
    router.press(presses.PlacePress, _caller.on_place)
    router.press(presses.MistakePress, _caller.on_mistake)
    router.press(presses.AlertPress, _duty.on_alert)
    router.step(_duty.STEP, _duty.on_note, for_others=True)
    for template, build in KEYBOARDS.items():
        router.keyboard(template, build)
    features = (router, *others)
    watch = _heard.Watch(
        {name: step for feature in features for name, step in feature.steps.items()},
        frozenset(name for feature in features for name in feature.written_for_others),
        frozenset(name for feature in features for name in feature.commands),
    )
    router.reader(_heard.read_cry, watch.on_cry, interrupts=True)
    return router
