"""The starter set of policy answers: whole, in every language, and fit to be sent."""

from __future__ import annotations

import re
import tomllib

import pytest
from setuptools import find_namespace_packages

from locales.catalogs import ROOT
from locales.faq import STARTER
from locales.languages import LANGUAGES
from storage.faq.entries import EntryFile, EntryWords
from storage.faq.files import list_gaps, read_folder
from storage.faq.kinds import EntryKind
from storage.faq.rules import count_fillings

LONGEST = 1200
"""Characters of an answer: two screens of a small phone."""
FEWEST_VARIANTS = 3

_NUMBER = re.compile(r"\d+")

READ = read_folder(STARTER)
SET = READ.files
TEXTS = [
    pytest.param(entry, words, id=f"{words.language}/{entry.slug}")
    for entry in SET
    for words in entry.words
]


def _in(entry: EntryFile, language: str) -> EntryWords:
    return next(words for words in entry.words if words.language == language)


def test_every_file_is_read_without_fault() -> None:
    assert READ.faults == ()


def test_every_language_says_the_same_and_no_two_entries_ask_the_same() -> None:
    assert list_gaps(SET, LANGUAGES) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_whole_set(language: str) -> None:
    written = [entry for entry in SET if language in {words.language for words in entry.words}]
    assert len(written) == len(SET) >= 60


def test_every_kind_is_covered() -> None:
    assert {entry.facts.kind for entry in SET if entry.facts} == set(EntryKind) - {EntryKind.OTHER}


def test_simplified_chinese_is_the_source() -> None:
    assert {entry.language for entry in SET} == {"zh-hans"}


def test_half_of_the_set_is_useful_as_it_is() -> None:
    ready = [entry for entry in SET if not count_fillings(_in(entry, "zh-hans"))]
    assert len(ready) * 2 >= len(SET)


def test_emergencies_wait_for_nobody() -> None:
    emergencies = [e for e in SET if e.facts and e.facts.kind is EntryKind.EMERGENCY]
    assert emergencies
    for entry in emergencies:
        assert [count_fillings(words) for words in entry.words] == [0] * len(entry.words)
        assert "120" in _in(entry, "zh-hans").answer


@pytest.mark.parametrize(("entry", "words"), TEXTS)
def test_words_are_fit_to_be_sent(entry: EntryFile, words: EntryWords) -> None:
    assert len(words.variants) >= FEWEST_VARIANTS
    assert len(words.answer) <= LONGEST
    assert words.source
    assert words.updated is not None
    # What Markdown would draw stands there as it is in a chat.
    assert not [mark for mark in ("**", "](", "```", "\n#") if mark in f"\n{words.answer}"]


@pytest.mark.parametrize(("entry", "words"), TEXTS)
def test_no_number_is_lost_in_translation(entry: EntryFile, words: EntryWords) -> None:
    source = _in(entry, "zh-hans")
    assert set(_NUMBER.findall(source.answer)) - set(_NUMBER.findall(words.answer)) == set()


def test_the_set_is_part_of_the_package() -> None:
    root = ROOT.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    setuptools = project["tool"]["setuptools"]
    found = setuptools["packages"]["find"]["include"]
    taken = {
        path
        for package in find_namespace_packages(str(root), include=found)
        for pattern in setuptools["package-data"]["*"]
        for path in root.joinpath(*package.split(".")).glob(pattern)
    }
    shipped = set(STARTER.glob("*/faq/*.md"))
    assert shipped
    assert shipped - taken == set()
