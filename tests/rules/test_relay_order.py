"""Quotas, the draw, spans of time, and how long an offer stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.relay.kinds import RemainderRule, SplitRule
from storage.relay.lottery import draw, make_seed, pot_digest, seed_digest
from storage.relay.order import Span, find_uncertain, offer_end, spread
from storage.relay.pools import COMMON, OFFLINE_SHARE, House, plan_quotas
from storage.relay.sharing import Sharing

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = datetime(2022, 1, 1, tzinfo=UTC)
SPLIT = Sharing(split_rule=SplitRule.BUILDINGS)


@pytest.mark.parametrize("rule", RemainderRule)
@given(
    capacity=st.integers(1, 500),
    households=st.lists(st.integers(1, 90), min_size=1, max_size=40),
    offline=st.integers(0, 500),
)
def test_every_place_is_accounted_for_and_buildings_differ_by_one_at_most(
    rule: RemainderRule, capacity: int, households: list[int], offline: int
) -> None:
    sharing = Sharing(
        split_rule=SplitRule.BUILDINGS, remainder_rule=rule, offline_share=min(offline, capacity)
    )
    houses = [House(place, place, doors) for place, doors in enumerate(households, start=1)]

    quotas = plan_quotas(sharing, capacity, houses)

    assert sum(quota or 0 for quota in quotas.values()) == capacity
    own = [quotas[house.id] or 0 for house in houses]
    assert max(own) - min(own) <= 1
    assert (rule is RemainderRule.COMMON) or quotas[COMMON] == 0
    assert (quotas[COMMON] or 0) < len(houses)
    assert quotas.get(OFFLINE_SHARE, 0) == sharing.offline_share


@pytest.mark.parametrize(
    ("rule", "quotas"),
    [
        (RemainderRule.FIRST, {COMMON: 0, 1: 4, 2: 4, 3: 3}),
        (RemainderRule.LARGEST, {COMMON: 0, 1: 3, 2: 4, 3: 4}),
        (RemainderRule.COMMON, {COMMON: 2, 1: 3, 2: 3, 3: 3}),
    ],
)
def test_what_does_not_divide_goes_where_the_rule_says(
    rule: RemainderRule, quotas: dict[int, int]
) -> None:
    """江湾国际 split evenly by buildings (S29); the source does not say who gets the rest."""
    houses = [House(3, 3, 40), House(1, 1, 20), House(2, 2, 40)]
    sharing = Sharing(split_rule=SplitRule.BUILDINGS, remainder_rule=rule)
    assert plan_quotas(sharing, 11, houses) == quotas


def test_a_relay_without_shares_has_one_lot_of_places() -> None:
    assert plan_quotas(Sharing(), 500, []) == {COMMON: 500}
    assert plan_quotas(Sharing(), None, []) == {COMMON: None}
    assert plan_quotas(SPLIT, 7, []) == {COMMON: 7}


def test_the_draw_can_be_done_again_by_hand() -> None:
    seed = make_seed()
    assert (len(seed), seed_digest(seed)) == (32, sha256(seed.encode()).hexdigest())
    digest = sha256(b"2,3,10").hexdigest()
    assert pot_digest([10, 2, 3]) == digest

    by_hand = sorted(
        (sha256(f"{seed}|{digest}|{number}".encode()).hexdigest(), number) for number in (2, 3, 10)
    )

    assert draw(seed, [3, 10, 2]) == [number for _, number in by_hand]


def test_everybody_is_drawn_first_about_as_often() -> None:
    first = [draw(str(seed), range(1, 5))[0] for seed in range(2000)]
    assert all(400 < first.count(number) < 600 for number in range(1, 5))


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 60))
def test_rows_of_a_sheet_are_spread_in_order_within_their_span(
    begins: int, length: int, count: int
) -> None:
    stamps = spread(begins, begins + length, count)
    assert stamps == sorted(stamps)
    assert stamps[-1] == begins + length
    assert all(begins <= stamp for stamp in stamps)
    assert length < count or stamps[0] > begins


@pytest.mark.parametrize(
    ("others", "unsure"),
    [
        ([Span(2, 10)], False),
        ([Span(2, 11)], True),
        ([Span(2, 20)], True),
        ([Span(2, 21)], False),
        ([Span(2, 10, 5, "b")], False),
        ([Span(2, 12, 5, "b")], True),
        ([Span(2, 30, 19, "b")], True),
        ([Span(2, 30, 20, "b")], False),
        ([Span(2, 20, 10, "a")], False),
    ],
)
def test_an_order_is_unsure_where_another_time_falls_into_the_span(
    others: list[Span], unsure: bool
) -> None:
    """Rows of one sheet are sure among themselves: its lines have an order."""
    assert (1 in find_uncertain([Span(1, 20, 10, "a"), *others])) is unsure


@pytest.mark.parametrize(
    ("made", "minutes", "ends"),
    [
        ((3, 10, 0), 60, (3, 11, 0)),
        ((3, 20, 30), 30, (3, 21, 0)),
        ((3, 20, 30), 60, (4, 8, 30)),
        ((3, 21, 0), 60, (4, 9, 0)),
        ((3, 23, 59), 60, (4, 9, 0)),
        ((4, 2, 0), 60, (4, 9, 0)),
        ((3, 20, 0), 60 + 13 * 60 + 15, (5, 8, 15)),
    ],
)
def test_the_clock_of_an_offer_stands_still_at_night(
    made: tuple[int, int, int], minutes: int, ends: tuple[int, int, int]
) -> None:
    now = datetime(2020, 2, *made, tzinfo=SHANGHAI).astimezone(UTC)
    expected = datetime(2020, 2, *ends, tzinfo=SHANGHAI)
    assert offer_end(now, minutes, "Asia/Shanghai") == expected


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minute: YEAR + timedelta(minutes=minute)),
    st.integers(1, 3 * 24 * 60),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
)
def test_an_offer_lasts_at_least_its_minutes_and_ends_by_day(
    now: datetime, minutes: int, zone: str
) -> None:
    end = offer_end(now, minutes, zone)
    assert end - now >= timedelta(minutes=minutes)
    assert 8 * 60 <= end.astimezone(ZoneInfo(zone)).hour * 60 + end.minute % 60 <= 21 * 60
