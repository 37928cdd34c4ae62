"""The sheet against a model that re-sorts the whole list after every press."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.relay.drafts import Draft, check_draft
from storage.relay.kinds import Channel, EntryState
from storage.relay.rules import (
    Sheet,
    Terms,
    check_eligible,
    check_entry_time,
    check_open,
    from_stamp,
    to_stamp,
)

OPENS = datetime(2020, 2, 1, 16, 0, tzinfo=UTC)
TERMS = Terms(
    relay_id=1,
    opens_at=OPENS,
    closes_at=OPENS + timedelta(hours=11),
    closed_at=None,
    is_cancelled=False,
    capacity=3,
    waiting_list=True,
    per_household=2,
    buildings=None,
)


def _sheet(terms: Terms = TERMS) -> Sheet:
    return Sheet(terms, admitted=0, waiting=0, last_number=0, last_ordered_at=0)


class Model:
    """What the rules promise, told as slowly and plainly as possible."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.rows: list[tuple[int, int, int]] = []

    def add(self, household: int, stamp: int, number: int) -> None:
        self.rows.append((stamp, number, household))
        self.rows.sort()

    def drop(self, household: int) -> None:
        self.rows = [row for row in self.rows if row[2] != household]

    def admitted(self) -> set[int]:
        return {row[2] for row in self.rows[: self.terms.capacity]}


acts = st.lists(
    st.tuples(
        st.sampled_from(["join", "join", "join", "leave", "enter"]),
        st.integers(0, 7),
        st.integers(0, 600),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(acts, st.booleans(), st.sampled_from([1, 2, 3, 5, None]))
def test_sheet_is_one_list_in_order_of_time_cut_at_the_capacity(
    steps: list[tuple[str, int, int]], waiting_list: bool, capacity: int | None
) -> None:
    terms = replace(TERMS, waiting_list=waiting_list, capacity=capacity)
    sheet, model, refusals = _sheet(terms), Model(terms), set[str]()
    for second, (act, household, minute) in enumerate(steps, start=1):
        at = OPENS + timedelta(hours=1, seconds=second)
        try:
            if act == "join":
                decision = sheet.join(
                    household,
                    household,
                    building_id=1,
                    quantity=1,
                    may_change=True,
                    at=at,
                    update_id=second,
                )
            elif act == "leave":
                decision = sheet.leave(household, household, at=at, update_id=second)
                model.drop(household)
            else:
                decision = sheet.enter(
                    household,
                    99,
                    building_id=1,
                    quantity=1,
                    channel=Channel.STALL,
                    received_at=OPENS + timedelta(seconds=minute),
                    now=at,
                    update_id=second,
                )
        except RuleError as refusal:
            refusals.add(refusal.code)
            continue
        if decision.kind == "joined":
            model.add(household, decision.entry.ordered_at, decision.entry.number)
        if decision.place is not None:
            assert decision.place == len(model.rows)
        admitted = {
            entry.household_id
            for entry in sheet.entries.values()
            if entry.state is EntryState.ADMITTED
        }
        assert admitted == model.admitted()
        assert sheet.admitted == len(admitted)
        assert sheet.admitted + sheet.waiting == len(model.rows) == len(sheet.entries)
    assert refusals <= {"relay_full", "not_joined"}


def test_online_stamps_follow_the_order_of_decision_even_when_clocks_do_not() -> None:
    sheet = _sheet()
    late, early = OPENS + timedelta(seconds=2), OPENS + timedelta(seconds=1)

    first = sheet.join(1, 1, building_id=1, quantity=1, may_change=False, at=late, update_id=1)
    second = sheet.join(2, 2, building_id=1, quantity=1, may_change=False, at=early, update_id=2)

    assert second.entry.ordered_at == first.entry.ordered_at + 1
    assert (first.place, second.place) == (1, 2)


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
