"""The duty rota: who answers when, and what they hand over."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("duty")
