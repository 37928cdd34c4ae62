"""The window, eligibility and drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.relay.drafts import Draft, check_draft
from storage.relay.rules import (
    Terms,
    check_eligible,
    check_entry_time,
    check_open,
    from_stamp,
    to_stamp,
)
from tests.rules.relay_play import OPENS, TERMS


@given(st.datetimes(timezones=st.just(UTC)))
def test_stamps_lead_back_to_their_instant(moment: datetime) -> None:
    assert from_stamp(to_stamp(moment)) == moment


@pytest.mark.parametrize(
    ("terms", "seconds", "code"),
    [
        (TERMS, -0.000001, "relay_not_open"),
        (TERMS, 0, None),
        (TERMS, 11 * 3600 - 0.000001, None),
        (TERMS, 11 * 3600, "relay_closed"),
        (replace(TERMS, closed_at=OPENS + timedelta(seconds=4)), 5, "relay_closed"),
        (replace(TERMS, closed_at=OPENS - timedelta(hours=1)), -5, "relay_closed"),
        (replace(TERMS, is_cancelled=True), 5, "relay_cancelled"),
        (replace(TERMS, is_cancelled=True), -5, "relay_cancelled"),
    ],
)
def test_the_window_is_half_open_to_the_microsecond(
    terms: Terms, seconds: float, code: str | None
) -> None:
    now = OPENS + timedelta(seconds=seconds)
    if code is None:
        check_open(terms, now)
        return
    with pytest.raises(RuleError) as refusal:
        check_open(terms, now)
    assert refusal.value.code == code


def test_only_named_buildings_are_eligible() -> None:
    check_eligible(TERMS, 5)
    check_eligible(replace(TERMS, buildings=frozenset({5})), 5)
    with pytest.raises(RuleError):
        check_eligible(replace(TERMS, buildings=frozenset({5})), 6)


DRAFT = Draft(
    estate_id=1,
    title="第一轮口罩登记",
    item="口罩",
    per_household=1,
    capacity=500,
    waiting_list=True,
    opens_at=OPENS,
    closes_at=OPENS + timedelta(hours=11),
    place="本群",
    eligibility="本小区居民",
    collection="益丰药房",
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "fact_missing"),
        ({"eligibility": ""}, "fact_missing"),
        ({"collection": ""}, "fact_missing"),
        ({"place": "长" * 121}, "text_too_long"),
        ({"per_household": 0}, "wrong_number"),
        ({"capacity": 0}, "wrong_number"),
        ({"capacity": 100_001}, "wrong_number"),
        ({"closes_at": OPENS}, "times_reversed"),
        ({"opens_at": OPENS - timedelta(days=9), "closes_at": OPENS}, "closes_in_past"),
    ],
)
def test_drafts_that_cannot_be_published_are_refused(change: dict[str, object], code: str) -> None:
    check_draft(DRAFT, OPENS)
    with pytest.raises(RuleError) as refusal:
        check_draft(replace(DRAFT, **change), OPENS)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_early_closing_is_told_with_its_own_time_and_bounds_papers() -> None:
    early = OPENS + timedelta(hours=1)
    closed = replace(TERMS, closed_at=early)

    with pytest.raises(RuleError) as refusal:
        check_open(closed, OPENS + timedelta(hours=2))
    assert refusal.value.params == {"closed_at": early.isoformat()}

    now = OPENS + timedelta(hours=5)
    check_entry_time(closed, early - timedelta(seconds=1), now)
    with pytest.raises(RuleError, match="entry_time_outside"):
        check_entry_time(closed, early, now)
