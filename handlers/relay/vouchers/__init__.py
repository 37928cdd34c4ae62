"""Entries are checked; vouchers are shown, scanned, collected, reconciled."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
