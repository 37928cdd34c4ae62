"""A closed relay whose entries are to be checked and collected, written straight into tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from storage.community.kinds import RoleKind
from storage.community.tables import Person, Role
from storage.outbox.tables import OutboxMessage
from storage.relay.kinds import Channel, EntryState, RelayState
from storage.relay.rules import to_stamp
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.checking import confirm_proposed
from storage.relay.vouchers.queries import find_voucher
from storage.relay.vouchers.views import VoucherView
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_neighbourhood, build_relay

NOW = OPENING + timedelta(days=1, hours=10)
SECOND_STAFF, LEAD, PHARMACY, STRANGER = 900_002, 900_003, 900_004, 900_005


@dataclass
class Counter:
    """Short ways to act and look; entry k (from 1) is household k's, of who lives there."""

    work: Work
    place: Neighbourhood
    relay_id: int

    async def voucher(self, number: int) -> VoucherView:
        found = await self.work.read(find_voucher, self.relay_id, number)
        assert found is not None
        return found

    async def confirm_all(self) -> int:
        return await self.work.write(confirm_proposed, self.relay_id, by=STAFF, now=NOW)

    async def letters(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Who is told what, in the order in which it leaves."""

        def read(session: Session) -> list[tuple[int, dict[str, Any]]]:
            rows = select(OutboxMessage).where(OutboxMessage.template == template)
            return [(row.chat_id, row.params) for row in session.exec(rows)]

        return await self.work.read(read)


async def open_counter(work: Work, *, joined: int = 4, people: int = 3, **changes: Any) -> Counter:
    """Households 1 to `joined` hold places; the first `people` of them are on Telegram."""
    place = await work.write(
        build_neighbourhood, households=8, people=[1_000 + n for n in range(people)]
    )
    await work.write(_employ, place)
    relay_id = await work.write(build_relay, place, state=RelayState.CLOSED, **changes)
    await work.write(add_entries, place, relay_id, range(1, joined + 1))
    return Counter(work, place, relay_id)


def add_entries(
    session: Session,
    place: Neighbourhood,
    relay_id: int,
    numbers: Sequence[int],
    **changes: Any,
) -> None:
    """Entries as joining makes them, one a second."""
    relay = session.get_one(Relay, relay_id)
    for number in numbers:
        stamp = to_stamp(OPENING + timedelta(seconds=number))
        values: dict[str, Any] = {
            "household_id": place.households[number - 1],
            "building_id": place.buildings[(number - 1) % len(place.buildings)],
            "quantity": 1 + number % 2,
            "state": EntryState.ADMITTED,
            "pool": 0,
            "channel": Channel.ONLINE,
            "ordered_at": stamp,
            "came_at": stamp,
        }
        session.add(RelayEntry(relay_id=relay_id, number=number, **(values | changes)))
    relay.last_number = max(relay.last_number, *numbers)
    relay.admitted += len(numbers)


def _employ(session: Session, place: Neighbourhood) -> None:
    """Another member of staff, the lead of the first building, two who are nobody's."""
    for person in (SECOND_STAFF, LEAD, PHARMACY, STRANGER):
        session.add(Person(id=person, name="人", reachable=True, seen_at=OPENING))
    session.flush()
    for person, kind, building in (
        (SECOND_STAFF, RoleKind.STAFF, None),
        (LEAD, RoleKind.LEAD, place.buildings[0]),
    ):
        session.add(
            Role(
                person_id=person,
                committee_id=place.committee_id,
                kind=kind,
                building_id=building,
                granted_at=OPENING,
            )
        )
