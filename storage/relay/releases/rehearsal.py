"""Practise handing out before the day (演练, S43): made-up households, real desks.

A rehearsal lives in an estate of its own, in which nobody lives: so no resident can be told
anything, and everything goes at its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Table, delete
from sqlmodel import Session, SQLModel, col, select

from storage.audit.tables import AuditRecord
from storage.community.queries import find_actor
from storage.community.tables import Building, Estate, Household
from storage.errors import RuleError
from storage.facts import check_number
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.kinds import Channel, EntryState, RelayState
from storage.relay.pools import COMMON
from storage.relay.releases.actions._locks import hold_own
from storage.relay.releases.actions.planning import open_plan
from storage.relay.releases.books import find_relay_row, list_open_slots, list_points
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.pace import measure_seconds
from storage.relay.rules import to_stamp
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.queries import list_pickups
from storage.relay.vouchers.tables import RelayVoucher

MOST_HOUSEHOLDS = 200
# Rooms on a storey of the made-up building.
ROOMS = 4
# Copied, so that a rehearsal looks like what it prepares.
_COPIED = ("title", "item", "per_household", "place", "eligibility", "collection", "bring")


def begin_rehearsal(
    session: Session, relay_id: int, households: int, *, by: int, now: datetime
) -> int:
    """Copy a relay into a rehearsal in which so many made-up households hold a place.

    Returns:
        The number of the rehearsal's relay.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `wrong_number` (fact, limit),
            `rehearsal_runs`, `rehearsal_of_rehearsal`.
    """
    relay, committee = find_relay_row(session, relay_id)
    assert committee.id is not None
    if not find_actor(session, by, now).is_staff(committee.id):
        raise RuleError("not_staff")
    check_number("households", households, MOST_HOUSEHOLDS)
    if relay.is_rehearsal:
        raise RuleError("rehearsal_of_rehearsal")
    if find_rehearsal(session, committee.id) is not None:
        raise RuleError("rehearsal_runs")
    homes = _build_homes(session, committee.id, households)
    rehearsal = _copy(session, relay, homes, by, now)
    open_plan(session, rehearsal, by=by, now=now)
    return rehearsal


def find_rehearsal(session: Session, committee_id: int) -> int | None:
    """The relay of the rehearsal that a committee runs, if any."""
    running = (
        select(Relay.id)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .where(Estate.committee_id == committee_id, col(Estate.is_rehearsal))
    )
    return session.exec(running).first()


def serve_next(session: Session, relay_id: int, *, by: int, now: datetime) -> int | None:
    """The next who was called was served at a desk: what the time of a person is measured by.

    Returns:
        The number of the entry; None where nobody is left.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `not_a_rehearsal`.
    """
    _hold_rehearsal(session, relay_id, by, now)
    waiting = list_open_slots(session, relay_id, SlotState.CALLED)
    if not waiting:
        return None
    number = waiting[0].entry_number
    session.add(
        RelayVoucher(
            relay_id=relay_id,
            number=number,
            code=token_hex(4) + "r",
            issued_at=now,
            collected_at=now,
            collected_by=by,
        )
    )
    return number


def find_measured(session: Session, relay_id: int) -> tuple[int, int | None]:
    """How many were served in a rehearsal, and seconds a person; None: too few to tell."""
    times = [pickup.at for pickup in list_pickups(session, relay_id)]
    desks = sum(point.desks for point in list_points(session, relay_id))
    return len(times), measure_seconds(times, max(desks, 1))


def erase_rehearsal(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """End a rehearsal and leave nothing of it behind.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `not_a_rehearsal`.
    """
    estate_id = _hold_rehearsal(session, relay_id, by, now)
    session.flush()
    session.expunge_all()
    for table in _tables_of("relay_id"):
        session.execute(delete(table).where(table.c.relay_id == relay_id))
    session.execute(
        delete(Card).where(col(Card.kind) == CARD_KIND, col(Card.subject_id) == relay_id)
    )
    key = f"relay:{relay_id}:"
    session.execute(delete(OutboxMessage).where(col(OutboxMessage.dedupe_key).startswith(key)))
    session.execute(delete(AuditRecord).where(col(AuditRecord.subject) == f"relay:{relay_id}"))
    session.execute(delete(Relay).where(col(Relay.id) == relay_id))
    for home in (Household, Building):
        session.execute(delete(home).where(col(home.estate_id) == estate_id))
    session.execute(delete(Estate).where(col(Estate.id) == estate_id))


def _tables_of(column: str) -> Iterable[Table]:
    """Every table with such a column, those that refer to others first."""
    tables = reversed(SQLModel.metadata.sorted_tables)
    return [table for table in tables if column in table.c]


def _hold_rehearsal(session: Session, relay_id: int, by: int, now: datetime) -> int:
    relay = hold_own(session, relay_id, by, now).relay
    estate = session.get_one(Estate, relay.estate_id)
    if not (relay.is_rehearsal and estate.is_rehearsal):
        raise RuleError("not_a_rehearsal")
    return relay.estate_id


def _build_homes(session: Session, committee_id: int, count: int) -> list[Household]:
    name = f"演练 {token_hex(2)}"
    estate = Estate(committee_id=committee_id, name=name, is_rehearsal=True)
    session.add(estate)
    session.flush()
    assert estate.id is not None
    house = Building(estate_id=estate.id, label="1", position=1, link_code=f"r{token_hex(6)}")
    session.add(house)
    session.flush()
    assert house.id is not None
    rooms = [f"{1 + index // ROOMS}{1 + index % ROOMS:02}" for index in range(count)]
    homes = [
        Household(estate_id=estate.id, building_id=house.id, unit="", room=room, door=f"1-{room}")
        for room in rooms
    ]
    session.add_all(homes)
    session.flush()
    return homes


def _copy(session: Session, relay: Relay, homes: list[Household], by: int, now: datetime) -> int:
    copied: dict[str, Any] = {name: getattr(relay, name) for name in _COPIED}
    rehearsal = Relay(
        **copied,
        estate_id=homes[0].estate_id,
        state=RelayState.CLOSED,
        opens_at=relay.opens_at,
        closes_at=relay.closes_at,
        closed_at=now,
        created_by=by,
        created_at=now,
        admitted=len(homes),
        last_number=len(homes),
        is_rehearsal=True,
    )
    session.add(rehearsal)
    session.flush()
    assert rehearsal.id is not None
    for number, home in enumerate(homes, start=1):
        stamp = to_stamp(now) + number
        session.add(
            RelayEntry(
                relay_id=rehearsal.id,
                number=number,
                household_id=home.id or 0,
                building_id=home.building_id,
                quantity=1,
                state=EntryState.ADMITTED,
                pool=COMMON,
                channel=Channel.ONLINE,
                ordered_at=stamp,
                came_at=stamp,
            )
        )
    return rehearsal.id
