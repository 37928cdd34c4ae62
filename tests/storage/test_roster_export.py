"""Files out of an estate: doors that can be brought in again, and posters that can be scanned."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.roster_export import doors_csv, posters_html
from locales.posters import choose_languages
from storage.community.actions import create_committee, create_estate, import_roster
from storage.community.queries import list_buildings
from storage.community.roster import Roster, RosterRow, read_roster
from storage.work import Work
from tests.builders import OPENING

ROWS = (
    RosterRow(2, "1", "1", "501"),
    RosterRow(3, "1", "2", "501"),
    RosterRow(4, "12乙", "", "301"),
    RosterRow(5, "A", "", "101"),
)
NAME = "图们<小区>&"


@pytest.fixture
async def estate_id(work: Work) -> int:
    committee = await work.write(create_committee, "图们居委会", now=OPENING)
    estate = await work.write(create_estate, committee, NAME, now=OPENING)
    await work.write(import_roster, estate, Roster(ROWS), now=OPENING)
    return estate


async def test_exported_doors_are_a_roster_again(work: Work, estate_id: int) -> None:
    content = await work.read(doors_csv, estate_id)

    roster = read_roster(content, "doors.csv")
    report = await work.write(import_roster, estate_id, roster, now=OPENING)

    assert content.decode("utf-8-sig").splitlines()[:2] == [
        "door,building,unit,room",
        "1-1-501,1,1,501",
    ]
    assert roster.refused == ()
    assert (report.added, report.unchanged, report.missing) == (0, len(ROWS), ())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)


async def test_every_building_has_a_page_with_its_own_code(work: Work, estate_id: int) -> None:
    page = (await work.read(posters_html, estate_id, "linli_bot", "fr")).decode()
    buildings = await work.read(list_buildings, estate_id)
    tags = _Tags()
    tags.feed(page)

    assert tags.opened.count("section") == tags.opened.count("svg") == 3
    assert tags.opened.count("li") == 3 * 2 * 3
    assert len(set(re.findall(r"<svg.*?</svg>", page))) == 3
    assert "小区>" not in page
    for building in buildings:
        assert f"https://t.me/linli_bot?start=b_{building.link_code}" in page


@pytest.mark.parametrize(
    ("committee", "second", "chosen"),
    [
        ("zh-hans", "fr", ("zh-hans", "fr")),
        ("zh-hant", "zh-hant", ("zh-hant", "en")),
        ("ko", "ja", ("zh-hans", "ja")),
    ],
)
def test_chinese_stands_first(committee: str, second: str, chosen: tuple[str, str]) -> None:
    assert choose_languages(committee, second) == chosen
