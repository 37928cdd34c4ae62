"""A round of supplies in a neighbourhood, written straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.outbox.tables import Card, OutboxMessage
from storage.supplies.desk import OrderOutcome, OrderPress, SupplyDesk
from storage.supplies.kinds import RoundState
from storage.supplies.tables import SupplyOrder, SupplyOrderLine, SupplyPackage, SupplyRound
from storage.supplies.tables import SupplySupplier as Supplier
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood

VEGETABLES, MILK = 0, 1
PACKAGES: tuple[dict[str, Any], ...] = (
    {"name": "蔬菜包", "contents": "青菜 2kg，土豆 1kg", "price": 5000, "per_household": 2},
    {"name": "婴儿奶粉", "price": 19_850, "per_household": 3, "stock": 5, "is_urgent": True},
)


def build_round(
    session: Session,
    place: Neighbourhood,
    *,
    packages: tuple[dict[str, Any], ...] = PACKAGES,
    **changes: Any,
) -> tuple[int, tuple[int, ...]]:
    """A round that is open from `OPENING` for 24 hours; its number and its packages'."""
    known = select(Supplier).where(Supplier.committee_id == place.committee_id)
    supplier = session.exec(known).first()
    if supplier is None:
        supplier = Supplier(committee_id=place.committee_id, name="奉贤百联")
        session.add(supplier)
        session.flush()
    values: dict[str, Any] = {
        "committee_id": place.committee_id,
        "estate_id": place.estate_id,
        "supplier_id": supplier.id,
        "state": RoundState.OPEN,
        "title": "第三轮团菜",
        "arrives": "北门",
        "opens_at": OPENING,
        "closes_at": OPENING + timedelta(hours=24),
        "created_by": STAFF,
        "created_at": OPENING - timedelta(hours=6),
    }
    supplies = SupplyRound(**(values | changes))
    session.add(supplies)
    session.flush()
    assert supplies.id is not None
    session.add(Card(kind="supply", subject_id=supplies.id, chat_id=-100))
    rows = [
        SupplyPackage(round_id=supplies.id, position=position, **package)
        for position, package in enumerate(packages, start=1)
    ]
    session.add_all(rows)
    session.flush()
    return supplies.id, tuple(row.id for row in rows if row.id is not None)


@dataclass
class Shop:
    """A round at a desk: households press, the test reads what stands."""

    work: Work
    desk: SupplyDesk
    place: Neighbourhood
    round_id: int = 0
    packages: tuple[int, ...] = ()
    updates: int = 500

    async def opens(self, **changes: Any) -> None:
        self.round_id, self.packages = await self.work.write(build_round, self.place, **changes)

    async def press(
        self,
        household: int,
        package: int | None = VEGETABLES,
        change: int = 1,
        *,
        seconds: float = 40,
        person: int | None = None,
        update: int | None = None,
        **details: Any,
    ) -> OrderOutcome:
        self.updates += 1
        return await self.desk.ask(
            OrderPress(
                round_id=self.round_id,
                update_id=update or self.updates,
                person_id=person or self.place.person(household),
                received_at=OPENING + timedelta(seconds=seconds),
                package_id=None if package is None else self.packages[package],
                change=change,
                **details,
            )
        )

    async def enters(self, household: int, package: int = VEGETABLES, **details: Any) -> Any:
        """Staff order for a household that telephones."""
        home = self.place.households[household]
        values: dict[str, Any] = {"person": STAFF, "household_id": home} | details
        return await self.press(household, package, **values)

    async def lines(self) -> list[tuple[int, int, int]]:
        """Household (from 0), package (from 0) and pieces of all that is ordered."""

        def read(session: Session) -> list[tuple[int, int, int]]:
            query = (
                select(SupplyOrder.household_id, SupplyOrderLine)
                .join(
                    SupplyOrderLine,
                    (col(SupplyOrderLine.round_id) == col(SupplyOrder.round_id))
                    & (col(SupplyOrderLine.order_number) == col(SupplyOrder.number)),
                )
                .where(SupplyOrder.round_id == self.round_id, SupplyOrderLine.quantity > 0)
                .order_by(col(SupplyOrder.number), col(SupplyOrderLine.package_id))
            )
            return [
                (home - 1, self.packages.index(line.package_id), line.quantity)
                for home, line in session.exec(query)
            ]

        return await self.work.read(read)

    async def row(self) -> SupplyRound:
        return await self.work.read(lambda session: session.get_one(SupplyRound, self.round_id))

    async def ordered(self) -> list[int]:
        """Pieces that each package counts."""

        def read(session: Session) -> list[int]:
            query = select(SupplyPackage.ordered).where(SupplyPackage.round_id == self.round_id)
            return list(session.exec(query.order_by(col(SupplyPackage.position))))

        return await self.work.read(read)

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""

        def read(session: Session) -> list[tuple[int, dict[str, Any]]]:
            query = select(OutboxMessage).where(OutboxMessage.template == template)
            return [
                (row.chat_id, row.params)
                for row in session.exec(query.order_by(col(OutboxMessage.id)))
            ]

        return await self.work.read(read)
