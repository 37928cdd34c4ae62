"""Volunteers: who helps where, the handbook, and tasks that are claimed."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("volunteers")
