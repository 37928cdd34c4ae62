"""Lists of doors on paper, for whoever walks from one to the next with a pen.

Doors stand in them: they are for those who go there, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from locales.renderer import Words
from locales.sheets import Printer, page_width, print_pages, print_table


@dataclass(frozen=True)
class Walk:
    """One house, or one part of the way: what each door is and what is known of it."""

    title: str
    rows: Sequence[Sequence[str]]


def walking_page(
    words: Words,
    title: str,
    facts: Sequence[str],
    columns: Sequence[str],
    weights: Sequence[float],
    walks: Sequence[Walk],
) -> bytes:
    """A PDF of A4 pages, with a box to tick behind each door.

    Args:
        facts: lines under the title.
        columns: what stands above the columns of every walk.
        weights: how wide each column is beside the others.
    """
    from reportlab.lib.units import mm
    from reportlab.platypus import Spacer

    print_text = Printer(words.language)
    story: list[Any] = [print_text(title, size=16)]
    story += [print_text(fact, size=10.5) for fact in facts]
    for walk in walks:
        story += [Spacer(1, 5 * mm), print_text(walk.title, size=13), Spacer(1, 2 * mm)]
        story.append(print_table(print_text, (columns, *walk.rows), weights, page_width()))
    story += [Spacer(1, 5 * mm), print_text(words.text("testing/sheet_private"), size=9)]
    return print_pages(title, story)
