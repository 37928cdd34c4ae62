"""The signup of the source (S13, S14), played through the whole bot in its estate of 2,430."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from simulator import Group, Person, StoredMessage
from storage.relay.desk import Press, PressKind
from storage.relay.kinds import Channel, EventKind
from storage.relay.queries import list_events
from tests.builders import OPENING
from tests.people import (
    bound_group,
    doors,
    entries,
    everything_said,
    family_member,
    hears,
    hears_in,
    newest,
    post_relay,
    private_panel,
    shows,
)
from tests.town import Town, open_town

HOUSEHOLDS = 2430
JOINED = 454
ON_PAPER = 448


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, households=HOUSEHOLDS, people=6) as opened:
        yield opened


@pytest.fixture
async def group(town: Town) -> Group:
    return await bound_group(town, reads_all=True)


def _at(town: Town, hour: int, minute: int = 0, second: float = 0) -> None:
    """Move on to a time of 2 February 2020 in Shanghai; midnight is the opening."""
    town.clock.jump_to(OPENING + timedelta(hours=hour, minutes=minute, seconds=second))


async def test_nobody_joins_before_the_opening_second(town: Town, group: Group) -> None:
    relay_id, card = await post_relay(town, group)
    person = town.residents[0]
    town.clock.jump_to(OPENING - timedelta(seconds=2))
    await asyncio.sleep(1.1)

    card = newest(town, card)
    early = await person.presses(card, data=f"j:{relay_id}:1")
    await person.says("接龙 1份", in_=group)
    await hears_in(group, person, "Not open yet. Signup opens", "00:00")

    assert "开始接龙" in (card.text or "")
    assert "Not open yet" in (early.text or "")
    assert [button.callback_data for button in card.buttons] == [None]
    assert await entries(town, relay_id) == ()

    _at(town, 0)
    card = await shows(town, group, "接龙进行中")
    live = town.clock.now() - OPENING
    answer = await person.presses(card, "✋ 报1份")

    assert live < timedelta(seconds=5)
    assert "No. 1" in (answer.text or "")


async def test_the_list_of_the_source(town: Town, group: Group) -> None:
    relay_id, _ = await post_relay(town, group)
    first, late, *_ = town.residents
    sibling = await family_member(town, household=0)
    await group.add(sibling, town.staff)
    _at(town, 0, 0, 40)
    card = await shows(town, group, "接龙进行中")

    assert "No. 1," in (await first.presses(card, "✋ 报1份")).text
    _at(town, 0, 20)
    assert "No. 2," in (await late.presses(card, "✋ 报2份")).text
    await _stall_rows(town, relay_id)
    _at(town, 11)
    await _family_is_refused(town, group, card, sibling)

    await _fill(town, relay_id)
    card = await shows(town, group, "共2,430户（18.7%）")

    assert f"已报名 {JOINED} 户" in (card.text or "")
    lines = await entries(town, relay_id)
    assert len(lines) == JOINED
    assert [line.place for line in lines] == list(range(1, JOINED + 1))
    assert [line.ordered_at for line in lines] == sorted(line.ordered_at for line in lines)
    assert lines[0].ordered_at - OPENING >= timedelta(seconds=40)
    moved = await late.presses(card, "我的位次")
    assert "No. 4," in (moved.text or "")
    assert "00:20" in (moved.text or "")


async def _stall_rows(town: Town, relay_id: int) -> None:
    """Staff enter two papers, with the times at which the stall received them."""
    staff = town.staff
    _at(town, 0, 30)
    await staff.says("代报 2-501 2份 00:10")
    entered = await hears(staff, "2-501 is entered, 2 pieces")
    assert "No. 2" in (entered.text or "")
    assert "00:10" in (entered.text or "")
    assert "1 household behind it" in (entered.text or "")
    await staff.says("/add 1-502 00:15")
    assert "No. 3" in ((await hears(staff, "1-502 is entered, 1 piece")).text or "")
    await staff.says("代报 1-101 1份 00:05")
    again = await hears(staff, "1-101 was on the list already")
    assert "Nothing was changed" in (again.text or "")
    assert await doors(town, relay_id) == [("1-101", 1), ("2-501", 2), ("1-502", 1), ("2-101", 2)]
    await _log_tells_of_it(town, relay_id)


async def _log_tells_of_it(town: Town, relay_id: int) -> None:
    staff = town.staff
    events = await town.work.read(list_events, relay_id)
    papers = [event for event in events if event.claimed_at is not None]
    assert [(event.door, event.actor_id) for event in papers] == [
        ("1-502", staff.id),
        ("2-501", staff.id),
    ]
    assert {event.kind for event in events} == {EventKind.JOINED, EventKind.OPENED}
    await staff.says("/relays")
    panel = await hears(staff, "For staff · open")
    await staff.presses(panel, "Log")
    log = newest(town, panel).text or ""
    assert log.index("1-502") < log.index("2-501") < log.index("2-101") < log.index("1-101")
    assert "2-501 · entered by staff for Sun 2 Feb 00:10" in log


async def _family_is_refused(
    town: Town, group: Group, card: StoredMessage, sibling: Person
) -> None:
    since = len(town.world.requests)
    refused = await sibling.presses(card, "✋ 报2份")
    await sibling.says("接龙 1-101 2份", in_=group)
    told = await hears(sibling, "第一轮口罩登记")

    assert refused.text == "住户0 has already joined for your household: No. 1, 1 piece."
    assert refused.show_alert
    assert "住户0 has already joined for your household." in (told.text or "")
    to_group = [said for said in everything_said(town.world, since) if str(group.id) in said]
    assert not [said for said in to_group if "住户" in said or "1-101" in said]
    assert all("住户" not in (m.text or "") for m in group.messages if m.is_by_bot)


async def _fill(town: Town, relay_id: int) -> None:
    """Paper rows of the morning: the rest of the 454."""
    numbers = range(100, 100 + JOINED - len(await entries(town, relay_id)))
    await asyncio.gather(
        *(
            town.app.services.relays.ask(
                Press(
                    PressKind.ENTER,
                    relay_id,
                    update_id=number,
                    person_id=town.staff.id,
                    received_at=town.clock.now(),
                    household_id=town.place.households[number],
                    channel=Channel.STALL,
                    entered_for=OPENING + timedelta(hours=9, seconds=number),
                )
            )
            for number in numbers
        )
    )


async def test_a_full_list_waits_and_moves_up(town: Town, group: Group) -> None:
    relay_id, _ = await post_relay(town, group, capacity=2)
    first, second, third, fourth, fifth, _ = town.residents
    _at(town, 0, 0, 40)
    card = await shows(town, group, "接龙进行中")
    for person in (first, second):
        assert "You have joined" in (await person.presses(card, "✋ 报1份")).text
    assert "You are No. 1 on the waiting list" in (await third.presses(card, "✋ 报1份")).text
    assert "You are No. 2 on the waiting list" in (await fourth.presses(card, "✋ 报1份")).text
    assert "No. 2 on the waiting list" in (await fourth.presses(card, "我的位次")).text

    await first.opens_link(private_panel(relay_id))
    panel = await hears(first, "No. 1")
    await first.presses(panel, "Leave")
    left = await first.presses(panel, "Yes, leave")

    assert "has left" in (left.text or "")
    assert "Your household now has one" in ((await hears(third, "A place became free")).text or "")
    assert "No. 1 on the waiting list" in (await fourth.presses(card, "我的位次")).text
    assert "No. 2 on the waiting list" in (await fifth.presses(card, "✋ 报1份")).text
    assert "No. 3 on the waiting list" in (await first.presses(card, "✋ 报1份")).text

    _at(town, 1)
    await town.staff.says("代报 1-601 1份 00:00")
    await hears(town.staff, "1-601 is entered")
    assert "now on the waiting list" in ((await hears(third, "stands before yours")).text or "")
    kinds = [event.kind for event in await town.work.read(list_events, relay_id)]
    assert kinds[:2] == [EventKind.DEMOTED, EventKind.JOINED]
    assert EventKind.PROMOTED in kinds
    await shows(town, group, "已报名 6 户", "其中候补4户")
