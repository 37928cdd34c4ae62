"""A household's people: joining, objecting, and what staff put right."""

from __future__ import annotations

import pytest

from simulator import Person, StoredMessage
from storage.community.queries import find_conversation
from tests.builders import build_relay
from tests.handlers.estate_play import (
    actor,
    add_doors,
    asks,
    doors_of,
    labels,
    newcomer,
    newest,
    says_hello,
    text_of,
    turns,
)
from tests.town import Town

HOSTILE = '<b>王</b>&amp;<a href="tg://user?id=1">\u202e\u200b'


async def join_household_of(town: Town, member: Person, name: str = "小王") -> Person:
    """A newcomer who gives the door of somebody who is known already."""
    person = newcomer(town, name)
    (door,) = await doors_of(town, member)
    answer = await says_hello(town, person, door)
    assert f"Your door is {door}." in text_of(answer)
    return person


async def object_to(member: Person) -> StoredMessage:
    """Object to the new member whom the last notice names."""
    notice = await member.next_message()
    question = await turns(member, notice, "That is not one of us")
    return await turns(member, question, "Yes, tell the committee")


async def open_resident(town: Town, name: str) -> StoredMessage:
    """Staff find somebody in the list and open them."""
    listed = await asks(town.staff, "/residents")
    (label,) = [label for label in labels(listed) if label.endswith(name)]
    return await turns(town.staff, listed, label)


async def test_a_new_member_is_told_of_the_others_and_they_of_them(town: Town) -> None:
    member = town.residents[0]
    person = newcomer(town, "小王")

    answer = await says_hello(town, person, "1-101")
    notice = await member.next_message()

    assert "1 other person of your household" in text_of(answer)
    assert "小王 has given your door, 1-101" in text_of(notice)
    assert labels(notice) == ["That is not one of us"]
    assert await doors_of(town, person) == ["1-101"]


async def test_an_objection_is_asked_once_and_reaches_everybody_it_concerns(town: Town) -> None:
    member = town.residents[0]
    person = await join_household_of(town, member)

    done = await object_to(member)
    told = await person.next_message()
    alarm = await town.staff.next_message()

    assert "can no longer act for 1-101" in text_of(done)
    assert "says that you do not live there" in text_of(told)
    assert "1-101: a member of the household objects to 小王" in text_of(alarm)
    assert not (await actor(town, person)).may_act_for(town.place.households[0])


async def test_no_objection_is_told_to_the_group(town: Town) -> None:
    await town.work.write(build_relay, town.place, opens_at=town.clock.now())
    group = await town.group(reads_all=True)
    await town.staff.says("/bind 图们小区", in_=group)
    person = await join_household_of(town, town.residents[0])
    await person.joins(group)
    await object_to(town.residents[0])

    await person.says("+1", in_=group)

    await person.chat.wait_until(
        lambda: "A member of this household objected" in text_of(person.chat.messages[-1])
    )
    await group.wait_until(lambda: "not for the group" in text_of(group.messages[-1]))
    assert not any("objected" in text_of(message) for message in group.messages)


async def test_a_second_objection_alarms_nobody_again(town: Town) -> None:
    member = town.residents[0]
    await join_household_of(town, member)
    notice = await member.next_message()
    question = await turns(member, notice, "That is not one of us")

    await member.presses(question, "Yes, tell the committee")
    await town.staff.next_message()
    again = await member.presses(question, "Yes, tell the committee")

    assert not again.show_alert
    with pytest.raises(TimeoutError):
        await town.staff.next_message(timeout=0.5)


async def test_an_objection_can_be_thought_better_of(town: Town) -> None:
    member = town.residents[0]
    person = await join_household_of(town, member)
    notice = await member.next_message()

    question = await turns(member, notice, "That is not one of us")
    kept = await turns(member, question, "No, they are one of us")

    assert "小王 stays linked" in text_of(kept)
    assert (await actor(town, person)).may_act_for(town.place.households[0])


async def test_strangers_cannot_object_and_learn_no_name(town: Town) -> None:
    person = await join_household_of(town, town.residents[0])
    (tie,) = (await actor(town, person)).residents
    stranger = town.residents[1]
    message = await asks(stranger, "/me")

    for act in ("ask", "sure", "keep"):
        answer = await stranger.presses(message, data=f"co:{tie.resident_id}:{act}")
        assert "Only a member of the household" in text_of(answer)

    assert "小王" not in text_of(newest(message, stranger))
    assert (await actor(town, person)).may_act_for(tie.household_id)


async def test_staff_confirm_whom_a_member_disputed(town: Town) -> None:
    member = town.residents[0]
    person = await join_household_of(town, member)
    await object_to(member)
    await person.next_message()

    alarm = await town.staff.next_message()
    detail = await turns(town.staff, alarm, "Look at it")
    assert "Disputed" in text_of(detail)
    detail = await turns(town.staff, detail, "✅ Confirm")

    assert "Confirmed by the committee" in text_of(detail)
    assert "confirmed that you belong to 1-101" in text_of(await person.next_message())
    assert (await actor(town, person)).may_act_for(town.place.households[0])


async def test_staff_move_a_resident_by_writing_the_door(town: Town) -> None:
    await add_doors(town, "9-1-501", "9-2-501")
    person = await join_household_of(town, town.residents[0])

    detail = await open_resident(town, "小王")
    await town.staff.presses(detail, "Other door")
    assert "Now it is 1-101" in text_of(await town.staff.next_message())
    assert "I know no door “77-1”" in text_of(await asks(town.staff, "77-1"))
    choice = await asks(town.staff, "9-501")
    assert labels(choice) == ["9-1-501", "9-2-501"]
    assert await doors_of(town, person) == ["1-101"]
    moved = await turns(town.staff, choice, "9-2-501")

    assert "小王, 9-2-501" in text_of(moved)
    assert await doors_of(town, person) == ["9-2-501"]
    assert "linked you to 9-2-501" in text_of(await person.next_message())
    assert await town.work.read(find_conversation, town.staff.id, town.staff.id) is None


async def test_staff_remove_a_resident_after_a_question(town: Town) -> None:
    person = await join_household_of(town, town.residents[0])

    detail = await open_resident(town, "小王")
    question = await turns(town.staff, detail, "Remove")
    assert await doors_of(town, person) == ["1-101"]
    detail = await turns(town.staff, question, "Yes, remove")

    assert "Removed" in text_of(detail)
    assert await doors_of(town, person) == []
    assert "untied you from 1-101" in text_of(await person.next_message())
    refused = await says_hello(town, person, "1-101")
    assert "ask your committee" in text_of(refused)


async def test_the_list_begins_with_the_disputed_and_has_pages(town: Town) -> None:
    member = town.residents[0]
    for number in range(6):
        await says_hello(town, newcomer(town, f"新{number}"), "2-106")
    await join_household_of(town, member, "小王")
    await object_to(member)
    await town.staff.next_message()

    listed = await asks(town.staff, "/residents")

    assert "1 is disputed" in text_of(listed)
    assert labels(listed)[0] == "⚠️ 1-101 · 小王"
    assert labels(listed)[1] == "2-106 · 新5"
    assert labels(listed)[-1] == "Later ›"
    second = await turns(town.staff, listed, "Later ›")
    assert labels(second)[-1] == "‹ Earlier"


@pytest.mark.parametrize("command", ["/residents", "/staff", "/roster", "/posters"])
async def test_residents_cannot_use_what_is_for_staff(town: Town, command: str) -> None:
    assert "Only the committee's staff" in text_of(await asks(town.residents[0], command))


@pytest.mark.parametrize(
    "data",
    [
        "cr:1:show", "cr:1:confirm", "cr:1:remove_sure", "cr:1:move", "cv:1:2", "cp:1:0",
        "cs:1:0:staff:-1", "cs:1:0::-1", "cw:1:1:revoke_sure:0:0", "cc:residents:1", "cc:posters:1",
    ],
)  # fmt: skip
async def test_forged_buttons_of_staff_change_nothing(town: Town, data: str) -> None:
    stranger = town.residents[1]
    message = await asks(stranger, "/me")
    before = text_of(message)

    answer = await stranger.presses(message, data=data)

    assert "Only the committee's staff" in text_of(answer)
    assert text_of(newest(message, stranger)) == before
    assert await doors_of(town, town.residents[0]) == ["1-101"]


async def test_me_names_the_household_only_to_its_undisputed_members(town: Town) -> None:
    member = town.residents[0]
    person = await join_household_of(town, member)

    assert "Also of your household: 住户0" in text_of(await asks(person, "/me"))
    await object_to(member)
    await person.next_message()
    disputed = text_of(await asks(person, "/me"))
    stranger = text_of(await asks(town.residents[1], "/me"))

    assert "住户0" not in disputed
    assert "still checking" in disputed
    assert "住户0" not in stranger


async def test_me_and_residents_are_refused_in_a_group(town: Town) -> None:
    group = await town.group()
    for person, command in ((town.residents[0], "/me"), (town.staff, "/residents")):
        await person.says(f"{command}@linli_bot", in_=group)
        await group.wait_until(lambda: "private chat" in text_of(group.messages[-1]))
        assert "1-101" not in "".join(text_of(message) for message in group.messages)


async def test_one_can_be_forgotten_after_a_question(town: Town) -> None:
    person = town.residents[0]

    held = await asks(person, "/me")
    question = await turns(person, held, "Erase me")
    held = await turns(person, question, "No, keep")
    assert "What is kept about you" in text_of(held)
    question = await turns(person, held, "Erase me")
    done = await turns(person, question, "Yes, erase everything")

    assert "I have forgotten you" in text_of(done)
    assert (await actor(town, person)).name == ""
    assert await doors_of(town, person) == []


async def test_the_last_of_staff_is_not_forgotten(town: Town) -> None:
    held = await asks(town.staff, "/me")
    question = await turns(town.staff, held, "Erase me")

    refused = await town.staff.presses(question, "Yes, erase everything")

    assert "the committee's last member of staff" in text_of(refused)
    assert (await actor(town, town.staff)).is_staff_anywhere


async def test_a_hostile_name_is_only_a_name(town: Town) -> None:
    member = town.residents[0]
    await join_household_of(town, member, HOSTILE)

    notice = await member.next_message()
    held = await asks(member, "/me")
    listed = await asks(town.staff, "/residents")

    shown = '<b>王</b>&amp;<a href="tg://user?id=1">'
    for message in (notice, held):
        assert shown in text_of(message)
        assert "\u202e" not in text_of(message)
        kinds = {entity.type for entity in message.entities or []}
        assert not kinds & {"text_link", "text_mention"}
        assert len([entity for entity in message.entities or [] if entity.type == "bold"]) <= 1
    assert any("<b>王</b>" in label for label in labels(listed))
