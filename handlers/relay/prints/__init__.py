"""What hangs on the wall: the map, the notice, the sheets, the lists, the files."""

from __future__ import annotations

from handlers.routes import Router


def register(router: Router) -> None:
    """All that this part answers to."""
