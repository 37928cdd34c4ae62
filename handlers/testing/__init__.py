"""Testing rounds: which building goes when, who is reminded, which doors were seen."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("testing")
