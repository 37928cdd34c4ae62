"""What texts about rounds and orders may say, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from handlers.context import Context
from storage.community.actor import Tie
from storage.errors import RuleError
from storage.supplies.kinds import DoorState, RoundState
from storage.supplies.queries import LineView, OrderView, PackageView, RoundView, find_round
from storage.supplies.rules import CARRIED, show_stock


def round_facts(supply: RoundView, now: datetime) -> dict[str, Any]:
    """A round, without a word of who ordered."""
    return {
        "id": supply.id,
        "title": supply.title,
        "estate": supply.estate,
        "state": supply.state.value,
        "supplier": supply.supplier,
        "is_checked": supply.is_checked,
        "arrives": supply.arrives,
        "opens_at": supply.opens_at.isoformat(),
        "closes_at": supply.closes_at.isoformat(),
        "buildings": list(supply.buildings),
        "packages": [package_facts(package) for package in supply.packages],
        "takes_orders": supply.takes_orders(now),
    }


def card_facts(supply: RoundView, now: datetime) -> dict[str, Any]:
    """A round for the group: no number that one household's order would change."""
    counted: dict[str, Any] = {"left": None, "ordered": None, "supplied": None}
    packages = [
        package_facts(package) | counted | {"shelf": show_stock(package.left)}
        for package in supply.packages
    ]
    return round_facts(supply, now) | {"packages": packages}


def package_facts(package: PackageView) -> dict[str, Any]:
    """One package; `price` in hundredths of the currency; `shelf` is said in groups only."""
    return {
        "id": package.id,
        "name": package.name,
        "contents": package.contents,
        "price": package.price,
        "per_household": package.per_household,
        "left": package.left,
        "is_urgent": package.is_urgent,
        "ordered": package.ordered,
        "supplied": package.supplied,
        "shelf": None,
    }


def order_facts(order: OrderView) -> dict[str, Any]:
    """A household's order, for itself, staff and whoever carries it."""
    return {
        "household_id": order.household_id,
        "door": order.door,
        "state": order.state.value,
        "is_missing": order.is_missing,
        "lines": line_facts(order.lines),
        "price": order.price,
    }


def line_facts(lines: Iterable[LineView]) -> list[dict[str, Any]]:
    """The lines of an order."""
    return [
        {
            "package_id": line.package_id,
            "name": line.name,
            "quantity": line.quantity,
            "given": line.given,
            "is_urgent": line.is_urgent,
        }
        for line in lines
    ]


def can_be_received(supply: RoundView, order: OrderView | None) -> bool:
    """Whether the household may say that its bag is here."""
    if order is None or not order.pieces or order.state is DoorState.CONFIRMED:
        return False
    return supply.state in CARRIED or supply.state is RoundState.DONE


async def find_any_round(context: Context, round_id: int) -> RoundView:
    """A round.

    Raises:
        RuleError: `supply_unknown`.
    """
    supply = await context.work.read(find_round, round_id)
    if supply is None:
        raise RuleError("supply_unknown")
    return supply


async def find_own_round(context: Context, round_id: int) -> RoundView:
    """A round that the acting person is staff of; shown in private only.

    Raises:
        RuleError: `in_private_only`, `supply_unknown`, `not_staff`.
    """
    context.check_private()
    supply = await find_any_round(context, round_id)
    if not (await context.actor()).is_staff(supply.committee_id):
        raise RuleError("not_staff")
    return supply


async def find_tie(context: Context, supply: RoundView) -> Tie:
    """The acting person's household in the round's estate.

    Raises:
        RuleError: `not_tied`, `tie_disputed`.
    """
    tie = (await context.actor()).tie(supply.estate_id)
    if tie is None:
        raise RuleError("not_tied")
    if not tie.is_active:
        raise RuleError("tie_disputed")
    return tie
