"""Presses go on while Telegram misbehaves: nothing is lost, and the card tells the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from simulator import Group, Person, StoredMessage
from tests.people import (
    bound_group,
    doors,
    find_said,
    hears,
    newest,
    open_relay,
    private_panel,
    shows,
    until,
)
from tests.town import Town, open_town

PAUSE = 20


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=8) as opened:
        yield opened


async def _rests(town: Town, group: Group) -> None:
    """Wait until the cards may be edited again, so that the next change shows at once."""
    await shows(town, group, "接龙进行中")
    town.clock.advance(3)
    await town.world.settled()


async def test_a_429_on_the_group_stops_its_card_and_nobody_else(town: Town) -> None:
    group = await bound_group(town, reads_all=True)
    _, card = await open_relay(town, group)
    second = await bound_group(town, "图们 2号楼", reads_all=True)
    await shows(town, second, "接龙进行中")
    await _rests(town, group)
    town.world.fault("editMessageText", "429", retry_after=PAUSE, chat=group)

    for place, person in enumerate(town.residents[:3], start=1):
        assert f"No. {place}" in (await person.presses(card, "✋ 报1份")).text
    await town.residents[3].says("+2", in_=group)
    await hears(town.residents[3], "No. 4, 2 pieces")
    await shows(town, second, "已报名 4 户", steps=6)
    asked = town.clock.now()
    assert find_said(group, "已报名 4 户") is None

    town.clock.advance(PAUSE)
    await shows(town, group, "已报名 4 户")
    refused = [call for call in town.world.refusals if call.method == "editMessageText"]
    edits = [call for call in town.world.calls("editMessageText") if _is_for(call.params, group)]
    assert len(refused) == 1
    assert edits[-1].at >= refused[0].at + timedelta(seconds=PAUSE)
    assert edits[-1].at >= asked


def _is_for(params: dict[str, object], group: Group) -> bool:
    return int(str(params["chat_id"])) == group.id


@pytest.mark.parametrize("kind", ["502", "drop", "lost_reply"])
async def test_a_broken_line_loses_no_place_and_no_answer(town: Town, kind: str) -> None:
    group = await bound_group(town, reads_all=True)
    relay_id, card = await open_relay(town, group)
    await _rests(town, group)
    first, second, third, *_ = town.residents
    for method in ("answerCallbackQuery", "editMessageText", "sendMessage"):
        town.world.fault(method, kind)  # type: ignore[arg-type]

    await first.presses(card, "✋ 报1份", timeout=None)
    told = await _is_told(town, first, "No. 1, 1 piece")
    await second.says("接龙 2份", in_=group)
    await _is_told(town, second, "No. 2, 2 pieces")
    assert "No. 3" in (await third.presses(card, "✋ 报1份")).text
    await shows(town, group, "已报名 3 户")

    assert "第一轮口罩登记" in (told.text or "")
    assert await doors(town, relay_id) == [("1-101", 1), ("2-101", 2), ("1-102", 1)]
    assert len([m for m in group.messages if "接龙进行中" in (m.text or "")]) == 1


async def _is_told(town: Town, person: Person, words: str) -> StoredMessage:
    """The private message with these words, however often it has to be sent."""

    def find() -> StoredMessage | None:
        return next((m for m in person.chat.messages if words in (m.text or "")), None)

    found: StoredMessage = await until(town, find)
    return found


async def test_a_refusal_whose_alert_is_lost_comes_in_private(town: Town) -> None:
    group = await bound_group(town)
    _, card = await open_relay(town, group, capacity=1, waiting_list=False)
    await town.residents[0].presses(card, "✋ 报1份")
    town.world.fault("answerCallbackQuery", "502")

    await town.residents[1].presses(card, "✋ 报1份", timeout=None)

    await hears(town.residents[1], "All 1 places are taken")


async def test_a_kicked_bot_goes_on_elsewhere(town: Town) -> None:
    group = await bound_group(town, reads_all=True)
    relay_id, card = await open_relay(town, group)
    second = await bound_group(town, "图们 2号楼", reads_all=True)
    other_card = await shows(town, second, "接龙进行中")
    await _rests(town, second)

    group.kick_bot(town.staff)
    await town.world.settled()
    since = len(town.world.requests)
    assert "No. 1" in (await town.residents[0].presses(card, "✋ 报1份")).text
    assert "No. 2" in (await town.residents[1].presses(other_card, "✋ 报1份")).text
    await town.residents[2].opens_link(private_panel(relay_id))
    panel = await hears(town.residents[2], "has not joined yet")
    assert "No. 3" in (await town.residents[2].presses(panel, "✋ Join ×1")).text
    await shows(town, second, "已报名 3 户")
    town.clock.advance(60)
    await town.world.settled()

    assert "已报名 0 户" in (newest(town, card).text or "")
    assert not [c for c in town.world.requests[since:] if _concerns(c.params, group)]


def _concerns(params: dict[str, object], group: Group) -> bool:
    return str(params.get("chat_id")) == str(group.id)


async def test_a_kick_that_was_not_told_is_found_out_once(town: Town) -> None:
    """Telegram's word of the kick can be lost; the first refusal then says the same."""
    group = await bound_group(town, reads_all=True)
    _, card = await open_relay(town, group)
    await _rests(town, group)
    town.world.updates.choose(["message", "callback_query"])
    group.kick_bot(town.staff)

    for number, person in enumerate(town.residents[:3], start=1):
        assert f"No. {number}" in (await person.presses(card, "✋ 报1份")).text
        town.clock.advance(5)
        await town.world.settled()

    forbidden = [call.method for call in town.world.refusals if _concerns(call.params, group)]
    assert forbidden == ["editMessageText"]


async def test_the_card_follows_a_migration(town: Town) -> None:
    group = await bound_group(town, supergroup=False)
    relay_id, card = await open_relay(town, group)
    await town.residents[0].presses(card, "✋ 报1份")
    await shows(town, group, "已报名 1 户")

    moved = await group.migrate()
    card = await shows(town, moved, "已报名 1 户")
    assert "No. 2" in (await town.residents[1].presses(card, "✋ 报1份")).text
    await town.residents[2].says("+1", in_=moved, reply_to=card)
    await hears(town.residents[2], "No. 3")
    await shows(town, moved, "已报名 3 户")

    assert await doors(town, relay_id) == [("1-101", 1), ("2-101", 1), ("1-102", 1)]
    assert len([m for m in moved.messages if "接龙进行中" in (m.text or "")]) == 1
