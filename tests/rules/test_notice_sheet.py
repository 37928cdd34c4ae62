"""A notice on paper: one page in any script, and doors with boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from locales.languages import LANGUAGES
from locales.notice_sheet import DoorSheet, NoticeSheet, doors_page, notice_page, printable
from locales.renderer import Renderer, Words
from tests.pdf_text import count_pages, read_pdf

SHEET = NoticeSheet(
    committee="静安寺街道居委会",
    kind="sale",
    day=date(2020, 2, 1),
    text="口罩预约登记 🎉\n\nMasques: inscription demain. 마스크 예약",
    facts=[("time", "2月2日 9:00-16:00"), ("pharmacy", "益丰大药房")],
    link="https://t.me/linli_bot?start=notice_7",
)


def words(language: str = "en") -> Words:
    return Renderer().words(language, "Asia/Shanghai")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_words_and_facts_in_every_script(language: str) -> None:
    page = notice_page(words(language), SHEET)

    shown = read_pdf(page).replace(" ", "")
    assert count_pages(page) == 1
    for expected in ("口罩预约登记", "Masques", "마스크", "9:00-16:00", "益丰大药房", "静安寺"):
        assert expected in shown
    assert "🎉" not in shown


@pytest.mark.parametrize(("length", "most"), [(20, 1), (700, 1), (1900, 2)])
def test_long_notices_are_printed_smaller(length: int, most: int) -> None:
    page = notice_page(words(), replace(SHEET, text="请大家注意。" * (length // 6)))

    assert count_pages(page) <= most
    assert read_pdf(page).replace(" ", "").count("请大家注意。") == length // 6


def test_hostile_words_are_shown_as_they_are() -> None:
    page = notice_page(words(), replace(SHEET, text="<b>&nbsp;</font>\x00\u202e", facts=[]))

    assert "<b>&nbsp;</font>" in read_pdf(page)


def test_signs_without_a_font_are_left_out() -> None:
    assert printable("🕒 9:00 👨‍👩‍👧\n¥5 · 10%") == "9:00\n¥5 · 10%"


def test_each_building_has_a_sheet_of_its_own() -> None:
    doors = [(f"3-{room}", "linked") for room in range(101, 161)]
    sheets = [DoorSheet("图们小区", "3", doors), DoorSheet("图们小区", "5", [("5-101", "nobody")])]

    page = doors_page(words(), 7, "口罩预约", sheets)

    shown = read_pdf(page)
    assert count_pages(page) >= 3
    assert "3-160" in shown
    assert "5-101nobodyonTelegramhere" in shown.replace(" ", "")
