"""Orders over the desk: one a household, never more than there is, whoever presses how often."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import Card
from storage.supplies.desk import OrderOutcome, SupplyDesk
from storage.supplies.kinds import RoundState
from storage.supplies.tables import SupplyBuilding, SupplyEvent
from storage.work import Work
from tests.builders import OPENING, STAFF, add_family_member, build_neighbourhood
from tests.storage.supplies_world import MILK, VEGETABLES, Shop


@pytest.fixture
async def shop(work: Work, database: Database) -> Shop:
    place = await work.write(build_neighbourhood)
    opened = Shop(work, SupplyDesk(database, after_commit=lambda: None), place)
    await opened.opens()
    return opened


async def _code(shop: Shop, *args: Any, **details: Any) -> str:
    before = (await shop.lines(), await shop.ordered())
    with pytest.raises(RuleError) as refusal:
        await shop.press(*args, **details)
    assert (await shop.lines(), await shop.ordered()) == before
    return refusal.value.code


async def test_presses_add_up_to_an_order_with_its_price(shop: Shop) -> None:
    await shop.press(0, VEGETABLES)
    await shop.press(0, VEGETABLES)
    last = await shop.press(0, MILK)

    assert (last.quantity, last.pieces, last.price) == (1, 3, 2 * 5000 + 19_850)
    assert await shop.lines() == [(0, VEGETABLES, 2), (0, MILK, 1)]
    assert await shop.ordered() == [2, 1]
    assert (await shop.row()).households == 1


async def test_any_member_changes_the_one_order_of_the_household(shop: Shop) -> None:
    await shop.work.write(add_family_member, shop.place, 3, 7)
    await shop.press(3)

    answers = await asyncio.gather(shop.press(3, person=7), shop.press(3, MILK, person=7))

    assert [answer.pieces for answer in answers] == [2, 3]
    assert await shop.lines() == [(3, VEGETABLES, 2), (3, MILK, 1)]


async def test_limit_of_a_household_holds_over_all_its_members(shop: Shop) -> None:
    await shop.work.write(add_family_member, shop.place, 3, 7)

    answers = await asyncio.gather(
        *(shop.press(3, person=person) for person in (None, 7, None, 7)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, RuleError)]
    assert [(each.code, each.params) for each in refused] == [("supply_limit", {"limit": 2})] * 2
    assert await shop.lines() == [(3, VEGETABLES, 2)]


async def test_stock_is_never_oversold_and_what_comes_back_can_be_had(shop: Shop) -> None:
    answers = await asyncio.gather(
        *(shop.press(household, MILK) for household in range(8)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, RuleError)]
    assert [(each.code, each.params) for each in refused] == [("supply_short", {"left": 0})] * 3
    assert await shop.ordered() == [0, 5]
    await shop.press(0, MILK, -1)
    assert (await shop.press(7, MILK)).quantity == 1
    assert await _code(shop, 6, MILK) == "supply_short"


async def test_order_taken_back_frees_everything(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(0, MILK)

    left = await shop.press(0, None)

    assert (left.pieces, left.price) == (0, 0)
    assert await shop.ordered() == [0, 0]
    assert (await shop.row()).households == 0
    assert (await shop.press(0)).pieces == 1


async def test_resent_update_is_answered_and_changes_nothing(shop: Shop) -> None:
    await shop.press(0, update=10)
    await shop.press(0, update=11)
    await shop.press(0, None, update=12)
    await shop.press(0, update=13)

    resent = [await shop.press(0, update=number, seconds=10**6) for number in (10, 11, 12)]

    assert [answer.pieces for answer in resent] == [1, 1, 1]
    assert await shop.lines() == [(0, VEGETABLES, 1)]


async def test_update_that_comes_twice_in_one_batch_counts_once(shop: Shop) -> None:
    answers = await asyncio.gather(shop.press(0, update=10), shop.press(0, update=10))

    assert [answer.quantity for answer in answers] == [1, 1]
    assert await shop.ordered() == [1, 0]


async def test_batch_is_decided_in_the_order_of_updates(shop: Shop) -> None:
    await shop.press(0, MILK, quantity=3)
    await shop.press(1, MILK)

    later, earlier = await asyncio.gather(
        shop.press(2, MILK, update=9_002), shop.press(3, MILK, update=9_001), return_exceptions=True
    )

    assert isinstance(earlier, OrderOutcome)
    assert isinstance(later, RuleError)


@pytest.mark.parametrize(
    ("seconds", "code"), [(-0.001, "supply_not_open"), (24 * 3600, "supply_closed")]
)
async def test_orders_outside_the_window_are_refused_to_the_second(
    shop: Shop, seconds: float, code: str
) -> None:
    assert await _code(shop, 0, seconds=seconds) == code
    assert (await shop.press(0, seconds=24 * 3600 - 0.001)).pieces == 1


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (RoundState.CLOSED, "supply_closed"),
        (RoundState.PICKING, "supply_closed"),
        (RoundState.AT_GATE, "supply_closed"),
        (RoundState.CANCELLED, "supply_cancelled"),
    ],
)
async def test_round_that_has_ended_takes_nothing(shop: Shop, state: RoundState, code: str) -> None:
    await shop.opens(state=state, closed_at=OPENING + timedelta(seconds=1))

    assert await _code(shop, 0) == code


async def test_refusals_name_what_is_wrong(shop: Shop) -> None:
    assert await _code(shop, 0, person=5) == "not_tied"
    shop.packages = (*shop.packages, 999)
    assert await _code(shop, 0, 2) == "supply_package_unknown"
    shop.round_id = 99
    assert await _code(shop, 0) == "supply_unknown"


async def test_other_buildings_are_not_eligible(shop: Shop) -> None:
    def restrict(session: Session) -> None:
        building_id = shop.place.buildings[0]
        session.add(SupplyBuilding(round_id=shop.round_id, building_id=building_id))

    await shop.work.write(restrict)

    assert (await shop.press(0)).pieces == 1
    assert await _code(shop, 1) == "not_eligible"


async def test_staff_order_for_a_household_that_telephones(shop: Shop) -> None:
    entered = await shop.enters(5)

    assert (entered.household_id, entered.pieces) == (shop.place.households[5], 1)
    assert (await shop.press(5)).quantity == 2
    events = await shop.work.read(lambda s: s.exec(select(SupplyEvent.actor_id)).all())
    assert events == [STAFF, shop.place.person(5)]


async def test_residents_cannot_order_for_other_doors(shop: Shop) -> None:
    home = shop.place.households[1]

    assert await _code(shop, 0, household_id=home) == "not_staff"
    assert await _code(shop, 0, person=STAFF, household_id=4_711) == "stale_button"


async def test_cards_are_touched_once_a_batch(shop: Shop) -> None:
    await asyncio.gather(*(shop.press(household) for household in range(10)))

    assert await shop.work.read(lambda s: s.exec(select(Card.version)).one()) == 2


async def test_batch_that_died_before_its_commit_left_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.supplies import desk, posting

    def dies(*args: Any) -> None:
        posting.post(*args)
        raise KeyError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(desk, "post", dies)
        with pytest.raises(KeyError):
            await shop.press(0, update=10)
    assert await shop.lines() == []

    await shop.press(0, update=10)

    assert await shop.lines() == [(0, VEGETABLES, 1)]
