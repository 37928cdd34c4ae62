"""The timeline of a day, drawn from what its message was made from."""

from __future__ import annotations

from typing import Any

from locales.renderer import Words
from locales.timeline import Stretch, TimelineRow, render_timeline

TEMPLATES = ("testing/timeline", "testing/draft_timeline")


def draw_timeline(_words: Words, params: dict[str, Any]) -> bytes:
    """A PNG of the rows that `picture_facts` made."""
    rows = [
        TimelineRow(
            mark,
            [
                Stretch(begins, ends, is_home=bool(is_home), is_clash=bool(is_clash))
                for begins, ends, is_home, is_clash in bars
            ],
        )
        for mark, bars in params["rows"]
    ]
    return render_timeline(rows)
