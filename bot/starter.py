"""What a committee is given to begin with."""

from __future__ import annotations

from functools import cache

from locales.kinds import STARTER
from storage.requests.files import read_kinds
from storage.requests.forms import KindDraft


@cache
def shipped_kinds() -> tuple[KindDraft, ...]:
    """The kinds of need, read once in a process."""
    return read_kinds(STARTER)
