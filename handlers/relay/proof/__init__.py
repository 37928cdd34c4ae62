"""Why a household has its place, and the log that anybody can check."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
