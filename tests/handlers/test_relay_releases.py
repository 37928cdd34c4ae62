"""Staff hand out in chat: a preview, a call, residents told when, the stock that is late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.relay.releases.queries import find_plan
from tests.builders import OPENING
from tests.people import bound_group, hears, hears_in, kept, newest, shows
from tests.storage.releases_world import build_list
from tests.town import Town, open_town

EIGHT = OPENING + timedelta(hours=32)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=2) as opened:
        await opened.work.write(build_list, opened.place, 8)
        opened.clock.jump_to(EIGHT)
        yield opened


async def test_staff_call_the_next_and_residents_are_told_when(town: Town) -> None:
    await town.staff.says("/release 5")
    preview = await hears(town.staff, "Would be called: 5 households", "Pieces needed: 10")
    assert "Nobody was told anything yet." in (preview.text or "")
    await town.staff.presses(preview, "✅ Call 5 now")
    await hears(town.residents[0], "It is your turn", "Mon 3 Feb 09:00", "益丰药房")

    await town.residents[0].says("/why")
    await hears(town.residents[0], "Your turn: today, about 09:00", "益丰药房")
    await town.residents[0].says("/release 5")
    await hears(town.residents[0], "staff")
    plan = await town.work.read(find_plan, 1, now=town.clock.now())
    assert (plan.called, plan.uncalled) == (5, 3)

    await town.staff.says("/release")
    page = await hears(town.staff, "Handing out", "Not called yet: 3")
    await town.staff.presses(page, "⏸ The stock is late")
    sure = page
    await town.world.settled()
    await town.staff.presses(sure, "Yes, have them wait")
    await hears(town.residents[1], "The stock is late")
    await town.staff.presses(page, "▶️ The stock is here")
    await hears(town.residents[1], "new time")


async def test_staff_say_where_and_when(town: Town) -> None:
    await town.staff.says("/release")
    page = await hears(town.staff, "Handing out")
    await town.staff.presses(page, "📍 Where and when")
    await town.world.settled()
    await town.staff.presses(page, "1. 益丰药房，凭证领取")
    await town.world.settled()
    await town.staff.presses(page, "Hours")
    await town.world.settled()
    await town.staff.says("9:00-11:30, 13:30-17:00")
    point = await hears(town.staff, "09:00–11:30, 13:30–17:00")
    await town.staff.presses(point, "One desk more")
    await town.world.settled()
    plan = await town.work.read(find_plan, 1, now=town.clock.now())
    assert plan.points[0].hours == ((540, 690), (810, 1020))
    assert plan.desks == 2


async def test_a_rehearsal_is_played_and_gone(town: Town) -> None:
    await town.staff.says("/rehearse")
    page = await hears(town.staff, "Which signup")
    await town.staff.presses(page, "第一轮口罩登记")
    await town.world.settled()
    await town.staff.presses(page, "Rehearse with 10")
    await town.world.settled()
    await town.staff.presses(page, "Hand out")
    await town.world.settled()
    await town.staff.presses(page, "Call all the rest")
    await town.world.settled()
    await town.staff.presses(page, "✅ Call 10 now")
    await town.world.settled()
    await town.staff.says("/rehearse")
    page = await hears(town.staff, "Served: 0")
    for _ in range(9):
        town.clock.advance(100)
        await town.staff.presses(page, "✅ Served: the next one")
        await town.world.settled()
    await town.staff.presses(page, "End the rehearsal")
    await town.world.settled()
    await town.staff.presses(page, "Yes, erase it all")
    await town.world.settled()
    assert "1 minute 40 seconds" in (newest(town, page).text or "").replace(",", "")
    await town.staff.says("/rehearse")
    await hears(town.staff, "Which signup")


async def test_a_rehearsal_in_a_group_takes_no_place_of_residents(town: Town) -> None:
    group = await bound_group(town)
    await town.staff.says("/rehearse")
    page = await hears(town.staff, "Which signup")
    await town.staff.presses(page, "第一轮口罩登记")
    await town.world.settled()
    await town.staff.presses(page, "⬜️ 图们小区")
    await town.world.settled()
    before = await kept(town)
    await town.staff.presses(page, "Rehearse with 20")
    card = await shows(town, group, "🎭", "第一轮口罩登记")
    running = await kept(town)

    resident = town.residents[0]
    alert = await resident.presses(card, "✋ 报1份")
    assert "only a rehearsal" in (alert.text or "")
    await resident.says("接龙 1-101", in_=group, reply_to=card)
    await hears_in(group, resident, "🎭")
    assert {*(await kept(town))["resident"]} == {*running["resident"]}

    await town.staff.presses(page, "End the rehearsal")
    await town.world.settled()
    await town.staff.presses(page, "Yes, erase it all")
    await town.world.settled()
    assert await kept(town) == before
    assert all("🎭" not in (message.text or "") for message in group.messages if message.is_by_bot)
