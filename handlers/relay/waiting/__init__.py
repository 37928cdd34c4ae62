"""Who waits, who yields, places on offer, and households that somebody acts for."""

from __future__ import annotations

from handlers.callbacks import ForPress
from handlers.relay._offers import offer_to_residents, offer_to_staff
from handlers.relay.waiting import _callbacks, _offer, _others, _yield
from handlers.relay.waiting._others import show_others
from handlers.routes import Router

__all__ = ["register", "show_others"]


def register(router: Router) -> None:
    """All that this part answers to."""
    router.press(_callbacks.OfferPress, _offer.on_offer)
    router.press(_callbacks.YieldPress, _yield.on_yield)
    router.press(_callbacks.AppealPress, _yield.on_appeal)
    router.press(ForPress, _others.on_for)
    for template, keyboard in (_offer.KEYBOARDS | _yield.KEYBOARDS | _others.KEYBOARDS).items():
        router.keyboard(template, keyboard)
    offer_to_residents("offer", _offer.offer_button)
    offer_to_residents("yield", _yield.yield_button)
    offer_to_residents("proxy", _others.proxy_offer)
    offer_to_staff("appeal", _yield.appeal_button)
