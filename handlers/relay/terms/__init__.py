"""How places are shared: chosen, explained, changed in public; the next round."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
