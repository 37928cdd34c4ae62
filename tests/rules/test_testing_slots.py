"""Slots that are computed: nobody is forgotten, nobody crowds, homes come first."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.testing.kinds import SlotKind
from storage.testing.slots import (
    Block,
    Pace,
    SlotDraft,
    compute_slots,
    minutes_needed,
    people_of,
    to_clock,
)

OPENS = 450

paces = st.builds(
    Pace,
    lanes=st.integers(1, 8),
    seconds_per_person=st.integers(5, 180),
    people_tenths=st.integers(10, 60),
    home_minutes=st.integers(1, 30),
)


@st.composite
def estates(draw: st.DrawFn) -> tuple[list[Block], list[set[int]] | None]:
    sizes = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), min_size=1))
    blocks = [
        Block(number, max(households, homes), homes)
        for number, (households, homes) in enumerate(sizes, start=1)
    ]
    batches = None
    if draw(st.booleans()):
        mixed = draw(st.permutations([block.building_id for block in blocks]))
        size = draw(st.integers(1, 5))
        batches = [set(mixed[at : at + size]) for at in range(0, len(mixed), size)]
        batches = batches[: draw(st.integers(0, len(batches)))]
    return blocks, batches


@st.composite
def plans(
    draw: st.DrawFn,
) -> tuple[list[Block], Pace, list[set[int]] | None, tuple[SlotDraft, ...]]:
    blocks, batches = draw(estates())
    pace = draw(paces)
    return blocks, pace, batches, compute_slots(blocks, pace, OPENS, 10**6, batches)


def _windows(slots: tuple[SlotDraft, ...]) -> dict[int, set[tuple[int, int]]]:
    """Begin and end of each batch at the site, as its buildings are told."""
    windows = defaultdict(set)
    for slot in slots:
        if slot.kind is SlotKind.SITE:
            windows[slot.batch].add((slot.begins, slot.ends))
    return windows


@settings(max_examples=150, deadline=None)
@given(plans())
def test_no_building_is_lost(plan) -> None:
    blocks, _, _, slots = plan
    at_site = [slot.building_id for slot in slots if slot.kind is SlotKind.SITE]
    at_home = [slot.building_id for slot in slots if slot.kind is SlotKind.HOME]

    assert sorted(at_home) == [block.building_id for block in blocks if block.homes]
    assert sorted(at_site) == [
        block.building_id for block in blocks if block.households > block.homes or not block.homes
    ]


@settings(max_examples=150, deadline=None)
@given(plans())
def test_lanes_are_never_exceeded(plan) -> None:
    blocks, pace, _, slots = plan
    walking = {block.building_id: block.walking for block in blocks}
    called = defaultdict(int)
    for slot in slots:
        if slot.kind is SlotKind.SITE:
            called[slot.batch] += walking[slot.building_id]
    windows = _windows(slots)
    assert all(len(window) == 1 for window in windows.values())
    spans = sorted((*next(iter(windows[batch])), batch) for batch in windows)

    for begins, ends, batch in spans:
        seconds = (ends - begins) * 60 * pace.lanes
        assert people_of(called[batch], pace) * pace.seconds_per_person <= seconds
    for (_, ends, _), (begins, _, _) in pairwise(spans):
        assert ends <= begins


@settings(max_examples=150, deadline=None)
@given(plans())
def test_homes_come_first(plan) -> None:
    blocks, pace, _, slots = plan
    homes = {block.building_id: block.homes for block in blocks}
    visits = [slot for slot in slots if slot.kind is SlotKind.HOME]
    visited = {slot.building_id: slot.ends for slot in visits}

    for slot in slots:
        if slot.kind is SlotKind.SITE:
            assert slot.begins >= visited.get(slot.building_id, OPENS)
    for slot in visits:
        assert slot.ends - slot.begins >= homes[slot.building_id] * pace.home_minutes
    for former, latter in pairwise(visits):
        assert former.ends == latter.begins


@settings(max_examples=100, deadline=None)
@given(plans())
def test_batches_that_are_named_stay_together(plan) -> None:
    _, _, batches, slots = plan
    batch_of = {slot.building_id: slot.batch for slot in slots if slot.kind is SlotKind.SITE}

    for named in batches or ():
        assert len({batch_of[building] for building in named if building in batch_of}) <= 1
    assert sorted(set(batch_of.values())) == list(range(1, len(set(batch_of.values())) + 1))


@settings(max_examples=100, deadline=None)
@given(estates(), paces, st.integers(OPENS, 1440))
def test_what_does_not_fit_says_when_it_would_end(estate, pace: Pace, ends: int) -> None:
    blocks, batches = estate
    needed = max(slot.ends for slot in compute_slots(blocks, pace, OPENS, 10**6, batches))
    if needed <= ends:
        slots = compute_slots(blocks, pace, OPENS, ends, batches)
        assert max(slot.ends for slot in slots) == needed
        return
    with pytest.raises(RuleError) as refusal:
        compute_slots(blocks, pace, OPENS, ends, batches)
    assert refusal.value.code == "testing_day_too_short"
    assert refusal.value.params == {"until": to_clock(needed)}


def test_a_day_at_one_site() -> None:
    """Two lanes sample 240 people an hour: 48 households of 2.5 need half an hour."""
    slots = compute_slots([Block(1, 48), Block(2, 48), Block(3, 96)], Pace(), OPENS)

    assert [(slot.batch, slot.begins, slot.ends) for slot in slots] == [
        (1, 450, 480), (2, 480, 510), (3, 510, 570),
    ]  # fmt: skip


def test_small_houses_are_called_together() -> None:
    slots = compute_slots([Block(number, 12) for number in range(1, 5)], Pace(), OPENS)

    assert [(slot.batch, slot.begins, slot.ends) for slot in slots] == [
        (1, 450, 465), (1, 450, 465), (2, 465, 480), (2, 465, 480),
    ]  # fmt: skip


def test_the_squad_goes_round_while_other_houses_are_at_the_site() -> None:
    """Jiading's order (S54): those who cannot walk first at home, then their house at the site."""
    slots = compute_slots([Block(1, 50, homes=2), Block(2, 48), Block(3, 48)], Pace(), OPENS)

    assert [(slot.building_id, slot.kind, slot.begins, slot.ends) for slot in slots] == [
        (1, SlotKind.HOME, 450, 470),
        (2, SlotKind.SITE, 450, 480),
        (1, SlotKind.SITE, 480, 510),
        (3, SlotKind.SITE, 510, 540),
    ]


def test_a_house_in_which_all_are_sampled_at_home_is_not_called() -> None:
    assert [slot.kind for slot in compute_slots([Block(1, 2, homes=2)], Pace(), OPENS)] == [
        SlotKind.HOME
    ]


def test_a_day_may_end_at_midnight_and_not_later() -> None:
    assert compute_slots([Block(1, 96)], Pace(), 1380)[0].ends == 1440
    with pytest.raises(RuleError) as refusal:
        compute_slots([Block(1, 96)], Pace(), 1385)
    assert refusal.value.params == {"until": "24:05"}


def test_no_building_is_no_day() -> None:
    with pytest.raises(RuleError) as refusal:
        compute_slots([], Pace(), OPENS)
    assert refusal.value.code == "testing_no_building"


def test_a_third_lane_makes_it_shorter() -> None:
    assert minutes_needed(120, Pace(lanes=2)) == 30
    assert minutes_needed(120, Pace(lanes=3)) == 20
    assert minutes_needed(121, Pace(lanes=3)) == 21
