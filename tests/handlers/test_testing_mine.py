"""Residents see their turn, are reminded in private if they want it, and the group always."""

from __future__ import annotations

from storage.testing.actions import turn_rounds
from tests.handlers.estate_play import labels, newcomer, turns
from tests.handlers.faq_staff_play import says
from tests.handlers.testing_play import first_day, pass_to, plans, texts
from tests.people import bound_group, hears, shows
from tests.town import Town


def _times(said: list[str], *words: str) -> int:
    return sum(all(word in text for word in words) for text in said)


async def test_turn_is_told_in_its_minute_to_the_group_and_to_who_wants_it(town: Town) -> None:
    group = await bound_group(town)
    await plans(town)
    listening, other = town.residents[0], town.residents[1]
    mine = await says(listening, "/testing")
    assert "Tue 4 Feb · 07:30-07:45" in (mine.text or "")
    mine = await turns(listening, mine, "🔔 Remind me in private")
    assert "🔔 I remind you here" in (mine.text or "")

    await pass_to(town, "2020-02-03 19:00")
    await hears(listening, "🌙", "07:30-07:45")
    await shows(town, group, "🌙", "07:30-07:45")
    await pass_to(town, "2020-02-04 07:00")
    await hears(listening, "⏰ In 30 minutes: building 1")
    await pass_to(town, "2020-02-04 07:30")
    now = await hears(listening, "📣 Now: building 1")
    await shows(town, group, "📣")

    assert _times(texts(listening), "📣") == 1
    assert not [text for text in texts(other) if "📣" in text or "🌙" in text]
    mine = await turns(listening, now, "🧪 My turn")
    await turns(listening, mine, "🔕 Do not remind me")
    await pass_to(town, "2020-02-04 19:00")
    assert _times(texts(listening), "🌙") == 1


async def test_delay_reaches_only_who_waits_for_it_and_moves_the_reminders(town: Town) -> None:
    await bound_group(town)
    page = await plans(town)
    first, second = town.residents[0], town.residents[1]
    for person in (first, second):
        await turns(person, await says(person, "/testing"), "🔔 Remind me in private")
    day = await first_day(town, page)
    slots = await turns(town.staff, day, "🏢 Move a building")
    slot = await turns(town.staff, slots, labels(slots)[0])

    await turns(town.staff, slot, "+40 min")

    told = await hears(first, "07:30", "08:10-08:25")
    assert "delayed by 40 minutes" in (told.text or "")
    await pass_to(town, "2020-02-04 07:30")
    await pass_to(town, "2020-02-04 08:10")
    assert _times(texts(first), "📣") == 1
    assert not [text for text in texts(second) if "⏳" in text]


async def test_link_of_the_card_leads_a_stranger_over_their_door_to_their_turn(town: Town) -> None:
    await plans(town)
    stranger = newcomer(town)
    stranger.chat.is_started = True

    await stranger.opens_link("https://t.me/linli_bot?start=testing")
    await stranger.next_message()
    await stranger.says("1-105")

    turn = await hears(stranger, "Tue 4 Feb · 07:30-07:45")
    assert "building 1" in (turn.text or "")


async def test_button_under_a_reminder_in_the_group_opens_the_private_chat(town: Town) -> None:
    group = await bound_group(town)
    await plans(town)
    await pass_to(town, "2020-02-03 19:00")
    reminder = await shows(town, group, "🌙")

    answer = await town.residents[0].presses(reminder, "🧪 我家几点做")

    assert answer.url == "https://t.me/linli_bot?start=testing"
    refused = await town.residents[0].says("/testing@linli_bot", in_=group)
    await town.world.settled()
    assert refused is not None
    assert not [text for text in texts(group) if "🔔" in text or "🔕" in text]


async def test_group_of_a_building_has_a_card_of_that_building_which_moves_on(town: Town) -> None:
    group = await town.group("2号楼")
    await town.staff.says("/bind@linli_bot 2", in_=group)
    await town.world.settled()
    await plans(town, "/rounds 2/4 连续2天 7:30 1-2号楼 中心花园")

    card = await shows(town, group, "· 2号楼", "07:30-07:40 · 2")
    assert "2月4日 周二 · 第1天，共2天" in (card.text or "")

    await pass_to(town, "2020-02-04 23:00")
    await town.work.write(turn_rounds, town.clock.now())
    await shows(town, group, "· 2号楼", "2月5日 周三 · 第2天，共2天")
    await pass_to(town, "2020-02-05 23:00")
    await town.work.write(turn_rounds, town.clock.now())
    await shows(town, group, "🏁")
