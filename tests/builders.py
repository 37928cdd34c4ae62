"""Small worlds for tests: an estate with people in it, written straight into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from storage.community.kinds import RoleKind
from storage.community.tables import (
    Building,
    Committee,
    Estate,
    Household,
    Person,
    Resident,
    Role,
)
from storage.relay.opening import write_pools
from storage.relay.tables import Relay
from storage.sealing import Keyring

# The relay of the source opened at this second (S13): 2 February 2020, 00:00:00 in Shanghai.
OPENING = datetime(2020, 2, 1, 16, 0, 0, tzinfo=UTC)
STAFF = 900_001
# Kept nowhere else: what these tests seal is gone with their databases.
KEY = "bGlubGktdGVzdHMtc2VhbC13aXRoLXRoaXMta2V5LiE="
KEYRING = Keyring(KEY)


@dataclass(frozen=True)
class Neighbourhood:
    """Ids of what was built. Household k (from 0) is lived in by `people[k]`, if anybody."""

    committee_id: int
    estate_id: int
    buildings: tuple[int, ...]
    households: tuple[int, ...]
    people: tuple[int, ...]

    def person(self, household: int) -> int:
        """The Telegram id of the first member of a household, counted from 0."""
        return self.people[household]


def build_neighbourhood(
    session: Session,
    *,
    households: int = 12,
    buildings: int = 2,
    language: str | None = "en",
    telegram_language: str | None = None,
    people: Sequence[int] | None = None,
    staff: int = STAFF,
) -> Neighbourhood:
    """An estate with one reachable resident in each of its first households, and one of staff.

    Args:
        people: their Telegram ids; by default one for every household.
    """
    people = tuple(range(1_000, 1_000 + households)) if people is None else tuple(people)
    committee = Committee(name="图们居委会", language="zh-hans")
    session.add(committee)
    session.flush()
    assert committee.id is not None
    estate = Estate(committee_id=committee.id, name="图们小区")
    session.add(estate)
    session.flush()
    assert estate.id is not None
    houses = [
        Building(estate_id=estate.id, label=str(n), position=n, link_code=f"code{n}")
        for n in range(1, buildings + 1)
    ]
    session.add_all(houses)
    session.flush()
    ids = tuple(house.id for house in houses if house.id is not None)
    rows = [_household(estate.id, ids, number) for number in range(households)]
    session.execute(insert(Household), rows)
    named = {person: f"住户{number}" for number, person in enumerate(people)} | {staff: "陈"}
    session.execute(
        insert(Person), [_person(*pair, language, telegram_language) for pair in named.items()]
    )
    ties = [
        {
            "person_id": person,
            "household_id": number,
            "estate_id": estate.id,
            "state": "active",
            "joined_at": OPENING,
        }
        for number, person in enumerate(people, start=1)
    ]
    if ties:
        session.execute(insert(Resident), ties)
    session.add(
        Role(person_id=staff, committee_id=committee.id, kind=RoleKind.STAFF, granted_at=OPENING)
    )
    numbers = tuple(range(1, households + 1))
    return Neighbourhood(committee.id, estate.id, ids, numbers, people)


def _person(
    person_id: int, name: str, language: str | None, telegram_language: str | None
) -> dict[str, Any]:
    return {
        "id": person_id,
        "name": name,
        "language": language,
        "telegram_language": telegram_language,
        "reachable": True,
        "seen_at": OPENING,
    }


def _household(estate_id: int, buildings: tuple[int, ...], number: int) -> dict[str, Any]:
    building = number % len(buildings)
    room = str(101 + number // len(buildings))
    return {
        "id": number + 1,
        "estate_id": estate_id,
        "building_id": buildings[building],
        "unit": "",
        "room": room,
        "door": f"{building + 1}-{room}",
    }


def add_family_member(session: Session, place: Neighbourhood, household: int, person: int) -> None:
    """Tie a second person to a household, counted from 0."""
    session.add(
        Person(id=person, name=f"家人{person}", language="en", reachable=True, seen_at=OPENING)
    )
    session.flush()
    session.add(
        Resident(
            person_id=person,
            household_id=place.households[household],
            estate_id=place.estate_id,
            joined_at=OPENING,
        )
    )


def build_relay(session: Session, place: Neighbourhood, **changes: Any) -> int:
    """A relay that opens at `OPENING`, for 24 hours, of two pieces a household."""
    values: dict[str, Any] = {
        "estate_id": place.estate_id,
        "title": "第一轮口罩登记",
        "item": "口罩",
        "per_household": 2,
        "capacity": None,
        "waiting_list": True,
        "opens_at": OPENING,
        "closes_at": OPENING + timedelta(hours=24),
        "place": "本群",
        "eligibility": "本小区居民",
        "collection": "益丰药房，凭证领取",
        "created_by": STAFF,
        "created_at": OPENING - timedelta(hours=6),
    }
    relay = Relay(**(values | changes))
    session.add(relay)
    session.flush()
    assert relay.id is not None
    write_pools(session, relay, None)
    return relay.id
