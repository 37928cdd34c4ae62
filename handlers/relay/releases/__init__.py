"""Staff call up the next in order; everybody is told when, or not today."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
