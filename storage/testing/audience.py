"""Who hears something about some buildings: their groups, and whoever wants it in private."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.queries import ChatView, list_bound_chats
from storage.community.tables import Household, Person, Resident
from storage.testing.tables import Listener


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
