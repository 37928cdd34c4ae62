"""What was handed out is not given again: not to the same household, not to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from storage.errors import RuleError
from storage.relay import moves
from storage.relay.desk import PressKind
from storage.relay.kinds import EntryState
from storage.relay.moves import Changes
from storage.relay.proof.checking import check_log
from storage.relay.vouchers.checking import confirm_proposed
from storage.relay.vouchers.collecting import collect, undo_collect
from tests.builders import STAFF
from tests.storage.test_relay_moves import Relays, relays

__all__ = ["relays"]


async def does(relays: Relays, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Staff do something to the relay."""
    relays.second += 1
    return await relays.work.write(
        action, relays.relay_id, *args, **{"by": STAFF, "now": relays.now, **more}
    )


async def collects(relays: Relays, *numbers: int) -> None:
    await does(relays, confirm_proposed)
    for number in numbers:
        await does(relays, collect, number)


async def refused(asked: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        await asked
    return refusal.value.code


async def test_who_has_collected_neither_leaves_nor_yields_nor_is_taken_out(relays: Relays) -> None:
    await relays.opens(capacity=1)
    await relays.press(0)
    await relays.press(1)
    await collects(relays, 1)

    home, person = relays.place.households[0], relays.place.person(0)
    assert await refused(relays.press(0, PressKind.LEAVE)) == "voucher_collected"
    yielded = does(relays, moves.yield_place, home, by=person)
    assert await refused(yielded) == "voucher_collected"
    assert await refused(does(relays, moves.void_entry, 1, "x")) == "voucher_collected"
    assert await refused(does(relays, moves.change_entry, 1, 2)) == "voucher_collected"
    assert await relays.state(0) == EntryState.ADMITTED
    assert await relays.state(1) == EntryState.WAITING
    assert await relays.work.read(check_log, relays.relay_id) == []


@pytest.mark.parametrize("terms", [{}, {"offline_share": 1, "capacity": 2}])
async def test_an_earlier_paper_passes_over_who_has_collected(
    relays: Relays, terms: dict[str, Any]
) -> None:
    await relays.opens(**({"capacity": 1} | terms))
    await relays.press(0)
    await collects(relays, 1)

    await relays.enters(relays.row(1, 10))
    await relays.enters(relays.row(2, 5))

    assert await relays.state(0) == EntryState.ADMITTED
    places = [await relays.state(household) for household in (1, 2)]
    assert places.count(EntryState.ADMITTED) == (1 if terms else 0)
    assert await relays.work.read(check_log, relays.relay_id) == []


async def test_a_cut_of_places_leaves_who_has_collected(relays: Relays) -> None:
    await relays.opens(capacity=2)
    await relays.press(0)
    await relays.press(1)
    await collects(relays, 2)
    await does(relays, moves.change_terms, Changes(capacity=1))
    assert await relays.state(0) == EntryState.WAITING
    assert await relays.state(1) == EntryState.ADMITTED
    assert await relays.work.read(check_log, relays.relay_id) == []


async def test_no_fewer_places_than_were_handed_out(relays: Relays) -> None:
    await relays.opens(capacity=2)
    await relays.press(0)
    await relays.press(1)
    await collects(relays, 1, 2)
    cut = does(relays, moves.change_terms, Changes(capacity=1))
    assert await refused(cut) == "capacity_below_shares"
    assert await relays.work.read(check_log, relays.relay_id) == []


async def test_a_collection_taken_back_leaves_the_place_to_the_order(relays: Relays) -> None:
    await relays.opens(capacity=1)
    await relays.press(0)
    await collects(relays, 1)
    await relays.enters(relays.row(1, 10))
    assert await relays.state(1) == EntryState.WAITING

    await does(relays, undo_collect, 1)

    assert await relays.state(1) == EntryState.ADMITTED
    assert await relays.state(0) == EntryState.WAITING
    assert await relays.work.read(check_log, relays.relay_id) == []
    await relays.press(0, PressKind.LEAVE)
    assert await relays.work.read(check_log, relays.relay_id) == []
