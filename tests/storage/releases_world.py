"""A relay whose list is full, to be handed out; written straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.outbox.tables import Card, OutboxMessage
from storage.relay.kinds import Channel, EntryState
from storage.relay.releases import actions
from storage.relay.releases.slots import Point
from storage.relay.tables import RelayEntry
from storage.relay.vouchers.tables import RelayVoucher
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_relay

# 3 February 2020, 08:00 in Shanghai: the day after the relay closed.
MORNING = OPENING + timedelta(hours=32)
NINE = MORNING + timedelta(hours=1)
TODAY = date(2020, 2, 3)
GROUP = -1001


def build_list(session: Session, /, place: Neighbourhood, count: int, **changes: Any) -> int:
    """A closed relay with a place for each of the first households, in their order."""
    relay_id = build_relay(session, place, **({"state": "closed", "admitted": count} | changes))
    session.add(Card(kind="relay", subject_id=relay_id, chat_id=GROUP))
    buildings = len(place.buildings)
    for index, household in enumerate(place.households[:count]):
        session.add(
            RelayEntry(
                relay_id=relay_id,
                number=index + 1,
                household_id=household,
                building_id=place.buildings[index % buildings],
                quantity=2,
                state=EntryState.ADMITTED,
                pool=0,
                channel=Channel.ONLINE,
                ordered_at=index + 1,
                came_at=index + 1,
            )
        )
    return relay_id


@dataclass
class Counter:
    """A relay at its point: staff release, households collect, the test reads what stands."""

    work: Work
    place: Neighbourhood
    relay_id: int

    async def plans(self, number: int = 1, **changes: Any) -> None:
        """A point that is open from nine to noon for a week, with two desks."""
        values: dict[str, Any] = {
            "number": number,
            "place": "活动室",
            "desks": 2,
            "hours": ((540, 720),),
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=6),
        }
        point = Point(**(values | changes))
        await self.work.write(actions.save_point, self.relay_id, point, by=STAFF, now=MORNING)

    async def releases(
        self, count: int, now: datetime = MORNING, **options: Any
    ) -> actions.Released:
        return await self.work.write(
            actions.release_next, self.relay_id, count, by=STAFF, now=now, **options
        )

    async def collects(self, *served: tuple[int, datetime], from_list: bool = False) -> None:
        """Entries by number, and when each was collected."""

        def write(session: Session) -> None:
            for number, at in served:
                session.add(
                    RelayVoucher(
                        relay_id=self.relay_id,
                        number=number,
                        code=f"{number:09}",
                        issued_at=at,
                        collected_at=at,
                        from_list=from_list,
                    )
                )

        await self.work.write(write)

    async def told(self, template: str) -> list[OutboxMessage]:
        """The messages of a kind that were left, in order."""

        def read(session: Session) -> list[OutboxMessage]:
            rows = select(OutboxMessage).where(OutboxMessage.template == template)
            return list(session.exec(rows.order_by(col(OutboxMessage.id))))

        return await self.work.read(read)
