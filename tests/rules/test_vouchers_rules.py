"""Codes that survive the telephone, what is proposed, and what a voucher is worth."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.relay.kinds import EntryState
from storage.relay.vouchers.codes import (
    add_check_digit,
    is_code,
    read_code,
    spell_code,
    spot_code,
)
from storage.relay.vouchers.kinds import CheckState, Doubt, Validity
from storage.relay.vouchers.lists import COLUMNS, MOST_LINES, read_list
from storage.relay.vouchers.rules import (
    Evidence,
    check_may_undo,
    find_validity,
    list_doubts,
)
from tests.builders import OPENING

plain_digits = st.text("0123456789", min_size=8, max_size=8)


def test_the_digit_is_damms() -> None:
    # The example of H. M. Damm's thesis and of every encyclopedia: 572 is followed by 4.
    assert add_check_digit("572") == "5724"


@given(plain_digits)
def test_no_wrong_digit_goes_unnoticed(digits: str) -> None:
    code = add_check_digit(digits)
    assert is_code(code)
    for place, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            assert not is_code(code[:place] + other + code[place + 1 :])


@given(plain_digits)
def test_no_two_neighbours_change_places_unnoticed(digits: str) -> None:
    code = add_check_digit(digits)
    for place, (left, right) in enumerate(pairwise(code)):
        if left != right:
            assert not is_code(code[:place] + right + left + code[place + 2 :])


@given(plain_digits)
def test_a_code_is_read_as_it_is_spelt(digits: str) -> None:
    code = add_check_digit(digits)
    assert read_code(spell_code(code)) == spot_code(spell_code(code)) == code


@pytest.mark.parametrize(
    "text",
    ["123456789", " 123 456 789 ", "123-456-789", "１２３ ４５６ ７８９", "123.456.789"],
)
def test_a_message_that_is_a_code_is_one(text: str) -> None:
    assert spot_code(text) == "123456789"


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "1234567890",
        "12 345 6789",
        "123-456 789",
        "my code 123456789",
        "一二三四五六七八九",
        "",
    ],
)
def test_a_message_that_is_none_is_left_to_others(text: str) -> None:
    assert spot_code(text) is None


def test_where_a_code_is_asked_for_any_grouping_will_do() -> None:
    assert read_code("12 34 56 78-9") == "123456789"
    assert read_code("３-501 2份") is None
    assert not is_code("12345678")


@pytest.mark.parametrize(
    ("evidence", "doubts"),
    [
        (Evidence(1, 0, needs_papers=False, has_photo=False), ()),
        (Evidence(1, 0, needs_papers=True, has_photo=False), (Doubt.PAPERS_MISSING,)),
        (Evidence(1, 0, needs_papers=True, has_photo=True), (Doubt.PAPERS_TO_SEE,)),
        (Evidence(1, 0, needs_papers=False, has_photo=True), (Doubt.PAPERS_TO_SEE,)),
        (Evidence(2, 1, needs_papers=False, has_photo=False), (Doubt.DISPUTED,)),
        (Evidence(0, 1, needs_papers=False, has_photo=False), (Doubt.DISPUTED, Doubt.NOBODY)),
        (Evidence(0, 0, needs_papers=True, has_photo=False), (Doubt.PAPERS_MISSING, Doubt.NOBODY)),
    ],
)
def test_what_nobody_doubts_is_proposed(evidence: Evidence, doubts: tuple[Doubt, ...]) -> None:
    assert list_doubts(evidence) == doubts


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("is_offered", [False, True])
@pytest.mark.parametrize("check", [None, *CheckState])
def test_a_voucher_is_valid_while_its_entry_holds_a_place(
    state: EntryState, *, is_offered: bool, check: CheckState | None
) -> None:
    worth = find_validity(state, is_offered=is_offered, check=check, collected_at=None)
    holds = state is EntryState.ADMITTED and not is_offered and check is CheckState.CONFIRMED
    assert worth is (Validity.VALID if holds else Validity.VOID)
    spent = find_validity(state, is_offered=is_offered, check=check, collected_at=OPENING)
    assert spent is Validity.COLLECTED


def test_a_collection_is_taken_back_on_its_own_day() -> None:
    # 23:00 in Shanghai; three hours later it is another day there, and not yet so in London.
    late = OPENING - timedelta(hours=1)
    check_may_undo(late, late + timedelta(minutes=59), "Asia/Shanghai")
    check_may_undo(late, late + timedelta(hours=3), "Europe/London")
    with pytest.raises(RuleError, match="voucher_undo_late"):
        check_may_undo(late, late + timedelta(hours=3), "Asia/Shanghai")


A, B = "123456786", "000000000"
NOON = OPENING + timedelta(hours=12)  # 4:00 UTC, 12:00 in Shanghai, on 2 February 2020


def _read(text: str) -> list[tuple[int, str | None, str]]:
    lines = read_list(text, now=NOON, time_zone="Asia/Shanghai")
    times = {line.line: f"{line.at:%m-%d %H:%M}" if line.at else "" for line in lines}
    return [(line.line, line.code, line.conflict or times[line.line]) for line in lines]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"{A}\n\n000 000 000\n", [(1, A, ""), (3, B, "")]),
        (f"今天领的：\n1. {A} 11:30\n2. {B} 12:30", [(2, A, "02-02 03:30"), (3, B, "02-01 04:30")]),
        (f"{A}\t2/1 09:05\n{B};2019-12-31 10:00", [(1, A, "02-01 01:05"), (2, B, "12-31 02:00")]),
        (f"{A} 25:00\n{B} 2020-02-03 09:00", [(1, A, "time"), (2, B, "time")]),
        ("123 456 789\n12345678", [(1, "123456789", "wrong_digit"), (2, None, "unreadable")]),
    ],
)
def test_plain_codes_are_a_list(text: str, read: list[tuple[int, str | None, str]]) -> None:
    assert is_code(A)
    assert is_code(B)
    assert _read(text) == read


def test_in_the_table_that_was_given_only_what_is_filled_in_counts() -> None:
    table = "\n".join(
        [
            "\ufeff" + ",".join(COLUMNS),
            "1,123 456 786,2,2020-02-02 14:20,",
            "2,000 000 000,1,2020-02-02 14:20,yes",
            "3,123 456 786,1,2020-02-02 14:22,11:05",
            "4,000 000 000,1,2020-02-02 14:24,no",
            "5,000 000 000,1",
        ]
    )
    assert _read(table) == [(3, B, ""), (4, A, "02-02 03:05")]


def test_a_list_that_says_nothing_or_too_much_is_refused() -> None:
    for text, code in (
        ("", "collected_empty"),
        (",".join(COLUMNS) + f"\n1,{A},2,,", "collected_empty"),
        ("1234567", "collected_empty"),
        (f"{A}\n" * (MOST_LINES + 1), "collected_long"),
    ):
        with pytest.raises(RuleError, match=code):
            read_list(text, now=NOON, time_zone="Asia/Shanghai")
