"""Cries in the midst of something else: behind a command, in a step, among private details."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from simulator import Person
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.queries import find_conversation
from tests.handlers.estate_play import asks, labels, text_of
from tests.handlers.test_emergency import HELP, PHONE, alerts, called, phone
from tests.people import bound_group, hears, hears_in
from tests.town import Town

__all__ = ["phone"]


async def test_the_command_in_a_group_helps(town: Town) -> None:
    group = await bound_group(town)

    await town.residents[0].says("/sos@linli_bot my father fainted", in_=group)

    await hears_in(group, town.residents[3], HELP)
    assert "fainted" in text_of(await called(town, town.staff))


async def test_staff_who_enter_a_need_for_a_caller_are_reminded_and_go_on(
    town: Town, phone: str
) -> None:
    await asks(town.staff, "/call")
    await town.staff.says("1-101")
    await town.world.settled()

    await town.staff.says("grandma had chest pain, needs nitroglycerin")
    aside = await hears(town.staff, "Call 120 first")
    await town.world.settled()

    assert PHONE in text_of(aside)
    assert await alerts(town) == []
    assert "nitroglycerin" in str(await going_on(town, town.staff))
    await town.staff.presses(aside, "📟 Call the people on duty")
    assert HELP in text_of(await hears(town.staff, HELP))
    assert len(await alerts(town)) == 1


async def going_on(town: Town, person: Person) -> Any:
    """What is remembered of what somebody is writing."""
    found = await town.work.read(find_conversation, person.id, person.id)
    return found and found.data


async def test_a_volunteer_who_cries_in_the_midst_of_a_task_is_heard(town: Town) -> None:
    person, now = town.residents[1], town.clock.now()
    await town.work.write(
        community.grant_role,
        person.id,
        town.place.committee_id,
        RoleKind.VOLUNTEER,
        now=now,
        expires_at=now + timedelta(days=5),
    )
    for step in ("volunteers.task_reason", "requests.call_caller"):
        await town.work.write(
            community.save_conversation, person.id, person.id, step, {"task_id": 9}, now=now
        )
        await person.says("I have chest pain and cannot breathe")
        await hears(town.staff, "cannot breathe")
        town.clock.advance(11 * 60)

    assert len(await alerts(town)) == 2
    assert (await going_on(town, person)) == {"task_id": 9}


@pytest.mark.parametrize(
    "text",
    [
        "/need my father collapsed and is not breathing",
        "/mine 着火了救命",
        "/help 着火了救命",
        "/start 着火了救命",
        "/救命 我爸晕倒了没有呼吸",
    ],
)
async def test_a_cry_behind_a_command_is_heard(town: Town, text: str) -> None:
    assert "120" in text_of(await asks(town.residents[0], text))
    await called(town, town.staff)


async def test_a_cry_behind_a_command_is_heard_in_a_group(town: Town) -> None:
    group = await bound_group(town)

    await town.residents[0].says("/need@linli_bot 着火了救命", in_=group)

    await hears_in(group, town.residents[3], "120")
    assert "着火了救命" in text_of(await called(town, town.staff))


async def test_what_staff_look_up_with_a_command_is_no_cry(town: Town) -> None:
    await asks(town.staff, "/call heart attack")
    await town.world.settled()

    assert await alerts(town) == []


DETAILS = "我爸爸每周要做透析，电话13812345678，有人能帮忙吗"


@pytest.mark.parametrize(
    "words",
    [
        f"/need@linli_bot {DETAILS}",
        f"/needs@linli_bot {DETAILS}",
        f"/sos@linli_bot {DETAILS}",
        f"着火了救命 {DETAILS}",
    ],
)
async def test_what_should_not_stand_in_a_group_is_taken_out(town: Town, words: str) -> None:
    group = await bound_group(town, reads_all=True)

    await town.residents[0].says(words, in_=group)
    await town.world.settled()

    assert any(labels(message) for message in group.messages[-2:])
    assert DETAILS in text_of(await hears(town.residents[0], DETAILS))
    assert len(await alerts(town)) == (not words.startswith("/need"))
