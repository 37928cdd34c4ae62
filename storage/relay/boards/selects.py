"""The SELECTs of the boards, and what a line of them means."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlmodel import col

from storage.community.kinds import ResidentState
from storage.community.tables import Building, Household, Resident
from storage.relay.boards.flags import Flag, find_flag
from storage.relay.boards.views import Door, Row
from storage.relay.kinds import EntryState
from storage.relay.pools import RESERVE
from storage.relay.releases.tables import RelaySlot
from storage.relay.rules import from_stamp
from storage.relay.tables import Relay, RelayBuilding, RelayEntry
from storage.relay.vouchers.tables import RelayVoucher


def select_listed(relay_id: int) -> Select[*tuple[Any, ...]]:
    """What stands on public lists, in order."""
    is_open = or_(col(RelayEntry.pool).is_(None), col(RelayEntry.pool) != RESERVE)
    return select_standing(relay_id).where(is_open)


def select_standing(relay_id: int) -> Select[*tuple[Any, ...]]:
    """Entries that stand, in order; the reserve's too."""
    return select_entries(relay_id).where(col(RelayEntry.state) != EntryState.LEFT)


def select_entries(relay_id: int) -> Select[*tuple[Any, ...]]:
    """All entries, in order; also of those who left."""
    same_slot = and_(
        col(RelaySlot.relay_id) == relay_id,
        col(RelaySlot.entry_number) == col(RelayEntry.number),
    )
    same_voucher = and_(
        col(RelayVoucher.relay_id) == relay_id,
        col(RelayVoucher.number) == col(RelayEntry.number),
    )
    return (
        select(
            col(RelayEntry.household_id),
            col(RelayEntry.building_id),
            col(RelayEntry.number),
            col(RelayEntry.quantity),
            col(RelayEntry.state),
            col(RelayEntry.pool),
            col(RelayEntry.channel),
            col(RelayEntry.came_at),
            col(RelayEntry.not_before),
            col(RelayEntry.ordered_at),
            col(RelayEntry.left_at),
            col(Building.label),
            col(Household.door),
            col(RelaySlot.entry_number).label("slot"),
            col(RelayVoucher.collected_at),
            col(RelayVoucher.is_paid),
        )
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .join(Building, col(Building.id) == col(RelayEntry.building_id))
        .outerjoin(RelaySlot, same_slot)
        .outerjoin(RelayVoucher, same_voucher)
        .where(col(RelayEntry.relay_id) == relay_id)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )


def select_doors(relay_id: int, building_ids: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """The roster's doors that a relay is for, in its order."""
    is_linked = exists().where(
        col(Resident.household_id) == col(Household.id),
        col(Resident.state) == ResidentState.ACTIVE,
    )
    scope = select(col(RelayBuilding.building_id)).where(col(RelayBuilding.relay_id) == relay_id)
    estate = select(col(Relay.estate_id)).where(col(Relay.id) == relay_id).scalar_subquery()
    query: Select[*tuple[Any, ...]] = (
        select(
            col(Building.id),
            col(Building.label),
            col(Household.id).label("household_id"),
            col(Household.unit),
            col(Household.room),
            col(Household.door),
            is_linked.label("is_linked"),
        )
        .join(Building, col(Building.id) == col(Household.building_id))
        .where(
            col(Household.estate_id) == estate,
            col(Building.id).in_(scope) | ~scope.exists(),
        )
        .order_by(col(Building.position), col(Building.id), col(Household.id))
    )
    return query if building_ids is None else query.where(col(Building.id).in_(building_ids))


def read_door(row: Any, standing: dict[int, Any]) -> Door:
    """A door, with the entry of its household among those that stand."""
    entry = standing.get(row.household_id)
    return Door(
        household_id=row.household_id,
        unit=row.unit,
        room=row.room,
        door=row.door,
        flag=read_flag(entry) if entry is not None else Flag.NONE,
        is_granted=entry is not None and not is_listed(entry),
        is_linked=bool(row.is_linked),
    )


def read_flag(row: Any) -> Flag:
    """The flag of an entry that stands."""
    return find_flag(
        row.state, is_called=row.slot is not None, is_collected=row.collected_at is not None
    )


def is_active(row: Any) -> bool:
    """Whether an entry stands."""
    return row.state is not EntryState.LEFT


def is_listed(row: Any) -> bool:
    """Whether public lists show it."""
    return is_active(row) and row.pool != RESERVE


def read_row(row: Any, place: int | None) -> Row:
    """A line of staff's file."""
    return Row(
        place=place,
        number=row.number,
        building=row.label,
        door=row.door,
        quantity=row.quantity,
        flag=read_flag(row) if is_active(row) else None,
        channel=row.channel,
        came_at=from_stamp(row.came_at),
        not_before=from_stamp(row.not_before) if row.not_before is not None else None,
        ordered_at=from_stamp(row.ordered_at),
        is_granted=row.pool == RESERVE,
        is_paid=bool(row.is_paid),
        collected_at=row.collected_at,
        left_at=from_stamp(row.left_at) if row.left_at is not None else None,
    )
