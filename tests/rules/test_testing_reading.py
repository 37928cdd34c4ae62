"""What staff write about a round: each fact, and all of them in one line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from handlers.testing.plan._drafted import make_manner, slot_from_json, slot_to_json
from handlers.testing.plan._facts import Going, join_labels, line_facts, picture_facts
from handlers.testing.plan._reading import (
    days_fact,
    missing_fact,
    read_fact,
    read_times,
    show_minutes,
    split_line,
)
from locales.languages import LANGUAGES
from locales.renderer import Renderer
from storage.errors import RuleError
from storage.testing.kinds import SlotKind
from storage.testing.plan import Manner, SlotDraft

TODAY = date(2022, 4, 11)
LABELS = ("1", "2", "3", "4", "5", "6", "7", "8", "12乙")


def _read(fact: str, text: str) -> dict[str, Any]:
    return read_fact(fact, text, today=TODAY, labels=LABELS)


def _read_line(line: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for fact, text in split_line(line, TODAY).items():
        data |= days_fact(text) if fact == "days" else _read(fact, text)
    return data


@pytest.mark.parametrize(
    ("line", "buildings", "site"),
    [
        ("4/12 连续3天 7:30 3个通道 1-8号楼 中心花园", 8, "中心花园"),
        ("中心花园，4月12日 连续3天，7点半，1号楼至8号楼，3条采样通道", 8, "中心花园"),
        ("4/12 3 days in a row 7:30 3 lanes buildings 1-8 Central Garden", 8, "Central Garden"),
        ("4/12 连续3天 7:30 3个通道 全小区 北门", 0, "北门"),
        ("4/12 连续3天 7:30 3个通道 3、5号楼", 2, None),
    ],
)
def test_round_in_one_line_is_understood_whole(line: str, buildings: int, site: str | None) -> None:
    data = _read_line(line)

    assert data["rule"] == {"kind": "daily", "count": 3}
    assert data["starts_on"] == "2022-04-12"
    assert (data["begins"], data["lanes"], data.get("site")) == (450, 3, site)
    assert len(data["buildings"]) == buildings
    assert missing_fact(data) == (None if site else "site")


def test_end_of_the_day_may_stand_beside_its_begin() -> None:
    data = _read_line("明天 7:30-11:30 全小区 中心花园")

    assert (data["begins"], data["ends"], data["buildings"]) == (450, 690, [])
    assert data["rule"] == {"kind": "once", "days": ["2022-04-12"]}


def test_line_says_only_what_stands_in_it() -> None:
    assert split_line("中心花园", TODAY) == {"site": "中心花园"}
    assert split_line("  ", TODAY) == {}


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("7:30", 450, None),
        ("07：30", 450, None),
        ("7点", 420, None),
        ("7点半", 450, None),
        ("7h30", 450, None),
        ("19h", 1140, None),
        ("7:30 - 11:05", 450, 665),
        ("7点至9点30分", 420, 570),
        ("22:00-24:00", 1320, 1440),
    ],
)
def test_times_of_day_are_read(text: str, begins: int, ends: int | None) -> None:
    assert read_times(text) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7:61", "testing_time_unread"),
        ("25:00", "testing_time_unread"),
        ("24:01", "testing_time_unread"),
        ("half past seven", "testing_time_unread"),
        ("9:00-8:00", "testing_times_reversed"),
        ("9:00-8:61", "testing_time_unread"),
    ],
)
def test_time_that_no_clock_shows_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read_times(text)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("fact", "text", "read"),
    [
        ("begin", "8:00", {"begins": 480}),
        ("begin", "8:00-10:00", {"begins": 480, "ends": 600}),
        ("end", "11h30", {"ends": 690}),
        ("end", "none", {"ends": None}),
        ("lanes", "3个通道", {"lanes": 3}),
        ("seconds", "30 秒", {"seconds": 30}),
        ("people", "2,5", {"people": 25}),
        ("home_minutes", "10 minutes", {"home_minutes": 10}),
        ("site", " 中心花园 ", {"site": "中心花园"}),
        ("buildings", "all", {"buildings": []}),
        ("batches", "1-3；5\n12乙", {"batches": [["1", "2", "3"], ["5"], ["12乙"]]}),
        ("batches", "auto", {"batches": None}),
        ("evening", "无", {"evening": None}),
        ("evening", "18:30", {"evening": 1110}),
        ("before", "15, 60、15", {"before": [60, 15]}),
        ("before", "none", {"before": []}),
        ("last_call", "10", {"last_call": 10}),
        ("last_call", "0", {"last_call": None}),
        ("quiet", "22:00-7:00", {"quiet": [1320, 420]}),
        ("quiet", "none", {"quiet": None}),
    ],
)
def test_fact_is_read(fact: str, text: str, read: dict[str, Any]) -> None:
    assert _read(fact, text) == read


@pytest.mark.parametrize(
    ("fact", "text", "code"),
    [
        ("days", "soon", "testing_day_unread"),
        ("begin", "early", "testing_time_unread"),
        ("lanes", "several", "testing_number_unread"),
        ("before", "a bit", "testing_number_unread"),
        ("quiet", "22:00", "testing_time_unread"),
        ("buildings", "9", "building_unknown"),
        ("batches", "1; 99", "building_unknown"),
        ("site", "\u200b", "fact_missing"),
        ("title", "x" * 81, "text_too_long"),
    ],
)
def test_fact_that_cannot_be_read_is_refused(fact: str, text: str, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        _read(fact, text)

    assert refusal.value.code == code


def test_facts_are_asked_for_in_order_and_a_file_lacks_only_its_site() -> None:
    data: dict[str, Any] = {}
    answers: dict[str, dict[str, Any]] = {
        "site": {"site": "北门"},
        "days": {"rule": {}},
        "begin": {"begins": 450},
        "buildings": {"buildings": []},
    }
    for fact, answer in answers.items():
        assert missing_fact(data) == fact
        data |= answer

    assert missing_fact(data) is None
    assert missing_fact({"slots": []}) == "site"
    assert missing_fact({"slots": [], "site": "北门"}) is None


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["1", "2", "3", "4"], "1–4"),
        (["1", "2", "4", "6", "7", "8"], "1, 2, 4, 6–8"),
        (["8", "12乙", "7"], "7–12乙"),
        (["3", "gone"], "3, gone"),
    ],
)
def test_buildings_are_told_by_their_ends(labels: list[str], told: str) -> None:
    assert join_labels(labels, LABELS) == told


def _going(building: str, begins: int, kind: SlotKind = SlotKind.SITE, site: str = "A") -> Going:
    return Going(building, kind, begins, begins + 20, 1, None, site)


def test_buildings_that_go_together_share_a_line_homes_first() -> None:
    goings = [
        _going("2", 450),
        _going("1", 450),
        _going("3", 450, site="B"),
        _going("3", 450, SlotKind.HOME),
        _going("4", 470),
    ]

    told = [
        (line["times"], line["kind"], line["buildings"], line["site"])
        for line in line_facts(goings, LABELS, "A")
    ]

    assert told == [
        ("07:30-07:50", "home", "3", None),
        ("07:30-07:50", "site", "1, 2", None),
        ("07:30-07:50", "site", "3", "B"),
        ("07:50-08:10", "site", "4", None),
    ]


def test_picture_of_three_hundred_buildings_is_turned_page_by_page() -> None:
    labels = [str(n) for n in range(1, 299)] + ["301乙", "302"]
    goings = [_going(label, 450 + 5 * place) for place, label in enumerate(labels)]

    pages = [picture_facts(goings, labels, {"300"}, page) for page in range(9)]

    assert [page["page"] for page in pages] == [0, 1, 2, 3, 4, 5, 6, 7, 7]
    assert sum(len(page["rows"]) for page in pages[:8]) == 300
    assert (pages[7]["first"], pages[7]["last"]) == ("281", "302")
    assert pages[7]["marks"] == [{"mark": "#19", "label": "301乙"}]
    assert not pages[7]["has_home"]


def test_manner_keeps_what_nobody_changed() -> None:
    usual = Manner(evening_at=None, before_minutes=(15,))

    assert make_manner({"quiet": None}, usual) == Manner(
        evening_at=None, before_minutes=(15,), quiet_from=None, quiet_until=None
    )
    assert make_manner({"evening": 1110}) == Manner(evening_at=1110)


def test_slot_of_a_file_outlives_the_conversation() -> None:
    slot = SlotDraft(7, 450, 480, batch=2, lane=1, site="北门", day=TODAY, line=3)

    assert slot_from_json(slot_to_json(slot)) == slot
    assert show_minutes(450) == "07:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_that_are_given_are_understood(language: str) -> None:
    """Whoever copies an example must not be told that it cannot be read."""
    words = Renderer().words(language, "Asia/Shanghai")
    question = {"step": 0, "steps": 4}
    for fact in ("begin", "buildings", "end", "evening", "before", "last_call", "quiet", "batches"):
        last = words.html("testing/ask_fact", fact=fact, **question).splitlines()[-1]
        assert _read(fact, re.split(r"：|:\s", last)[-1])
    for fact in ("days", "batches"):
        shown = words.html("testing/ask_fact", fact=fact, **question)
        examples = re.findall("<code>(.+?)</code>", shown, re.DOTALL)
        assert examples
        assert all(_read(fact, example) for example in examples)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_that_is_given_is_understood_whole(language: str) -> None:
    words = Renderer().words(language, "Asia/Shanghai")
    shown = words.html("testing/rounds", rounds=[], is_over=False, names_estates=False)
    (line,) = re.findall("<code>/rounds (.+)</code>", shown)

    data = _read_line(line)

    assert missing_fact(data) is None
    assert data["rule"] == {"kind": "daily", "count": 3}
    assert (data["begins"], data["lanes"], len(data["buildings"])) == (450, 3, 8)
