"""Every way to join, and every reason not to, with an answer of its own for each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from simulator import Group
from storage.relay.actions import cancel_relay, close_relay
from tests.handlers.estate_play import add_doors, labels, newcomer
from tests.people import (
    bound_group,
    doors,
    entries,
    hears,
    hears_in,
    newest,
    open_relay,
    private_panel,
    shows,
)
from tests.town import Town, open_town

PAGES = 3
LONG_LIST = 60


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, households=2 * LONG_LIST) as opened:
        yield opened


@pytest.fixture
async def group(town: Town) -> Group:
    return await bound_group(town, reads_all=True)


async def test_four_ways_to_join_and_the_change_of_pieces(town: Town, group: Group) -> None:
    relay_id, card = await open_relay(town, group)
    by_line, by_plus, in_private, by_panel = town.residents

    await by_line.says("接龙 1-101 2份", in_=group)
    assert "No. 1, 2 pieces" in ((await hears(by_line, "You have joined")).text or "")
    await by_plus.says("+1", in_=group)
    assert "No. 2, 1 piece" in ((await hears(by_plus, "You have joined")).text or "")
    await in_private.says("接龙 2份")
    assert "No. 3, 2 pieces" in ((await hears(in_private, "You have joined")).text or "")
    await by_panel.opens_link(private_panel(relay_id))
    panel = await hears(by_panel, "has not joined yet")
    assert "No. 4, 1 piece" in (await by_panel.presses(panel, "✋ Join ×1")).text
    await town.world.settled()

    assert "Changed to 2 pieces" in (await by_panel.presses(panel, "Change to ×2")).text
    await town.world.settled()
    assert "No. 4, 2 pieces" in (newest(town, panel).text or "")
    await by_line.says("接龙 1份", in_=group)
    assert "Your place stays the same" in ((await hears(by_line, "Changed.")).text or "")
    await by_plus.says("+2", in_=group)
    assert "No. 2, 1 piece" in ((await hears(by_plus, "already joined")).text or "")
    assert "Changed to 2 pieces" in (await by_plus.presses(card, "✋ 报2份")).text

    assert await doors(town, relay_id) == [("1-101", 1), ("2-101", 2), ("1-102", 2), ("2-102", 2)]
    assert set(group.reactions) == {
        (message.message_id, town.world.bot.id)
        for message in group.messages
        if message.text in ("接龙 1-101 2份", "+1", "接龙 1份", "+2")
    }


async def test_plus_answers_the_card_where_privacy_mode_hides_the_rest(town: Town) -> None:
    group = await bound_group(town)
    relay_id, card = await open_relay(town, group)
    first, second, third, _ = town.residents

    hidden = await first.says("+1", in_=group)
    await first.says("+1", in_=group, reply_to=card)
    await hears(first, "No. 1, 1 piece")
    await second.says("+2", in_=group, reply_to=card)
    await hears(second, "No. 2, 2 pieces")
    await third.says("+3", in_=group, reply_to=card)
    await hears_in(group, third, "From 1 to 2 pieces a household")

    assert not hidden.visible_to_bot
    assert await doors(town, relay_id) == [("1-101", 1), ("2-101", 2)]


async def test_of_several_relays_the_one_whose_card_is_answered_is_meant(
    town: Town, group: Group
) -> None:
    masks, card = await open_relay(town, group)
    greens, greens_card = await open_relay(town, group, title="蔬菜包", item="蔬菜")
    person, other, *_ = town.residents

    await person.says("接龙 1份", in_=group)
    await hears_in(group, person, "Several signups are running")
    await person.says("+1", in_=group, reply_to=greens_card)
    assert "蔬菜包" in ((await hears(person, "You have joined")).text or "")
    await person.says("+2", in_=group, reply_to=card)
    assert "第一轮口罩登记" in ((await hears(person, "You have joined")).text or "")
    assert "No. 2" in (await other.presses(greens_card, "✋ 报1份")).text
    await town.staff.says("代报 1-105")
    await hears(town.staff, "Several signups are running")
    await town.staff.says("代报 1-105 2份", in_=group, reply_to=greens_card)
    await hears(town.staff, "蔬菜包", "1-105")

    assert await doors(town, masks) == [("1-101", 2)]
    assert await doors(town, greens) == [("1-101", 1), ("2-101", 1), ("1-105", 2)]


async def test_a_stranger_is_taken_to_their_door_first(town: Town, group: Group) -> None:
    relay_id, card = await open_relay(town, group)
    person = newcomer(town)
    await group.add(person, town.staff)

    answer = await person.presses(card, "✋ 报1份")
    await person.says("接龙", in_=group)
    await hears_in(group, person, "I do not know your door yet")
    assert answer.url == private_panel(relay_id)
    await person.opens_link(answer.url or "")
    await hears(person, "door")
    await person.says("1-109")
    panel = await hears(person, "has not joined yet")
    assert "No. 1, 1 piece" in (await person.presses(panel, "✋ Join ×1")).text

    assert await doors(town, relay_id) == [("1-109", 1)]


async def test_unknown_and_doubtful_doors_are_asked_about(town: Town, group: Group) -> None:
    await add_doors(town, "9-1-501", "9-2-501")
    relay_id, _ = await open_relay(town, group)
    person = newcomer(town)
    await group.add(person, town.staff)
    bystander = town.residents[0]

    await person.says("接龙 9-999 1份", in_=group)
    await hears_in(group, person, "not for the group")
    await person.says("接龙 9-999 1份")
    await hears(person, "3-501")
    await bystander.says("接龙 9-999 1份")
    unknown = await hears(bystander, "There is no such door. Did you mean")
    assert "9-1-501" in (unknown.text or "")
    await bystander.says("接龙 2-101 1份", in_=group)
    await hears_in(group, bystander, "not for the group")
    await hears(bystander, "That is not your door")

    await person.says("接龙 9-501 2份", in_=group)
    question = await hears_in(group, person, "More than one door fits")
    assert labels(question) == ["9-1-501", "9-2-501"]
    assert "for somebody else" in (await bystander.presses(question, "9-1-501")).text
    assert await entries(town, relay_id) == ()
    assert "Noted" in (await person.presses(question, "9-2-501")).text
    await town.world.settled()

    assert await doors(town, relay_id) == [("9-2-501", 2)]
    assert group.store.get(question.message_id) is None


async def test_who_is_not_eligible_is_told_so(town: Town, group: Group) -> None:
    from storage.relay.tables import RelayBuilding

    relay_id, card = await open_relay(town, group)
    second_house = town.place.buildings[1]
    await town.work.write(
        lambda session: session.add(RelayBuilding(relay_id=relay_id, building_id=second_house))
    )
    outside, inside, *_ = town.residents

    assert (await outside.presses(card, "✋ 报1份")).text == "This signup is for other buildings."
    await outside.says("+1", in_=group)
    await hears_in(group, outside, "for other buildings")
    await town.staff.says("代报 1-105")
    await hears(town.staff, "for other buildings")
    assert "No. 1" in (await inside.presses(card, "✋ 报1份")).text


async def test_a_press_on_a_dead_card_is_harmless(town: Town, group: Group) -> None:
    relay_id, card = await open_relay(town, group)
    called_off, old_card = await open_relay(town, group, title="蔬菜包")
    person, late, *_ = town.residents
    await person.presses(card, "✋ 报1份")
    await person.presses(old_card, "✋ 报1份")
    by, now = town.staff.id, town.clock.now()
    await town.work.write(close_relay, relay_id, by=by, now=now)
    await town.work.write(cancel_relay, called_off, by=by, now=now)

    for who in (person, late):
        assert "Signup has closed" in (await who.presses(card, "✋ 报2份")).text
        assert "was called off" in (await who.presses(old_card, "✋ 报2份")).text
    await late.says("+1", in_=group, reply_to=card)
    await hears_in(group, late, "Signup has closed")
    await late.says("接龙", in_=group)
    await hears_in(group, late, "No signup is running here")
    closed = await shows(town, group, "接龙已截止")
    assert "No. 1, 1 piece" in (await person.presses(closed, "我的位次")).text
    cancelled = await shows(town, group, "这次接龙已取消")

    assert await doors(town, relay_id) == await doors(town, called_off) == [("1-101", 1)]
    assert labels(cancelled) == []


async def test_the_clock_closes_and_no_waiting_list_means_full(town: Town, group: Group) -> None:
    relay_id, card = await open_relay(
        town, group, capacity=1, waiting_list=False, closes_at=town.clock.now() + timedelta(hours=1)
    )
    first, second, *_ = town.residents
    assert "No. 1" in (await first.presses(card, "✋ 报1份")).text
    assert "All 1 places are taken" in (await second.presses(card, "✋ 报1份")).text

    town.clock.advance(3600)
    assert "Signup has closed" in (await second.presses(card, "✋ 报1份")).text
    await shows(town, group, "接龙已截止")

    assert len(await entries(town, relay_id)) == 1


async def test_staff_turn_the_pages_and_take_the_file(town: Town, group: Group) -> None:
    relay_id, card = await open_relay(town, group)
    await town.residents[0].presses(card, "✋ 报2份")
    for number in range(LONG_LIST - 1):
        await town.staff.says(f"代报 {number % 2 + 1}-{110 + number // 2} 1份")
    await hears(town.staff, "No. 60", within=30)
    await town.staff.says("/relays")
    panel = await hears(town.staff, "For staff · open")
    for page, button in enumerate(["List with doors", "Later ›", "Later ›"], start=1):
        await town.staff.presses(panel, button)
        assert f"page {page} of {PAGES}" in (newest(town, panel).text or "")
    assert "60. " in (newest(town, panel).text or "")
    assert "Later ›" not in labels(newest(town, panel))
    await town.staff.presses(panel, "Back")
    await town.staff.presses(panel, "Spreadsheet")

    await town.staff.chat.wait_until(lambda: town.staff.chat.messages[-1].document)
    rows = _rows_of(town, relay_id)
    assert [row[0] for row in rows] == list(range(1, LONG_LIST + 1))
    assert rows[0][3:5] == ("1-101", 2)
    assert {row[4] for row in rows[1:]} == {1}
    card = await shows(town, group, f"已报名 {LONG_LIST} 户")
    assert "60. 2-1**" in (card.text or "") or "60. 1-1**" in (card.text or "")


def _rows_of(town: Town, relay_id: int) -> list[tuple[Any, ...]]:
    """The numbered rows of the file that staff have just received."""
    document = town.staff.chat.messages[-1].document
    assert document is not None
    assert document.file_name == f"linli-relay-{relay_id}.xlsx"
    stored = town.world.files.by_id(document.file_id)
    assert stored is not None
    sheet = load_workbook(BytesIO(stored.content)).worksheets[0]
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
