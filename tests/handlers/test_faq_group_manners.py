"""What the bot leaves unsaid among neighbours, and who is answered without being known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.answering import Tier
from simulator import Group, Person
from storage.faq import actions
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind
from tests.handlers.estate_play import labels, text_of
from tests.handlers.faq_play import (
    DELIVERIES,
    TESTING,
    count_kept,
    guess,
    links,
    quiet_group,
    seed,
    silent,
    waiting,
)
from tests.people import hears_in
from tests.town import Town

ANSWER = TESTING["en"][1]
MOVED = "At the north gate, 2 p.m."


async def answered(town: Town, group: Group, asker: Person) -> None:
    """Somebody asks and is answered, and everybody reads it."""
    await asker.says("/ask where do I test?", in_=group)
    await hears_in(group, town.residents[3], ANSWER)


async def test_after_a_change_the_new_words_are_said_at_once(town: Town) -> None:
    group = await quiet_group(town, listens=True)
    entry_id = await seed(town, "testing-weekend")
    guess(town, Tier.SURE, entry_id)
    await answered(town, group, town.residents[0])
    words = EntryWords("en", TESTING["en"][0], (), MOVED)
    await town.work.write(
        actions.write_text, entry_id, words, by=town.staff.id, now=town.clock.now()
    )

    await town.residents[1].says("Where do I get tested now?", in_=group)
    await hears_in(group, town.residents[3], MOVED)
    await town.residents[2].says("/ask where do I test?", in_=group)

    assert MOVED not in text_of(await town.residents[3].next_message(in_=group))


async def test_what_ended_is_said_once_where_the_bot_listens(town: Town) -> None:
    group = await quiet_group(town, listens=True)
    old = await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    new = await seed(town, "testing-weekend")
    await town.work.write(
        actions.withdraw_entry, old, by=town.staff.id, now=town.clock.now(), replaced_by=new
    )
    guess(town, Tier.SURE, old)

    await town.residents[0].says("Where do I pick up parcels?", in_=group)
    told = await town.residents[3].next_message(in_=group)
    await town.residents[1].says("Where do I pick up parcels?", in_=group)
    assert await silent(group, town)
    await town.residents[2].says("/ask where are the parcels?", in_=group)
    short = await town.residents[3].next_message(in_=group)

    assert labels(told) == [TESTING["en"][0][:35] + "…"]
    assert list(links(short).values()) == [f"https://t.me/linli_bot?start=q_{old}"]


async def test_a_question_that_telegram_sends_again_is_not_answered_again(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.SURE, await seed(town, "testing-weekend"))
    person = town.residents[0]
    asked = await person.says("/ask where do I test?", in_=group)
    await hears_in(group, town.residents[3], ANSWER)
    town.clock.advance(timedelta(seconds=5).total_seconds())

    await town.app.switchboard.handle(
        {
            "update_id": 77,
            "message": {
                "message_id": asked.message_id,
                "date": int(asked.date.timestamp()),
                "chat": {"id": group.id, "type": "supergroup", "title": "x"},
                "from": {"id": person.id, "is_bot": False, "first_name": "x"},
                "text": "/ask where do I test?",
            },
        }
    )

    assert await silent(group, town)
    assert await count_kept(town) == 1


async def test_who_asks_as_the_group_is_answered_and_not_kept(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.SURE, await seed(town, "testing-weekend"))

    await town.staff.says("/ask where do I test?", in_=group, as_group=True)

    answer = await hears_in(group, town.residents[3], TESTING["zh-hans"][1])
    assert labels(answer) == ["🌐 换种语言"]
    assert await count_kept(town) == 0


async def test_titles_for_who_asks_as_the_group_open_in_private(town: Town) -> None:
    group = await quiet_group(town)
    entry_id = await seed(town, "testing-weekend")
    guess(town, Tier.CHOICE, entry_id)

    await town.staff.says("/ask where do I go?", in_=group, as_group=True)
    offer = await town.residents[3].next_message(in_=group)
    pressed = await town.residents[0].presses(offer, TESTING["zh-hans"][0])

    assert labels(offer) == [TESTING["zh-hans"][0]]
    assert pressed.url == f"https://t.me/linli_bot?start=q_{entry_id}"


async def test_what_is_not_known_is_not_handed_over_for_who_asks_as_the_group(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.NONE)

    asked = await town.staff.says("/ask where do I go?", in_=group, as_group=True)

    assert await silent(group, town)
    assert group.reactions[(asked.message_id, town.world.bot.id)]
    assert await waiting(town) == ()


async def test_who_mentions_the_bot_as_a_channel_is_answered(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.SURE, await seed(town, "testing-weekend"))
    news = town.world.channel("News")

    await town.residents[0].says("@linli_bot where to test", in_=group, as_channel=news)

    await hears_in(group, town.residents[3], TESTING["zh-hans"][1])


async def test_a_passed_on_post_that_mentions_the_bot_is_left_alone(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.SURE, await seed(town, "testing-weekend"))
    person = town.residents[0]

    await town.app.switchboard.handle(
        {
            "update_id": 77,
            "message": {
                "message_id": 5000,
                "date": 1,
                "chat": {"id": group.id, "type": "supergroup", "title": "x"},
                "from": {"id": person.id, "is_bot": False, "first_name": "x"},
                "forward_origin": {
                    "type": "hidden_user",
                    "date": 1,
                    "sender_user_name": "News",
                },
                "text": "Ask @linli_bot where to test",
                "entities": [{"type": "mention", "offset": 4, "length": 10}],
            },
        }
    )

    assert await silent(group, town)
    assert await count_kept(town) == 0


@pytest.mark.parametrize(
    ("said", "is_told"),
    [("Thank you all so much, neighbours. " * 15, False), ("Where do I go? " * 40, True)],
)
async def test_only_a_question_is_told_that_it_is_too_long(
    town: Town, said: str, is_told: bool
) -> None:
    group = await quiet_group(town)
    guess(town, Tier.SURE, await seed(town, "testing-weekend"))
    await town.residents[0].says("/ask where do I test?", in_=group)
    answer = await hears_in(group, town.residents[3], ANSWER)

    await town.residents[0].says(said, in_=group, reply_to=answer)

    assert await silent(group, town) is not is_told
