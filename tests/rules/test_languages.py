"""Languages, times, numbers and the taming of values, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from locales.formats import Formats
from locales.languages import ENDONYMS, LANGUAGES, LOCALES, choose_language, match_language
from locales.samples import map_texts
from locales.values import cell_width, shorten, tame, utf16_length

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-Hans-HK", "zh-hans"),
        ("zh-hans-raw", "zh-hans"),
        ("ZH_SG", "zh-hans"),
        ("zh-hk", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("zh_Hant_MO", "zh-hant"),
        ("yue", "zh-hant"),
        ("yue-CN", "zh-hans"),
        ("en-US", "en"),
        ("fr-CA", "fr"),
        ("ja", "ja"),
        ("ko-KR", "ko"),
        ("pt-br", None),
        ("english", None),
        ("", None),
        (None, None),
        ("-", None),
        ("\u202e<b>", None),
    ],
)
def test_match_language_reads_telegram_codes(code: str | None, language: str | None) -> None:
    assert match_language(code) == language


@pytest.mark.parametrize(
    ("preferences", "language"),
    [
        (("ja", "fr"), "ja"),
        ((None, "fr-CA"), "fr"),
        (("pt-br", "ko"), "ko"),
        (("pt-br", None), "zh-hans"),
        ((), "zh-hans"),
    ],
)
def test_choose_language_takes_the_first_that_is_spoken(
    preferences: tuple[str | None, ...], language: str
) -> None:
    assert choose_language(*preferences) == language


def test_every_language_leads_to_itself_and_has_a_name() -> None:
    assert [match_language(language) for language in LANGUAGES] == list(LANGUAGES)
    assert set(LANGUAGES) == set(ENDONYMS) == set(LOCALES)


@given(st.text(max_size=30))
def test_any_code_leads_to_a_language_of_ours(code: str) -> None:
    assert choose_language(code) in LANGUAGES


MIDNIGHT = "2026-12-01T16:00:00+00:00"


@pytest.mark.parametrize(
    ("language", "moment", "span", "share", "number"),
    [
        ("zh-hans", "12月2日 周三 00:00", "3小时20分钟", "18.7%", "10,674"),
        ("zh-hant", "12月2日 週三 00:00", "3 小時 20 分鐘", "18.7%", "10,674"),
        ("en", "Wed 2 Dec 00:00", "3 hours, 20 minutes", "18.7%", "10,674"),
        ("ja", "12月2日(水) 00:00", "3 時間 20 分", "18.7%", "10,674"),
        ("ko", "12월 2일(수) 00:00", "3시간 20분", "18.7%", "10,674"),
        ("fr", "mer. 2 déc. 00:00", "3 heures et 20 minutes", "18,7 %", "10 674"),
    ],
)
def test_formats_follow_the_language(
    language: str, moment: str, span: str, share: str, number: str
) -> None:
    formats = Formats(language, SHANGHAI)

    shown = (
        formats.moment(MIDNIGHT),
        formats.duration(12_000),
        formats.percent(454 / 2430),
        formats.number(10_674),
    )

    assert tuple(_plain_spaces(text) for text in shown) == (moment, span, share, number)


@pytest.mark.parametrize(
    ("instant", "clock"),
    [
        (MIDNIGHT, "00:00"),
        ("2026-12-01T16:00:40Z", "00:00:40"),
        ("2026-12-01T16:00:00.900000+00:00", "00:00"),
        ("2026-12-02T00:05:00+08:00", "00:05"),
        (datetime(2026, 12, 2, 1, 2, 3, tzinfo=UTC), "09:02:03"),
    ],
)
def test_clock_shows_seconds_where_there_are_some(instant: datetime | str, clock: str) -> None:
    assert Formats("zh-hans", SHANGHAI).clock(instant) == clock


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (0, "0 seconds"),
        (-5, "0 seconds"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (3_601, "1 hour, 1 second"),
        (90_061, "1 day, 1 hour"),
        (timedelta(minutes=90), "1 hour, 30 minutes"),
    ],
)
def test_duration_names_the_two_largest_units(span: float | timedelta, words: str) -> None:
    assert Formats("en", SHANGHAI).duration(span) == words


@pytest.mark.parametrize(
    ("language", "written", "named"),
    [
        ("zh-hans", "2022年4月1日", "简体中文"),
        ("zh-hant", "2022年4月1日", "簡體中文"),
        ("en", "1 Apr 2022", "Simplified Chinese"),
        ("ja", "2022年4月1日", "簡体中国語"),
        ("ko", "2022년 4월 1일", "중국어(만다린, 간체)"),
        ("fr", "1 avr. 2022", "chinois simplifié"),
    ],
)
def test_a_day_has_its_year_and_a_language_its_name(
    language: str, written: str, named: str
) -> None:
    formats = Formats(language, SHANGHAI)

    assert formats.date("2022-04-01") == formats.date(date(2022, 4, 1)) == written
    assert formats.date("2022-03-31T16:00:00+00:00") == written
    assert formats.language("zh-hans") == named
    assert formats.language("no-such") == "no-such"


@pytest.mark.parametrize("instant", ["2026-12-01T16:00:00", "soon"])
def test_an_instant_without_a_zone_is_refused(instant: str) -> None:
    with pytest.raises(ValueError, match=r"zone|isoformat"):
        Formats("en", SHANGHAI).moment(instant)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("王阿姨", "王阿姨"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("one\ntwo\x00", "one\ntwo"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("x" * 21, "x" * 19 + "…"),
        ("x" * 10_000, "x" * 19 + "…"),
        (["\u200fa", {"name": "b\u2067"}, 3, None], ["a", {"name": "b"}, 3, None]),
        (Markup("<b>" + "x" * 30 + "</b>"), Markup("<b>" + "x" * 30 + "</b>")),
    ],
)
def test_tame_cuts_and_removes_what_is_not_seen(given: object, left: object) -> None:
    assert tame(given, 20) == left


@given(st.text(max_size=60), st.integers(min_value=2, max_value=40))
def test_shorten_keeps_the_limit_of_each_measure(text: str, limit: int) -> None:
    for measure in (len, utf16_length, cell_width):
        short = shorten(text, limit, measure)
        assert measure(short) <= limit
        assert short == text or short.endswith("…")


def test_samples_change_their_texts_and_keep_their_instants() -> None:
    sample = {
        "at": MIDNIGHT,
        "on": "2026-12-02",
        "count": 3,
        "doors": ["3-501"],
        "who": {"name": "Li"},
    }

    changed = map_texts(sample, lambda text: f"{text}!")

    assert changed == {**sample, "doors": ["3-501!"], "who": {"name": "Li!"}}


def _plain_spaces(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_words_in_several_languages_are_spoken_in_the_readers() -> None:
    words = {"zh-hans": "药品", "en": "Medicine"}
    assert Formats("en", SHANGHAI).spoken(words) == "Medicine"
    assert Formats("fr", SHANGHAI).spoken(words) == "药品"
