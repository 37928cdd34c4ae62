"""Medicine runs: what is fetched together, by whom, and where it was handed over."""

from __future__ import annotations

from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    return Router("runs")
