"""The story of the source, played by people: draft, opening second, presses, stall, leaving."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from simulator import Group, StoredMessage
from storage.relay.queries import list_entries
from tests.builders import OPENING
from tests.town import Town, open_town

LINE = (
    "/relay 第一轮口罩登记；口罩 每户2份；名额3；时间 2月2日 00:00-11:00；"
    "地点 本群；对象 本小区居民；领取 益丰药房"
)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as opened:
        yield opened


async def card_of(group: Group) -> StoredMessage:
    """The living card, once it stands."""
    for _ in range(100):
        cards = [m for m in group.messages if m.from_user and m.from_user.is_bot and m.text]
        if cards:
            return cards[-1]
        await asyncio.sleep(0.05)
    raise AssertionError("no card")


async def shows(group: Group, *words: str) -> StoredMessage:
    """The card, once it shows all of these words."""
    for _ in range(200):
        card = await card_of(group)
        if all(word in (card.text or "") for word in words):
            return card
        await asyncio.sleep(0.05)
    raise AssertionError(f"{words} not in {card.text!r}")


async def bind(town: Town, group: Group) -> None:
    from storage.community.actions import bind_chat

    await town.work.write(
        bind_chat, group.id, town.place.estate_id, by=town.staff.id, now=town.clock.now()
    )


async def test_relay_from_draft_to_waiting_list(town: Town) -> None:
    group = await town.group(reads_all=True)
    await bind(town, group)

    await town.staff.says(LINE)
    preview = await town.staff.next_message()
    assert "Preview" in (preview.text or "")
    await town.staff.presses(preview, "✅ Publish")
    card = await shows(group, "开始接龙", "第一轮口罩登记")
    assert "报1份" not in str(card.reply_markup)

    town.clock.jump_to(OPENING)
    card = await shows(group, "接龙进行中")
    town.clock.jump_to(OPENING + timedelta(seconds=40))
    first = await town.residents[0].presses(card, "✋ 报1份")
    again = await town.residents[0].presses(card, "✋ 报1份")
    assert (first.show_alert, "No. 1" in (first.text or "")) == (True, True)
    assert "already" in (again.text or "")

    await town.residents[1].says("接龙 2份", in_=group)
    await town.residents[2].says("+1", in_=group, reply_to=card)
    await shows(group, "已报名 3 户")
    fourth = await town.residents[3].presses(card, "✋ 报2份")
    assert "No. 1 on the waiting list" in (fourth.text or "")

    await town.residents[0].opens_link("https://t.me/linli_bot?start=r_1")
    panel = await town.residents[0].next_message()
    await town.residents[0].presses(panel, "Leave")
    await town.residents[0].presses(panel, "Yes, leave")
    promoted = await town.residents[3].next_message()
    assert "now has one" in (promoted.text or "")

    lines = await town.work.read(list_entries, 1)
    assert [(line.door, line.quantity) for line in lines] == [
        ("2-101", 2),
        ("1-102", 1),
        ("2-102", 2),
    ]
    assert not town.world.refusals
    assert not town.world.warnings
