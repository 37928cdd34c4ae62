"""What recurs, what is skipped, and what goes out next."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("schedules")
