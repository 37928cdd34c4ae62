"""What is asked in the evening of a day, read anew when it leaves: thousands take minutes."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from handlers.routes import Loaded, Router
from storage.testing.coverage.queries import load_missed, load_missed_doors


def add_letters(router: Router) -> None:
    """Have nobody asked who has answered meanwhile, and numbers told as they stand."""
    router.letter("testing/missed", _load_missed)
    router.letter("testing/missed_doors", _load_missed_doors)


def _load_missed(
    session: Session, params: dict[str, Any], _languages: tuple[str | None, ...]
) -> Loaded | None:
    found = load_missed(session, params)
    return None if found is None else Loaded(found)


def _load_missed_doors(
    session: Session, params: dict[str, Any], _languages: tuple[str | None, ...]
) -> Loaded | None:
    found = load_missed_doors(session, params)
    return None if found is None else Loaded(found)
