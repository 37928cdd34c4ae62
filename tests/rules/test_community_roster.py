"""Roster files with the faults of real ones. The shared files are read where they are at hand."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from storage.community.roster import Remark, Roster, clean_label, read_roster
from storage.errors import RuleError

SHARED = Path(__file__).parents[3] / "shared" / "data" / "rosters"

HEADER = "楼号,单元,室号,总层数,户主,联系电话,备注"
GOOD = ["1,,101,6,于海涵,19900000529,", "1,,102,6,张文晓,19900000268,空关户"]


def read(*lines: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n") -> Roster:
    return read_roster(end.join([header, *lines, ""]).encode(encoding), "roster.csv")


def keys(roster: Roster) -> list[str]:
    return [row.key for row in roster.rows]


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gbk", "\r\n"), ("gb18030", "\n"), ("utf-16", "\n")],
)
def test_csv_is_read_in_the_encodings_of_offices(encoding: str, end: str) -> None:
    roster = read(*GOOD, encoding=encoding, end=end)

    assert keys(roster) == ["1-101", "1-102"]
    assert roster.refused == roster.warnings == ()


@pytest.mark.parametrize(
    "header",
    ["楼号;单元;室号;户主", "Building;Unit;Room;Head of household", "BLDG;Entrance;Flat;Name",
     "楼栋;单元号;房号;姓名"],
)  # fmt: skip
def test_headers_are_known_in_both_languages(header: str) -> None:
    assert keys(read("1;2;101;于海涵", header=header)) == ["1-2-101"]


def test_a_title_may_stand_above_the_header() -> None:
    roster = read_roster(f"图们小区花名册\n\n{HEADER}\n{GOOD[0]}\n".encode(), "roster.csv")

    assert [(row.line, row.key) for row in roster.rows] == [(4, "1-101")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,,,6,林平,19900006805,", "missing_room"),
        (",,203,5,许春秀,19900000281,", "missing_building"),
        ("1,,102,6,刘子涵,19900003154,", "duplicate"),
        ("1,,901,6,周思琪,19900008744,", "impossible_floor"),
        ("1,,003,6,林子涵,19900001451,", "impossible_floor"),
        ("1,,四零二,6,周玲,19900004546,", "room_not_readable"),
        ("1,,l02,6,吴洋,19900003936,", "room_not_readable"),
        ("1,,1O2,6,吴洋,19900003936,", "room_not_readable"),
        ("1,,0,6,吴洋,19900003936,", "room_not_readable"),
        ("1,,501,6,董国强", "wrong_column_count"),
        ("1,,502,6,马春文,19900006033,,,x", "wrong_column_count"),
        (HEADER, "repeated_header"),
        ("小计,,,,24户,,", "total_row"),
        ("合计50户,,,,,,", "total_row"),
        ("制表：图们居委,,,,,,", "footer"),
        ("1,,201,6,\"于海涵,1,", "unclosed_quote"),
        (f"{'很' * 30},,201,6,于海涵,,", "label_too_long"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused_and_stops_no_other(line: str, reason: str) -> None:
    roster = read(*GOOD, line, "1,,103,6,高阿毛,19900000349,")

    assert [(remark.line, remark.reason) for remark in roster.refused] == [(4, reason)]
    assert keys(roster) == ["1-101", "1-102", "1-103"]


def test_blank_lines_are_skipped_but_counted() -> None:
    roster = read(GOOD[0], ",,,,,,", "", GOOD[1])

    assert [row.line for row in roster.rows] == [2, 5]
    assert roster.refused == ()


def test_a_quoted_cell_may_hold_line_breaks() -> None:
    roster = read('1,,101,6,于海涵,,"空关\n户"', GOOD[1])

    assert [(row.line, row.key) for row in roster.rows] == [(2, "1-101"), (4, "1-102")]


def test_a_duplicate_names_the_first_and_whether_the_head_differs() -> None:
    roster = read(*GOOD, GOOD[0], "1,,102,6,刘子涵,19900003154,")

    assert roster.refused == (
        Remark(4, "duplicate", of=2, is_conflict=False),
        Remark(5, "duplicate", of=3, is_conflict=True),
    )


def test_a_missing_unit_is_not_guessed() -> None:
    rows = [f"3,{unit},{room},4,某,," for unit in "12" for room in ("101", "201", "301")]
    roster = read(*rows, "3,,201,4,谢杰,,", "3,3,101,4,唐嘉琪,,")

    assert [(remark.line, remark.reason) for remark in roster.refused] == [(8, "missing_unit")]
    assert [(remark.line, remark.reason) for remark in roster.warnings] == [(9, "odd_unit")]
    assert "3-3-101" in keys(roster)


def test_odd_phones_and_missing_heads_are_warned_about() -> None:
    roster = read("1,,101,6,张凤仙,1990000463,", "1,,102,6,,19900009865,", "1,,103,6,于,,")

    assert [(remark.line, remark.reason) for remark in roster.warnings] == [
        (2, "odd_phone"), (3, "no_head"),
    ]  # fmt: skip
    assert len(roster.rows) == 3


@pytest.mark.parametrize("line", ["3,,底商2,6,面馆,19900009637,", "3,,105,6,店,,商铺，非居住"])
def test_shops_are_no_households(line: str) -> None:
    roster = read(GOOD[0], line)

    assert (keys(roster), roster.not_households, roster.refused) == (["1-101"], 1, ())


def test_nothing_of_a_roster_row_names_a_person() -> None:
    assert "于海涵" not in repr(read(*GOOD))
    assert "19900000529" not in repr(read(*GOOD))


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("3号楼", "3"), ("３号楼", "3"), ("12号乙", "12乙"), ("Block a", "A"), ("a", "a"),
        ("0501", "501"), ("1单元", "1"), ("North", "North"), ("东楼", "东楼"), (" ", ""),
    ],
)  # fmt: skip
def test_labels_are_cleaned(cell: str, label: str) -> None:
    assert clean_label(cell) == label


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_with_its_numbers_and_blanks() -> None:
    data = workbook(
        ["Building", "Unit", "Room", "Head of household", "Phone", "Notes"],
        ["A", None, 101, "Anna Petrova", "19900001859", None],
        ["C", 1, 201.0, "马梓轩", "19900003521", None],
        [None, None, None, None, None, None],
        ["B", None, None, "Nobody", None, None],
        ["B", None, 301, "Somebody", None, "Shop"],
    )
    roster = read_roster(data, "small.xlsx")

    assert [(row.line, row.key) for row in roster.rows] == [(2, "A-101"), (3, "C-1-201")]
    assert roster.refused == (Remark(5, "missing_room"),)
    assert roster.not_households == 1


@pytest.mark.parametrize(
    ("data", "filename", "reason"),
    [
        (b"", "roster.csv", "empty"),
        (b"\n\n,,\n", "roster.csv", "empty"),
        (b"a,b,c\n1,2,3\n", "roster.csv", "header"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "roster.csv", "encoding"),
        (b"PK\x03\x04nonsense", "roster.xlsx", "format"),
        (b"not a workbook", "roster.xlsx", "format"),
        (b"\xd0\xcf\x11\xe0old", "roster.xls", "format"),
        (b"x" * 10_000_001, "roster.csv", "too_large"),
    ],
    ids=range(8),
)
def test_what_is_no_roster_is_refused_whole(data: bytes, filename: str, reason: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read_roster(data, filename)

    assert refusal.value.code == "roster_unreadable"
    assert refusal.value.params == {"reason": reason}


def shared(name: str) -> bytes:
    if not (SHARED / name).exists():
        pytest.skip("the shared rosters are not here")
    return (SHARED / name).read_bytes()


@pytest.mark.parametrize("name", ["tumen", "small"])
def test_shared_rosters_hold_what_is_expected_of_them(name: str) -> None:
    expected = json.loads(shared(f"{name}.expected.json"))
    file = expected["file"]
    roster = read_roster(shared(file), file)

    assert len(roster.rows) == expected["households"]
    assert Counter(row.building for row in roster.rows) == expected["households_by_building"]
    assert roster.not_households == expected.get("not_households", {}).get("count", 0)
    assert roster.refused == roster.warnings == ()


@pytest.mark.parametrize("name", ["broken.csv", "broken_gbk.csv"])
def test_the_broken_roster_is_refused_line_by_line(name: str) -> None:
    expected = json.loads(shared("broken.expected.json"))
    roster = read_roster(shared(name), name)

    assert [(remark.line, remark.reason) for remark in roster.refused] == [
        (refusal["line"], refusal["reason"]) for refusal in expected["refused"]
    ]
    asked = {row["line"] for row in expected["warned_but_accepted"] + expected["either_way"]}
    assert {remark.line for remark in roster.warnings} == asked
    either_way = {row["line"] for row in expected["either_way"]}
    certain = [row for row in roster.rows if row.line not in either_way]
    assert len(certain) == expected["accepted"]
    assert Counter(row.building for row in certain) == expected["accepted_by_building"]
