"""Notices: written once, confirmed by two, followed until every household is reached."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("notices")
