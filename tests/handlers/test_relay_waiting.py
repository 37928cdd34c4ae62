"""Places on offer, households that let others go first, and households that cannot press."""

from __future__ import annotations

from storage.proxies.actions import accept_invitation, invite_proxy
from storage.relay.kinds import EntryState, Role
from storage.relay.listing import list_events
from storage.relay.queries import find_entry
from tests.handlers.estate_play import asks, labels, newcomer, turns
from tests.people import bound_group, entries, hears, newest, open_relay
from tests.town import Town


async def press_in_turn(town: Town, card: object, count: int) -> None:
    for resident in town.residents[:count]:
        await resident.presses(card, "✋ 报1份")


async def test_who_can_wait_lets_the_next_one_have_the_place(town: Town) -> None:
    group = await bound_group(town)
    relay_id, card = await open_relay(town, group, capacity=2)
    await press_in_turn(town, card, 3)
    first, third = town.residents[0], town.residents[2]

    panel = await asks(first, f"/start r_{relay_id}")
    assert "💛 I can wait" in labels(panel)
    sure = await turns(first, panel, "💛 I can wait")
    assert "You go to the end" in (sure.text or "") or "to the end of the list" in (sure.text or "")
    done = await turns(first, sure, "💛 Yes, others first")
    assert "Thank you for letting others go first" in (done.text or "")

    await hears(third, "Your household now has one")
    listed = await entries(town, relay_id)
    homes = town.place.households
    assert [line.household_id for line in listed] == [homes[1], homes[2], homes[0]]
    assert [line.state for line in listed] == [EntryState.ADMITTED] * 2 + [EntryState.WAITING]


async def test_an_offer_is_taken_or_goes_on(town: Town) -> None:
    group = await bound_group(town)
    relay_id, card = await open_relay(town, group, capacity=1, offer_minutes=60)
    await press_in_turn(town, card, 4)
    first, second, third, fourth = town.residents[:4]

    panel = await asks(first, f"/start r_{relay_id}")
    sure = await turns(first, panel, "Leave")
    await turns(first, sure, "Yes, leave")
    offer = await hears(second, "A place became free")
    await turns(second, offer, "✖ Let it go")
    assert "goes to the next household" in (newest(town, offer).text or "")
    offer = await hears(third, "A place became free")
    await turns(third, offer, "✅ Take the place")
    assert "The place is yours" in (newest(town, offer).text or "")
    again = await third.presses(newest(town, offer), 0)
    assert again is not None
    mine = await town.work.read(find_entry, relay_id, town.place.households[2])
    assert mine is not None
    assert (mine.state, mine.offer_until) == (EntryState.ADMITTED, None)
    waits = await town.work.read(find_entry, relay_id, town.place.households[3])
    assert waits is not None
    assert (waits.state, waits.waiting_place) == (EntryState.WAITING, 1)
    assert fourth.chat is not None


async def test_a_child_abroad_joins_for_the_parents_and_they_are_told(town: Town) -> None:
    group = await bound_group(town)
    relay_id, _ = await open_relay(town, group, capacity=5)
    mother, child = town.residents[0], newcomer(town, "小明")
    home = town.place.households[0]
    now = town.clock.now()
    code = await town.work.write(invite_proxy, home, by=mother.id, now=now)
    await asks(child, "/start")
    await town.work.write(accept_invitation, code, by=child.id, now=now)
    await hears(mother, "小明 may now act")

    page = await asks(child, f"/start r_{relay_id}")
    assert "🤲 You act for 1-101" in (page.text or "")
    page = await turns(child, page, "✋ Join ×1")
    assert "No. 1" in (page.text or "")
    await hears(mother, "Whoever acts for your household has joined")
    (event, *_) = [e for e in await town.work.read(list_events, relay_id) if e.entry_number]
    assert (event.role, event.actor_id) == (Role.PROXY, child.id)

    # The household takes it back: an old button does nothing any more.
    proxies = await asks(mother, "/proxy")
    proxies = await turns(mother, proxies, next(x for x in labels(proxies) if "小明" in x))
    await turns(mother, proxies, "End it")
    answer = await child.presses(newest(town, page), "Leave")
    assert "may not act" in (answer.text or "")
    assert len(await entries(town, relay_id)) == 1


async def test_staff_ask_who_can_wait_once_in_a_while(town: Town) -> None:
    await asks(town.staff, "/start")
    group = await bound_group(town)
    relay_id, card = await open_relay(town, group, capacity=1)
    await press_in_turn(town, card, 2)
    page = await asks(town.staff, "/relays")
    sure = await turns(town.staff, page, "💛 Ask who can wait")
    asked = await turns(town.staff, sure, "📣 Ask in the groups")
    assert "1 group is asked" in (asked.text or "")
    await town.told()
    appeal = next(m for m in reversed(group.messages) if m.text and "💛" in m.text)
    answer = await town.residents[0].presses(appeal, 0)
    assert f"start=r_{relay_id}" in (answer.url or "")
    page = await asks(town.staff, "/relays")
    sure = await turns(town.staff, page, "💛 Ask who can wait")
    again = await turns(town.staff, sure, "📣 Ask in the groups")
    assert "in these six hours already" in (again.text or "")
