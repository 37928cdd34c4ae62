"""Quoting an entry in any chat, looking through topics, and rules that have ended."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from handlers.answering import Tier
from simulator.inline import InlineResults
from storage.audit.tables import FailedUpdate
from storage.faq import actions
from storage.faq.kinds import EntryKind, EntryState, Outcome
from tests.handlers.estate_play import actor, asks, labels, newcomer, text_of, turns
from tests.handlers.faq_play import (
    DELIVERIES,
    EMERGENCY,
    TESTING,
    count_kept,
    guess,
    listening_group,
    question,
    seed,
    today,
    waiting,
)
from tests.people import build_other_estate
from tests.town import Town

DAY = 24 * 3600
# The day on which the town's clock stands when a test begins.
END = "2 Feb 2020"


def titles(found: InlineResults) -> list[str]:
    return [result.title for result in found.results]


def texts(found: InlineResults) -> list[str]:
    return [result.content["text"] for result in found.results]


async def seed_ended(town: Town, *, replaced: bool) -> tuple[int, int]:
    """A rule that ended yesterday, and one that is in force, its successor or not."""
    old = await seed(town, "testing-weekend", valid_until=today(town))
    new = await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    if replaced:
        await town.work.write(
            actions.set_replacement, old, new, by=town.staff.id, now=town.clock.now()
        )
    town.clock.advance(DAY)
    return old, new


async def test_words_find_entries_to_quote_whole(town: Town) -> None:
    await seed(town, "testing-weekend")
    await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)

    found = await town.residents[0].asks_inline(TESTING["zh-hans"][0])

    assert titles(found)[0] == TESTING["zh-hans"][0]
    assert TESTING["zh-hans"][1] in texts(found)[0]
    assert "采样通知" in texts(found)[0]
    assert found.answer.is_personal
    assert await count_kept(town) == 0


async def test_without_words_what_is_asked_most_comes_first(town: Town) -> None:
    await seed(town, "testing-weekend")
    await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    await asks(town.residents[0], DELIVERIES["en"][0])

    found = await town.residents[1].asks_inline("")

    assert titles(found) == [DELIVERIES["en"][0], TESTING["en"][0]]


async def test_a_quotation_is_posted_and_not_answered(town: Town) -> None:
    await seed(town, "testing-weekend")
    group = await listening_group(town)
    person = town.residents[0]

    found = await person.asks_inline(TESTING["en"][0], in_=group)
    quoted = await person.chooses(found, TESTING["en"][0])
    await town.world.settled()

    assert TESTING["en"][1] in (quoted.text or "")
    assert await count_kept(town) == 0


async def test_only_what_is_in_force_here_is_quoted(town: Town) -> None:
    await seed_ended(town, replaced=True)
    await seed(town, "emergency", EMERGENCY, state=EntryState.DRAFTED)

    assert titles(await town.residents[0].asks_inline("")) == [DELIVERIES["en"][0]]
    assert titles(await town.residents[0].asks_inline(TESTING["en"][0])) == []


async def test_nobody_without_a_place_is_shown_anything(town: Town) -> None:
    await seed(town, "testing-weekend")
    await town.work.write(build_other_estate, staff=town.staff.id, resident=town.staff.id)
    stranger = newcomer(town)

    found = await stranger.asks_inline("")

    assert found.results == []
    assert found.button is not None
    assert found.button.text == "Open Linli"
    assert (await actor(town, stranger)).name == ""


async def test_what_has_ended_says_what_took_its_place(town: Town) -> None:
    old, new = await seed_ended(town, replaced=True)
    person = town.residents[0]

    ended = await asks(person, TESTING["en"][0])
    successor = await turns(person, ended, DELIVERIES["en"][0])

    assert f"That rule ended on {END}" in text_of(ended)
    assert "replaced by" in text_of(ended)
    assert TESTING["en"][1] not in text_of(ended)
    assert DELIVERIES["en"][1] in text_of(successor)
    asked = await question(town, 1)
    assert (asked.outcome, asked.entry_id) == (Outcome.ENDED, new)
    assert old != new
    assert await waiting(town) == ()


async def test_what_has_ended_without_successor_goes_to_a_person(town: Town) -> None:
    await seed_ended(town, replaced=False)

    ended = await asks(town.residents[0], TESTING["en"][0])

    assert "No newer rule is known. A person on duty has your question" in text_of(ended)
    assert labels(ended) == []
    assert [item.text for item in await waiting(town)] == [TESTING["en"][0]]


async def test_of_less_sure_titles_only_the_first_may_have_ended(town: Town) -> None:
    old, new = await seed_ended(town, replaced=False)
    person = town.residents[0]

    guess(town, Tier.CHOICE, new, old)
    second = await asks(person, "where do I go")
    guess(town, Tier.CHOICE, old, new)
    first = await asks(person, "where do I go then")

    assert labels(second)[0] == DELIVERIES["en"][0]
    assert "ended" not in text_of(second)
    assert f"{TESTING['en'][0]} (ended)" in text_of(first)
    told = await turns(person, first, labels(first)[0])
    assert TESTING["en"][1] not in text_of(told)
    assert labels(told) == ["🙋 Ask a person"]


async def test_old_buttons_never_show_what_has_ended(town: Town) -> None:
    await seed(town, "testing-weekend", valid_until=today(town))
    person = town.residents[0]
    answer = await asks(person, TESTING["en"][0])
    town.clock.advance(DAY)

    menu = await turns(person, answer, "🌐 Other language")

    assert "That rule ended" in text_of(menu)
    assert TESTING["en"][1] not in text_of(menu)


async def test_topics_lead_to_entries_and_back(town: Town) -> None:
    await seed(town, "testing-weekend")
    await seed(town, "deliveries", DELIVERIES, kind=EntryKind.DELIVERIES)
    person = town.residents[0]

    topics = await asks(person, "/faq")
    assert labels(topics) == ["🧪 Testing", "📦 Deliveries"]
    topic = await turns(person, topics, "📦 Deliveries")
    answer = await turns(person, topic, DELIVERIES["en"][0])
    back = await turns(person, answer, "Back")
    top = await turns(person, back, "Back")

    assert DELIVERIES["en"][1] in text_of(answer)
    assert labels(answer) == ["🌐 Other language", "Back"]
    assert text_of(back) == "📦 Deliveries"
    assert labels(top) == labels(topics)


async def test_without_entries_topics_say_so(town: Town) -> None:
    assert "There are no answers yet" in text_of(await asks(town.residents[0], "/faq"))


async def test_danger_comes_before_anything_else(town: Town) -> None:
    person = newcomer(town)
    await asks(person, "/start")

    told = await asks(person, "奶奶晕倒了，叫不醒")

    assert "120" in text_of(told)
    assert await count_kept(town) == 0


def typed(person_id: int, words: str) -> dict[str, Any]:
    """What Telegram sends for words typed after the bot's name in some chat."""
    sender = {"id": person_id, "is_bot": False, "first_name": "x"}
    return {"id": "12345", "from": sender, "query": words, "offset": ""}


async def failures(town: Town) -> list[dict[str, Any]]:
    """The updates that were kept because they could not be handled."""

    def read(session: Session) -> list[dict[str, Any]]:
        return [failed.payload for failed in session.exec(select(FailedUpdate))]

    return await town.work.read(read)


async def test_an_answer_that_comes_too_late_is_no_failure(town: Town) -> None:
    await seed(town, "testing-weekend")
    query = typed(town.residents[0].id, TESTING["en"][0])

    await town.app.switchboard.handle({"update_id": 999, "inline_query": query})

    assert await failures(town) == []


async def test_of_a_query_that_failed_no_words_are_kept(town: Town) -> None:
    person = town.residents[0].id
    object.__setattr__(town.app.services, "matcher", None)

    await town.app.switchboard.handle(
        {"update_id": 999, "inline_query": typed(person, "my private trouble")}
    )

    (kept,) = await failures(town)
    assert kept["inline_query"]["from"]["id"] == person
    assert "trouble" not in str(kept)


async def test_forged_buttons_are_refused(town: Town) -> None:
    draft = await seed(town, "testing-weekend", state=EntryState.DRAFTED)
    person = town.residents[0]
    message = await asks(person, "/faq")

    for data in (
        f"ql:{draft}:0:en:0",
        "ql:1:0:xx:0",
        "ql:999:0:en:0",
        "qf:1:praise:en",
        "qf:999:helpful:en",
        "qc:0:999",
        "qt:nonsense:0",
        f"qe:{draft}:testing:0",
    ):
        assert "out of date" in text_of(await person.presses(message, data=data)), data
