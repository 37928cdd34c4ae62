"""奉贤's order, pick and deliver (S61, S62, S66): from the first package to the confirmed door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from simulator import StoredMessage
from storage.community.kinds import RoleKind
from tests.handlers.estate_play import labels
from tests.handlers.faq_staff_play import content_of
from tests.people import bound_group, everything_said, family_member
from tests.story_play import Reader, appointed, audited, pass_to, read, read_in
from tests.supplies_play import (
    CLOSED_AT,
    GATE,
    MEAT,
    MILK,
    SUPPLIER,
    TITLE,
    VEGETABLES,
    WHO_TELEPHONES,
    Supplies,
    bags_are_packed_and_arrive_short,
    carriers_go_from_door_to_door,
    deadline_passes,
    goods_stand_at_the_gate,
    households_order,
    manage,
    round_is_published,
    until_card_shows,
)
from tests.town import open_town

DOORS = ("1-101", "2-101", "1-102", "2-102", "1-103", "2-103", "1-104", "2-104")


def package(
    name: str, contents: str, price: int, most: int, *, ordered: int, **more: object
) -> dict[str, object]:
    """A package as staff read it; `price` in fen."""
    known = {"left": None, "supplied": None, "shelf": None, "is_urgent": False}
    return known | {
        "name": name,
        "contents": contents,
        "price": price,
        "per_household": most,
        "ordered": ordered,
        **more,
    }


# 1,025.5 is what seven bags of vegetables, one of meat and three tins of milk cost.
ENDED = {
    "supply": {
        "title": TITLE,
        "state": "done",
        "supplier": SUPPLIER,
        "is_checked": False,
        "arrives": GATE,
        "opens_at": "2020-02-01T19:00:00+08:00",
        "closes_at": CLOSED_AT,
        "buildings": [],
        "packages": [
            package(MILK, "", 19_850, 1, ordered=3, left=0, is_urgent=True),
            package(VEGETABLES, "青菜2斤", 5_000, 2, ordered=8, supplied=7),
            package(MEAT, "猪肉1斤", 8_000, 1, ordered=1),
        ],
    },
    "households": 7,
    "price": 102_550,
    "doors": [
        {"label": "1", "doors": 5, "arrived": 5, "again": 0},
        {"label": "2", "doors": 2, "arrived": 2, "again": 0},
    ],
}


@pytest.fixture(params=["zh-hans", "fr"])
async def play(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Supplies]:
    language = request.param
    async with open_town(sqlite_url, language=language, people=len(DOORS)) as town:
        homes, staff = await read_in(town, language)
        family = Reader(town, await family_member(town, 0), "en")
        li, zhang = [
            await appointed(town, name, RoleKind.VOLUNTEER, language) for name in ("小李", "小张")
        ]
        group = await bound_group(town)
        yield Supplies(
            town, dict(zip(DOORS, homes, strict=True)), family, staff, (li, zhang), group
        )
        assert not town.world.refusals
        assert not town.world.warnings


async def test_from_the_order_to_the_door(play: Supplies) -> None:
    seen = await light_is_set(play)
    await round_is_published(play)
    await until_card_shows(play, "open")
    await households_order(play)
    await deadline_passes(play)

    page = await bags_are_packed_and_arrive_short(play)
    await the_picking_list_is_right(play, page)
    await goods_stand_at_the_gate(play, page)
    await carriers_go_from_door_to_door(play)
    await households_confirm(play)

    await until_card_shows(play, "done")
    page = await manage(play, "supply_xlsx")
    assert read(page) == play.staff.shown("supplies/manage", **ENDED)
    await the_audit_tells_who_did_what(play)
    await light_grows_old(play, seen)
    nobody_is_named_in_the_group(play)


async def light_is_set(play: Supplies) -> StoredMessage:
    """A line of supply with its number, time and source; residents read it (S74)."""
    staff, reader = play.staff, play.homes["1-101"]
    listed = await staff.says("/status", button="supply_status_new")
    await staff.presses(listed, "supply_status_new")
    await staff.hears(button="drop")
    asked = await staff.says("蔬菜", button="supply_light_yellow")
    await staff.presses(asked, "supply_light_yellow")
    await staff.says("12 吨", button="drop")
    await staff.says("农工商，电话", "🟡 蔬菜", "12 吨", button="supply_status_new")

    seen = await reader.says("/status", "🟡 蔬菜", "12 吨", "农工商，电话")
    assert labels(seen) == []
    return seen


async def light_grows_old(play: Supplies, seen: StoredMessage) -> None:
    """What nobody has renewed for a day is marked; the number stays with its time and source."""
    await pass_to(play.town, "21:00")
    later = await play.homes["1-101"].says("/status", "🟡 蔬菜")
    first, *marked = read(later).removeprefix(read(seen)).strip().splitlines()
    assert read(later).startswith(read(seen))
    assert "24" in first
    assert marked == []


async def the_picking_list_is_right(play: Supplies, page: StoredMessage) -> None:
    """As a message and as a spreadsheet: pieces by package and building, and each door's bag."""
    staff = play.staff
    in_one, in_two = (1 + (play.lucky == "1-103"), 1 + (play.lucky == "2-102"))
    listed = await staff.presses(page, "supply_picking")
    assert read(listed) == staff.shown("supplies/picking", **packed(in_one, in_two))
    await staff.presses(listed, "supply_xlsx")
    sent = await staff.person.next_message()
    while not sent.document:
        sent = await staff.person.next_message()
    book = load_workbook(BytesIO(content_of(play.town, sent.document.file_id)))
    totals, doors = (
        [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
        for sheet, first in zip(book.worksheets, (2, 2), strict=True)
    )
    assert totals[0][2:] == ["1", "2"]
    assert totals[1:] == [
        [MILK, 3, in_one, in_two],
        [VEGETABLES, 7, 5, 2],
        [MEAT, 1, 1, 0],
    ]
    bags = {
        "1-101": (0, 2, 0, 100),
        "1-102": (1, 0, 1, 278.5),
        "1-103": (0, 1, 0, 50),
        "1-104": (0, 1, 0, 50),
        "1-105": (0, 1, 0, 50),
        "2-101": (1, 1, 0, 248.5),
        "2-102": (0, 1, 0, 50),
    }
    bags[play.lucky] = (1, 1, 0, 248.5)
    assert doors == [[door[0], door, *bag] for door, bag in bags.items()]
    await staff.presses(listed, "back")


def packed(in_one: int, in_two: int) -> dict[str, object]:
    """What the picking list says, of the tins of milk for each building."""
    return {
        "supply": ENDED["supply"],
        "buildings": [
            {
                "label": "1",
                "doors": 5,
                "lines": [
                    {"name": MILK, "quantity": in_one},
                    {"name": VEGETABLES, "quantity": 5},
                    {"name": MEAT, "quantity": 1},
                ],
            },
            {
                "label": "2",
                "doors": 2,
                "lines": [
                    {"name": MILK, "quantity": in_two},
                    {"name": VEGETABLES, "quantity": 2},
                ],
            },
        ],
    }


async def households_confirm(play: Supplies) -> None:
    """A tap each; one says that something is missing, and staff hear of it (S67)."""
    told = await play.family.hears(TITLE, "1-101", button="supply_received")
    await play.family.presses(told, "supply_received")
    told = await play.homes["1-102"].hears(TITLE, "1-102", button="supply_missing")
    await play.homes["1-102"].presses(told, "supply_missing")
    await play.staff.hears(TITLE, "1-102", button="supply_to_round")
    await play.homes["1-102"].presses(told, "supply_received")
    for door in ("1-103", "1-104", "2-101", "2-102"):
        told = await play.homes[door].hears(TITLE, door, button="supply_received")
        page = await play.homes[door].presses(told, "supply_received")
        assert play.homes[door].label("supply_received") not in labels(page)


async def the_audit_tells_who_did_what(play: Supplies) -> None:
    told = [
        (what.removeprefix("supply."), by) for what, _, by in await audited(play.town, "supply:")
    ]
    staff, (first, second), clock = play.staff.id, (each.id for each in play.carriers), None
    home = {door: reader.id for door, reader in play.homes.items()}
    assert told == [
        ("published", staff),
        ("open", clock),
        ("closed", clock),
        ("picking", staff),
        ("supplied", staff),
        ("at_gate", staff),
        ("door_handed_over", first),
        ("door_left", first),
        ("door_again", first),
        ("door_handed_over", first),
        ("door_left", first),
        *[("door_handed_over", second)] * 3,
        ("done", second),
        ("confirmed", play.family.id),
        ("missing", home["1-102"]),
        ("confirmed", home["1-102"]),
        ("done", home["1-102"]),
        *(("confirmed", home[door]) for door in ("1-103", "1-104", "2-101", "2-102")),
    ]


def nobody_is_named_in_the_group(play: Supplies) -> None:
    said = [each for each in everything_said(play.town.world) if str(play.group.id) in each]
    assert said
    for words in (*DOORS, WHO_TELEPHONES, "住户"):
        assert not any(words in each for each in said), words
