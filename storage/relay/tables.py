"""A relay, its entries in order, and the log of everything that moved them.

Entries and events are numbered within their relay by counters on the relay's row, which a
batch holds locked: numbers have no gaps, and no database has to hand ids back.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.relay.kinds import (
    Channel,
    EntryState,
    EventKind,
    OrderRule,
    RelayState,
    RemainderRule,
    Role,
    ServedRule,
    SplitRule,
    TieRule,
)
from storage.sealing import sealed_text


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
    drawing: int = Field(default=0, description="in the pot, until it is drawn")
    last_number: int = Field(default=0, description="of the entries")
    last_event: int = Field(default=0, description="of the events")
    last_ordered_at: int = Field(
        default=0, sa_type=BigInteger, description="latest stamp in the list"
    )
    # How places are shared; published, and frozen from the opening on (S02).
    order_rule: OrderRule = word(OrderRule, default=OrderRule.TIME)
    split_rule: SplitRule = word(SplitRule, default=SplitRule.NONE)
    remainder_rule: RemainderRule = word(RemainderRule, default=RemainderRule.FIRST)
    tie_rule: TieRule = word(TieRule, default=TieRule.LATEST)
    offline_share: int = Field(default=0, description="places held for offline rows (S20)")
    shares_until: datetime | None = moment(nullable=True)
    shares_opened_at: datetime | None = moment(nullable=True)
    daily_reserve: int = Field(default=0, description="places a day outside the order (S03)")
    reserve_groups: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    offer_minutes: int | None = Field(
        default=None, description="a place offered to who waits stands so long; None admits at once"
    )
    draw_until: datetime | None = moment(nullable=True)
    seed: str | None = sealed_text(nullable=True)
    seed_digest: str | None = Field(default=None, max_length=64, description="published (T4)")
    drawn_at: datetime | None = moment(nullable=True)
    # Which round of which relay, and whom it is for.
    round_number: int = 1
    follows_id: int | None = Field(default=None, index=True, description="the round before")
    served_rule: ServedRule = word(ServedRule, default=ServedRule.ALL)
    needs_papers: bool = Field(default=False, description="confirmed only against papers (S30)")
    bring: str = Field(default="", max_length=200, description="what to bring (S36)")
    is_rehearsal: bool = Field(default=False, description="演练: leaves nothing behind (S43)")
    head: str | None = Field(default=None, max_length=64, description="of the chain, hex")
    root: str | None = Field(default=None, max_length=64, description="posted at closing, hex")


class RelayBuilding(SQLModel, table=True):
    """Restricts a relay to some buildings; a relay without rows is for the whole estate."""

    __tablename__ = "relay_building"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    building_id: int = Field(foreign_key="building.id", primary_key=True)


class RelayPool(SQLModel, table=True):
    """Places that some entries may take and others not; a strict relay has no rows.

    `key` is a building's id, or one of `storage.relay.pools`'s: common, offline. `waiting` counts
    the entries that wait and may take a place of it.
    """

    __tablename__ = "relay_pool"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    key: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    quota: int
    taken: int = 0
    waiting: int = 0


_ACTIVE = text("state <> 'left'")
# A place granted out of the reserve stands in no list: it has no place in the order (T5).
_LISTED = text("state <> 'left' AND coalesce(pool, 0) <> -2")
_OFFERED = text("offer_until is not null")


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
            sqlite_where=_LISTED,
            postgresql_where=_LISTED,
        ),
        # The clock asks every second for offers that nobody took up.
        Index(
            "ix_relay_entry_offer",
            "offer_until",
            sqlite_where=_OFFERED,
            postgresql_where=_OFFERED,
        ),
        {"sqlite_with_rowid": False},
    )

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    household_id: int = Field(foreign_key="household.id")
    building_id: int = Field(index=True, description="the household's, to count by building")
    quantity: int
    state: EntryState = word(EntryState)
    pool: int | None = Field(default=None, description="whose place it holds; None holds none")
    channel: Channel = word(Channel)
    ordered_at: int = Field(sa_type=BigInteger, description="microseconds since 1970, UTC")
    came_at: int = Field(
        sa_type=BigInteger, description="stamp of its press or paper; a draw or a yield reorders"
    )
    not_before: int | None = Field(
        default=None, sa_type=BigInteger, description="its time is only known to lie after this"
    )
    offer_until: int | None = Field(
        default=None, sa_type=BigInteger, description="a place offered, not accepted yet"
    )
    served_at: int | None = Field(
        default=None, sa_type=BigInteger, description="collected: its place is nobody else's"
    )
    person_id: int | None = Field(default=None, sa_type=BigInteger, description="who pressed")
    entered_by: int | None = Field(default=None, sa_type=BigInteger, description="staff, if any")
    left_at: int | None = Field(default=None, sa_type=BigInteger)


class RelayEvent(SQLModel, table=True):
    """One line of a relay's log: its audit, and the memory that makes a resent update harmless.

    Lines say what an entry came to, so that replaying them gives the list; they form a hash
    chain. A line of the relay as a whole has entry number 0.
    """

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
    role: Role = word(Role, default=Role.CLOCK)
    state: EntryState | None = word(EntryState, nullable=True)
    pool: int | None = None
    ordered_at: int | None = Field(default=None, sa_type=BigInteger)
    note: str | None = Field(
        default=None, sa_column=Column(Text, nullable=True), description="public facts, JSON"
    )
    reason: str | None = sealed_text(nullable=True)
    salt: str | None = Field(default=None, max_length=32, description="hex")
    digest: str | None = Field(default=None, max_length=64, description="of the chain, hex")


class RelayGrant(SQLModel, table=True):
    """A place of the daily reserve, given to a household with a reason (机动名额, S03).

    It is seen as a number and never as a household (T5); who gave it and why is kept for staff.
    """

    __tablename__ = "relay_grant"

    id: int | None = key()
    relay_id: int = Field(foreign_key="relay.id", index=True)
    household_id: int = Field(foreign_key="household.id")
    entry_number: int
    day: date = Field(description="of the committee's calendar: a reserve is for one day")
    group_name: str = Field(max_length=30)
    reason: str = sealed_text()
    was_listed: bool = Field(description="its entry stood in the list before, and goes back there")
    granted_by: int = Field(sa_type=BigInteger)
    granted_at: datetime = moment()
    revoked_by: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: datetime | None = moment(nullable=True)
