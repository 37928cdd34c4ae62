"""Newcomers: language, door, at most three taps; doors that are unclear or unknown."""

from __future__ import annotations

import pytest

from bot.app import running_app
from simulator import Clock, Simulator
from tests.builders import OPENING, build_neighbourhood, build_relay
from tests.handlers.estate_play import (
    actor,
    add_doors,
    asks,
    building,
    building_link,
    doors_of,
    labels,
    newcomer,
    newest,
    says_hello,
    text_of,
    turns,
)
from tests.town import TOKEN, Town, town_settings


async def test_building_link_and_one_button_are_enough(town: Town) -> None:
    person = newcomer(town)

    await person.opens_link(building_link(await building(town, "2")))
    question = await person.next_message()
    assert "building 2" in text_of(question)
    await person.presses(question, "103")

    assert "Your door is 2-103." in text_of(newest(question, person))
    assert await doors_of(town, person) == ["2-103"]


async def test_building_link_takes_a_room_in_writing(town: Town) -> None:
    person = newcomer(town)

    await person.opens_link(building_link(await building(town, "2")))
    await person.next_message()
    answer = await asks(person, "一零三室")

    assert "Your door is 2-103." in text_of(answer)


async def test_a_stranger_to_our_languages_chooses_one_and_still_needs_three_taps(
    town: Town,
) -> None:
    person = newcomer(town, language="pt-br")

    await person.opens_link(building_link(await building(town, "1")))
    question = await person.next_message()
    assert labels(question) == ["简体中文", "繁體中文", "English", "日本語", "한국어", "Français"]
    await person.presses(question, "Français")
    rooms = await person.next_message()
    await person.presses(rooms, "101")

    assert await doors_of(town, person) == ["1-101"]
    assert (await actor(town, person)).language == "fr"
    assert "1-101" in text_of(newest(rooms, person))


async def test_a_tower_is_parted_into_floors(town: Town) -> None:
    rooms = [f"21-{floor}{flat:02d}" for floor in range(1, 19) for flat in range(1, 15)]
    await add_doors(town, *rooms)
    person = newcomer(town)

    await person.opens_link(building_link(await building(town, "21")))
    floors = await person.next_message()
    assert len(labels(floors)) == 19
    flats = await turns(person, floors, "Floor 18")
    assert labels(flats)[:2] == ["1801", "1802"]
    await person.presses(flats, "1803")

    assert await doors_of(town, person) == ["21-1803"]


async def test_units_are_a_step_where_rooms_repeat(town: Town) -> None:
    await add_doors(
        town, *(f"9-{unit}-{n}0{flat}" for unit in "123" for n in range(1, 7) for flat in "123")
    )
    person = newcomer(town)

    await person.opens_link(building_link(await building(town, "9")))
    units = await person.next_message()
    assert labels(units)[:3] == ["Unit 1", "Unit 2", "Unit 3"]
    rooms = await turns(person, units, "Unit 2")
    await person.presses(rooms, "2-501")

    assert await doors_of(town, person) == ["9-2-501"]


async def test_plain_start_asks_for_the_door(town: Town) -> None:
    person = newcomer(town)

    question = await asks(person, "/start")
    assert "Which door is yours?" in text_of(question)
    answer = await asks(person, "２号楼１０４")

    assert "Your door is 2-104." in text_of(answer)
    assert "first of your household" in text_of(answer)


async def test_a_door_that_fits_several_is_asked_about(town: Town) -> None:
    await add_doors(town, "9-1-501", "9-2-501", "9-1-502", "9-2-502")
    person = newcomer(town)

    question = await says_hello(town, person, "9-501")
    assert labels(question)[:2] == ["9-1-501", "9-2-501"]
    assert await doors_of(town, person) == []
    await person.presses(question, "9-2-501")

    assert await doors_of(town, person) == ["9-2-501"]


async def test_a_room_of_many_buildings_is_asked_about_by_building(town: Town) -> None:
    await add_doors(town, *(f"{label}-501" for label in range(3, 20)))
    person = newcomer(town)

    question = await says_hello(town, person, "501")
    assert labels(question) == [str(label) for label in range(3, 20)]
    await person.presses(question, "7")

    assert await doors_of(town, person) == ["7-501"]


async def test_an_unknown_door_is_answered_with_the_nearest(town: Town) -> None:
    person = newcomer(town)

    answer = await says_hello(town, person, "2-999")
    assert "I know no door “2-999”" in text_of(answer)
    assert set(labels(answer)[:4]) <= {"2-101", "2-102", "2-103", "2-104", "2-105", "2-106"}
    again = await asks(person, "2-105")

    assert "Your door is 2-105." in text_of(again)


async def test_a_building_alone_leads_to_its_rooms(town: Town) -> None:
    person = newcomer(town)

    for written in ("2号楼", "2"):
        answer = await says_hello(town, person, written)
        assert labels(answer)[:6] == ["101", "102", "103", "104", "105", "106"]


async def test_the_list_leads_from_building_to_room(town: Town) -> None:
    person = newcomer(town)

    question = await asks(person, "/start")
    buildings = await turns(person, question, "Choose from a list")
    rooms = await turns(person, buildings, "2")
    assert labels(rooms)[-1] == "Other building"
    await person.presses(rooms, "106")

    assert await doors_of(town, person) == ["2-106"]


async def test_with_several_estates_the_estate_is_asked_and_the_door_kept(town: Town) -> None:
    await add_doors(town, "3-501", estate="延吉新村")
    person = newcomer(town)

    question = await asks(person, "/start")
    assert labels(question) == ["图们小区", "延吉新村"]
    answer = await asks(person, "3-501")
    assert labels(answer) == ["图们小区", "延吉新村"]
    await person.presses(answer, "延吉新村")

    assert await doors_of(town, person) == ["3-501"]


async def test_a_second_press_and_an_old_button_change_nothing(town: Town) -> None:
    person = newcomer(town)
    await person.opens_link(building_link(await building(town, "2")))
    question = await person.next_message()

    await person.presses(question, "103")
    await person.presses(question, "103")
    other = await person.presses(question, "104")

    assert "linked to 2-103 already" in text_of(other)
    assert await doors_of(town, person) == ["2-103"]


async def test_a_link_that_nobody_made_is_refused(town: Town) -> None:
    person = newcomer(town)

    await person.opens_link("https://t.me/linli_bot?start=b_AAAAAAAAAAAA")

    assert "This link is not valid" in text_of(await person.next_message())
    assert await doors_of(town, person) == []


async def test_forged_households_and_buildings_are_refused(town: Town) -> None:
    person = newcomer(town)
    question = await asks(person, "/start")

    nowhere = await person.presses(question, data="ch:999999")
    other = await person.presses(question, data="cb:999999:-1:0")
    broken = await person.presses(question, data="ch:x")

    assert "do not know this door" in text_of(nowhere)
    assert "out of date" in text_of(other)
    assert "out of date" in text_of(broken)
    assert await doors_of(town, person) == []


@pytest.mark.parametrize("link", ["", " b_code2", " b_nonsense", " x_1"])
async def test_a_door_is_not_given_in_a_group(town: Town, link: str) -> None:
    person = newcomer(town)
    group = await town.group()
    await person.joins(group)

    await person.says(f"/start@linli_bot{link}", in_=group)

    await group.wait_until(lambda: "private chat" in text_of(group.messages[-1]))
    assert await doors_of(town, person) == []


async def test_start_knows_who_was_here_before(town: Town) -> None:
    answer = await asks(town.residents[0], "/start")

    assert "Welcome back" in text_of(answer)
    assert "1-101" in text_of(answer)


async def test_a_door_given_in_the_group_ends_the_question(town: Town) -> None:
    await town.work.write(build_relay, town.place)
    group = await town.group(reads_all=True)
    await town.staff.says("/bind 图们小区", in_=group)
    person = newcomer(town)
    await person.joins(group)
    await asks(person, "/start")

    await person.says("接龙 2-105", in_=group)
    await town.world.settled()
    assert await doors_of(town, person) == ["2-105"]
    assert "No. 1" in text_of(await person.next_message())

    assert "Welcome back" in text_of(await asks(person, "2-106"))
    assert await doors_of(town, person) == ["2-105"]


@pytest.mark.parametrize("text", ["hello", "<b>3</b>-501", "\u202e3-501", "长" * 10_000])
async def test_words_that_are_no_door_are_answered(town: Town, text: str) -> None:
    person = newcomer(town)

    answer = await says_hello(town, person, text)

    assert "I know no door" in text_of(answer)
    assert labels(answer)[-1] == "Choose from a list"


async def test_the_conversation_survives_a_restart(sqlite_url: str) -> None:
    clock = Clock(OPENING)
    async with Simulator(clock=clock) as simulator:
        world = simulator.world(token=TOKEN, bot_username="linli_bot")
        person = world.person("王秀兰", language_code="en")
        settings = town_settings(simulator, sqlite_url)
        async with running_app(settings, clock) as app:
            await app.services.work.write(build_neighbourhood, people=[])
            await person.says("/start b_code2")
            assert "building 2" in text_of(await person.next_message())
            await world.settled()
        async with running_app(settings, clock):
            assert "Your door is 2-103." in text_of(await asks(person, "103"))
