"""The rules of the rota: shifts, gaps, notes and the telephone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.community.rules import check_note, check_phone, check_shift, find_gaps
from storage.errors import RuleError

DAY = datetime(2022, 4, 4, tzinfo=UTC)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("spans", "gaps"),
    [
        ([], [(0, 24)]),
        ([(8, 16)], [(0, 8), (16, 24)]),
        ([(16, 24), (0, 8), (8, 16)], []),
        ([(0, 9), (8, 12)], [(12, 24)]),
        ([(-4, 6), (20, 30)], [(6, 20)]),
        ([(0, 20), (2, 4)], [(20, 24)]),
        ([(9, None)], [(0, 9)]),
        ([(30, 32)], [(0, 24)]),
    ],
)
def test_when_nobody_is_there(
    spans: list[tuple[float, float | None]], gaps: list[tuple[float, float]]
) -> None:
    found = find_gaps(
        [(at(begin), None if end is None else at(end)) for begin, end in spans], at(0), at(24)
    )
    assert found == [(at(begin), at(end)) for begin, end in gaps]


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        (-2, 0, "duty_shift_past"),
        (1, 1.5, "duty_shift_length"),
        (1, 26, "duty_shift_length"),
        (2, 1, "duty_shift_length"),
    ],
)
def test_a_shift_that_cannot_be(begin: float, end: float, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        check_shift(at(begin), at(end), at(0))


def test_a_shift_may_run_already() -> None:
    check_shift(at(-1), at(7), at(0))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("021-6548 1234", "021-6548 1234"),
        ("+86 (021) 6548", "+86 (021) 6548"),
        ("１１０２", "1102"),
        (" 12345 ", "12345"),
    ],
)
def test_a_telephone(text: str, kept: str) -> None:
    assert check_phone(text) == kept


@pytest.mark.parametrize(
    "text", ["", "12", "call me", "65481234 ask for Li", "1" * 21, "--- ---", "++86123"]
)
def test_no_telephone(text: str) -> None:
    with pytest.raises(RuleError, match="duty_phone_wrong"):
        check_phone(text)


def test_a_note_keeps_its_lines() -> None:
    assert check_note(" 3-501 等药\n\n\u200b\n  5-101 明天透析 ") == "3-501 等药\n5-101 明天透析"
    for text, code in (("\n \n", "duty_note_empty"), ("长" * 1001, "text_too_long")):
        with pytest.raises(RuleError, match=code):
            check_note(text)
