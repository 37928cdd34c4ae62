"""Why a household has its place, and the log that anybody can check."""

from __future__ import annotations

from handlers.relay._offers import offer_to_residents, offer_to_staff
from handlers.relay.proof import _proof, _why
from handlers.relay.proof._callbacks import ProofPress, WhyPress
from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
    router.command("why", _why.on_why)
    router.press(WhyPress, _why.on_why_press)
    router.press(ProofPress, _proof.on_proof)
    for template, keyboard in (_why.KEYBOARDS | _proof.KEYBOARDS).items():
        router.keyboard(template, keyboard)
    offer_to_residents("why", _why.offer_why)
    offer_to_staff("proof", _proof.offer_proof)
