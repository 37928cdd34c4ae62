"""What is danger, what is despair and what only sounds like it, in six languages.

The sentences stand in `cries/<language>.txt`, so that whoever speaks one can add to them.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from time import perf_counter

import pytest

from handlers.danger import Kind, read_danger
from locales.languages import LANGUAGES

CRIES = Path(__file__).parent / "cries"
FEWEST = {"danger": 30, "crisis": 12, "everyday": 40}


def read_cries(language: str) -> dict[str, list[str]]:
    """The sentences of a language by what they tell of."""
    told: dict[str, list[str]] = defaultdict(list)
    kind = ""
    for line in (CRIES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line:
            told[kind].append(line)
    return told


ALL = {language: read_cries(language) for language in LANGUAGES}


def sentences(kind: str) -> list[str]:
    return [sentence for told in ALL.values() for sentence in told[kind]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences_to_judge_by(language: str) -> None:
    counts = {kind: len(set(told)) for kind, told in ALL[language].items()}

    assert counts.keys() == FEWEST.keys()
    assert {kind: count for kind, count in counts.items() if count < FEWEST[kind]} == {}


@pytest.mark.parametrize("text", sentences("danger"))
def test_danger_is_seen(text: str) -> None:
    assert read_danger(text) is Kind.DANGER


@pytest.mark.parametrize("text", sentences("crisis"))
def test_despair_and_violence_at_home_are_seen(text: str) -> None:
    assert read_danger(text) is Kind.CRISIS


@pytest.mark.parametrize("text", sentences("everyday"))
def test_everyday_talk_is_neither(text: str) -> None:
    assert read_danger(text) is None


def test_danger_goes_before_despair() -> None:
    assert read_danger("他说不想活了，割腕了") is Kind.DANGER


def test_a_bargain_beside_danger_hides_nothing() -> None:
    assert read_danger("跳楼价口罩……我爸胸口疼") is Kind.DANGER


def test_width_case_and_accents_do_not_matter() -> None:
    assert read_danger("ＣＨＥＳＴ　ＰＡＩＮ") is Kind.DANGER
    assert read_danger("chest\npain") is Kind.DANGER
    assert read_danger("hemorragie") is Kind.DANGER


def test_the_longest_text_is_quickly_read() -> None:
    begun = perf_counter()

    assert read_danger("胸口 chest 가슴 胸が poitrine " * 200) is None
    assert perf_counter() - begun < 0.5
