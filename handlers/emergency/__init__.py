"""Life in danger: what to do now, first and only; and who was called."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("emergency")
