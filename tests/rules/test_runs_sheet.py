"""The manifest on paper and as a spreadsheet: right, readable in any script, and no formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from locales.languages import LANGUAGES
from locales.manifest_sheet import (
    Manifest,
    ManifestLine,
    ManifestTotal,
    manifest_page,
    manifest_workbook,
)
from locales.renderer import Renderer, Words
from tests.pdf_text import count_pages, read_pdf

LINE = ManifestLine("R3-01", "3-501", "王秀兰", "王阿姨 13800138000", "硝苯地平", "30mg", "2盒")
MANIFEST = Manifest(
    code="R3",
    hospital="中山医院",
    day=date(2022, 4, 7),
    route="跨区",
    handover="社区民警 周",
    place="",
    totals=[ManifestTotal("硝苯地平", "30mg", "3盒", 2)],
    lines=[LINE, replace(LINE, bag="R3-02", name="Emma Wilson", drug="胰島素 Insulin", code="")],
)


def words(language: str = "en") -> Words:
    return Renderer().words(language, "Asia/Shanghai")


def rows(content: bytes, sheet: int) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(content))
    return [tuple(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_workbook_has_totals_and_bags() -> None:
    content = manifest_workbook(words(), MANIFEST)

    totals, bags = rows(content, 0), rows(content, 1)
    assert "中山医院" in str(totals[0][0])
    assert totals[-1][:4] == ("硝苯地平", "30mg", "3盒", "2")
    assert bags[-2][:7] == tuple(LINE.__dict__.values())[:7]
    assert bags[-3][:2] == ("Bag", "Door")
    assert "Code" not in bags[-3]


def test_what_residents_type_is_never_a_formula() -> None:
    evil = replace(LINE, drug='=HYPERLINK("http://x","y")', name="@SUM(1)")
    content = manifest_workbook(words(), replace(MANIFEST, lines=[evil], hospital="=1+1"))

    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert '=HYPERLINK("http://x","y")' in [cell.value for cell in cells]


def test_codes_stand_in_it_where_bags_are_collected() -> None:
    content = manifest_workbook(words(), replace(MANIFEST, lines=[replace(LINE, code="AC3K")]))
    assert rows(content, 1)[-1][7] == "AC3K"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_every_script_in_every_language(language: str) -> None:
    lines = [
        replace(LINE, name=name)
        for name in ("王秀兰", "陳先生", "佐藤ハナコ", "김민수", "Zoé & <Emma>")
    ]
    shown = read_pdf(manifest_page(words(language), replace(MANIFEST, lines=lines)))

    for expected in ("中山医院", "硝苯地平", "R3-01", "3-501", "13800138000", "3盒"):
        assert expected in shown
    for line in lines:
        assert line.name.replace(" ", "") in shown.replace(" ", "")


def test_a_long_run_takes_several_pages_with_a_head_on_each() -> None:
    lines = [replace(LINE, bag=f"R3-{number:02}") for number in range(1, 61)]
    content = manifest_page(words(), replace(MANIFEST, lines=lines))

    pages = count_pages(content)
    assert pages > 1
    shown = read_pdf(content)
    assert shown.count("Telephone") == pages
    assert all(line.bag in shown for line in lines)


def test_hostile_texts_are_shown_as_they_are() -> None:
    evil = replace(LINE, drug="<b>&nbsp;</font>\x00\u202e", strength="x" * 10_000)
    shown = read_pdf(manifest_page(words(), replace(MANIFEST, lines=[evil])))
    assert "<b>&nbsp;</font>" in shown.replace("\n", "")


def test_an_empty_run_makes_empty_tables() -> None:
    empty = replace(MANIFEST, lines=[], totals=[], day=None)
    assert count_pages(manifest_page(words(), empty)) == 1
    assert len(rows(manifest_workbook(words(), empty), 1)) > 2
