"""Rounds as staff plan them and residents hear of them: days, times, delays, reminders."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """Add what planning answers to."""
