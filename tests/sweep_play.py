"""What is done and read in the story of 虹口's sweep: two houses and their doors on two days."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from locales.plan_map import Cell, House, Shape, render_plan_map
from simulator import Group, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from tests.handlers.estate_play import labels
from tests.story_play import Reader
from tests.town import Town

SITE, TITLE = "中心花园", "核酸检测"
DAY, NEXT_DAY = "2020-02-03", "2020-02-04"
NEXT_MORNING = f"{NEXT_DAY}T07:30:00+08:00"
LINES = {
    "zh-hans": f"/rounds 2/3 连续2天 7:30 1个通道 1-2号楼 {SITE}",
    "en": f"/rounds 2/3 2 days in a row 7:30 1 lane buildings 1-2 {SITE}",
}
# In the others, 105 and 106 of each house, nobody is on Telegram.
DOORS = ("1-101", "2-101", "1-102", "2-102", "1-103", "2-103", "1-104", "2-104")
REASON = "发烧去医院了"
# How each room stands on the first day, by house and storey.
SHAPES = {
    "1": {
        "3": {"302": "full"},
        "1": {
            "101": "full",
            "102": "stripes",
            "103": "full",
            "104": "empty",
            "105": "half",
            "106": "dot",
        },
    },
    "2": {
        "1": {
            "101": "full",
            "102": "stripes",
            "103": "empty",
            "104": "empty",
            "105": "dot",
            "106": "full",
        },
    },
}


@dataclass
class Story:
    """Residents by their door, who answers for them, and a tenant on no list."""

    town: Town
    homes: dict[str, Reader]
    staff: Reader
    lead: Reader
    tenant: Reader
    group: Group

    @property
    def in_group(self) -> Reader:
        """Whoever reads what the group reads, in its language."""
        return Reader(self.town, self.town.staff, "zh-hans")

    async def own_page(self, door: str) -> StoredMessage:
        """What a household may say of itself."""
        return await self.homes[door].says("/testing", button="own_done")

    async def house_of_staff(self, house: str) -> StoredMessage:
        """The doors of a house that are left, as staff see them."""
        page = await self.staff.says("/doors", button="doors_map")
        return await self.staff.turns(page, labels(page)[int(house) - 1])


def door_page(reader: Reader, door: str, **known: Any) -> str:
    """A door's page; by default somebody is known there and it has not been seen."""
    facts: dict[str, Any] = {
        "mark": None,
        "how": None,
        "reason": None,
        "is_new": None,
        "is_linked": True,
        "is_home": False,
        "was_missed": False,
    }
    return reader.shown("testing/door", door=door, day=DAY, **facts | known)


def card(story: Story, done: int | None) -> str:
    """The group's card in Telegram's HTML: when the houses go and how many were there."""
    times = {"times": "07:30-07:45", "state": "planned", "delay": 0}
    return story.in_group.words.html(
        "testing/card",
        title=TITLE,
        site=SITE,
        building=None,
        state="planned",
        next={"day": DAY, "number": 1, "of": 2, **times},
        lines=[{**times, "kind": "site", "buildings": "1, 2", "lane": None, "site": None}],
        more_lines=0,
        done=done,
        days=[{"day": NEXT_DAY, "number": 2, "of": 2, **times}],
    )


async def lead_of_house(town: Town, house: int, language: str) -> Reader:
    """Somebody who answers for one house, counted from 0."""
    person = town.world.person("李楼长", language_code=language)
    person.chat.is_started = True
    lead = Reader(town, person, language)
    await lead.says("/start")
    place, now = town.place, town.clock.now()
    role: dict[str, Any] = {"building_id": place.buildings[house], "now": now}
    await town.work.write(grant_role, person.id, place.committee_id, RoleKind.LEAD, **role)
    return lead


def the_map_is_right(picture: bytes) -> None:
    """Each room has the shape of what is known of it, in its storey and house."""
    houses = [
        House(
            house,
            [
                (storey, [Cell(room, Shape(shape)) for room, shape in rooms.items()])
                for storey, rooms in storeys.items()
            ],
        )
        for house, storeys in SHAPES.items()
    ]
    with (
        Image.open(BytesIO(picture)) as shown,
        Image.open(BytesIO(render_plan_map(houses))) as right,
    ):
        assert shown.size == right.size
        assert ImageChops.difference(shown.convert("RGB"), right.convert("RGB")).getbbox() is None


def the_paper_is_right(staff: Reader, paper: str) -> None:
    """Every door that is left, and of three that nobody is known there."""
    left = ["1-104", "1-105", "1-106", "2-103", "2-104", "2-105"]
    every = [f"{house}-10{room}" for house in "12" for room in "123456"] + ["1-302"]
    assert [door for door in every if door in paper] == left
    words = staff.words
    assert paper.count(words.text("testing/sheet_is_unlinked")) == 3
    assert paper.count(words.text("testing/sheet_is_absent")) == 1
    assert REASON not in paper
