"""Plans as files: what spreadsheets make of them is read, and what is written is read again."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from handlers.testing.plan._files import (
    NAMES,
    WrittenLine,
    read_plan,
    write_csv,
    write_workbook,
)
from locales.languages import LANGUAGES
from storage.errors import RuleError
from storage.testing.plan import PlanLine

LINES = [
    WrittenLine("2022-04-12", "07:30", "08:10", "12乙", "1", "2", "中心花园"),
    WrittenLine("2022-04-12", "08:10", "08:40", "=3", "2", "", ""),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [write_csv, write_workbook])
def test_what_is_written_is_read_as_the_same(write: object, language: str) -> None:
    assert callable(write)
    first, second = read_plan(write(LINES, language), "plan")

    assert first == PlanLine(2, "2022-04-12", "07:30", "08:10", "12乙", "1", "2", "中心花园")
    assert second == PlanLine(3, "2022-04-12", "08:10", "08:40", "=3", "2")


def test_head_of_the_file_is_in_the_language_of_who_asked() -> None:
    sheet = load_workbook(BytesIO(write_workbook(LINES, "fr"))).worksheets[0]

    assert tuple(cell.value for cell in sheet[1]) == NAMES["fr"]
    assert sheet["D3"].data_type == "s"


def test_days_and_times_of_a_spreadsheet_are_read_as_people_write_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["图们小区核酸安排"],
        ["楼栋", "开始", "结束", "日期", "备注"],
        [3, time(7, 30), time(8, 10), date(2022, 4, 12), "轮椅2人"],
        [],
        ["4-6, 8", "8:10", "8:40", "4月12日", ""],
    ):
        sheet.append(row)
    file = BytesIO()
    book.save(file)

    assert read_plan(file.getvalue(), "安排.xlsx") == (
        PlanLine(3, "2022-04-12", "07:30", "08:10", "3"),
        PlanLine(5, "4月12日", "8:10", "8:40", "4-6, 8"),
    )


def test_file_of_an_office_is_read_in_its_encoding() -> None:
    content = "日期;开始时间;结束时间;楼号\n4月12日;7:30;8:10;3\n".encode("gb18030")

    assert read_plan(content, "安排.csv") == (PlanLine(2, "4月12日", "7:30", "8:10", "3"),)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "plan.csv", "empty"),
        (b"begin,building\n", "plan.csv", "empty"),
        ("楼号,住户\n1,张\n".encode(), "roster.csv", "header"),
        (b"\xff\xfe\x00", "plan.csv", "encoding"),
        (b"PK nothing", "plan.xlsx", "format"),
        (b"begin,building\n" + b"7:30,1\n" * 5_001, "plan.csv", "too_large"),
    ],
)
def test_file_that_is_no_plan_is_refused_with_the_reason(
    content: bytes, name: str, reason: str
) -> None:
    with pytest.raises(RuleError) as refusal:
        read_plan(content, name)

    assert (refusal.value.code, refusal.value.params) == (
        "testing_file_unread",
        {"reason": reason},
    )
