"""Staff bring in rows of other channels: lines, files, sheets, pasted relays."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
