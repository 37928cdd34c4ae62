"""Papers, corrections, calling off: nobody stands before the opening, no honest log is doubted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage.errors import RuleError
from storage.relay import moves
from storage.relay.actions import cancel_relay
from storage.relay.kinds import Channel, EntryState, TieRule
from storage.relay.moves import Changes, PaperRow
from storage.relay.proof.checking import check_log
from storage.relay.sharing import Sharing
from tests.builders import OPENING, STAFF
from tests.storage.test_relay_moves import Relays, relays

__all__ = ["relays"]
HOUR = timedelta(hours=1)


async def is_sound(relays: Relays) -> bool:
    return await relays.work.read(check_log, relays.relay_id) == []


async def test_a_sheet_hung_up_the_day_before_counts_from_the_opening(relays: Relays) -> None:
    await relays.opens(capacity=2, tie_rule=TieRule.SPREAD)
    relays.second = 60
    await relays.press(0)
    await relays.press(1)
    relays.second = 7200
    homes = relays.place.households
    hung = {"channel": Channel.LOBBY, "not_before": OPENING - 24 * HOUR}
    rows = [PaperRow(homes[n], 1, received_at=OPENING + HOUR, **hung) for n in (2, 3)]

    await relays.enters(*rows)

    assert [await relays.state(n) for n in range(4)] == ["admitted"] * 2 + ["waiting"] * 2
    assert await is_sound(relays)


async def test_a_span_that_ends_before_it_begins_is_no_span(relays: Relays) -> None:
    await relays.opens(capacity=2, tie_rule=TieRule.SPREAD)
    home = relays.place.households[0]
    late = PaperRow(
        home, 1, Channel.LOBBY, received_at=OPENING + HOUR / 2, not_before=OPENING + HOUR
    )
    await relays.enters(late)
    entry = await relays.entry(0)
    assert (entry.ordered_at, entry.not_before) == (OPENING + HOUR / 2, None)


async def test_a_correction_that_is_undone_after_a_yield_leaves_a_sound_log(
    relays: Relays,
) -> None:
    await relays.opens(capacity=2)
    await relays.press(0)
    await relays.press(1)
    home, person = relays.place.households[0], relays.place.person(0)
    await relays.does(moves.yield_place, home, by=person)
    (outcome,) = await relays.enters(relays.row(0, 10))
    assert outcome.kind == "retimed"
    back: dict[str, Any] = {"by": STAFF, "former": outcome.former}
    await relays.does(moves.retime_entry, outcome.number, relays.now, **back)
    assert await is_sound(relays)


async def test_a_reserve_that_is_lowered_leaves_a_sound_log(relays: Relays) -> None:
    reserve: dict[str, Any] = {"daily_reserve": 2, "reserve_groups": ["孕妇"]}
    await relays.opens(capacity=2, **reserve)
    for household in (0, 1):
        home = relays.place.households[household]
        await relays.does(moves.grant_place, home, "孕妇", "病历", by=STAFF)
    lower = Changes(sharing=Sharing(daily_reserve=1, reserve_groups=("孕妇",)))
    await relays.does(moves.change_terms, lower, by=STAFF)
    assert await is_sound(relays)


async def test_nobody_moves_up_in_a_relay_that_was_called_off(relays: Relays) -> None:
    await relays.opens(capacity=1)
    await relays.press(0)
    await relays.press(1)
    await relays.work.write(cancel_relay, relays.relay_id, by=STAFF, now=relays.now)
    with pytest.raises(RuleError, match="relay_cancelled"):
        await relays.does(moves.void_entry, 1, "x", by=STAFF)
    assert await relays.state(1) == EntryState.WAITING
