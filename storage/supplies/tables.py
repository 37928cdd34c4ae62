"""Supply rounds, their packages and orders, and the lights of supply lines.

Orders and events are numbered within their round by counters on the round's row, which a batch
holds locked; so are the pieces ordered of each package.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.supplies.kinds import Channel, DoorState, EventKind, Light, RoundState


class SupplySupplier(SQLModel, table=True):
    """A supplier by name; `checked_at` says when the committee vouched for it (S67)."""

    __tablename__ = "supply_supplier"
    __table_args__ = (UniqueConstraint("committee_id", "name"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    name: str = Field(max_length=80)
    checked_by: int | None = Field(default=None, sa_type=BigInteger)
    checked_at: datetime | None = moment(nullable=True)


class SupplyRound(SQLModel, table=True):
    """One round of orders in one estate (S61, S62, S66)."""

    __tablename__ = "supply_round"

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    estate_id: int = Field(foreign_key="estate.id", index=True)
    supplier_id: int = Field(foreign_key="supply_supplier.id")
    state: RoundState = word(RoundState, default=RoundState.SCHEDULED)
    title: str = Field(max_length=80)
    arrives: str = Field(max_length=120, description="where the goods arrive, in words")
    opens_at: datetime = moment()
    closes_at: datetime = moment()
    created_by: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True)
    arrived_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    households: int = Field(default=0, description="that have ordered something")
    last_order: int = Field(default=0, description="number of the newest order")
    last_event: int = Field(default=0, description="of the events")
    last_ordered_at: int = Field(default=0, sa_type=BigInteger, description="latest stamp given")


class SupplyBuilding(SQLModel, table=True):
    """Restricts a round to some buildings; a round without rows is for the whole estate."""

    __tablename__ = "supply_building"

    round_id: int = Field(foreign_key="supply_round.id", primary_key=True)
    building_id: int = Field(foreign_key="building.id", primary_key=True)


class SupplyPackage(SQLModel, table=True):
    """One package (套餐) of a round."""

    __tablename__ = "supply_package"

    id: int | None = key()
    round_id: int = Field(foreign_key="supply_round.id", index=True)
    position: int = Field(description="order in the catalogue, from 1")
    name: str = Field(max_length=40)
    contents: str = Field(default="", max_length=120)
    price: int = Field(description="in hundredths of the currency")
    per_household: int
    stock: int | None = Field(default=None, description="pieces; None is no limit")
    is_urgent: bool = Field(default=False, description="for mother and baby (S70)")
    ordered: int = Field(default=0, description="pieces")
    supplied: int | None = Field(default=None, description="pieces that came; None is all")


class SupplyOrder(SQLModel, table=True):
    """A household's order and how far its bag has come. One without pieces was taken back."""

    __tablename__ = "supply_order"
    __table_args__ = (
        # One order a household a round, whatever the code above forgot.
        Index("uq_supply_order_household", "round_id", "household_id", unique=True),
        {"sqlite_with_rowid": False},
    )

    round_id: int = Field(foreign_key="supply_round.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    household_id: int = Field(foreign_key="household.id", index=True)
    person_id: int | None = Field(default=None, sa_type=BigInteger, description="who began it")
    channel: Channel = word(Channel, default=Channel.CHAT)
    entered_by: int | None = Field(default=None, sa_type=BigInteger, description="staff, if any")
    door: DoorState = word(DoorState, default=DoorState.WAITING)
    carried_by: int | None = Field(default=None, sa_type=BigInteger)
    carried_at: datetime | None = moment(nullable=True)
    confirmed_at: datetime | None = moment(nullable=True)
    missing_at: datetime | None = moment(nullable=True)


class SupplyOrderLine(SQLModel, table=True):
    """So many pieces of one package in one order."""

    __tablename__ = "supply_order_line"
    __table_args__ = {"sqlite_with_rowid": False}

    round_id: int = Field(foreign_key="supply_round.id", primary_key=True)
    order_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    package_id: int = Field(
        foreign_key="supply_package.id",
        primary_key=True,
        sa_column_kwargs={"autoincrement": False},
    )
    quantity: int
    given: int | None = Field(default=None, description="where fewer came; None is all")
    ordered_at: int = Field(sa_type=BigInteger, description="microseconds since 1970, UTC")


class SupplyEvent(SQLModel, table=True):
    """One line of a round's log: its audit, and what makes a resent update harmless."""

    __tablename__ = "supply_event"
    __table_args__ = (
        Index("uq_supply_event_update", "update_id", "round_id", "actor_id", unique=True),
        {"sqlite_with_rowid": False},
    )

    round_id: int = Field(foreign_key="supply_round.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    order_number: int
    kind: EventKind = word(EventKind)
    package_id: int | None = None
    quantity: int = Field(description="what stands afterwards")
    at: int = Field(sa_type=BigInteger, description="microseconds since 1970, UTC")
    actor_id: int = Field(sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)


class SupplyStatus(SQLModel, table=True):
    """A line of supply that the committee watches: vegetables, milk, oxygen (S74)."""

    __tablename__ = "supply_status"
    __table_args__ = (
        Index(
            "uq_supply_status_name",
            "committee_id",
            "name",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    name: str = Field(max_length=40)
    withdrawn_at: datetime | None = moment(nullable=True)


class SupplyReading(SQLModel, table=True):
    """What was known of a line at one time, and from whom; old ones are the history."""

    __tablename__ = "supply_reading"

    id: int | None = key()
    status_id: int = Field(foreign_key="supply_status.id", index=True)
    light: Light = word(Light)
    amount: str = Field(max_length=60, description="number and unit, as staff wrote it")
    source: str = Field(max_length=120)
    as_of: datetime = moment()
    set_by: int | None = Field(default=None, sa_type=BigInteger)
