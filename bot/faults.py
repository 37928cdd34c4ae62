"""Naming an unforeseen error without telling what it was about."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).parent.parent


def describe(error: BaseException) -> str:
    """The error's kind and the line of ours that it came through last.

    Never its message: a database's or a parser's quotes names, doors and texts.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    if not ours:
        return type(error).__name__
    path = Path(ours[-1].filename).relative_to(ROOT)
    return f"{type(error).__name__} at {path}:{ours[-1].lineno} in {ours[-1].name}"


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
