"""Why a household has its place: what stands ahead, what moved it, and its own line to check."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.engine import Database
from storage.relay import moves
from storage.relay.desk import PressKind
from storage.relay.kinds import Channel, EntryState, EventKind, SplitRule
from storage.relay.pools import RESERVE
from storage.relay.proof import verify
from storage.relay.proof.export import build_proof
from storage.relay.proof.why import WhyView, find_why, list_entered
from storage.work import Work
from tests.builders import OPENING, STAFF, build_neighbourhood
from tests.storage.test_relay_moves import Relays


@pytest.fixture
async def relays(work: Work, database: Database) -> Relays:
    return Relays(work, database, await work.write(build_neighbourhood, buildings=3))


async def _why(relays: Relays, household: int) -> WhyView:
    door = relays.place.households[household]
    why = await relays.work.read(find_why, relays.relay_id, door)
    assert why is not None
    return why


async def test_every_step_is_told_with_what_caused_it(relays: Relays) -> None:
    """S14: a paper with an earlier time moves others back, and they are told which and why."""
    await relays.opens(capacity=2, daily_reserve=1, reserve_groups=["孕妇"])
    for household in range(3):
        await relays.press(household)
    entered_at = relays.now
    await relays.enters(relays.row(5, 60))
    await relays.does(moves.void_entry, 1, "不是本小区", by=STAFF)
    await relays.does(moves.grant_place, relays.place.households[7], "孕妇", "产检", by=STAFF)

    why = await _why(relays, 1)

    assert [(move.kind, move.state) for move in why.moves] == [
        (EventKind.JOINED, EntryState.ADMITTED),
        (EventKind.DEMOTED, EntryState.WAITING),
        (EventKind.PROMOTED, EntryState.ADMITTED),
    ]
    joined, demoted, promoted = (move.cause for move in why.moves)
    assert joined is None
    assert demoted is not None
    assert (demoted.kind, demoted.claimed_at) == (
        EventKind.JOINED,
        OPENING + timedelta(seconds=60),
    )
    assert demoted.at == entered_at + timedelta(seconds=1)
    assert promoted is not None
    assert promoted.kind is EventKind.VOIDED
    assert [move.reason for move in why.moves] == [None] * 3
    assert why.ahead == ((Channel.STALL, 1),)
    assert (why.papers_count, [paper.claimed_at for paper in why.papers]) == (
        1,
        [OPENING + timedelta(seconds=60)],
    )
    assert why.granted == 1


async def test_one_taken_out_reads_why_and_stands_behind_nobody(relays: Relays) -> None:
    await relays.opens(capacity=1)
    await relays.press(0)
    await relays.press(1)
    await relays.does(moves.void_entry, 2, "不是本小区", by=STAFF)

    why = await _why(relays, 1)

    assert why.moves[-1].reason == "不是本小区"
    assert (why.entry.state, why.entry.place, why.ahead) == (EntryState.LEFT, 0, ())


async def test_place_of_the_reserve_stands_beside_the_order(relays: Relays) -> None:
    await relays.opens(capacity=1, daily_reserve=1, reserve_groups=["孕妇"])
    await relays.press(0)
    await relays.press(1)
    await relays.does(moves.grant_place, relays.place.households[1], "孕妇", "产检", by=STAFF)
    mine, other = await _why(relays, 1), await _why(relays, 0)
    assert (mine.entry.pool, mine.ahead) == (RESERVE, ())
    assert mine.moves[-1].reason == "孕妇: 产检"
    assert (other.entry.place, other.ahead, other.granted) == (1, (), 1)


async def test_open_shares_are_a_cause_of_their_own(relays: Relays) -> None:
    await relays.opens(capacity=3, split_rule=SplitRule.BUILDINGS)
    for household in (0, 3, 6):
        await relays.press(household)
    await relays.does(moves.open_shares, by=STAFF)
    moved = [(await _why(relays, household)).moves[-1] for household in (0, 3, 6)]
    causes = [move.cause.kind for move in moved if move.cause is not None]
    assert causes
    assert set(causes) == {EventKind.SHARES}


async def test_household_finds_its_own_line_with_its_key(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)
    await relays.press(1)
    why = await _why(relays, 1)
    proof = await relays.work.read(build_proof, relays.relay_id)
    report = verify.verify(proof)

    assert why.key is not None
    said = verify.check_own(report, proof, why.line, why.key, why.entry.door)

    assert report.problems == []
    assert said == f"line {why.line} is yours: No. 2, admitted, 1 pieces"
    assert report.digests[why.line - 1].startswith(why.receipt or "-")


async def test_relays_of_a_household_are_listed_newest_first(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)
    first = relays.relay_id
    await relays.opens()
    await relays.press(0)
    await relays.press(0, PressKind.LEAVE)
    doors = relays.place.households
    assert await relays.work.read(list_entered, [doors[0]], most=5) == (relays.relay_id, first)
    assert await relays.work.read(list_entered, [doors[1]], most=5) == ()
    assert await relays.work.read(find_why, first, doors[1]) is None
