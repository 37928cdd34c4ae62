"""Who waits, who yields, and places on offer."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
