"""Who hears something about some buildings: their groups, and whoever wants it in private."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.queries import ChatView, list_bound_chats
from storage.community.tables import Household, Person, Resident
from storage.testing.coverage.queries import list_home_people
from storage.testing.kinds import SlotKind
from storage.testing.tables import Day, Listener, Slot


@dataclass(frozen=True)
class Audience:
    """An estate's groups, and its listeners by building."""

    chats: tuple[ChatView, ...]
    listeners: Mapping[int, tuple[int, ...]]

    def split(self, building_ids: Collection[int]) -> Iterator[tuple[ChatView, frozenset[int]]]:
        """Each group that hears of these buildings, with those that it hears of.

        A building without a group of its own is spoken of in the estate's groups.
        """
        own = {chat.building_id for chat in self.chats}
        for chat in self.chats:
            if chat.building_id is None:
                heard = frozenset(building_ids) - own
            else:
                heard = frozenset(building_ids) & {chat.building_id}
            if heard:
                yield chat, heard

    def list_coming(self, at_home: Mapping[int, Collection[int]]) -> dict[int, list[int]]:
        """Listeners who come to the site: to whom the squad goes, the site says nothing."""
        return {
            building_id: [each for each in people if each not in at_home.get(building_id, ())]
            for building_id, people in self.listeners.items()
        }


def find_audience(session: Session, estate_id: int) -> Audience:
    """Everybody in an estate who may have to hear of testing."""
    return Audience(list_bound_chats(session, estate_id), _list_listeners(session, estate_id))


def list_visited(session: Session, day: Day, building_ids: Collection[int]) -> dict[int, list[int]]:
    """Who can be written to where the squad goes round on a day, by building.

    Where no visit is planned, those on the list of homes are called to the site as all others.
    """
    visits = select(Slot.building_id).where(
        Slot.day_id == day.id, Slot.kind == SlotKind.HOME, col(Slot.building_id).in_(building_ids)
    )
    return list_home_people(session, set(session.exec(visits)), day.day)


def _list_listeners(session: Session, estate_id: int) -> dict[int, tuple[int, ...]]:
    query = (
        select(Household.building_id, Listener.person_id)
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .join(Listener, col(Listener.person_id) == col(Resident.person_id))
        .join(Person, col(Person.id) == col(Listener.person_id))
        .where(
            Household.estate_id == estate_id,
            Listener.estate_id == estate_id,
            Resident.state == ResidentState.ACTIVE,
            col(Person.reachable),
        )
        .order_by(col(Resident.id))
    )
    listeners: dict[int, list[int]] = defaultdict(list)
    for building_id, person_id in session.exec(query):
        listeners[building_id].append(person_id)
    return {building_id: tuple(people) for building_id, people in listeners.items()}
