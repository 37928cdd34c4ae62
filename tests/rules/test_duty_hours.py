"""Hours as people write them."""

from __future__ import annotations

import pytest

from handlers.duty._plan import read_hours


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9-13", (540, 780)),
        (" 20:30 – 8 ", (1230, 480)),
        ("9点到13点", (540, 780)),
        ("9点30分到13点", (570, 780)),
        ("0~24", (0, 1440)),
        ("8 to 16", (480, 960)),
        ("8h-16h", (480, 960)),
    ],
)
def test_hours_that_are_read(text: str, minutes: tuple[int, int]) -> None:
    assert read_hours(text) == minutes


@pytest.mark.parametrize("text", ["", "9", "morning", "24-8", "9-25", "9:70-12", "9-12 Li"])
def test_hours_that_are_not(text: str) -> None:
    assert read_hours(text) is None
