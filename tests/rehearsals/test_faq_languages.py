"""The real models, six languages: answered in the asker's own, with source and dates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.faq.queries import EntryView
from tests.faq_play import (
    DOG,
    asks_in,
    entry_of,
    load_models_by,
    publish_few,
    with_models,
)
from tests.handlers.estate_play import asks, text_of
from tests.people import bound_group
from tests.town import Town, open_town

pytestmark = with_models


@pytest.fixture
async def town(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    load_models_by(monkeypatch)
    async with open_town(sqlite_url, models=True) as opened:
        await publish_few(opened)
        yield opened


def missing_in(text: str, entry: EntryView, language: str) -> list[str]:
    """What an answer must show and does not: the words, where from, when."""
    words = entry.texts[language]
    dates = [str(day.year) for day in (entry.issued_on, entry.valid_from) if day]
    wanted = [words.question, words.answer, words.source, words.issuing_body, *dates]
    return [each for each in (*wanted, "📎", "🏛", "📅", "✔️") if each not in text]


async def test_each_is_answered_in_their_language_in_private(town: Town) -> None:
    dog = await entry_of(town, "pets-dog-walking")
    for language, words in DOG.items():
        text = text_of(await asks(town.residents[0], words))
        assert missing_in(text, dog, language) == [], language


async def test_each_is_answered_in_their_language_in_the_group(town: Town) -> None:
    group = await bound_group(town)
    dog = await entry_of(town, "pets-dog-walking")
    for language, words in DOG.items():
        text = text_of(await asks_in(group, town.residents[0], words))
        assert missing_in(text, dog, language) == [], language
        # The same answer again within half an hour would only point at this one.
        town.clock.advance(timedelta(minutes=31).total_seconds())


@pytest.mark.parametrize(
    ("words", "slug", "language"),
    [
        ("护照怎么申领健康码", "codes-foreign-passport", "zh-hans"),
        ("Do I get paid while we are locked down?", "work-wages-during-closure", "en"),
        ("荷物は消毒したほうがいいですか", "deliveries-disinfect-parcels", "ja"),
        ("운전면허 기간이 지났어요, 어떻게 하나요?", "permits-driving-licence", "ko"),
        ("Que dois-je apporter pour le test PCR ?", "testing-what-to-bring", "fr"),
    ],
)
async def test_other_words_for_the_same_find_it(
    town: Town, words: str, slug: str, language: str
) -> None:
    wanted = (await entry_of(town, slug)).texts[language]
    answer = await asks(town.residents[0], words)
    if answer.reply_markup and wanted.answer not in text_of(answer):
        await town.residents[0].presses(answer, 0)
        answer = town.residents[0].chat.messages[-1]
    assert wanted.answer in text_of(answer)
