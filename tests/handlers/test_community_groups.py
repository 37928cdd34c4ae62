"""Groups: who may bind them, to what, and what the bot says about itself there."""

from __future__ import annotations

import pytest

from simulator import Group
from storage.community.queries import ChatView, find_chat, find_person, list_chat_languages
from tests.builders import build_relay
from tests.handlers.estate_play import add_doors, labels, newcomer, newest, text_of
from tests.people import hears
from tests.town import Town


async def chat_of(town: Town, group: Group) -> ChatView | None:
    """What is held about a group."""
    return await town.work.read(find_chat, group.id)


async def is_bound(town: Town, group: Group) -> bool:
    chat = await chat_of(town, group)
    return chat is not None and chat.is_bound


async def reads(group: Group, words: str) -> None:
    """Wait until the bot's last message in the group has these words."""
    await group.wait_until(lambda: words in text_of(group.messages[-1]))


async def test_the_bot_says_hello_once_and_bind_is_enough(town: Town) -> None:
    group = await town.group()
    await reads(group, "send /bind here")

    group.promote_bot(town.staff)
    await town.world.settled()
    await town.staff.says("/bind 图们小区", in_=group)
    await reads(group, "This group is for 图们小区")

    assert len([message for message in group.messages if message.is_by_bot]) == 2
    chat = await chat_of(town, group)
    assert chat is not None
    assert (chat.estate_id, chat.building_id) == (town.place.estate_id, None)
    assert chat.reads_all


@pytest.mark.parametrize(
    "written", ["/bind 2", "/bind 2号楼", "/bind 图们小区 2", "/bind@linli_bot ２"]
)
async def test_bind_to_a_building_in_one_line(town: Town, written: str) -> None:
    group = await town.group()

    await town.staff.says(written, in_=group)
    await reads(group, "building 2 of 图们小区")

    chat = await chat_of(town, group)
    assert chat is not None
    assert (chat.building, chat.reads_all) == ("2", False)
    assert "privacy mode is on" in text_of(group.messages[-1])


async def test_bind_by_button(town: Town) -> None:
    await add_doors(town, *(f"{label}-101" for label in range(3, 41)))
    group = await town.group()
    await town.staff.says("/bind", in_=group)
    await reads(group, "Which houses of 图们小区")
    question = group.messages[-1]

    assert labels(question)[0] == "Whole estate"
    await town.staff.presses(question, "Later ›")
    assert labels(newest(question, town.staff))[-1] == "‹ Earlier"
    await town.staff.presses(newest(question, town.staff), "40")

    assert "building 40" in text_of(newest(question, town.staff))
    chat = await chat_of(town, group)
    assert chat is not None
    assert chat.building == "40"


async def test_bind_asks_for_the_estate_where_there_are_several(town: Town) -> None:
    other = await add_doors(town, "3-501", estate="延吉新村")
    group = await town.group()
    await town.staff.says("/bind", in_=group)
    await reads(group, "Which estate is this group for?")
    question = group.messages[-1]

    await town.staff.presses(question, "延吉新村")
    await town.staff.presses(newest(question, town.staff), "Whole estate")

    chat = await chat_of(town, group)
    assert chat is not None
    assert chat.estate_id == other


async def test_bind_to_something_unknown_offers_what_there_is(town: Town) -> None:
    group = await town.group()

    await town.staff.says("/bind 99", in_=group)
    await reads(group, "I know no building or estate “99”.")

    assert labels(group.messages[-1]) == ["Whole estate", "1", "2"]
    assert not await is_bound(town, group)


async def test_bind_is_refused_to_residents_even_as_administrators(town: Town) -> None:
    group = await town.group()
    group.promote(town.residents[0], town.staff)

    for command in ("/bind", "/bind 1", "/bind 图们小区"):
        await town.residents[0].says(command, in_=group)
        await town.world.settled()
        assert "Only the committee's staff" in text_of(group.messages[-1])

    assert not await is_bound(town, group)


async def test_bind_is_refused_to_anonymous_administrators_and_channels(town: Town) -> None:
    group = await town.group()
    group.promote(town.staff, town.staff, anonymous=True)
    channel = town.world.channel("居委会频道")

    refusal = town.app.services.renderer.words("zh-hans", "UTC").error("anonymous_sender")

    await town.staff.says("/bind 1", in_=group, as_group=True)
    await reads(group, refusal)
    await town.staff.says("/bind 1", in_=group, as_channel=channel)
    await town.world.settled()

    assert [text_of(message) for message in group.messages].count(refusal) == 2
    assert not await is_bound(town, group)


async def test_a_button_of_staff_does_not_obey_residents(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/bind", in_=group)
    await reads(group, "Which houses")
    question = group.messages[-1]

    answer = await town.residents[0].presses(question, "Whole estate")

    assert "Only the committee's staff" in text_of(answer)
    assert text_of(newest(question, town.staff)) == text_of(question)
    assert not await is_bound(town, group)


async def test_bind_in_private_is_refused(town: Town) -> None:
    await town.staff.says("/bind 1")

    assert "in the group" in text_of(await town.staff.next_message())


async def test_a_group_bound_late_receives_the_running_cards(town: Town) -> None:
    await town.work.write(build_relay, town.place)
    group = await town.group(reads_all=True)

    await town.staff.says("/bind 图们小区", in_=group)

    await reads(group, "第一轮口罩登记")


async def test_unbind_is_for_staff(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/bind 1", in_=group)
    await reads(group, "building 1")

    await town.residents[0].says("/unbind", in_=group)
    await reads(group, "Only the committee's staff")
    assert await is_bound(town, group)
    await town.staff.says("/unbind", in_=group)
    await reads(group, "for no houses")

    assert not await is_bound(town, group)


async def test_a_removed_bot_forgets_the_binding(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/bind 1", in_=group)
    await reads(group, "building 1")

    group.kick_bot(town.staff)
    await town.world.settled()
    assert not await is_bound(town, group)
    await group.add_bot(by=town.residents[0])
    await reads(group, "send /bind here")

    assert not await is_bound(town, group)


async def test_the_binding_follows_a_migration(town: Town) -> None:
    group = await town.group(supergroup=False)
    await town.staff.says("/bind 1", in_=group)
    await reads(group, "building 1")

    supergroup = await group.migrate()
    await town.world.settled()

    chat = await chat_of(town, supergroup)
    assert chat is not None
    assert chat.building == "1"
    assert not await is_bound(town, group)


async def test_cards_change_to_the_language_of_the_group(town: Town) -> None:
    await town.work.write(build_relay, town.place)
    group = await town.group(reads_all=True)
    await town.staff.says("/bind 图们小区", in_=group)
    await reads(group, "接龙")
    card = group.messages[-1]

    await town.residents[0].says("/chatlanguage", in_=group)
    await reads(group, "Only the committee's staff")
    await town.staff.says("/chatlanguage", in_=group)
    await reads(group, "In which language")
    question = group.messages[-1]
    refused = await town.residents[0].presses(question, "English")
    assert "Only the committee's staff" in text_of(refused)
    await town.staff.presses(question, "English")

    await group.wait_until(lambda: "Signup is open" in text_of(newest(card, town.staff)))


async def test_staff_set_further_languages_and_the_quiet_hours_of_a_group(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/bind 1", in_=group)
    await reads(group, "building 1")
    await town.staff.says("/chatlanguage", in_=group)
    await reads(group, "In which language")
    question = group.messages[-1]

    refused = await town.residents[0].presses(question, "➕ Further languages")
    assert "Only the committee's staff" in text_of(refused)
    await town.staff.presses(question, "➕ Further languages")
    assert "in this language only" in text_of(newest(question, town.staff))
    await town.staff.presses(newest(question, town.staff), "日本語")
    await town.staff.presses(newest(question, town.staff), "English")

    assert labels(newest(question, town.staff)) == [
        "繁體中文", "✅ English", "✅ 日本語", "한국어", "Français",
    ]  # fmt: skip
    assert await town.work.read(list_chat_languages, group.id) == ("zh-hans", "ja", "en")
    await town.staff.presses(newest(question, town.staff), "✅ English")
    forged = await town.staff.presses(newest(question, town.staff), data="cgl:xx:1")
    assert "out of date" in text_of(forged)
    assert await town.work.read(list_chat_languages, group.id) == ("zh-hans", "ja")

    await town.staff.says("/chatlanguage", in_=group)
    await reads(group, "In which language")
    question = group.messages[-1]
    await town.staff.presses(question, "🤫 Quiet hours")
    assert "🤫 Quiet hours: none" in text_of(newest(question, town.staff))
    assert labels(newest(question, town.staff)) == ["21–7", "22–7", "23–7", "✅ None"]
    refused = await town.residents[0].presses(newest(question, town.staff), "23–7")
    assert "Only the committee's staff" in text_of(refused)
    await town.staff.presses(newest(question, town.staff), "23–7")
    assert "🤫 Quiet hours: 23–7" in text_of(newest(question, town.staff))
    forged = await town.staff.presses(newest(question, town.staff), data="cgq:set:1:2")
    assert "out of date" in text_of(forged)
    assert (await chat_of(town, group)).quiet == (23 * 60, 7 * 60)  # type: ignore[union-attr]
    await town.staff.presses(newest(question, town.staff), "None")
    assert (await chat_of(town, group)).quiet is None  # type: ignore[union-attr]


async def test_staff_hear_in_private_that_a_group_has_put_the_bot_out(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/bind 1", in_=group)
    await reads(group, "building 1")

    group.kick_bot(town.staff)
    assert "removed from the group of building 1, 图们小区" in text_of(await hears(town.staff))
    await group.add_bot(by=town.residents[0])
    assert "back in a group that was for building 1" in text_of(await hears(town.staff))


async def test_a_person_who_blocked_the_bot_is_noted(town: Town) -> None:
    person = newcomer(town)
    await person.says("/start")
    await person.next_message()

    for change, reachable in ((person.blocks_bot, False), (person.unblocks_bot, True)):
        await change()
        await town.world.settled()
        assert await _is_reachable(town, person.id) is reachable


async def _is_reachable(town: Town, person_id: int) -> bool:
    person = await town.work.read(find_person, person_id)
    assert person is not None
    return person.reachable
