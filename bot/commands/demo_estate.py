"""The sample estate of `linli demo`: sixty households, and what stands there at the start.

Doors, names and signups are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.starter import shipped_kinds
from storage.community.actions import (
    create_committee,
    create_estate,
    grant_role,
    import_roster,
    join_household,
    meet_person,
)
from storage.community.kinds import RoleKind
from storage.community.queries import find_book, list_buildings
from storage.community.roster import Roster, RosterRow
from storage.relay.desk import Press, PressKind
from storage.relay.drafts import Draft
from storage.requests.actions import seed_kinds

TIME_ZONE = "Asia/Shanghai"
COMMITTEE = "桂花里居委会"
ESTATE = "桂花里"

# Building 1 has two units whose room numbers repeat, building 2 has none, the third a letter.
UNITS = {"1": ("1", "2"), "2": ("",), "A": ("",)}
ROOMS = {"1": 2, "2": 3, "A": 3}
FLOORS = 6


@dataclass(frozen=True)
class Account:
    """A Telegram account as the estate gets to know it."""

    id: int
    name: str
    language: str | None


@dataclass(frozen=True)
class Place:
    """What was built: building ids by label."""

    estate_id: int
    buildings: Mapping[str, int]


def sample_roster() -> Roster:
    """Sixty doors: `1-1-101` to `1-2-602`, `2-101` to `2-603`, `A-101` to `A-603`."""
    doors = [
        (building, unit, f"{floor}{number:02}")
        for building, units in UNITS.items()
        for unit in units
        for floor in range(1, FLOORS + 1)
        for number in range(1, ROOMS[building] + 1)
    ]
    return Roster(rows=tuple(RosterRow(line, *door) for line, door in enumerate(doors, start=2)))


def build_estate(session: Session, staff: Account, *, now: datetime) -> Place:
    """The estate with all its doors, and one member of staff."""
    committee_id = create_committee(session, COMMITTEE, now=now, time_zone=TIME_ZONE)
    seed_kinds(session, committee_id, shipped_kinds(), now=now)
    estate_id = create_estate(session, committee_id, ESTATE, now=now)
    import_roster(session, estate_id, sample_roster(), now=now)
    meet(session, staff, now=now)
    grant_role(session, staff.id, committee_id, RoleKind.STAFF, now=now)
    buildings = {house.label: house.id for house in list_buildings(session, estate_id)}
    return Place(estate_id, buildings)


def meet(session: Session, account: Account, *, now: datetime) -> None:
    """Somebody has started the bot."""
    meet_person(session, account.id, account.name, account.language, now=now, reachable=True)


def settle(
    session: Session, place: Place, homes: Sequence[tuple[Account, str]], *, now: datetime
) -> None:
    """Tie people to their doors, in this order."""
    book = find_book(session, place.estate_id)
    for account, key in homes:
        meet(session, account, now=now)
        door = book.by_key(key)
        assert door is not None
        join_household(session, account.id, door.household_id, now=now)


def whole_minute(moment: datetime) -> datetime:
    """Without the seconds, as people set times."""
    return moment.replace(second=0, microsecond=0)


def mask_relay(place: Place, now: datetime) -> Draft:
    """A signup that has been open for ten minutes and has few places."""
    return Draft(
        estate_id=place.estate_id,
        title="N95口罩登记",
        item="口罩（5只装）",
        per_household=1,
        capacity=8,
        waiting_list=True,
        opens_at=whole_minute(now) - timedelta(minutes=10),
        closes_at=whole_minute(now) + timedelta(hours=2),
        place="本群",
        eligibility="桂花里住户，每户一份",
        collection="周日下午2点至5点，居委会门口，报登记号领取",
    )


def vegetable_relay(place: Place, now: datetime) -> Draft:
    """A signup that opens in two to three minutes."""
    return Draft(
        estate_id=place.estate_id,
        title="周末蔬菜包接龙",
        item="蔬菜包",
        per_household=2,
        capacity=40,
        waiting_list=True,
        opens_at=whole_minute(now) + timedelta(minutes=3),
        closes_at=whole_minute(now) + timedelta(hours=4),
        place="本群",
        eligibility="桂花里住户",
        collection="周六上午9点，各楼门厅，由楼组长分发",
    )


def early_presses(
    relay_id: int, opens_at: datetime, accounts: Sequence[Account]
) -> tuple[Press, ...]:
    """One press of each, half a minute apart. Update numbers below zero are nobody else's."""
    return tuple(
        Press(
            kind=PressKind.JOIN,
            relay_id=relay_id,
            update_id=place - len(accounts),
            person_id=account.id,
            received_at=opens_at + timedelta(seconds=30 * (place + 1)),
            quantity=1,
        )
        for place, account in enumerate(accounts)
    )
