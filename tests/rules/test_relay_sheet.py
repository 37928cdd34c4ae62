"""The list after every move is what the published rule makes of it, in every mode."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.relay.kinds import Channel, EntryState, EventKind, RemainderRule
from storage.relay.pools import OFFLINE_SHARE
from tests.rules.relay_play import OPENS, Play, check_holds, list_moved, make_sheet

MODES = st.fixed_dictionaries(
    {
        "capacity": st.integers(1, 6),
        "is_split": st.booleans(),
        "remainder": st.sampled_from(RemainderRule),
        "offline": st.sampled_from([0, 0, 1]),
        "waiting_list": st.booleans(),
        "is_drawing": st.booleans(),
    }
)
HOUSEHOLD = st.integers(0, 8)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("join"), HOUSEHOLD),
        st.tuples(st.just("join"), HOUSEHOLD),
        st.tuples(st.just("paper"), HOUSEHOLD, st.integers(0, 3500)),
        st.tuples(
            st.sampled_from(["leave", "void", "restore", "yields", "grant", "take_back"]), HOUSEHOLD
        ),
        st.tuples(st.sampled_from(["open_shares", "draw"])),
    ),
    max_size=40,
)


@settings(max_examples=400, deadline=None)
@given(MODES, MOVES)
def test_the_list_is_always_what_the_rule_makes_of_it(
    mode: dict[str, Any], moves: list[tuple[Any, ...]]
) -> None:
    play = Play(make_sheet(**mode))
    for name, *values in moves:
        try:
            getattr(play, name)(*values)
        except RuleError as refusal:
            play.refusals[refusal.code] += 1
        check_holds(play.sheet)
    assert set(play.refusals) <= {"relay_full", "not_joined"}


@settings(max_examples=200, deadline=None)
@given(MODES, MOVES)
def test_who_comes_later_takes_no_place_from_who_came_before(
    mode: dict[str, Any], moves: list[tuple[Any, ...]]
) -> None:
    """An online press can only add; whoever held a place holds the same one after it."""
    play = Play(make_sheet(**mode))
    for name, *values in moves:
        former = {entry.number: entry.pool for entry in play.sheet.entries.values()}
        try:
            getattr(play, name)(*values)
        except RuleError:
            continue
        if name == "join":
            now = {entry.number: entry.pool for entry in play.sheet.entries.values()}
            assert {number: now[number] for number in former} == former


@pytest.mark.parametrize(
    ("capacity", "is_split", "offline"),
    list(product([1, 2, 3, 4], [False, True], [0, 1])),
)
def test_the_order_of_entering_does_not_matter(capacity: int, is_split: bool, offline: int) -> None:
    """Every order of entering the same five papers ends in the same list."""
    ends = set()
    for order in permutations(range(5)):
        play = Play(make_sheet(capacity, is_split=is_split, offline=offline))
        for household in order:
            play.paper(household, 100 + household)
        ends.add(
            tuple(
                sorted(
                    (e.household_id, e.pool)
                    for e in play.sheet.entries.values()
                    if e.pool is not None
                )
            )
        )
    assert len(ends) == 1


@settings(max_examples=200, deadline=None)
@given(MODES, MOVES)
def test_lines_of_the_log_replay_to_the_list(
    mode: dict[str, Any], moves: list[tuple[Any, ...]]
) -> None:
    """Each line says what its entry came to, so the last lines are the list."""
    play = Play(make_sheet(**mode))
    for name, *values in moves:
        with suppress(RuleError):
            getattr(play, name)(*values)
    came_to: dict[int, tuple[Any, ...]] = {}
    for line in play.sheet.events:
        if line.entry is not None:
            came_to[line.entry.number] = (line.state, line.pool, line.ordered_at, line.quantity)
    stands = {number: line for number, line in came_to.items() if line[0] is not EntryState.LEFT}
    assert stands == {
        entry.number: (entry.state, entry.pool, entry.ordered_at, entry.quantity)
        for entry in play.sheet.entries.values()
    }


def test_each_line_says_whose_move_caused_it() -> None:
    play = Play(make_sheet(1))
    play.join(0)
    play.join(1)
    play.paper(2, 10)

    last, moved = play.sheet.events[-2:]
    assert (last.kind, last.because_of) == (EventKind.JOINED, None)
    assert (moved.kind, moved.because_of) == (EventKind.DEMOTED, 3)
    assert list_moved(play.sheet, EventKind.DEMOTED) == [0]


def test_late_paper_into_the_offline_share_moves_nobody() -> None:
    """九龙仓 (S20): places are held for who registers offline."""
    play = Play(make_sheet(3, offline=1))
    for household in range(4):
        play.join(household)
    play.paper(7, 10)

    assert play.sheet.entries[7].pool == OFFLINE_SHARE
    assert not list_moved(play.sheet, EventKind.DEMOTED)


def test_shares_that_nobody_used_go_to_who_waits_in_order() -> None:
    play = Play(make_sheet(6, is_split=True))
    for household in (0, 3, 6, 1):
        play.join(household)
    assert play.states(6) == ["waiting"]

    play.open_shares()
    assert play.states(6) == ["admitted"]
    play.leave(1)
    play.join(9)

    assert play.states(9) == ["admitted"]
    check_holds(play.sheet)


def test_paper_earlier_than_the_press_moves_the_household_to_its_time() -> None:
    """S14: of two entries of a household the first in time stands, whatever its channel."""
    play = Play(make_sheet(1))
    play.join(0)
    play.join(1)

    play.paper(1, 10)

    assert play.sheet.entries[1].channel is Channel.STALL
    assert play.sheet.entries[1].state is EntryState.ADMITTED
    assert list_moved(play.sheet, EventKind.RETIMED) == [1]
    play.paper(1, 20)
    assert list_moved(play.sheet, EventKind.RETIMED) == [1]


def test_offer_stands_until_answered_and_is_made_to_who_can_press() -> None:
    play = Play(make_sheet(1))
    play.sheet.terms = replace(play.sheet.terms, offer_minutes=60, time_zone="Asia/Shanghai")
    play.join(0)
    play.join(1)
    play.paper(2, 3550)
    assert play.sheet.entries[2].state is EntryState.ADMITTED
    play.leave(2)
    assert play.sheet.entries[0].offer_until is not None
    assert OPENS.hour == 16, "midnight in Shanghai: the clock of an offer stands still"
    play.leave(0)
    play.paper(4, 3590)
    assert play.sheet.entries[1].offer_until is None
    play.leave(4)
    assert play.sheet.entries[1].offer_until is not None
