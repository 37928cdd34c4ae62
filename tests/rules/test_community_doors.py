"""Doors as people write them, against rosters with the traps of real ones."""

from __future__ import annotations

import csv
import json
import re
import time
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.community.doors import Door, DoorBook, DoorMatch, canonical_part, mask_door
from storage.community.doors.nearest import differs_little
from tests.rules.estates import CHINESE, ENGLISH, list_doors, list_lettered_doors

SHARED = Path(__file__).parents[3] / "shared" / "data"


def found(match: DoorMatch) -> str | None:
    return match.household.key if match.household else None


def keys(doors: tuple[Door, ...]) -> list[str]:
    return [door.key for door in doors]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("3-501", "3-501"),
        ("3号楼501", "3-501"),
        ("3號樓501", "3-501"),
        ("2栋1单元0501", "2-1-501"),
        ("2幢1單元501室", "2-1-501"),
        ("2号楼一门五零一", "2-1-501"),
        ("三号五零一", "3-501"),
        ("七号楼三零四室", "7-304"),
        ("十二号乙202", "12乙-202"),
        ("二十一号一八零三", "21-1803"),
        ("三号五百零一室", "3-501"),
        ("Bldg 3 Rm 501", "3-501"),
        ("Building: 3, Room: 501", "3-501"),
        ("bldg.3 rm.501", "3-501"),
        ("３－５０１", "3-501"),
        ("３号楼５０１室", "3-501"),
        ("21#1102", "21-1102"),
        ("3-#501", "3-501"),
        ("21号楼18楼04室", "21-1804"),
        ("21号楼18层4室", "21-1804"),
        ("7号楼3楼302", "7-302"),
        ("3/502", "3-502"),
        ("3.503", "3-503"),
        ("3—504", "3-504"),
        ("3_505", "3-505"),
        ("3 - 501", "3-501"),
        ("3 501", "3-501"),
        ("3号楼 501 室", "3-501"),
        ("12号 乙 301", "12乙-301"),
        ("12号乙楼301", "12乙-301"),
        ("12乙号楼303", "12乙-303"),
        ("12乙203蒋国强2份", "12乙-203"),
        ("12号301室", "12-301"),
        ("22－0907", None),
        ("22－0904", "22-904"),
        ("图们小区21号楼604室", "21-604"),
        ("图们 21号楼604室", "21-604"),
        ("东楼301", "东楼-301"),
        ("10-106", "10-2-106"),
        ("1-2-501", "1-2-501"),
        ("2号-3-602", "2-3-602"),
        ("3동 501호", "3-501"),
        ("3号棟501号室", "3-501"),
        ("Bât. 3 app. 501", "3-501"),
        ("3\u200b-\u202e501", "3-501"),
        ("我住3-501，门口放", "3-501"),
        ("3-501 门口放", "3-501"),
        ("3-501丁伟", "3-501"),
        ("3-501 李一诺", "3-501"),
        ("吴洋 7-506 2", "7-506"),
        ("19900003216 7-320", None),
        ("19900003216 7-306 郭", "7-306"),
    ],
)
def test_chinese_writings_lead_to_their_household(text: str, key: str | None) -> None:
    assert found(CHINESE.find(text)) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("B-302", "B-302"),
        ("B303", "B-303"),
        ("b-803", "B-803"),
        ("A 604", "A-604"),
        ("Tower B 302, Omar Haddad, 1 pack", "B-302"),
        ("Rm 502 Bldg B - 汪思琪 - 1 pack please 🙏", "B-502"),
        ("Bldg A Rm 303", "A-303"),
        ("Unit 2, Building C, Flat 401", "C-2-401"),
        ("B栋701", "B-701"),
        ("A棟202 佐藤", "A-202"),
        ("Lakeside Court B-302", "B-302"),
        ("A101 Grandma", "A-101"),
    ],
)
def test_english_writings_lead_to_their_household(text: str, key: str) -> None:
    assert found(ENGLISH.find(text)) == key


@pytest.mark.parametrize(
    ("book", "text", "hint", "candidates"),
    [
        (CHINESE, "1-501", None, ["1-1-501", "1-2-501", "1-3-501"]),
        (CHINESE, "2号602", None, ["2-1-602", "2-2-602", "2-3-602"]),
        (ENGLISH, "C 202 Marco", None, ["C-1-202", "C-2-202"]),
        (CHINESE, "302", "1", ["1-1-302", "1-2-302", "1-3-302"]),
        (CHINESE, "1-303", "2", ["1-1-303", "1-2-303", "1-3-303", "2-1-303"]),
        (CHINESE, "2 3-501", None, ["2-3-501", "3-501"]),
        (CHINESE, "3-501和7-302", None, ["3-501", "7-302"]),
    ],
)
def test_what_fits_several_is_asked_about(
    book: DoorBook, text: str, hint: str | None, candidates: list[str]
) -> None:
    match = book.find(text, hint)

    assert match.household is None
    assert sorted(keys(match.candidates)) == sorted(candidates)


def test_a_bare_room_is_asked_about_even_when_only_one_building_has_it() -> None:
    assert {door.building for door in CHINESE.find("502 老陈").candidates} == {
        "1", "2", "3", "5", "7", "10", "12", "12乙", "21", "22",
    }  # fmt: skip
    book = DoorBook([Door(1, "3", "", "501"), Door(2, "4", "", "601")])
    assert found(book.find("601")) is None
    assert keys(book.find("601").candidates) == ["4-601"]


def test_a_bare_room_is_enough_where_there_is_one_building() -> None:
    book = DoorBook([Door(1, "3", "", "501"), Door(2, "3", "", "502")])

    assert found(book.find("502")) == "3-502"


@pytest.mark.parametrize(
    ("text", "hint", "key"),
    [
        ("501", "3", "3-501"),
        ("五零一", "三号楼", "3-501"),
        ("501室 陈超", "3", "3-501"),
        ("我是501", "3", "3-501"),
        ("18楼04室", "21", "21-1804"),
        ("2单元501", "1", "1-2-501"),
        ("2-501", "1", None),
        ("7-302", "3", "7-302"),
        ("底商2", "3", None),
        ("2份", "3", None),
        ("12号 丙 301", "12", None),
    ],
)
def test_a_link_tells_the_building_of_a_bare_room(text: str, hint: str, key: str | None) -> None:
    assert found(CHINESE.find(text, hint)) == key


@pytest.mark.parametrize(
    ("text", "building", "nearest"),
    [
        ("王阿姨", None, []),
        ("居委会小陈", None, []),
        ("", None, []),
        ("3号楼 刘女士", "3", []),
        ("3-51 沈先生", "3", ["3-501", "3-101", "3-102", "3-103"]),
        ("7-3002", "7", ["7-302", "7-606", "7-605", "7-604"]),
        ("25-301", None, ["22-301", "21-301", "5-301", "2-1-301"]),
        ("12丙-301", None, ["12-301", "12乙-301"]),
        ("1-1-701", "1", ["1-1-601", "1-1-501", "1-1-401", "1-1-301"]),
        ("2-4-101", "2", ["2-1-101", "2-2-101", "2-3-101", "2-1-102"]),
        ("金雀花园5-301 周先生", "5", ["5-301"]),
        ("25号 3-501", "3", ["3-501"]),
        ("3501", None, ["3-501"]),
        ("3-底商2 兰州拉面", None, []),
    ],
)
def test_unknown_doors_are_answered_with_the_nearest(
    text: str, building: str | None, nearest: list[str]
) -> None:
    match = CHINESE.find(text)

    assert match.household is None
    assert match.candidates == ()
    assert keys(match.nearest) == nearest
    assert match.building == building


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("3-501 2份", "2份"),
        ("3号楼501室，2份", "2份"),
        ("吴洋 7-506 2", "吴洋 2"),
        ("３－５０１ ２", "2"),
        ("3-501", ""),
    ],
)
def test_what_stands_beside_the_door_is_handed_back(text: str, rest: str) -> None:
    assert CHINESE.find(text).rest == rest


def test_the_book_answers_for_its_doors() -> None:
    assert len(CHINESE) == len(list_doors())
    assert CHINESE.buildings[:3] == ("1", "2", "3")
    assert CHINESE.by_key("12乙-301") is not None
    assert CHINESE.by_key("12丙-301") is None


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("3号楼", "3"), ("12号乙", "12乙"), ("Block A", "a"), ("0501室", "501"), ("1单元", "1"),
        ("东楼", "东楼"), ("底商1", "底商1"), ("501-1", "501-1"), ("", ""),
    ],
)  # fmt: skip
def test_labels_lose_their_marks(written: str, part: str) -> None:
    assert canonical_part(written) == part


@pytest.mark.parametrize(
    ("key", "masked"),
    [
        ("3-501", "3-5**"), ("21-1803", "21-18**"), ("1-2-501", "1-2-5**"),
        ("3-12", "3-**"), ("3-5", "3-*"), ("12乙-301", "12乙-3**"),
    ],
)  # fmt: skip
def test_public_lists_hide_the_end_of_the_room(key: str, masked: str) -> None:
    assert mask_door(key) == masked


def test_a_door_and_its_key_are_masked_alike() -> None:
    assert all(mask_door(door) == mask_door(door.key) for door in list_doors())


@pytest.mark.parametrize(
    ("left", "right", "is_little"),
    [
        ("51", "501", True), ("3002", "302", True), ("310", "301", True), ("401", "501", True),
        ("501", "501", True), ("51", "5011", False), ("123", "321", False),
    ],
)  # fmt: skip
def test_one_slip_is_little(left: str, right: str, is_little: bool) -> None:
    assert differs_little(left, right) is is_little


_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_TIGHT = st.sampled_from(["-", "－", "—", "–", "_", "/", ".", " - "])
_BUILDING_MARKS = st.sampled_from(["号楼", "号", "栋", "幢", "座", "#", "號樓", "号-", "号楼 "])
_ROOM_MARKS = st.sampled_from(["", "室", "号", "房", " 室"])


@st.composite
def writings(draw: st.DrawFn, doors: list[Door]) -> tuple[Door, str, str | None]:
    """A door, one of the ways to write it, and what is known beforehand."""
    door = draw(st.sampled_from(doors))
    tight = draw(_TIGHT)
    unit = draw(st.booleans()) or not door.unit
    parts = [door.building, *([door.unit] if unit and door.unit else []), door.room]
    marked = (
        door.building if door.building.endswith("楼") else door.building + draw(_BUILDING_MARKS)
    )
    marked += f"{door.unit}单元" if unit and door.unit else ""
    english = f"Bldg {door.building} " + (f"Unit {door.unit} " if unit and door.unit else "")
    text = draw(
        st.sampled_from(
            [
                tight.join(parts),
                " ".join(parts),
                marked + door.room + draw(_ROOM_MARKS),
                marked + door.room.zfill(4),
                english + f"Rm {door.room}",
                f"{marked}{door.room[:-2]}楼{door.room[-2:]}室",
            ]
        )
    )
    width = draw(st.sampled_from([None, _WIDE, _CHINESE_DIGITS]))
    if width and not (width is _CHINESE_DIGITS and tight.join(parts) != text):
        text = text.translate(width)
    hint = draw(st.sampled_from([None, door.building]))
    tail = draw(st.sampled_from(["", " 陈超", "，2份", " 李一诺 x2", " 🙏"]))
    return door, text + tail, hint


@settings(max_examples=600, deadline=None)
@given(writings(list_doors()))
def test_every_writing_leads_back_to_its_door(case: tuple[Door, str, str | None]) -> None:
    assert_leads_back(CHINESE, *case)


@settings(max_examples=300, deadline=None)
@given(writings(list_lettered_doors()))
def test_every_writing_of_a_lettered_door_leads_back(case: tuple[Door, str, str | None]) -> None:
    assert_leads_back(ENGLISH, *case)


def assert_leads_back(book: DoorBook, door: Door, text: str, hint: str | None) -> None:
    match = book.find(text, hint)
    assert match.household == door or (match.household is None and door in match.candidates)


def test_every_key_leads_to_exactly_its_door() -> None:
    for book, doors in ((CHINESE, list_doors()), (ENGLISH, list_lettered_doors())):
        assert all(book.find(door.key).household == door for door in doors)


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("0123 -号楼室单元乙abc三十#.，\u200b\u202e<>&"), max_size=40))
def test_a_find_is_one_door_or_several_or_none(text: str) -> None:
    match = CHINESE.find(text)

    assert not (match.household and (match.candidates or match.nearest))
    assert not (match.candidates and match.nearest)
    assert len(match.nearest) <= 4


HOSTILE = [
    "1 " * 5000, "3-501" * 2000, "甲1" * 5000, "\u200b" * 10_000, "\u202e3-501" * 1600,
    "<b>" * 3333, "a1 b2 " * 1600, "1a 1a " * 1600, "-" * 10_000, "十" * 10_000, "﷽" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("hint", [None, "3"])
def test_hostile_text_is_answered_quickly(text: str, hint: str | None) -> None:
    started = time.perf_counter()
    CHINESE.find(text, hint)

    assert time.perf_counter() - started < 0.2


def test_markup_and_marks_of_direction_change_nothing() -> None:
    assert found(CHINESE.find("<b>3-501</b>")) == "3-501"
    assert found(CHINESE.find("\u202e\u20663-501\u2069")) == "3-501"
    assert found(CHINESE.find("3-501" + "哈" * 10_000)) == "3-501"


def test_finding_is_fast() -> None:
    texts = ["3-501 陈超", "3号楼501", "三号五零一", "Bldg 3 Rm 501", "21号楼18楼04室"] * 40
    started = time.perf_counter()
    for text in texts:
        CHINESE.find(text)

    # Some 30 us each on the machine that this was written on.
    assert (time.perf_counter() - started) / len(texts) < 0.001


def _shared_book() -> DoorBook:
    path = SHARED / "rosters" / "tumen.csv"
    if not path.exists():
        pytest.skip("the shared rosters are not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in list(csv.reader(file))[1:] if "商铺" not in row[5]]
    return DoorBook((Door(at, *row[:3]) for at, row in enumerate(rows)), "图们小区（虚构）")


@pytest.mark.parametrize(
    "name", ["d01_plain", "d02_doors", "d05_unknown_doors", "d09_noise", "d13_big", "d14_stall"]
)
def test_shared_relays_name_the_doors_of_their_gold(name: str) -> None:
    book = _shared_book()
    gold = json.loads((SHARED / "jielong" / f"{name}.json").read_text("utf-8"))
    lines = (SHARED / "jielong" / f"{name}.txt").read_text("utf-8").split("\n")
    for row in gold["rows"]:
        if row["order"] is None:
            continue
        line = re.sub(r"^(\s*\d+\s*[.、]\s*|[\d９：４５]+[:：]\S+ )", "", lines[row["line"] - 1])
        known = row["status"] != "unknown_door" and row["door"]
        match = book.find(line)
        assert found(match) == (known or None), line
        assert not row.get("likely") or match.candidates or not re.search(r"\d\d", line)


def test_every_writing_of_the_shared_roster_leads_back() -> None:
    book = _shared_book()
    styles = ["{b}号楼{u}{r}室", "{b}-{u2}{r}", "Bldg {b} {u3}Rm {r}"]
    for door, style in product(book, styles):
        unit = door.unit
        text = style.format(
            b=door.building,
            r=door.room,
            u=f"{unit}单元" if unit else "",
            u2=f"{unit}-" if unit else "",
            u3=f"Unit {unit} " if unit else "",
        )
        assert book.find(text).household == door, text


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("3-501、3-502", [(0, 5), (6, 11)]),
        ("3-501 1份 7-302 2份", [(0, 5), (9, 14)]),
        ("陈超3-501", [(2, 7)]),
        ("陈超", []),
    ],
)
def test_doors_written_one_after_the_other_are_told_apart(
    text: str, spans: list[tuple[int, int]]
) -> None:
    assert CHINESE.list_spans(text) == spans


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("25-301", "25-301"),
        ("3-725 张先生", "3-725"),
        ("1号4单元101", "1-4-101"),
        ("12丙-301", "12丙-301"),
        ("3号楼", ""),
        ("502", ""),
    ],
)
def test_an_unknown_door_is_spelled_as_the_roster_would(text: str, written: str) -> None:
    assert CHINESE.find(text).written == written


def test_another_estates_door_is_known_as_such() -> None:
    assert CHINESE.find("金雀花园3-501").is_elsewhere
    assert not CHINESE.find("图们小区3-501").is_elsewhere


def test_a_lettered_room_on_a_floor_is_one_room() -> None:
    book = DoorBook([Door(1, "3", "", "5A"), Door(2, "3", "", "6A")])
    assert found(book.find("3座5楼A室")) == "3-5A"
