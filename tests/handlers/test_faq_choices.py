"""Where the bot is less sure, it offers titles: in private and among neighbours."""

from __future__ import annotations

from handlers.answering import Tier
from storage.faq.kinds import EntryKind, Feedback, Outcome
from tests.handlers.estate_play import asks, labels, newest, text_of, turns
from tests.handlers.faq_play import (
    DELIVERIES,
    TESTING,
    guess,
    question,
    quiet_group,
    seed,
    silent,
    waiting,
)
from tests.town import Town


async def test_less_sure_means_titles_to_choose_from(town: Town) -> None:
    first = await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    second = await seed(town, "testing-weekend")
    guess(town, Tier.CHOICE, second, first)
    person = town.residents[0]

    offer = await asks(person, "where do I go on saturday")
    assert labels(offer) == [
        TESTING["en"][0][:35] + "…",
        DELIVERIES["en"][0],
        "None of these",
        "🙋 Ask a person",
    ]
    answer = await turns(person, offer, DELIVERIES["en"][0])

    assert DELIVERIES["en"][1] in text_of(answer)
    assert answer.message_id == offer.message_id
    assert labels(answer)[:2] == ["👍 Helpful", "👎 Not helpful"]
    asked = await question(town, 1)
    assert (asked.outcome, asked.entry_id) == (Outcome.OFFERED, first)


async def test_none_of_these_goes_to_a_person(town: Town) -> None:
    guess(town, Tier.CHOICE, await seed(town, "testing-weekend"))
    person = town.residents[0]
    offer = await asks(person, "where do I go on saturday")

    told = await turns(person, offer, "None of these")

    assert "Passed on to the person on duty" in text_of(told)
    assert [item.text for item in await waiting(town)] == ["where do I go on saturday"]
    assert (await question(town, 1)).feedback is Feedback.NONE_OF_THESE


async def test_the_chosen_title_takes_the_place_of_the_titles(town: Town) -> None:
    first = await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    guess(town, Tier.CHOICE, await seed(town, "testing-weekend"), first)
    group = await quiet_group(town)
    await town.residents[0].says("/ask where do I go", in_=group)
    offer = await town.residents[3].next_message(in_=group)
    title = DELIVERIES["en"][0]

    elsewhere = await town.residents[1].presses(offer, title)
    assert elsewhere.url == f"https://t.me/linli_bot?start=q_{first}"
    assert text_of(newest(offer, town.residents[1])) == text_of(offer)
    await town.residents[0].presses(offer, title)

    assert DELIVERIES["en"][1] in text_of(newest(offer, town.residents[0]))
    assert "🙋 Ask a person" in labels(newest(offer, town.residents[0]))


async def test_one_question_with_titles_is_left_open(town: Town) -> None:
    guess(town, Tier.CHOICE, await seed(town, "testing-weekend"))
    group = await quiet_group(town)
    await town.residents[0].says("/ask where do I go", in_=group)
    first = await town.residents[3].next_message(in_=group)
    await town.residents[1].says("/ask where do I go", in_=group)
    others = await town.residents[3].next_message(in_=group)
    await town.residents[0].says("/ask where do I go then", in_=group)
    second = await town.residents[3].next_message(in_=group)
    await town.world.settled()

    left = {message.message_id for message in group.messages}
    assert first.message_id not in left
    assert {others.message_id, second.message_id} <= left


async def test_overheard_it_never_offers_titles(town: Town) -> None:
    guess(town, Tier.CHOICE, await seed(town, "testing-weekend"))
    group = await quiet_group(town, listens=True)

    await town.residents[0].says("周末去哪里啊？", in_=group)

    assert await silent(group, town)
