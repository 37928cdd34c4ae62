"""Rosters brought into an estate, and doors found in it, on both databases."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.community import actions, queries
from storage.community.actions import ImportReport
from storage.community.roster import read_roster
from storage.community.tables import Building, Estate
from storage.work import Work
from tests.storage.community_world import (
    ANNA,
    NOW,
    PLACES,
    STAFF,
    make_roster,
    make_world,
)

SHARED = Path(__file__).parents[3] / "shared" / "data" / "rosters"


async def test_an_import_adds_every_household_once(work: Work) -> None:
    world = await make_world(work)

    again = await work.write(actions.import_roster, world.estate, make_roster(), now=NOW)

    assert again == ImportReport(added=0, unchanged=7, missing=(), buildings_added=())
    assert len(await world.audited("roster.imported")) == 1
    views = await work.read(queries.list_buildings, world.estate)
    assert [(view.label, view.position, view.households) for view in views] == [
        ("1", 1, 4), ("3", 2, 2), ("12乙", 3, 1),
    ]  # fmt: skip
    assert (await work.read(queries.find_estate, world.estate)).households == 7  # type: ignore[union-attr]
    assert sorted(world.doors) == sorted(
        ["1-1-101", "1-1-102", "1-2-101", "1-2-102", "3-501", "3-502", "12乙-301"]
    )


async def test_a_smaller_file_deletes_nothing_and_a_larger_one_only_adds(work: Work) -> None:
    world = await make_world(work)
    codes = [view.link_code for view in await work.read(queries.list_buildings, world.estate)]
    places = [*PLACES[:-1], ("3", "", "503"), ("13", "", "101")]

    told: list[int] = []
    report = await work.write(
        actions.import_roster, world.estate, make_roster(places), now=NOW, on_progress=told.append
    )

    assert report == ImportReport(2, 6, missing=("12乙-301",), buildings_added=("13",))
    assert sum(told) == len(places)
    views = await work.read(queries.list_buildings, world.estate)
    assert [view.link_code for view in views][:3] == codes
    assert views[-1].position == 4
    assert await work.read(queries.count_households, world.estate) == 9


async def test_building_links_cannot_be_guessed(work: Work) -> None:
    world = await make_world(work)
    views = await work.read(queries.list_buildings, world.estate)

    assert len({view.link_code for view in views}) == len(views)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", view.link_code) for view in views)
    assert await work.read(queries.find_building_by_code, views[1].link_code) == views[1]
    assert await work.read(queries.find_building_by_code, "3") is None


async def test_an_import_by_a_person_needs_staff(work: Work) -> None:
    world = await make_world(work)
    await world.meet(ANNA)
    roster = make_roster()

    for person, code in ((ANNA, "not_staff"), (999, "not_staff")):
        refused = await world.refused(
            actions.import_roster, world.estate, roster, now=NOW, by=person
        )
        assert refused == code
    assert await world.refused(actions.import_roster, 99, roster, now=NOW) == "not_found"
    report = await work.write(actions.import_roster, world.estate, roster, now=NOW, by=STAFF)
    assert report.unchanged == 7


async def test_an_estate_is_made_once(work: Work) -> None:
    world = await make_world(work)

    same = await work.write(actions.create_estate, world.committee, " 图们小区\u200b", now=NOW)
    other = await work.write(actions.create_estate, world.committee, "东园", now=NOW, by=STAFF)

    assert same == world.estate
    views = await work.read(queries.list_estates, world.committee)
    assert [(view.id, view.name) for view in views] == [(same, "图们小区"), (other, "东园")]
    assert await work.read(queries.list_estates, 99) == ()
    empty = await world.refused(actions.create_estate, world.committee, "\u200b", now=NOW)
    nobody = await world.refused(actions.create_estate, world.committee, "西园", now=NOW, by=ANNA)
    nowhere = await world.refused(actions.create_estate, 99, "西园", now=NOW)
    assert (empty, nobody, nowhere) == ("name_empty", "not_staff", "not_found")


async def test_committees_are_listed_with_their_settings(work: Work) -> None:
    world = await make_world(work)
    other = await work.write(
        actions.create_committee, "Comité", now=NOW, time_zone="Europe/Paris", language="fr"
    )

    views = await work.read(queries.list_committees)

    assert [view.id for view in views] == [world.committee, other]
    found = await work.read(queries.find_committee, other)
    assert found is not None
    assert (found.name, found.time_zone, found.language) == ("Comité", "Europe/Paris", "fr")


@pytest.mark.parametrize(
    ("text", "building", "doors"),
    [
        ("3号楼501", None, ["3-501"]),
        ("图们小区三号五零二", None, ["3-502"]),
        ("1-101", None, ["1-1-101", "1-2-101"]),
        ("501", "3", ["3-501"]),
        ("9-501", None, []),
    ],
)
async def test_doors_are_found_in_the_estate(
    work: Work, text: str, building: str | None, doors: list[str]
) -> None:
    world = await make_world(work)

    match = await work.read(queries.find_door, world.estate, text, building)

    known = (match.household,) if match.household else match.candidates
    assert [(door.key, door.household_id) for door in known] == [
        (door, world.doors[door]) for door in doors
    ]


async def test_the_kept_book_follows_the_roster_and_the_estate(work: Work) -> None:
    world = await make_world(work)
    first = await work.read(queries.find_book, world.estate)
    books = await asyncio.gather(*(work.read(queries.find_book, world.estate) for _ in range(8)))
    assert all(book is first for book in books)

    places = [*PLACES, ("3", "", "503")]
    await work.write(actions.import_roster, world.estate, make_roster(places), now=NOW)
    assert (await work.read(queries.find_door, world.estate, "3-503")).household is not None

    def rename(session: Session) -> None:
        session.execute(update(Estate).values(name="金雀花园"))

    await work.write(rename)
    assert (await work.read(queries.find_door, world.estate, "金雀花园3-503")).household
    assert len(await work.read(queries.find_book, 99)) == 0


async def test_a_household_is_told_apart(work: Work) -> None:
    world = await make_world(work)

    view = await work.read(queries.find_household, world.doors["1-2-102"])

    assert view is not None
    assert (view.building, view.unit, view.room, view.door) == ("1", "2", "102", "1-2-102")
    assert await work.read(queries.find_household, 999) is None
    buildings = await work.read(queries.list_buildings, world.estate)
    some = {buildings[0].id, buildings[1].id}
    assert await work.read(queries.count_households, world.estate, some) == 6


async def test_two_imports_at_once_add_each_household_once(work: Work) -> None:
    world = await make_world(work)
    places = [*PLACES, *(("5", "", str(room)) for room in range(101, 160))]
    roster = make_roster(places)

    reports = await asyncio.gather(
        *(work.write(actions.import_roster, world.estate, roster, now=NOW) for _ in range(4))
    )

    assert sorted(report.added for report in reports) == [0, 0, 0, 59]


async def test_the_shared_roster_becomes_2430_households(work: Work) -> None:
    path = SHARED / "tumen.csv"
    if not path.exists():
        pytest.skip("the shared rosters are not here")
    world = await make_world(work)
    estate = await work.write(actions.create_estate, world.committee, "图们（虚构）", now=NOW)
    roster = read_roster(path.read_bytes(), path.name)

    report = await work.write(actions.import_roster, estate, roster, now=NOW)
    again = await work.write(actions.import_roster, estate, roster, now=NOW)

    assert (report.added, len(report.buildings_added)) == (2430, 24)
    assert again == ImportReport(0, 2430, (), ())
    labels = [view.label for view in await work.read(queries.list_buildings, estate)]
    assert labels[11:14] == ["12", "12乙", "13"]
    match = await work.read(queries.find_door, estate, "12号 乙 301")
    assert match.household is not None
    assert match.household.key == "12乙-301"


async def test_nothing_of_a_building_is_shared_between_estates(work: Work) -> None:
    world = await make_world(work)
    other = await work.write(actions.create_estate, world.committee, "东园", now=NOW)
    await work.write(actions.import_roster, other, make_roster(), now=NOW)

    def count(session: Session) -> int:
        return len(session.exec(select(Building).where(col(Building.label) == "3")).all())

    assert await work.read(count) == 2
    match = await work.read(queries.find_door, other, "3-501")
    assert match.household is not None
    assert match.household.household_id != world.doors["3-501"]
