"""Supply rounds: ordered until a deadline, picked, delivered door by door."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("supplies")
