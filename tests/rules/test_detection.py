"""Which language a question is written in, as tables."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.detection import detect_language
from locales.languages import LANGUAGES

REAL = Path(__file__).parents[3] / "shared/data/faq/negatives/queries.jsonl"
# Of whole sentences, whatever the writer's setting; terms of one word are another matter.
FEWEST_RIGHT = {"zh": 0.99, "ja": 0.98, "ko": 0.99, "en": 0.97, "fr": 0.97, "none": 0.95}


@pytest.mark.parametrize(
    ("text", "setting", "language"),
    [
        ("健康码变黄了怎么办", "en", "zh-hans"),
        ("健康碼變黃怎麼辦", "en", "zh-hant"),
        ("健康碼變黃怎麼辦", "zh-hans", "zh-hant"),
        ("核酸", "zh-TW", "zh-hant"),
        ("核酸", "zh-HK", "zh-hant"),
        ("核酸", "zh-CN", "zh-hans"),
        ("核酸", None, "zh-hans"),
        ("核酸", "ja", "ja"),
        ("陽性証明", "ja", "ja"),
        ("検査結果", "en", "ja"),
        ("PCR検査はどこ", "zh-hans", "ja"),
        ("ワクチン", None, "ja"),
        ("아파트 봉쇄 언제까지예요", "en", "ko"),
        ("PCR 검사", "fr", "ko"),
        ("Where can I get tested?", None, "en"),
        ("WHERE CAN I GET TESTED", "zh-hans", "en"),
        ("Where do I pick up parcels?", None, "en"),
        ("Where is 居委会?", "en", "en"),
        ("核酸 report 怎么拿", "en", "zh-hans"),
        ("COVID-19 狀態", None, "zh-hant"),
        ("Où faire le test ?", "en", "fr"),
        ("Combien de jours dure l'isolement", None, "fr"),
        ("passage", "fr", "fr"),
        ("passage", "en", "en"),
        ("parcels?", "en", "en"),
        ("rubbish pickup?", "en", "en"),
        ("Parcels", "ja", "ja"),
        ("quarantine", "fr", "fr"),
        ("Où tester ?", "en", "fr"),
    ],
)
def test_the_text_tells_the_language(text: str, setting: str | None, language: str) -> None:
    assert detect_language(text, setting) == language


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("", "en"),
        ("👍👍", "en"),
        ("3-501", "fr"),
        ("N95", "ja"),
        ("¿Dónde puedo hacerme la prueba?", "en"),
        ("Где сделать тест?", "en"),
        ("Что такое Engineering?", None),
        ("أين يمكنني إجراء الاختبار", "fr"),
    ],
)
def test_what_the_text_does_not_tell_is_left_to_the_setting(text: str, setting: str) -> None:
    assert detect_language(text, setting) is None


def test_a_text_of_any_length_is_quickly_read() -> None:
    assert detect_language("核酸在哪里做" * 5000, "en") == "zh-hans"


@given(st.text(max_size=60), st.sampled_from([None, "en", "zh-TW", "pt-br", "<b>"]))
def test_any_text_is_of_a_language_of_ours_or_of_none(text: str, setting: str | None) -> None:
    assert detect_language(text, setting) in (None, *LANGUAGES)


@pytest.mark.skipif(not REAL.exists(), reason="the real sentences are not here")
def test_real_sentences_are_told_apart() -> None:
    asked, right = Counter[str](), Counter[str]()
    for line in REAL.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        base = said["lang"].partition("-")[0]
        expected = base if base in FEWEST_RIGHT else "none"
        found = (detect_language(said["text"], None) or "none").partition("-")[0]
        asked[expected] += 1
        right[expected] += found == expected

    shares = {language: right[language] / asked[language] for language in asked}
    assert {name: share for name, share in shares.items() if share < FEWEST_RIGHT[name]} == {}
