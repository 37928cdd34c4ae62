"""A relay, its entries in order, and the log of everything that moved them.

Entries and events are numbered within their relay by counters on the relay's row, which a
batch holds locked: numbers have no gaps, and no database has to hand ids back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.relay.kinds import Channel, EntryState, EventKind, RelayState


class Relay(SQLModel, table=True):
    """One ordered signup in one estate (S01, S13, S19)."""

    id: int | None = key()
    estate_id: int = Field(foreign_key="estate.id", index=True)
    state: RelayState = word(RelayState, default=RelayState.SCHEDULED)
    title: str = Field(max_length=80)
    item: str = Field(max_length=80)
    per_household: int = Field(description="most pieces that one household may ask for")
    capacity: int | None = Field(default=None, description="households; None is no limit")
    waiting_list: bool = True
    opens_at: datetime = moment()
    closes_at: datetime = moment()
    place: str = Field(max_length=120, description="where to register (S19)")
    eligibility: str = Field(max_length=200, description="who may join, in words (S19)")
    collection: str = Field(max_length=200, description="where and when to collect (S19)")
    created_by: int = Field(sa_type=BigInteger)
    created_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True)
    admitted: int = 0
    waiting: int = 0
    last_number: int = Field(default=0, description="of the entries")
    last_event: int = Field(default=0, description="of the events")
    last_ordered_at: int = Field(
        default=0, sa_type=BigInteger, description="latest stamp in the list"
    )


class RelayBuilding(SQLModel, table=True):
    """Restricts a relay to some buildings; a relay without rows is for the whole estate."""

    __tablename__ = "relay_building"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    building_id: int = Field(foreign_key="building.id", primary_key=True)


_ACTIVE = text("state <> 'left'")


class RelayEntry(SQLModel, table=True):
    """A household's place (报名). Order is `ordered_at`, then `number`."""

    __tablename__ = "relay_entry"
    __table_args__ = (
        # One active entry a household, whatever the code above forgot (S13).
        Index(
            "uq_relay_entry_household",
            "relay_id",
            "household_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        # Places are counted along this index; it holds all that counting reads.
        Index(
            "ix_relay_entry_order",
            "relay_id",
            "ordered_at",
            "number",
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        {"sqlite_with_rowid": False},
    )

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    household_id: int = Field(foreign_key="household.id")
    quantity: int
    state: EntryState = word(EntryState)
    channel: Channel = word(Channel)
    ordered_at: int = Field(sa_type=BigInteger, description="microseconds since 1970, UTC")
    person_id: int | None = Field(default=None, sa_type=BigInteger, description="who pressed")
    entered_by: int | None = Field(default=None, sa_type=BigInteger, description="staff, if any")
    left_at: int | None = Field(default=None, sa_type=BigInteger)


class RelayEvent(SQLModel, table=True):
    """One line of a relay's log: its audit, and the memory that makes a resent update harmless."""

    __tablename__ = "relay_event"
    __table_args__ = (
        Index(
            "uq_relay_event_update",
            "update_id",
            "relay_id",
            "actor_id",
            unique=True,
            sqlite_where=text("update_id is not null"),
            postgresql_where=text("update_id is not null"),
        ),
        {"sqlite_with_rowid": False},
    )

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry_number: int
    kind: EventKind = word(EventKind)
    at: int = Field(sa_type=BigInteger, description="microseconds since 1970, UTC")
    quantity: int
    actor_id: int | None = Field(default=None, sa_type=BigInteger)
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    claimed_at: int | None = Field(
        default=None, sa_type=BigInteger, description="the time on the paper of a row by staff"
    )
    because_of: int | None = Field(default=None, description="entry whose coming or going moved it")
