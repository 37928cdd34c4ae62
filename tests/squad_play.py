"""What is read in the story of 嘉定's squad: two houses, three homes, one morning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator import Group
from tests.handlers.testing_play import texts
from tests.story_play import Reader
from tests.town import Town

SITE, TITLE, DAY = "中心花园", "核酸检测", "2020-02-04"
# Forty households in two houses: at one lane each house needs 25 minutes at the site.
LINES = {
    "zh-hans": f"/rounds 2/4 7:30 1个通道 1-2号楼 {SITE}",
    "en": f"/rounds 2/4 7:30 1 lane buildings 1-2 {SITE}",
}
HOUSEHOLDS, PEOPLE = 40, 8
# Of the second home nobody is on Telegram.
WHEELCHAIR, DEAF = "坐轮椅", "耳背，按两次门铃"
HOMES = {"1-101": WHEELCHAIR, "1-105": DEAF, "2-101": None}


def at(clock: str) -> str:
    """A time of the day of testing as an instant in ISO text."""
    return f"{DAY}T{clock}:00+08:00"


TURN: dict[str, Any] = {"title": TITLE, "site": SITE, "day": DAY, "n": 1, "m": 1, "delay": 0}
OWN: dict[str, Any] = {"day": DAY, "mark": None, "antigen": None, "code_until": None}
VISITS = {
    "1": {"starts_at": at("07:30"), "ends_at": at("07:50")},
    "2": {"starts_at": at("07:50"), "ends_at": at("08:00")},
}
SLOTS = {
    "1": {"starts_at": at("07:50"), "ends_at": at("08:15")},
    "2": {"starts_at": at("08:15"), "ends_at": at("08:40")},
}


def line(times: str, kind: str, house: str) -> dict[str, Any]:
    """A house's time as it stands in previews and on cards."""
    return {"times": times, "kind": kind, "buildings": house, "lane": None, "site": None}


VISITED = [line("07:30-07:50", "home", "1"), line("07:50-08:00", "home", "2")]
CALLED = [line("07:50-08:15", "site", "1"), line("08:15-08:40", "site", "2")]


@dataclass
class Story:
    """Two houses of twenty households each, their group, and who goes round."""

    town: Town
    staff: Reader
    mia: Reader
    homes: list[Reader]
    group: Group
    heard: dict[int, int] = field(default_factory=dict)

    @property
    def in_group(self) -> Reader:
        """Whoever reads what the group reads, in its language."""
        return Reader(self.town, self.town.staff, "zh-hans")

    def news(self, reader: Reader) -> list[str]:
        """What somebody was told in private since this was asked last."""
        said = texts(reader.person)
        before, self.heard[reader.id] = self.heard.get(reader.id, 0), len(said)
        return said[before:]


def card(story: Story, done: int | None) -> str:
    """The group's card in Telegram's HTML: when the houses go and how many were there."""
    return story.in_group.words.html(
        "testing/card",
        title=TITLE,
        site=SITE,
        building=None,
        state="planned",
        next={"day": DAY, "number": 1, "of": 1, "delay": 0},
        lines=CALLED,
        more_lines=0,
        done=done,
        days=[],
    )


def squad_page(mia: Reader, *, done: int) -> str:
    """The squad's round as its page shows it."""
    stops = [
        {"door": door, "note": note, "starts_at": VISITS[door[0]]["starts_at"]}
        for door, note in HOMES.items()
    ]
    return mia.shown("testing/squad", title=TITLE, day=DAY, total=3, done=done, stops=stops)


def evening(reader: Reader, *houses: str) -> str:
    """What is said of these houses the evening before."""
    lines = [{"buildings": [house], **SLOTS[house]} for house in houses]
    return reader.shown("testing/evening", **TURN, lines=lines, more=0)


def before(reader: Reader, house: str) -> str:
    """What is said half an hour before a house goes."""
    return reader.shown("testing/before", **TURN, **SLOTS[house], buildings=[house], minutes=30)


def call(reader: Reader, kind: str, house: str) -> str:
    """What is said when a house goes, and shortly before its time is over."""
    return reader.shown(f"testing/{kind}", **TURN, **SLOTS[house], buildings=[house])
