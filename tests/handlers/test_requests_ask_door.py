"""For which household somebody asks: the one they live in, asked for once and then gone on."""

from __future__ import annotations

from storage.community.actions import join_household, object_to_resident
from storage.community.queries import find_door
from tests.handlers.estate_play import actor, add_doors, doors_of, labels, newcomer
from tests.handlers.requests_play import (
    MEDICINE,
    SUPPLIES,
    kind_of,
    newest_of,
    offer,
    opens,
    own_lines,
    says,
    sends,
    text,
    turns,
    writes,
)
from tests.people import build_other_estate, family_member, hears_in
from tests.town import Town


async def test_a_newcomer_gives_the_door_and_goes_on(town: Town) -> None:
    await offer(town, SUPPLIES)
    person = newcomer(town)

    assert "which door" in text(await opens(person, SUPPLIES))
    await person.next_message()
    tied = await writes(person, "2-101")
    assert "2-101" in text(tied)
    asked = await person.next_message()
    assert "What?" in text(asked)
    await sends(person, await writes(person, "奶粉"))

    assert (await newest_of(town, person)).door == "2-101"


async def test_a_door_that_is_not_here_is_refused_clearly(town: Town) -> None:
    await offer(town, SUPPLIES)
    person = newcomer(town)
    await opens(person, SUPPLIES)
    await person.next_message()

    refused = await writes(person, "7-707")
    assert "7-707" in text(refused)
    assert await doors_of(town, person) == []
    await writes(person, "2-101")

    assert "What?" in text(await person.next_message())


async def test_a_newcomer_who_wanted_nothing_is_offered_nothing(town: Town) -> None:
    await offer(town, SUPPLIES)
    person = newcomer(town)
    await writes(person, "/start")
    tied = await writes(person, "2-101")
    await town.world.settled()

    said = [each for each in person.chat.messages if each.is_by_bot]
    assert said[-1].message_id == tied.message_id


async def test_the_home_is_asked_where_there_are_several(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    await _moves_in(town, resident.id, await add_doors(town, "9-901", estate="另一小区"))

    homes = await opens(resident, SUPPLIES)
    assert labels(homes) == ["1-101", "9-901"]
    await turns(resident, homes, "9-901")
    await sends(resident, await writes(resident, "奶粉"))

    assert (await newest_of(town, resident)).door == "9-901"


async def _moves_in(town: Town, person_id: int, estate_id: int) -> None:
    match = await town.work.read(find_door, estate_id, "9-901", None)
    assert match.household is not None
    household_id = match.household.household_id
    await town.work.write(join_household, person_id, household_id, now=town.clock.now())


async def test_a_disputed_tie_asks_for_nothing(town: Town) -> None:
    await offer(town, SUPPLIES)
    stranger = await family_member(town, 0)
    tie = (await actor(town, stranger)).residents[0]
    await town.work.write(
        object_to_resident, tie.resident_id, by=town.residents[0].id, now=town.clock.now()
    )

    kind = await kind_of(town, SUPPLIES)
    before = await writes(stranger, "/need")
    assert "staff" in text(before).lower() or "committee" in text(before).lower()
    answer = await stranger.presses(before, data=f"nk:{kind.id}:1")

    assert answer.show_alert
    assert await own_lines(town, stranger) == ()


async def test_a_forged_household_is_refused(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    kind = await kind_of(town, SUPPLIES)
    kinds = await writes(resident, "/need")

    assert (await resident.presses(kinds, data=f"nk:{kind.id}:2")).show_alert
    assert (await resident.presses(kinds, data="nh:2")).show_alert
    assert (await resident.presses(kinds, data="nk:999:1")).show_alert


async def test_another_committees_kind_is_refused(town: Town) -> None:
    await offer(town, SUPPLIES)
    outsider = newcomer(town, "外人")
    outsider.chat.is_started = True
    await writes(outsider, "/start")
    await town.work.write(build_other_estate, staff=town.staff.id, resident=outsider.id)
    kind = await kind_of(town, SUPPLIES)
    shown = await writes(outsider, "/need")
    await outsider.presses(shown, data=f"nk:{kind.id}:1")

    assert await own_lines(town, outsider) == ()


async def test_a_group_is_led_into_private(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    group = await town.group()
    for command in ("need", "mine"):
        await resident.says(f"/{command}@linli_bot", in_=group)
        pointed = await hears_in(group, resident, "in private")
        link = await resident.presses(pointed, says("in_private"))
        assert link.url == f"https://t.me/linli_bot?start={command}"

    answer = await resident.presses(pointed, data="na:0")
    assert answer.show_alert


async def test_what_is_wanted_is_written_naturally(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]

    offered = await writes(resident, "我需要买点奶粉")
    assert labels(offered) == [says("ask_for_it"), says("something_else"), says("was_question")]
    summary = await turns(resident, offered, says("ask_for_it"))
    assert "我需要买点奶粉" in text(summary)
    await sends(resident, summary)

    request = await newest_of(town, resident)
    assert request.kind.slug == SUPPLIES.slug
    assert request.answers == {"what": "我需要买点奶粉"}


async def test_a_wish_may_be_something_else_or_a_question(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]
    offered = await writes(resident, "帮我买降压药")
    asked = await turns(resident, offered, says("was_question"))
    assert "/ask 帮我买降压药" in text(asked)

    offered = await writes(resident, "帮我买降压药")
    kinds = await turns(resident, offered, says("something_else"))
    first = await turns(resident, kinds, "🍼 Baby goods")
    # What was written stands in the form, whatever it is for.
    assert "帮我买降压药" in text(first)


async def test_an_answer_to_a_question_is_no_wish(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]
    await opens(resident, SUPPLIES)

    summary = await writes(resident, "帮我买奶粉")

    assert says("send") in labels(summary)
