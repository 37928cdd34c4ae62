"""Medicine, supplies and every other need: asked in private, owned by a person."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("requests")
