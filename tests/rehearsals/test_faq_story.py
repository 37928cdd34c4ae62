"""Questions with the real models, from the first word to the answer that the next one is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.faq import actions
from storage.faq.kinds import EntryKind, Outcome, Standing
from storage.faq.queries import find_item, list_entries
from tests.faq_play import (
    DOG,
    asks_in,
    entry_of,
    load_models_by,
    publish_few,
    until_read,
    with_models,
)
from tests.handlers.estate_play import asks, labels, newcomer, text_of, turns
from tests.handlers.faq_play import count_kept, listening_group, question, seed, waiting
from tests.handlers.faq_staff_play import entry, says, walk
from tests.people import bound_group, hears, hears_in
from tests.town import Town, open_town

pytestmark = with_models

SLIPS = {
    "zh-hans": ("出门条怎么领？", "每户每两天一张，找楼组长领。"),
    "en": ("How do I get an exit slip?", "One a household every two days."),
}
YOGA = {"zh-hans": "瑜伽课什么时候开始？", "en": "When does the yoga class start?"}
CHAT = (
    "早上好！",
    "谢谢大家，辛苦了",
    "今天天气真好，对吧？",
    "狗狗好可爱啊，几岁了？",
    "haha, did you see the match?",
    "お疲れさまです",
)
REPLY = "瑜伽课周六上午10点在小区花园恢复。"


@pytest.fixture
async def town(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    load_models_by(monkeypatch)
    async with open_town(sqlite_url, models=True) as opened:
        await publish_few(opened)
        yield opened


async def test_what_has_ended_names_what_replaced_it(town: Town) -> None:
    slip_id = await seed(
        town, "exit-slip", SLIPS, kind=EntryKind.CLOSURE, valid_until=town.clock.now().date()
    )
    dog = await entry_of(town, "pets-dog-walking")
    town.clock.advance(timedelta(days=2).total_seconds())
    await town.work.write(
        actions.set_replacement, slip_id, dog.id, by=town.staff.id, now=town.clock.now()
    )
    await until_read(town)

    for person, (words, former) in zip(town.residents, SLIPS.values(), strict=False):
        answer = await asks(person, words)
        assert former not in text_of(answer)
        successor = await turns(person, answer, labels(answer)[0])
        assert any(text.answer in text_of(successor) for text in dog.texts.values())
    assert (await question(town, 1)).outcome is Outcome.ENDED


@pytest.mark.parametrize(
    "near",
    [
        "Where can my dog get its vaccine?",
        "我的狗丢了，去哪里找？",
        "Puis-je adopter un chien ici ?",
    ],
)
async def test_near_miss_is_not_answered_as_if_sure(town: Town, near: str) -> None:
    answer = await asks(town.residents[0], near)

    kept = await question(town, 1)
    assert kept.outcome in (Outcome.OFFERED, Outcome.UNKNOWN)
    views = await town.work.read(list_entries, town.place.committee_id, town.clock.now())
    answers = [text.answer for view in views for text in view.texts.values()]
    assert [words for words in answers if words in text_of(answer)] == []


async def test_chatting_neighbours_are_left_alone(town: Town) -> None:
    group = await listening_group(town)
    before = len(group.messages)
    said = (
        "早上好！",
        "谢谢大家，辛苦了",
        "今天天气真好，对吧？",
        "haha nice photo",
        "ok?",
        "お疲れさま",
    )
    for words in said:
        await town.residents[0].says(words, in_=group)
    # What asks is answered, so it does hear.
    await town.residents[1].says(DOG["en"], in_=group)
    dog = await entry_of(town, "pets-dog-walking")

    answer = await hears_in(group, town.residents[1], dog.texts["en"].answer)

    assert [m for m in group.messages[before:] if m.is_by_bot] == [answer]
    assert await count_kept(town) == 1


async def test_unanswered_question_comes_back_as_an_entry(town: Town) -> None:
    first = newcomer(town, language="zh-hans")
    second, third = town.residents[:2]
    group = await bound_group(town)
    first.chat.is_started = True
    await asks(first, YOGA["zh-hans"])
    brought = await hears(town.staff, YOGA["zh-hans"])
    await second.says(f"/ask@linli_bot {YOGA['en']}", in_=group)
    await town.world.settled()
    (item,) = await waiting(town)
    assert item.askers == 2

    asked_for = await turns(town.staff, brought, "✍️ Reply")
    assert "Your reply to 2 people" in text_of(asked_for)
    preview = await says(town.staff, REPLY)
    done = await turns(town.staff, preview, "📨 Send")
    assert "Sent to 2 people" in text_of(done)
    told = await hears(first, REPLY)
    assert "🌐" not in text_of(told)
    told = await hears(second, REPLY)
    assert "Written in Simplified Chinese, not translated" in text_of(told)

    draft = await turns(town.staff, done, "📌 Make it an answer")
    assert YOGA["zh-hans"] in text_of(draft)
    draft = await walk(town.staff, draft, "🗂 Topic", "📌 Other", "📎 Our committee, today")
    draft = await turns(town.staff, draft, "90 days")
    await turns(town.staff, draft, "✅ Make it an answer")
    kept = await town.work.read(find_item, item.id)
    assert kept is not None
    assert kept.entry_id is not None
    assert (await entry(town, kept.entry_id)).standing is Standing.IN_FORCE

    await until_read(town)
    assert REPLY in text_of(await asks(third, YOGA["zh-hans"]))
    answer = text_of(await asks_in(group, third, YOGA["en"]))
    assert REPLY in answer
    assert "Original in Simplified Chinese" in answer


async def test_danger_is_answered_before_any_search(town: Town) -> None:
    group = await bound_group(town)
    emergency = (await entry_of(town, "emergency-no-test-report")).texts

    for person, words, language in (
        (town.residents[0], "我爸爸胸口疼得厉害，可以遛狗吗？", "zh-hans"),
        (town.residents[1], "My mother has chest pain, where do we test?", "en"),
    ):
        for answer in (await asks(person, words), await asks_in(group, person, words)):
            text = text_of(answer)
            assert text.index("120") < text.index(emergency[language].answer)
    assert await count_kept(town) == 0


async def test_anybody_quotes_an_answer_in_any_chat(town: Town) -> None:
    person = town.residents[0]
    elsewhere = town.world.group("Friends of dogs", members=[person])
    dog = (await entry_of(town, "pets-dog-walking")).texts["fr"]

    found = await person.asks_inline(DOG["fr"], in_=elsewhere)
    sent = await person.chooses(found, dog.question)

    assert sent.chat.id == elsewhere.id
    assert [part for part in (dog.answer, dog.source, "2020") if part not in text_of(sent)] == []
    assert await count_kept(town) == 0
