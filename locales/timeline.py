"""The picture of a testing day: a line for each building, a bar for each time that it goes.

Only digits and Latin letters stand in it; what they mean is said in the text under it. Nothing is
told by colour alone: the bars of home visits are striped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales.drawing import BLUE, GREY, INK, MARGIN, PALE, WIDTH, Sheet

A_PAGE = 40
"""Lines of one picture, so that a phone shows them without a magnifying glass."""

_HEAD = 60
_LINE = 46
_BAR = 30
_LABELS = 110
_TIMES = 190
_HOUR = 60
# Minutes between the lines of the clock; the first that leaves at most so many is taken.
_STEPS = (15, 30, 60, 120, 240)
_MOST_LINES = 8


@dataclass(frozen=True)
class Stretch:
    """When a building goes, in minutes since midnight.

    Attributes:
        is_home: the squad comes to the doors, or everybody goes to the site.
        is_clash: the building, or a lane, is wanted elsewhere at the same time.
    """

    starts: int
    ends: int
    is_home: bool = False
    is_clash: bool = False


@dataclass(frozen=True)
class TimelineRow:
    """One building; `label` as `list_marks` writes it."""

    label: str
    stretches: Sequence[Stretch]


def list_marks(labels: Sequence[str]) -> tuple[str, ...]:
    """What stands for each building in the picture: its label, or `#n` where none can be drawn."""
    return tuple(
        label if label.isascii() and len(label) <= 4 else f"#{place}"
        for place, label in enumerate(labels, 1)
    )


def render_timeline(rows: Sequence[TimelineRow]) -> bytes:
    """A PNG of a day, the buildings from top to bottom, the hours from left to right.

    Args:
        rows: at least one, each with at least one stretch; `A_PAGE` of them are shown.
    """
    rows = rows[:A_PAGE]
    sheet = Sheet(WIDTH, MARGIN + _HEAD + _LINE * len(rows) + MARGIN)
    clock = _Clock.around(rows)
    _draw_clock(sheet, clock, _LINE * len(rows))
    for place, row in enumerate(rows):
        _draw_row(sheet, clock, MARGIN + _HEAD + _LINE * place, row)
    return sheet.to_png()


@dataclass(frozen=True)
class _Clock:
    """The hours along the picture, in minutes since midnight."""

    first: int
    last: int
    step: int

    @classmethod
    def around(cls, rows: Sequence[TimelineRow]) -> _Clock:
        stretches = [each for row in rows for each in row.stretches]
        first = min(each.starts for each in stretches)
        last = max(each.ends for each in stretches)
        step = next((each for each in _STEPS if last - first <= each * _MOST_LINES), _STEPS[-1])
        return cls(first // step * step, -(-last // step) * step, step)

    def x(self, minute: int) -> float:
        left, right = MARGIN + _LABELS, WIDTH - MARGIN - _TIMES
        return left + (right - left) * (minute - self.first) / max(self.last - self.first, 1)


def _draw_clock(sheet: Sheet, clock: _Clock, height: float) -> None:
    top = MARGIN + _HEAD
    for minute in range(clock.first, clock.last + 1, clock.step):
        x = clock.x(minute)
        sheet.bar(x - 1, top - 10, x + 1, top + height, GREY)
        sheet.text(x, top - 18, _show(minute), 24, PALE, "ms")


def _draw_row(sheet: Sheet, clock: _Clock, top: float, row: TimelineRow) -> None:
    upper = top + (_LINE - _BAR) / 2
    middle, lower = upper + _BAR / 2, upper + _BAR
    sheet.text(MARGIN + _LABELS - 20, middle, row.label, 30, INK, "rm")
    for each in row.stretches:
        left, right = clock.x(each.starts), clock.x(each.ends)
        if each.is_home:
            sheet.stripes(left, upper, right, lower)
        else:
            sheet.bar(left, upper, right, lower, BLUE)
        if each.is_clash:
            sheet.text(right + 6, middle, "!", 34, INK, "lm")
    site = [each for each in row.stretches if not each.is_home] or row.stretches
    times = f"{_show(site[0].starts)}-{_show(site[-1].ends)}"
    sheet.text(WIDTH - MARGIN, middle, times, 28, INK, "rm")


def _show(minute: int) -> str:
    return f"{minute // _HOUR % 24:02}:{minute % _HOUR:02}"
