"""Pieces shared out fairly, steps that follow each other, drafts that can be published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.supplies.drafts import PackageDraft, RoundDraft, check_draft
from storage.supplies.kinds import RoundState, Stock
from storage.supplies.rules import Claim, check_turn, share_out, show_count, show_stock

NOW = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)
BAG = PackageDraft("蔬菜包", "青菜 2kg", 5000, 2)
DRAFT = RoundDraft(
    estate_id=1,
    title="第三轮团菜",
    supplier="奉贤百联",
    arrives="北门",
    opens_at=NOW,
    closes_at=NOW + timedelta(hours=10),
    packages=(BAG,),
)


@pytest.mark.parametrize(
    ("supplied", "given"),
    [
        (9, {1: 2, 2: 3, 3: 1}),
        (6, {1: 2, 2: 3, 3: 1}),
        (5, {1: 2, 2: 3, 3: 0}),
        (4, {1: 2, 2: 2, 3: 0}),
        (1, {1: 1, 2: 0, 3: 0}),
        (0, {1: 0, 2: 0, 3: 0}),
    ],
)
def test_who_asked_last_goes_without_first(supplied: int, given: dict[int, int]) -> None:
    claims = [Claim(3, 1, 300), Claim(1, 2, 100), Claim(2, 3, 200)]

    assert share_out(claims, supplied) == given


def test_household_that_asked_for_more_later_stands_behind_those_before() -> None:
    """Whoever raises the number of pieces asks anew; whoever lowers it keeps the place."""
    assert share_out([Claim(1, 2, 900), Claim(2, 1, 200)], 2) == {2: 1, 1: 1}


def test_of_two_in_one_microsecond_the_later_order_goes_without() -> None:
    assert share_out([Claim(2, 1, 100), Claim(1, 1, 100)], 1) == {1: 1, 2: 0}


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 50)), max_size=20), st.integers(0, 100))
def test_nothing_is_lost_or_made_in_sharing(wishes: list[tuple[int, int]], supplied: int) -> None:
    claims = [Claim(number, *wish) for number, wish in enumerate(wishes)]

    given = share_out(claims, supplied)

    assert sum(given.values()) == min(supplied, sum(claim.quantity for claim in claims))
    assert all(0 <= given[claim.order_number] <= claim.quantity for claim in claims)


@pytest.mark.parametrize(
    ("households", "shown"), [(0, None), (1, None), (4, None), (5, 5), (600, 600)]
)
def test_group_reads_no_number_that_one_household_could_be_told_by(
    households: int, shown: int | None
) -> None:
    assert show_count(households) == shown


@pytest.mark.parametrize(
    ("left", "shown"),
    [(None, None), (6, None), (5, Stock.FEW), (1, Stock.FEW), (0, Stock.SOLD_OUT)],
)
def test_group_reads_no_number_of_what_is_left(left: int | None, shown: Stock | None) -> None:
    assert show_stock(left) is shown


_FOLLOWS = {
    ("scheduled", "cancelled"),
    ("open", "closed"),
    ("open", "cancelled"),
    ("closed", "picking"),
    ("closed", "at_gate"),
    ("closed", "cancelled"),
    ("picking", "at_gate"),
    ("picking", "cancelled"),
    ("at_gate", "delivering"),
    ("at_gate", "done"),
    ("delivering", "done"),
}


@pytest.mark.parametrize("before", RoundState)
@pytest.mark.parametrize("after", RoundState)
def test_only_steps_that_follow_are_taken(before: RoundState, after: RoundState) -> None:
    if (before.value, after.value) in _FOLLOWS:
        check_turn(before, after)
        return
    with pytest.raises(RuleError) as refusal:
        check_turn(before, after)
    assert (refusal.value.code, refusal.value.params) == (
        "supply_wrong_state",
        {"state": before.value},
    )


def test_draft_that_says_everything_is_taken() -> None:
    check_draft(DRAFT, NOW)
    check_draft(replace(DRAFT, packages=(replace(BAG, price=0, stock=1, is_urgent=True),)), NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "fact_missing"),
        ({"supplier": "x" * 81}, "text_too_long"),
        ({"arrives": ""}, "fact_missing"),
        ({"closes_at": NOW}, "times_reversed"),
        ({"opens_at": NOW - timedelta(hours=9), "closes_at": NOW}, "closes_in_past"),
        ({"packages": ()}, "supply_no_package"),
        ({"packages": (BAG,) * 13}, "supply_too_many_packages"),
        ({"packages": (BAG, BAG)}, "supply_package_twice"),
        ({"packages": (replace(BAG, name=""),)}, "fact_missing"),
        ({"packages": (replace(BAG, contents="x" * 121),)}, "text_too_long"),
        ({"packages": (replace(BAG, price=-1),)}, "supply_price_wrong"),
        ({"packages": (replace(BAG, per_household=0),)}, "wrong_number"),
        ({"packages": (replace(BAG, stock=0),)}, "wrong_number"),
    ],
)
def test_draft_that_cannot_be_published_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        check_draft(replace(DRAFT, **changes), NOW)

    assert refusal.value.code == code
