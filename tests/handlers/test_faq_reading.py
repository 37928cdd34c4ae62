"""What staff write is understood, or not taken at all."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.faq.staff._reading import Source, read_day, read_source, read_words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2027年1月5日", date(2027, 1, 5)),
        ("2027년 1월 5일", date(2027, 1, 5)),
        ("２０２６－１２－３１", date(2026, 12, 31)),
        ("12月31日", date(2026, 12, 31)),
        ("1月5号", date(2027, 1, 5)),
        ("11月22日", TODAY),
        ("31/12/2026", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("30 days", date(2026, 12, 22)),
        ("30天", date(2026, 12, 22)),
        ("30 jours", date(2026, 12, 22)),
        ("30일", date(2026, 12, 22)),
        (" Tomorrow ", date(2026, 11, 23)),
        ("今天", TODAY),
        ("12/31/2026", None),
        ("2026-02-30", None),
        ("2月30日", None),
        ("0 days", None),
        ("9999 days", None),
        ("3/4", None),
        ("soon", None),
        ("", None),
        ("aujourd’hui", TODAY),
        ("until 2026-12-31", None),
    ],
)
def test_day_is_read_or_refused(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月28日", date(2026, 3, 28)),
        ("12月31日", date(2025, 12, 31)),
        ("yesterday", date(2026, 11, 21)),
        ("30 days", None),
    ],
)
def test_day_of_a_document_lies_behind(text: str, day: date | None) -> None:
    assert read_day(text, TODAY, is_past=True) == day


def test_source_is_read_line_by_line() -> None:
    read = read_source("Notice No. 12\n\nHealth Bureau\n2026-03-28\nhttps://example.org/12", TODAY)

    assert read == Source(
        "Notice No. 12", "Health Bureau", date(2026, 3, 28), "https://example.org/12"
    )


@pytest.mark.parametrize(
    "text",
    ["Notice No. 12", "Notice\n2026-03-28", "Notice\nBureau", "Notice\nBureau\nsoon", "\n\n"],
)
def test_source_that_lacks_something_is_not_taken(text: str) -> None:
    assert read_source(text, TODAY) is None


def test_words_are_a_question_and_what_follows() -> None:
    assert read_words("问？\n\n答一\n\n答二") == ("问？", "答一\n\n答二")
    assert read_words(" only this ") == ("only this", "")
