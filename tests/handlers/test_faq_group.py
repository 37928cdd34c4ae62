"""The bot among neighbours: it speaks when it is asked, briefly, and never twice."""

from __future__ import annotations

from storage.community.actions import forget_person
from storage.faq import actions
from storage.faq.kinds import EntryKind, Feedback, Outcome
from tests.handlers.estate_play import labels, newest, text_of
from tests.handlers.faq_play import (
    DELIVERIES,
    EMERGENCY,
    FOREIGN,
    TESTING,
    count_kept,
    links,
    question,
    quiet_group,
    seed,
    silent,
    waiting,
)
from tests.people import hears_in
from tests.town import Town

QUESTION, ANSWER = TESTING["zh-hans"]


async def test_ask_is_answered_as_a_reply_in_the_askers_language(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)

    for asks, tells in TESTING.values():
        asked = await town.residents[0].says(f"/ask {asks}", in_=group)
        answer = await hears_in(group, town.residents[3], tells)
        assert answer.reply_to_message is not None
        assert answer.reply_to_message.message_id == asked.message_id
        town.clock.advance(31 * 60)


async def test_a_mention_asks_and_a_plain_question_does_not(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)

    await town.residents[0].says(QUESTION, in_=group)
    assert await silent(group, town)
    await town.residents[0].says(f"@linli_bot {QUESTION}", in_=group)

    answer = await hears_in(group, town.residents[3], ANSWER)
    assert labels(answer)[0] == "👍 有帮助"


async def test_ask_as_a_reply_asks_what_the_neighbour_wrote(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)

    said = await town.residents[1].says(QUESTION, in_=group)
    await town.residents[0].says("/ask", in_=group, reply_to=said)

    await hears_in(group, town.residents[3], ANSWER)
    assert (await question(town, 1)).person_id == town.residents[0].id


async def test_a_neighbours_words_go_when_the_neighbour_is_forgotten(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)
    said = await town.residents[1].says(QUESTION, in_=group)
    await town.residents[0].says("/ask", in_=group, reply_to=said)
    await hears_in(group, town.residents[3], ANSWER)

    await town.work.write(forget_person, town.residents[1].id, now=town.clock.now())

    assert await count_kept(town) == 0


async def test_a_reply_to_an_answer_asks_and_thanks_ask_nothing(town: Town) -> None:
    await seed(town, "testing-weekend")
    await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    group = await quiet_group(town)
    await town.residents[0].says(f"/ask {QUESTION}", in_=group)
    answer = await hears_in(group, town.residents[3], ANSWER)

    await town.residents[0].says("谢谢你，辛苦了", in_=group, reply_to=answer)
    assert await silent(group, town)
    await town.residents[0].says(DELIVERIES["zh-hans"][0], in_=group, reply_to=answer)

    await hears_in(group, town.residents[3], DELIVERIES["zh-hans"][1])
    assert await waiting(town) == ()


async def test_what_is_not_known_is_only_looked_at_and_handed_over(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)

    asked = await town.residents[0].says(f"/ask {FOREIGN}", in_=group)

    assert await silent(group, town)
    assert (asked.message_id, town.world.bot.id) in group.reactions
    assert [item.text for item in await waiting(town)] == [FOREIGN]
    assert (await question(town, 1)).is_in_group


async def test_feedback_counts_from_the_asker_only(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)
    await town.residents[0].says(f"/ask {QUESTION}", in_=group)
    answer = await hears_in(group, town.residents[3], ANSWER)

    refused = await town.residents[1].presses(answer, "👎 没帮助")
    assert refused.show_alert
    assert "Only the person who asked" in text_of(refused)
    assert (await question(town, 1)).feedback is None
    await town.residents[0].presses(answer, "👍 有帮助")

    assert (await question(town, 1)).feedback is Feedback.HELPFUL
    assert labels(newest(answer, town.residents[0])) == ["🌐 换种语言"]


async def test_another_language_opens_in_private(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)
    await town.residents[0].says(f"/ask {QUESTION}", in_=group)
    answer = await hears_in(group, town.residents[3], ANSWER)

    link = links(answer)["🌐 换种语言"]
    await town.residents[1].opens_link(link)
    private = await town.residents[1].next_message()

    assert link == "https://t.me/linli_bot?start=q_1"
    assert TESTING["en"][1] in text_of(private)
    assert "Français" in labels(private)


async def test_what_was_just_answered_is_pointed_at(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)
    await town.residents[0].says(f"/ask {QUESTION}", in_=group)
    answer = await hears_in(group, town.residents[3], ANSWER)

    await town.residents[1].says(f"/ask {QUESTION}", in_=group)
    short = await town.residents[3].next_message(in_=group)
    town.clock.advance(31 * 60)
    await town.residents[2].says(f"/ask {QUESTION}", in_=group)

    assert ANSWER not in text_of(short)
    assert [e.url for e in short.entities or []] == [
        f"https://t.me/c/{str(group.id)[4:]}/{answer.message_id}"
    ]
    assert list(links(short).values()) == ["https://t.me/linli_bot?start=q_1"]
    assert (await question(town, 2)).outcome is Outcome.ANSWERED
    await hears_in(group, town.residents[3], ANSWER)


async def test_it_listens_only_where_staff_let_it(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town, listens=True)

    await town.residents[0].says(QUESTION, in_=group)
    await hears_in(group, town.residents[3], ANSWER)
    await town.residents[1].says(QUESTION, in_=group)
    assert await silent(group, town)

    await town.work.write(
        actions.set_listens, group.id, False, by=town.staff.id, now=town.clock.now()
    )
    town.clock.advance(31 * 60)
    await town.residents[0].says(QUESTION, in_=group)
    assert await silent(group, town)
    assert await count_kept(town) == 1


CHAT = [
    FOREIGN,
    "今天天气真好",
    "笑死我了",
    f"{QUESTION} https://example.org",
    QUESTION + "啊" * 200,
    "吗？",
]


async def test_chat_is_neither_answered_nor_kept(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town, listens=True)

    for said in CHAT:
        await town.residents[0].says(said, in_=group)

    assert await silent(group, town)
    assert await count_kept(town) == 0
    assert await waiting(town) == ()


async def test_an_unbound_group_has_no_answers(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await town.group(reads_all=True)

    await town.residents[0].says(f"/ask {QUESTION}", in_=group)

    await hears_in(group, town.residents[3], "not bound")
    assert await count_kept(town) == 0


async def test_danger_is_answered_first_where_it_is_meant_for_the_bot(town: Town) -> None:
    await seed(town, "emergency", EMERGENCY, kind=EntryKind.EMERGENCY)
    group = await quiet_group(town)

    await town.residents[0].says("@linli_bot 我爸胸口疼", in_=group)

    told = await hears_in(group, town.residents[3], "120")
    assert EMERGENCY["zh-hans"][1] in text_of(told)
    assert await count_kept(town) == 0


async def test_danger_is_overheard_where_it_listens(town: Town) -> None:
    group = await quiet_group(town, listens=True)

    await town.residents[0].says("My father has chest pain", in_=group)

    told = await hears_in(group, town.residents[3], "Call 120 now")
    assert "No test report is needed" in text_of(told)


async def test_topics_are_looked_at_in_private(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await quiet_group(town)

    await town.residents[0].says("/faq", in_=group)
    way = await town.residents[3].next_message(in_=group)
    await town.residents[0].opens_link(links(way)["📚 Topics"])

    assert labels(await town.residents[0].next_message()) == ["🧪 Testing"]
