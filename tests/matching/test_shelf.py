"""What is computed again after an edit or a restart, and what is said meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

from bot.matching.engine import QuestionMatcher
from bot.matching.folding import clean
from bot.matching.index import texts_to_embed
from handlers.answering import Passage, Tier
from tests.matching import entries
from tests.matching.entries import EVERY, PASSAGES
from tests.matching.fakes import BrokenVectors, EditableSource, LetterEncoder, MemoryVectors


async def warm(matcher: QuestionMatcher) -> None:
    await matcher.find(1, "warm", "en", EVERY)
    matcher.start()
    await matcher.settle()


async def test_every_text_is_embedded_once() -> None:
    encoder = LetterEncoder()
    matcher = QuestionMatcher(
        EditableSource(list(PASSAGES)), MemoryVectors(), load=lambda: [encoder]
    )
    await warm(matcher)
    assert sorted(encoder.embedded) == sorted(texts_to_embed(PASSAGES))
    await matcher.close()


async def test_edit_embeds_only_what_changed() -> None:
    source, encoder = EditableSource(list(PASSAGES)), LetterEncoder()
    matcher = QuestionMatcher(source, MemoryVectors(), load=lambda: [encoder])
    await warm(matcher)
    encoder.embedded.clear()
    source.edit(entries.PETS, "en", "Are cats allowed on the stairs?")
    found = await matcher.find(1, "are cats allowed on the stairs", "en", EVERY)
    assert found.candidates[0].entry_id == entries.PETS, "the new words count at once"
    assert encoder.embedded == [clean("Are cats allowed on the stairs?")], "by the models, too"
    await matcher.settle()
    assert encoder.embedded == [clean("Are cats allowed on the stairs?")]
    await matcher.close()


async def test_restart_embeds_nothing() -> None:
    vectors, later = MemoryVectors(), LetterEncoder()
    first = QuestionMatcher(EditableSource(list(PASSAGES)), vectors, load=lambda: [LetterEncoder()])
    await warm(first)
    said = await first.find(1, "遛狗", "zh-hans", EVERY)
    await first.close()
    second = QuestionMatcher(EditableSource(list(PASSAGES)), vectors, load=lambda: [later])
    await warm(second)
    assert later.embedded == []
    assert (await second.find(1, "遛狗", "zh-hans", EVERY)).candidates == said.candidates
    await second.close()


async def test_two_committees_with_the_same_texts_embed_them_once() -> None:
    encoder = LetterEncoder()
    matcher = QuestionMatcher(
        EditableSource(list(PASSAGES)), MemoryVectors(), load=lambda: [encoder]
    )
    await asyncio.gather(*(matcher.find(one, "x", "en", EVERY) for one in (1, 2)))
    matcher.start()
    await matcher.settle()
    assert len(encoder.embedded) == len(set(encoder.embedded))
    await matcher.close()


async def test_while_the_models_load_words_answer_at_once() -> None:
    let = threading.Event()

    def load_slowly() -> list[LetterEncoder]:
        let.wait(timeout=10)
        return [LetterEncoder()]

    matcher = QuestionMatcher(EditableSource(list(PASSAGES)), MemoryVectors(), load=load_slowly)
    matcher.start()
    found = await matcher.find(1, "怎么报名当志愿者？", "zh-hans", EVERY)
    assert not matcher.is_warm
    assert (found.tier, found.candidates[0].entry_id) == (Tier.SURE, entries.VOLUNTEER)
    let.set()
    await matcher.settle()
    assert matcher.is_warm
    await matcher.close()


class SlowSource(EditableSource):
    """Hands its passages out once it is let."""

    def __init__(self, passages_now: list[Passage]) -> None:
        super().__init__(passages_now)
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def passages(self, committee_id: int) -> Sequence[Passage]:
        self.asked.set()
        await self.let.wait()
        return await super().passages(committee_id)


async def test_models_loaded_while_an_index_is_made_are_let_in() -> None:
    source, encoder = SlowSource(list(PASSAGES)), LetterEncoder()
    matcher = QuestionMatcher(source, MemoryVectors(), load=lambda: [encoder])
    finding = asyncio.create_task(matcher.find(1, "x", "en", EVERY))
    await source.asked.wait()
    matcher.start()
    await asyncio.sleep(0.1)
    assert matcher.is_warm
    source.let.set()
    await finding
    await matcher.settle()
    assert len(encoder.embedded) == len(texts_to_embed(PASSAGES))
    await matcher.close()


async def test_entries_that_come_and_go_are_followed() -> None:
    source = EditableSource([])
    matcher = QuestionMatcher(source, MemoryVectors(), load=lambda: [LetterEncoder()])
    await warm(matcher)
    assert (await matcher.find(1, "遛狗", "zh-hans", EVERY)).tier is Tier.NONE
    source.passages_now, source.edits = list(PASSAGES), 1
    assert (await matcher.find(1, "遛狗", "zh-hans", EVERY)).candidates
    source.passages_now, source.edits = [], 2
    assert (await matcher.find(1, "遛狗", "zh-hans", EVERY)).candidates == ()
    await matcher.close()


async def test_store_that_fails_costs_no_answer() -> None:
    encoder = LetterEncoder()
    matcher = QuestionMatcher(
        EditableSource(list(PASSAGES)), BrokenVectors(), load=lambda: [encoder]
    )
    await warm(matcher)
    assert (await matcher.find(1, "可以下楼遛狗吗？", "zh-hans", EVERY)).tier is Tier.SURE
    assert len(encoder.embedded) == len(texts_to_embed(PASSAGES)), "kept in memory instead"
    await matcher.close()


async def test_closing_twice_and_while_learning_is_harmless() -> None:
    matcher = QuestionMatcher(
        EditableSource(list(PASSAGES)), MemoryVectors(), load=lambda: [LetterEncoder()]
    )
    matcher.start()
    await matcher.find(1, "x", "en", EVERY)
    await matcher.close()
    await matcher.close()
