"""Testing rounds: which building goes when, who is reminded, which doors were seen."""

from __future__ import annotations

from handlers.routes import Router
from handlers.testing import coverage, plan


def build_router() -> Router:
    """The feature's table."""
    router = Router("testing")
    plan.register(router)
    coverage.register(router)
    return router
