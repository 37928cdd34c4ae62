"""An answer is read where it holds: links, buttons and successors keep to the reader's houses."""

from __future__ import annotations

import pytest

from handlers.answering import Tier
from simulator import Person
from storage.community.queries import list_buildings
from storage.faq import actions
from storage.faq.kinds import ClosureKind, EntryState
from tests.handlers.estate_play import actor, asks, labels, newcomer, newest, text_of, turns
from tests.handlers.faq_play import (
    DELIVERIES,
    EMERGENCY,
    TESTING,
    guess,
    links,
    question,
    quiet_group,
    seed,
    waiting,
)
from tests.handlers.faq_staff_play import stranger_staff
from tests.town import Town

ANSWER = TESTING["en"][1]
ELSEWHERE = "holds for other houses"


async def seed_for(town: Town, reader: Person, *, own: bool) -> int:
    """An entry for the building of `reader` only, or for another one only."""
    entry_id = await seed(town, "testing-weekend")
    home = (await actor(town, reader)).residents[0].building_id
    buildings = await town.work.read(list_buildings, town.place.estate_id)
    await town.work.write(
        actions.set_scope,
        entry_id,
        estate_id=town.place.estate_id,
        building_id=next(each.id for each in buildings if (each.id == home) is own),
        closure=None,
        by=town.staff.id,
        now=town.clock.now(),
    )
    return entry_id


async def withdraw(town: Town, entry_id: int, successor: int | None = None) -> None:
    await town.work.write(
        actions.withdraw_entry,
        entry_id,
        by=town.staff.id,
        now=town.clock.now(),
        replaced_by=successor,
    )


async def test_a_link_opens_what_holds_for_ones_own_building(town: Town) -> None:
    person = town.residents[0]
    entry_id = await seed_for(town, person, own=True)

    assert ANSWER in text_of(await asks(person, f"/start q_{entry_id}"))


async def test_a_link_to_another_buildings_answer_is_refused(town: Town) -> None:
    person = town.residents[0]
    entry_id = await seed_for(town, person, own=False)

    refused = text_of(await asks(person, f"/start q_{entry_id}"))

    assert ELSEWHERE in refused
    assert ANSWER not in refused


async def test_a_link_to_what_holds_in_another_closure_is_refused(town: Town) -> None:
    entry_id = await seed(town, "testing-weekend", closure=ClosureKind.LOCKDOWN)

    assert ELSEWHERE in text_of(await asks(town.residents[0], f"/start q_{entry_id}"))


async def test_another_committees_answer_is_refused(town: Town) -> None:
    entry_id = await seed(town, "testing-weekend")
    stranger = await stranger_staff(town)

    refused = await asks(stranger, f"/start q_{entry_id}")
    await stranger.presses(refused, data=f"qc:0:{entry_id}")

    assert ELSEWHERE in text_of(refused)
    assert ANSWER not in text_of(newest(refused, stranger))


async def test_a_link_to_what_was_withdrawn_gives_none_of_its_words(town: Town) -> None:
    entry_id = await seed(town, "testing-weekend")
    await withdraw(town, entry_id)

    told = text_of(await asks(town.residents[0], f"/start q_{entry_id}"))

    assert TESTING["en"][0] in told
    assert ANSWER not in told


async def test_staff_read_all_answers_of_their_committee(town: Town) -> None:
    entry_id = await seed(town, "testing-weekend", closure=ClosureKind.LOCKDOWN)

    assert ANSWER in text_of(await asks(town.staff, f"/start q_{entry_id}"))


async def test_whoever_has_no_door_yet_is_asked_for_it(town: Town) -> None:
    entry_id = await seed_for(town, town.residents[0], own=True)
    person = newcomer(town)

    asked = await asks(person, f"/start q_{entry_id}")

    assert "differ from place to place" in text_of(asked)
    assert "door" in text_of(await person.next_message())


@pytest.mark.parametrize("press", ["qc:0:{}", "ql:{}:0:en:0", "qe:{}:testing:0"])
async def test_no_button_shows_another_buildings_answer(town: Town, press: str) -> None:
    person = town.residents[0]
    entry_id = await seed_for(town, person, own=False)
    menu = await asks(person, "/faq")

    refused = await person.presses(menu, data=press.format(entry_id))

    assert ELSEWHERE in text_of(refused)
    assert ANSWER not in text_of(newest(menu, person))


async def test_a_choice_that_cannot_be_shown_is_not_kept(town: Town) -> None:
    offered = await seed(town, "deliveries", DELIVERIES)
    draft = await seed(town, "testing-weekend", state=EntryState.DRAFTED)
    guess(town, Tier.CHOICE, offered)
    person = town.residents[0]
    offer = await asks(person, "where do I go on saturday")

    await person.presses(offer, data=f"qc:1:{draft}")

    assert (await question(town, 1)).entry_id is None


async def test_a_successor_for_other_houses_is_not_offered(town: Town) -> None:
    person = town.residents[0]
    successor = await seed_for(town, person, own=False)
    old = await seed(town, "deliveries", DELIVERIES)
    await withdraw(town, old, successor)
    guess(town, Tier.SURE, old)

    told = await asks(person, DELIVERIES["en"][0])

    assert TESTING["en"][0] not in text_of(told)
    assert labels(told) == []
    assert [item.text for item in await waiting(town)] == [DELIVERIES["en"][0]]


async def test_the_chain_is_followed_to_a_successor_for_these_houses(town: Town) -> None:
    person = town.residents[0]
    between = await seed_for(town, person, own=False)
    last = await seed(town, "emergency", EMERGENCY)
    old = await seed(town, "deliveries", DELIVERIES)
    await withdraw(town, old, between)
    await town.work.write(
        actions.set_replacement, between, last, by=town.staff.id, now=town.clock.now()
    )
    guess(town, Tier.SURE, old)

    told = await asks(person, DELIVERIES["en"][0])
    successor = await turns(person, told, EMERGENCY["en"][0])

    assert EMERGENCY["en"][1] in text_of(successor)
    assert await waiting(town) == ()


async def test_feedback_counts_after_the_answer_ceased_to_hold_here(town: Town) -> None:
    person = town.residents[0]
    entry_id = await seed(town, "testing-weekend")
    answer = await asks(person, TESTING["en"][0])
    await town.work.write(
        actions.set_scope,
        entry_id,
        estate_id=None,
        building_id=None,
        closure=ClosureKind.LOCKDOWN,
        by=town.staff.id,
        now=town.clock.now(),
    )

    told = await turns(person, answer, "🙋 Ask a person")

    assert "Passed on to the person on duty" in text_of(told)
    assert ANSWER not in text_of(told)
    assert len(await waiting(town)) == 1


async def test_in_a_group_only_what_holds_for_its_houses_is_shown(town: Town) -> None:
    group = await quiet_group(town)
    shown = await seed(town, "deliveries", DELIVERIES)
    hidden = await seed(town, "testing-weekend", closure=ClosureKind.LOCKDOWN)
    guess(town, Tier.SURE, shown)
    await town.staff.says("/ask where do I go", in_=group)
    answer = await town.residents[3].next_message(in_=group)

    await town.staff.presses(answer, data=f"qc:1:{hidden}")

    assert ANSWER not in text_of(newest(answer, town.residents[3]))
    assert list(links(answer).values()) == [f"https://t.me/linli_bot?start=q_{shown}"]


async def test_what_staff_chose_as_the_reply_is_read_wherever_one_lives(town: Town) -> None:
    group = await quiet_group(town)
    guess(town, Tier.NONE)
    person = town.residents[0]
    entry_id = await seed_for(town, person, own=False)
    await person.says("/ask where do I go", in_=group)
    await town.world.settled()
    (item,) = await waiting(town)

    await town.work.write(
        actions.settle_with_entry, item.id, entry_id, by=town.staff.id, now=town.clock.now()
    )
    await town.world.settled()
    reply = await person.next_message()

    assert ANSWER in text_of(await turns(person, reply, labels(reply)[0]))
