"""江湾国际's first batch (S28, S29): places by building, sheets in the lobbies, mailboxes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.callbacks import LeavePress
from handlers.relay._draft_sharing import SharingPress
from handlers.relay._rules import Quota, sharing_facts
from handlers.relay.papers._callbacks import PaperDraftPress
from handlers.relay.prints._callbacks import AbsentPress, BuildingPress
from handlers.relay.waiting._callbacks import OfferPress, YieldPress
from simulator import StoredMessage
from storage.relay.kinds import RemainderRule, SplitRule
from storage.relay.sharing import Sharing
from tests.handlers.estate_play import add_doors
from tests.handout_play import (
    answers,
    card_rules,
    file_of,
    joins,
    manage,
    paper_of,
    taps,
)
from tests.lobby_play import (
    DOORS,
    RELAY,
    TITLE,
    WITHOUT_PHONES,
    Story,
    all_is_collected,
    entries_are_checked,
    vouchers_go_into_the_mailboxes,
)
from tests.pdf_text import count_pages, read_pdf
from tests.people import bound_group, everything_said, shows
from tests.story_play import Reader, pass_to, read
from tests.sweep_play import lead_of_house
from tests.town import open_town

LINE = (
    f"/relay {TITLE}；口罩 每户1份；名额 10；时间 2月2日 10:00-16:00；"
    "地点 本群、楼道登记表；对象 本小区居民；领取 凭证送到信箱，益丰药房"
)
SHARED = Sharing(
    split_rule=SplitRule.BUILDINGS, remainder_rule=RemainderRule.LARGEST, offer_minutes=30
)
QUOTAS = (Quota("1", 3), Quota("2", 3), Quota("3", 4))
# As the lead and staff type them in: line, room, pieces.
SHEET_1 = "1号楼登记表 挂出 10:00 收回 10:30\n1 106 1份\n2 105 1份"
SHEET_3 = "3号楼登记表 挂出 10:00 收回 10:35\n1 107 1份\n2 101 1份\n3 104 1份\n4 102 1份\n5 106 1份"


@pytest.fixture(params=["zh-hans", "fr"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    async with open_town(sqlite_url, language=language, people=len(DOORS)) as town:
        await add_doors(town, *(f"3-10{room}" for room in range(1, 8)))
        homes = [Reader(town, each, language) for each in town.residents]
        yield Story(
            town,
            dict(zip(DOORS, homes, strict=True)),
            Reader(town, town.staff, language),
            await lead_of_house(town, 0, language),
            await bound_group(town),
        )
        assert not town.world.refusals
        assert not town.world.warnings


async def test_from_the_draft_to_the_last_mailbox(story: Story) -> None:
    await pass_to(story.town, "09:00")
    await places_are_shared_by_building(story)
    await sheets_are_printed_for_the_lobbies(story)
    card = await it_opens_and_some_press(story)
    await the_lead_walks_the_own_building(story)
    await sheets_are_brought_in_by_line_number(story)
    await who_presses_now_waits(story, card)
    await one_lets_others_go_first(story)
    await an_offer_lapses_and_goes_on(story)
    await unused_places_are_opened_at_closing(story)
    await entries_are_checked(story)
    await vouchers_go_into_the_mailboxes(story)
    await all_is_collected(story)
    await who_let_others_go_reads_why(story)
    the_group_saw_no_door(story)


async def places_are_shared_by_building(story: Story) -> None:
    """Chosen by buttons; preview and card say the places of each building and the remainder."""
    staff = story.staff
    preview = await staff.says(LINE, TITLE, button="edit_sharing")
    page = await staff.presses(preview, "edit_sharing")
    for choice, value in (("sharing", "building"), ("remainder", ""), ("remainder", "largest")):
        page = await taps(staff, page, SharingPress(choice=choice, value=value))
    for choice, value in (("offer", ""), ("offer", "30"), ("done", "")):
        page = await taps(staff, page, SharingPress(choice=choice, value=value))
    await staff.presses(page, "publish")
    card = await shows(story.town, story.group, TITLE)
    rules = card_rules(sharing_facts(SHARED, QUOTAS), capacity=10)
    assert "\n".join(rules) in read(card)


async def sheets_are_printed_for_the_lobbies(story: Story) -> None:
    page = await manage(story.staff, "relay_prints")
    page = await story.staff.presses(page, "print_lobby")
    await answers(story.staff, page, BuildingPress(relay_id=RELAY, act="lobby", language="zh-hans"))
    sheets = await file_of(story.staff)
    assert count_pages(sheets) == len(QUOTAS)
    # The head of the sheet has room for how the places are shared, by building and what is left.
    shown = read_pdf(sheets).replace(" ", "")
    for rule in card_rules(sharing_facts(SHARED, QUOTAS), capacity=10)[:3]:
        assert shown.count(rule.replace(" ", "")) == len(QUOTAS)


async def it_opens_and_some_press(story: Story) -> StoredMessage:
    await pass_to(story.town, "10:00")
    card = await shows(story.town, story.group, TITLE, "接龙进行中")
    for minute, door in enumerate(("1-101", "1-102", "2-101"), start=1):
        await pass_to(story.town, f"10:{minute:02}")
        await joins(story.homes[door], card, RELAY)
    return card


async def the_lead_walks_the_own_building(story: Story) -> None:
    """Who has not joined, in the order of a walk; of the own building only."""
    lead = story.lead
    page = await lead.says("/missing", TITLE)
    doors = ["1-103", "1-104", "1-105", "1-106"]
    assert [line.split()[0] for line in read(page).splitlines() if "1-10" in line] == doors
    building = story.town.place.buildings[0]
    await answers(lead, page, AbsentPress(relay_id=RELAY, building_id=building, act="pdf"))
    paper = await paper_of(lead)
    assert all(door in paper for door in doors)
    assert "1-101" not in paper
    other = AbsentPress(relay_id=RELAY, building_id=story.town.place.buildings[1])
    assert (await lead.person.presses(page, data=other.pack())).show_alert


async def sheets_are_brought_in_by_line_number(story: Story) -> None:
    """No. 1 on the sheet is first; the lead's sheet counts for the own building only."""
    await pass_to(story.town, "10:40")
    for reader, sheet in ((story.lead, SHEET_1), (story.staff, SHEET_3)):
        await reader.says("/papers")
        preview = await reader.says(sheet, TITLE, button="papers_drop")
        await enters(reader, preview)
    await story.lead.says("代报 2-105 1份 10:20", story.lead.words.error("not_staff"))
    assert await story.standing() == [
        ("1-101", "admitted"),
        ("1-102", "admitted"),
        ("2-101", "admitted"),
        ("1-106", "admitted"),
        ("1-105", "waiting"),
        ("3-107", "admitted"),
        ("3-101", "admitted"),
        ("3-104", "admitted"),
        ("3-102", "admitted"),
        ("3-106", "waiting"),
    ]


async def enters(reader: Reader, preview: StoredMessage) -> StoredMessage:
    """Confirm the rows of a preview."""
    rows = preview.reply_markup.inline_keyboard if preview.reply_markup else []
    carried = [str(button.callback_data) for row in rows for button in row]
    (enter,) = [PaperDraftPress.unpack(each) for each in carried if each.endswith(":enter:0")]
    return await taps(reader, preview, enter)


async def who_presses_now_waits(story: Story, card: StoredMessage) -> None:
    for minute, door in ((45, "1-103"), (46, "1-104")):
        await pass_to(story.town, f"10:{minute}")
        await joins(story.homes[door], card, RELAY)
    assert (await story.standing())[-2:] == [("1-103", "waiting"), ("1-104", "waiting")]


async def one_lets_others_go_first(story: Story) -> None:
    """«I can wait»: thanked; the next of the building, known by paper only, has the place."""
    await pass_to(story.town, "10:50")
    reader = story.homes["1-102"]
    page = await reader.says(f"/start r_{RELAY}", button="yield")
    sure = await reader.presses(page, "yield")
    assert read(sure) == reader.shown("relay/yield_sure", title=TITLE, place=2, joined=12)
    done = await taps(reader, sure, YieldPress(relay_id=RELAY, sure=True))
    said = reader.shown("relay/yielded", title=TITLE, place=12, waiting_place=3)
    assert read(done) == said
    assert ("1-105", "admitted") in await story.standing()


async def an_offer_lapses_and_goes_on(story: Story) -> None:
    """Half an hour to take it; who says nothing is off the list, and the next one is asked."""
    reader, silent, next_one = (story.homes[f"1-10{room}"] for room in (1, 3, 4))
    await pass_to(story.town, "11:00")
    page = await reader.says(f"/start r_{RELAY}", button="leave")
    sure = await reader.presses(page, "leave")
    await taps(reader, sure, LeavePress(relay_id=RELAY, sure=True))
    await silent.hears(TITLE, button="offer_take")
    await pass_to(story.town, "11:29")
    assert ("1-103", "admitted") in await story.standing()
    await pass_to(story.town, "11:31")
    await silent.hears(silent.shown("relay/lapsed", title=TITLE, door=None))
    offer = await next_one.hears(TITLE, button="offer_take")
    await taps(next_one, offer, OfferPress(relay_id=RELAY, take=True))
    assert await story.standing() == [
        ("2-101", "admitted"),
        ("1-106", "admitted"),
        ("1-105", "admitted"),
        ("3-107", "admitted"),
        ("3-101", "admitted"),
        ("3-104", "admitted"),
        ("3-102", "admitted"),
        ("3-106", "waiting"),
        ("1-104", "admitted"),
        ("1-102", "waiting"),
    ]


async def unused_places_are_opened_at_closing(story: Story) -> None:
    """Building 2 used one of three: they go to the next in order, and who could wait has one."""
    await pass_to(story.town, "16:00")
    await shows(story.town, story.group, "存证")
    reader = story.homes["1-102"]
    offer = await reader.hears(TITLE, button="offer_take")
    await taps(reader, offer, OfferPress(relay_id=RELAY, take=True))
    assert [state for _, state in await story.standing()] == ["admitted"] * 10


async def who_let_others_go_reads_why(story: Story) -> None:
    reader = story.homes["1-102"]
    why = await reader.says("/why", TITLE, button="why_check")
    moves = {"joined": "10:02", "yielded": "10:50", "accepted": "16:00", "collected": "16:40"}
    for kind, clock in moves.items():
        at = f"2020-02-02T{clock}:00+08:00"
        move = {"kind": kind, "at": at, "role": "household", "claimed_at": None}
        assert reader.shown("relay/_why_move", move=move).partition("·")[2] in read(why)
        assert reader.words.formats.moment(at) in read(why)
    for door in DOORS + WITHOUT_PHONES:
        assert door not in read(why)


def the_group_saw_no_door(story: Story) -> None:
    said = [each for each in everything_said(story.town.world) if str(story.group.id) in each]
    assert said
    for words in (*DOORS, *WITHOUT_PHONES, "住户"):
        assert not any(words in each for each in said), words
