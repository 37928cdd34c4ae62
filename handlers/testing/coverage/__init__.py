"""Coverage: which doors were seen, which were not, who is sampled at home."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """Add what coverage answers to."""
