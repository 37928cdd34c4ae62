"""Residents ask in private, in six languages, and say what they think of the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.answering import Tier
from storage.community.actions import set_reachable
from storage.faq import actions
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind, EntryState, Feedback, Outcome
from tests.handlers.estate_play import asks, labels, newcomer, newest, text_of, turns
from tests.handlers.faq_play import (
    DELIVERIES,
    FOREIGN,
    TESTING,
    count_kept,
    guess,
    question,
    seed,
    today,
    waiting,
)
from tests.people import build_other_estate
from tests.town import Town

OPINIONS = ["👍 Helpful", "👎 Not helpful"]


async def test_the_answer_comes_word_for_word_with_source_and_dates(town: Town) -> None:
    until = today(town) + timedelta(days=30)
    await seed(
        town,
        "testing-weekend",
        source_url="https://example.org/notice?a=1&b=2",
        valid_until=until,
    )

    answer = await asks(town.residents[0], "Where can I get tested at the weekend")

    text = text_of(answer)
    assert TESTING["en"][0] in text
    assert TESTING["en"][1] in text
    assert "Source: 采样通知" in text
    assert "图们居委会, 1 Feb 2020" in text
    assert "In force 1 Feb 2020 to 3 Mar 2020" in text
    assert "Checked on 2 Feb 2020" in text
    assert [entity.url for entity in answer.entities or [] if entity.url] == [
        "https://example.org/notice?a=1&b=2"
    ]
    assert labels(answer) == [*OPINIONS, "🙋 Ask a person", "🌐 Other language"]


async def test_each_is_answered_in_the_language_of_the_question(town: Town) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]

    for asked, tells in TESTING.values():
        assert tells in text_of(await asks(person, asked))

    # Questions in another language change nothing about the person.
    assert "What is kept about you" in text_of(await asks(person, "/me"))


async def test_ones_own_choice_goes_before_the_language_of_the_question(town: Town) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]
    menu = await asks(person, "/language")
    await person.presses(menu, "日本語")

    answer = await asks(person, TESTING["en"][0])

    assert TESTING["ja"][1] in text_of(answer)


async def test_what_is_not_translated_names_its_language(town: Town) -> None:
    await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    guess(town, Tier.SURE, 1)

    answer = await asks(town.residents[0], "Où dois-je retirer mes colis ?")

    assert DELIVERIES["zh-hans"][1] in text_of(answer)
    assert "chinois simplifié" in text_of(answer)


async def test_a_translation_older_than_the_original_says_so(town: Town) -> None:
    entry_id = await seed(town, "deliveries", DELIVERIES)
    town.clock.advance(60)
    newer = EntryWords("zh-hans", DELIVERIES["zh-hans"][0], (), "改放在西门货架。")
    await town.work.write(
        actions.write_text, entry_id, newer, by=town.staff.id, now=town.clock.now()
    )

    answer = await asks(town.residents[0], DELIVERIES["en"][0])

    assert "older than the original" in text_of(answer)


async def test_other_languages_are_read_in_the_same_message(town: Town) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]
    answer = await asks(person, TESTING["en"][0])

    menu = await turns(person, answer, "🌐 Other language")
    assert labels(menu)[:5] == ["简体中文", "繁體中文", "日本語", "한국어", "Français"]
    korean = await turns(person, menu, "한국어")

    assert TESTING["ko"][1] in text_of(korean)
    assert korean.message_id == answer.message_id
    assert "English" in labels(korean)


async def test_praise_is_kept_and_thanked_for(town: Town) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]
    answer = await asks(person, TESTING["en"][0])

    thanked = await turns(person, answer, "👍 Helpful")

    assert "Thank you" in text_of(thanked)
    assert labels(thanked) == ["🌐 Other language"]
    assert (await question(town, 1)).feedback is Feedback.HELPFUL
    assert await waiting(town) == ()


@pytest.mark.parametrize(
    ("button", "feedback"),
    [("👎 Not helpful", Feedback.NOT_HELPFUL), ("🙋 Ask a person", Feedback.TO_A_PERSON)],
)
async def test_anything_but_praise_goes_to_a_person(
    town: Town, button: str, feedback: Feedback
) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]
    answer = await asks(person, TESTING["en"][0])

    told = await turns(person, answer, button)
    await person.presses(answer, button)

    assert "Passed on to the person on duty" in text_of(told)
    assert TESTING["en"][1] in text_of(told)
    assert (await question(town, 1)).feedback is feedback
    assert [(item.text, item.askers) for item in await waiting(town)] == [(TESTING["en"][0], 1)]


async def test_a_question_without_answer_is_admitted_and_handed_over(town: Town) -> None:
    await seed(town, "testing-weekend")

    answer = await asks(town.residents[0], FOREIGN)
    await asks(town.residents[1], FOREIGN)

    assert "📚" in "".join(labels(answer))
    assert [(item.text, item.askers) for item in await waiting(town)] == [(FOREIGN, 2)]
    assert (await question(town, 1)).outcome is Outcome.UNKNOWN


async def test_looking_at_topics_leaves_what_was_said(town: Town) -> None:
    await seed(town, "testing-weekend")
    asker = town.residents[0]
    admitted = await asks(asker, FOREIGN)

    await asker.presses(admitted, "📚 按主题看")

    assert labels(await asker.next_message()) == ["🧪 Testing"]
    assert "没有找到答案" in text_of(newest(admitted, asker))


async def test_what_asks_nothing_goes_to_a_person_only_on_a_press(town: Town) -> None:
    await seed(town, "testing-weekend")
    person = town.residents[0]

    answer = await asks(person, "thank you so much")
    assert "found no answer" in text_of(answer)
    assert await waiting(town) == ()
    told = await turns(person, answer, "🙋 Ask a person")

    assert "Passed on" in text_of(told)
    assert [item.text for item in await waiting(town)] == ["thank you so much"]


@pytest.mark.parametrize("said", ["👍👍", "3-501"])
async def test_what_says_nothing_is_not_searched_for(town: Town, said: str) -> None:
    answer = await asks(town.residents[0], said)

    assert "did not understand" in text_of(answer)
    assert await count_kept(town) == 0


async def test_drafts_are_never_given(town: Town) -> None:
    await seed(town, "testing-weekend", state=EntryState.DRAFTED)

    answer = await asks(town.residents[0], TESTING["en"][0])

    assert "found no answer" in text_of(answer)
    assert TESTING["en"][1] not in text_of(answer)


@pytest.mark.parametrize("said", ["/ask", "/ask 👍", "/ask@linli_bot"])
async def test_ask_alone_tells_how(town: Town, said: str) -> None:
    answer = await asks(town.residents[0], said)

    assert "Ask about the rules here" in text_of(answer)
    assert labels(answer) == ["📚 Topics"]


async def test_a_question_without_end_is_told_so_and_changes_nothing(town: Town) -> None:
    await seed(town, "testing-weekend")
    guesses = guess(town, Tier.NONE)

    answer = await asks(town.residents[0], "why <b>not</b> & " * 600)

    assert "The question is too long: at most 400 characters" in text_of(answer)
    assert guesses.heard == []
    assert await count_kept(town) == 0


async def test_a_stranger_is_answered_by_the_only_committee(town: Town) -> None:
    await seed(town, "testing-weekend")

    answer = await asks(newcomer(town), TESTING["en"][0])

    assert TESTING["en"][1] in text_of(answer)


async def test_with_several_committees_a_stranger_is_asked_for_the_door(town: Town) -> None:
    await seed(town, "testing-weekend")
    await town.work.write(build_other_estate, staff=town.staff.id, resident=town.staff.id)
    person = newcomer(town)

    asked = await asks(person, TESTING["en"][0])
    door = await person.next_message()

    assert "differ from place to place" in text_of(asked)
    assert "door" in text_of(door)
    assert await count_kept(town) == 0


async def test_logs_hold_no_words(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    await seed(town, "testing-weekend")

    await asks(town.residents[0], TESTING["en"][0])

    logged = "".join(capsys.readouterr())
    assert "question_id=1" in logged
    assert "weekend" not in logged


async def test_where_nobody_can_be_told_the_asker_is_told_so(town: Town) -> None:
    await town.work.write(set_reachable, town.staff.id, False)
    guess(town, Tier.NONE)

    told = text_of(await asks(town.residents[0], FOREIGN))

    assert "联系不上值班人员" in told
    assert "已转给值班人员" not in told
    assert [item.is_told for item in await waiting(town)] == [False]


async def test_who_asks_for_a_person_learns_that_nobody_can_be_told(town: Town) -> None:
    await town.work.write(set_reachable, town.staff.id, False)
    guess(town, Tier.NONE)
    person = town.residents[0]

    told = await turns(person, await asks(person, "thank you so much"), "🙋 Ask a person")

    assert "Nobody on duty can be reached now" in text_of(told)
    assert "Passed on" not in text_of(told)


async def test_praise_does_not_take_a_question_back_from_a_person(town: Town) -> None:
    offered = await seed(town, "testing-weekend")
    guess(town, Tier.CHOICE, offered)
    person = town.residents[0]
    offer = await asks(person, "where do I go on saturday")
    await person.presses(offer, "🙋 Ask a person")

    await person.presses(offer, data="qf:1:helpful:en")

    assert (await question(town, 1)).feedback is Feedback.TO_A_PERSON
    assert len(await waiting(town)) == 1
