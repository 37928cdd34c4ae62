"""九龙仓's purchase (S20, S21, S39): places held for paper, a pharmacy that learns no name."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from handlers.callbacks import DraftPress, JoinPress, ManagePress, PanelPress
from handlers.relay._draft_sharing import SharingPress
from handlers.relay._rules import sharing_facts
from handlers.relay.papers._callbacks import PaperDraftPress
from handlers.relay.releases._callbacks import ReleasePress
from handlers.relay.vouchers._callbacks import CheckPress, OfficePress, VoucherPress
from simulator import Group, StoredMessage
from storage.relay.kinds import EntryState
from storage.relay.pools import COMMON, OFFLINE_SHARE
from storage.relay.queries import find_relay
from storage.relay.sharing import Sharing
from storage.relay.vouchers.codes import spell_code
from tests.handout_play import card_rules, file_of, joins, manage, paper_of, vouchers_of
from tests.people import bound_group, entries, shows
from tests.queue_play import (
    asks,
    at,
    card_of,
    carried,
    find_button,
    gets,
    goes,
    in_group,
    newest_id,
    wait,
)
from tests.story_play import Reader, audited, read
from tests.town import Town, open_town

RELAY = 1
TITLE = "团购口罩"
COLLECTION = "居委会门口，扫码付款"
LINE = (
    f"/relay {TITLE}；口罩 每户2份；名额 10；时间 2月2日 08:00-12:00；"
    f"地点 本群，或持证件到居委会；对象 本小区居民；领取 {COLLECTION}"
)
SHARED = Sharing(offline_share=4, shares_until=at("11:00"))
ONLINE = ("1-101", "2-101", "1-102", "2-102", "1-103", "2-103", "1-104", "2-104", "1-105")
OFFLINE = ("2-105", "1-106", "2-106")
COUNTER = """现场
09:10 2-105 2份
09:20 1-106 1份
09:30 2-106 2份
09:40 2-104 1份
"""
"""2-104 waits already: its row at the counter came later and is void."""
SERVED = (*ONLINE[:7], *OFFLINE)


@dataclass
class Story:
    """Nine on Telegram by their door, staff, the pharmacy, and the group of all."""

    town: Town
    homes: dict[str, Reader]
    staff: Reader
    pharmacy: Reader
    group: Group

    async def standing(self) -> dict[str, EntryState]:
        return {line.door: line.state for line in await entries(self.town, RELAY)}

    async def office(self) -> StoredMessage:
        """Staff's page of the vouchers."""
        return await manage(self.staff, "vouchers")

    async def code(self, door: str) -> str:
        return (await vouchers_of(self.town, RELAY))[door].code


@pytest.fixture(params=["zh-hans", "fr"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    async with open_town(sqlite_url, language=language, people=len(ONLINE)) as town:
        homes = [Reader(town, each, language) for each in town.residents]
        pharmacy = town.world.person("益丰药房", language_code=language)
        yield Story(
            town,
            dict(zip(ONLINE, homes, strict=True)),
            Reader(town, town.staff, language),
            Reader(town, pharmacy, language),
            await bound_group(town),
        )
        assert not town.world.refusals
        assert not town.world.warnings


async def test_places_are_held_for_paper_and_the_pharmacy_learns_no_name(story: Story) -> None:
    await part_is_held_for_paper(story)
    await online_waits_though_places_stand_free(story)
    await paper_takes_the_held_places(story)
    await what_is_left_is_opened_at_its_time(story)
    await staff_check_and_call(story)
    await pharmacy_is_invited_and_sees_no_name(story)
    await it_hands_out_and_is_paid(story)
    await what_it_did_without_telegram_is_reconciled(story)
    await every_voucher_is_collected(story)
    await the_file_of_staff_says_the_same(story)


async def part_is_held_for_paper(story: Story) -> None:
    """Four of ten, by buttons; what is not used is open an hour before the end."""
    staff = story.staff
    preview = await asks(staff, LINE, DraftPress, TITLE)
    page = await goes(staff, preview, SharingPress, choice="")
    choice = await goes(staff, page, SharingPress, choice="offline")
    assert find_button(choice, SharingPress, choice="offline", value="3")
    page = await asks(staff, "4", SharingPress)
    choice = await goes(staff, page, SharingPress, choice="unused")
    page = await goes(staff, choice, SharingPress, choice="unused", value="60")
    preview = await goes(staff, page, SharingPress, choice="done")
    await goes(staff, preview, DraftPress, act="publish")
    rules = card_rules(sharing_facts(SHARED), capacity=10)
    card = await shows(story.town, story.group, TITLE)
    assert len(rules) > 1
    assert all(rule in read(card) for rule in rules)


async def online_waits_though_places_stand_free(story: Story) -> None:
    """Six of the nine who press have a place; three wait beside four free ones."""
    await wait(story.town, at("08:00"))
    card = await card_of(story.town, story.group, JoinPress)
    for door in ONLINE:
        await joins(story.homes[door], card, RELAY)
    states = await story.standing()
    assert [states[door] for door in ONLINE] == [EntryState.ADMITTED] * 6 + [EntryState.WAITING] * 3


async def paper_takes_the_held_places(story: Story) -> None:
    """Who comes to the counter an hour later has a place; who waits already stays where it is."""
    town, staff = story.town, story.staff
    town.clock.jump_to(at("09:45"))
    preview = await asks(staff, f"代报\n{COUNTER}", PaperDraftPress, TITLE)
    await goes(staff, preview, PaperDraftPress, act="enter")
    states = await story.standing()
    assert [states[door] for door in OFFLINE] == [EntryState.ADMITTED] * 3
    assert [states[door] for door in ONLINE[6:]] == [EntryState.WAITING] * 3
    assert len(await entries(town, RELAY)) == len(ONLINE) + len(OFFLINE)
    relay = await town.work.read(find_relay, RELAY)
    assert relay is not None
    taken = {share.key: (share.quota, share.taken) for share in relay.shares}
    assert taken == {COMMON: (6, 6), OFFLINE_SHARE: (4, 3)}
    await shows(town, story.group, TITLE, "12")


async def what_is_left_is_opened_at_its_time(story: Story) -> None:
    """At eleven and not before; the next in order moves up and is told, as is the group."""
    town, following = story.town, story.homes["1-104"]
    moved_up = following.shown("relay/promoted", title=TITLE, collection=COLLECTION, door=None)
    await wait(town, at("11:00") - timedelta(seconds=5))
    assert moved_up not in heard(following)
    await wait(town, at("11:00") + timedelta(seconds=1))
    assert moved_up in heard(following)
    opened = in_group("relay/shares_opened", title=TITLE, count=1)
    await shows(town, story.group, *opened.splitlines())
    states = await story.standing()
    assert [states[door] for door in ONLINE[6:]] == [
        EntryState.ADMITTED,
        EntryState.WAITING,
        EntryState.WAITING,
    ]
    assert not any(moved_up in heard(story.homes[door]) for door in (*ONLINE[:6], *ONLINE[7:]))


def heard(reader: Reader) -> list[str]:
    """All that somebody was told in private."""
    return [read(each) for each in reader.person.chat.messages if each.is_by_bot]


async def staff_check_and_call(story: Story) -> None:
    """Seven whom the roster knows at once, three of the counter singly; then all are called."""
    town, staff = story.town, story.staff
    await wait(town, at("12:00") + timedelta(seconds=1))
    page = await asks(staff, "/check", CheckPress, TITLE)
    sure = await goes(staff, page, CheckPress, act="many")
    page = await goes(staff, sure, CheckPress, act="sure")
    page = await goes(staff, page, CheckPress, act="next")
    for door in OFFLINE:
        assert door in read(page)
        page = await goes(staff, page, CheckPress, act="yes")
    town.clock.jump_to(at("13:00"))
    preview = await asks(staff, "/release 10", ReleasePress, TITLE)
    await goes(staff, preview, ReleasePress, act="go")
    await town.told()
    for door in ONLINE[:7]:
        sent = await gets(story.homes[door], PanelPress, spell_code(await story.code(door)))
        assert sent.photo
    assert set(await vouchers_of(town, RELAY)) == set(SERVED)
    office = await story.office()
    await goes(staff, await goes(staff, office, OfficePress, act="which"), OfficePress, act="print")
    printed = await paper_of(staff)
    assert all(door in printed for door in OFFLINE)
    assert not any(door in printed for door in ONLINE)


async def pharmacy_is_invited_and_sees_no_name(story: Story) -> None:
    """By a link that works once; the table has numbers, codes and pieces (S39)."""
    staff, pharmacy = story.staff, story.pharmacy
    office = await story.office()
    await goes(staff, office, OfficePress, act="export", value=0)
    table = (await file_of(staff)).decode("utf-8-sig")
    assert len(table.splitlines()) == 1 + len(SERVED)
    known = (*SERVED, "住户", COLLECTION)
    assert not any(words in table for words in known)
    codes = [each.code for each in (await vouchers_of(story.town, RELAY)).values()]
    assert all(spell_code(code) in table for code in codes)
    people = await goes(staff, office, OfficePress, act="people")
    last = newest_id(staff)
    await goes(staff, people, OfficePress, act="invite")
    invited = await gets(staff, OfficePress, "start=vp_", after=last)
    link = re.search(r"https://\S+start=vp_\S+", read(invited))
    assert link is not None
    await pharmacy.person.opens_link(link[0])
    title = {"title": TITLE, "item": "口罩", "estate": "图们小区"}
    await pharmacy.hears(pharmacy.shown("relay/collector_welcome", **title))
    stranger = story.homes["1-105"]
    await stranger.person.opens_link(link[0])
    await story.town.world.settled()
    refused = await asks_code(stranger, await story.code("1-101"))
    assert not carried(refused)


async def asks_code(reader: Reader, code: str) -> StoredMessage:
    """What somebody is answered to a code."""
    return await reader.says(f"/collect {spell_code(code)}")


async def it_hands_out_and_is_paid(story: Story) -> None:
    """Collected and paid at once, or paid later; the counter shows the pharmacy no door (S21)."""
    pharmacy = story.pharmacy
    first, second = await story.code("1-101"), await story.code("2-101")
    counter = await asks(pharmacy, f"/collect {spell_code(first)}", VoucherPress, "1")
    assert "1-101" not in read(counter)
    await goes(pharmacy, counter, VoucherPress, act="take_paid")
    counter = await asks(pharmacy, spell_code(second), VoucherPress)
    counter = await goes(pharmacy, counter, VoucherPress, act="take")
    assert find_button(counter, VoucherPress, act="paid")
    await office_says(story, collected=2, paid=1)
    await goes(pharmacy, counter, VoucherPress, act="paid")
    await office_says(story, collected=2, paid=2)


async def office_says(story: Story, **counts: int) -> None:
    """Staff's page counts so many."""
    known = {"title": TITLE, "given": len(SERVED), "on_paper": len(OFFLINE), "delivered": 0}
    assert read(await story.office()) == story.staff.shown("relay/vouchers", **known, **counts)


async def what_it_did_without_telegram_is_reconciled(story: Story) -> None:
    """The table comes back: what clashes is named by its line, and nothing is changed before."""
    staff = story.staff
    office = await story.office()
    await goes(staff, office, OfficePress, act="export", value=0)
    heading, *rows = (await file_of(staff)).decode("utf-8-sig").splitlines()
    filled = [heading, *(f"{row}13:30" for row in rows[:6]), *rows[6:]]
    filled.append(f"1,{spell_code(await story.code('1-101'))},1,,13:40")
    last = newest_id(staff)
    story.town.clock.jump_to(at("14:00"))
    await goes(staff, office, OfficePress, act="read")
    await gets(staff, OfficePress, after=last)
    last = newest_id(staff)
    await staff.person.sends_document("back.csv", "\n".join(filled).encode())
    preview = await gets(staff, OfficePress, TITLE, after=last)
    given = await vouchers_of(story.town, RELAY)
    collected = given["1-101"].collected_at
    assert collected is not None
    clash = {"line": len(filled), "text": filled[-1], "conflict": "collected"}
    clashes = [clash | {"at": collected.isoformat()}]
    shown = {"title": TITLE, "taken": 6, "clashes": clashes, "more": 0}
    assert read(preview) == staff.shown("relay/collected_preview", **shown)
    assert sum(each.collected_at is not None for each in given.values()) == 2
    await goes(staff, preview, OfficePress, act="take")
    await office_says(story, collected=8, paid=2)


async def every_voucher_is_collected(story: Story) -> None:
    """To the last of the ten; the two who wait still stand in their order."""
    staff, town = story.staff, story.town
    left = [each for each in (await vouchers_of(town, RELAY)).values() if not each.collected_at]
    assert len(left) == 2
    for voucher in left:
        counter = await asks(staff, spell_code(voucher.code), VoucherPress, voucher.door)
        await goes(staff, counter, VoucherPress, act="take_paid")
    await office_says(story, collected=10, paid=4)
    states = await story.standing()
    assert [door for door in states if states[door] is EntryState.WAITING] == list(ONLINE[7:])


async def the_file_of_staff_says_the_same(story: Story) -> None:
    """The whole relay as a table: every door in order, with the way that it came."""
    staff = story.staff
    page = await asks(staff, "/relays", ManagePress, TITLE)
    await goes(staff, page, ManagePress, act="file")
    sheet = load_workbook(BytesIO(await file_of(staff))).worksheets[0]
    rows = [[str(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    lines = await entries(story.town, RELAY)
    assert len(rows) == len(lines) == 12
    assert all(line.door in row for line, row in zip(lines, rows, strict=True))
    assert ("relay.exported", f"relay:{RELAY}", staff.id) in await audited(story.town, "relay")
