"""静安: a notice is written once, confirmed by a second person, and followed to every door."""

from __future__ import annotations

from typing import Any

from simulator import Person, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.emergency.queries import find_alert
from storage.notices.kinds import NoticeState
from storage.notices.queries import find_notice, find_reach
from tests.handlers.estate_play import asks, labels, newest, turns
from tests.pdf_text import count_pages, read_pdf
from tests.people import (
    bound_group,
    build_other_estate,
    find_said,
    hears,
    kept,
    shows,
    until,
)
from tests.town import Town

SALE = "口罩预约登记\n每户一人。\n🕒 明天 9:00\n📍 居委会一楼"


async def colleague(town: Town, name: str = "李老师") -> Person:
    """A second member of staff."""
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await asks(person, "/start")
    now = town.clock.now()

    def grant(session: Any) -> None:
        grant_role(session, person.id, town.place.committee_id, RoleKind.STAFF, now=now)

    await town.work.write(grant)
    return person


async def drafts(town: Town, text: str, kind: str = "📣 Something else") -> StoredMessage:
    """Staff write a notice and say what it is about; what is asked for next."""
    await asks(town.staff, "/notice")
    question = await asks(town.staff, text)
    return await turns(town.staff, question, kind)


async def changes(town: Town, message: StoredMessage, reader: Person, words: str) -> None:
    """The message comes to show these words."""
    await until(town, lambda: words in text_of(newest(message, reader)))


def text_of(message: StoredMessage) -> str:
    return message.text or message.caption or ""


async def test_sale_is_asked_whole_confirmed_by_two_and_acknowledged_by_households(
    town: Town,
) -> None:
    group = await bound_group(town)
    second = await colleague(town)

    asked = await drafts(town, SALE, "🛒 A sale")
    assert "Who is it for?" in text_of(asked)
    asked = await asks(town.staff, "本小区居民")
    assert "Which pharmacy" in text_of(asked)
    choice = await asks(town.staff, "益丰大药房")
    assert "Nobody is chosen yet" in text_of(choice)
    choice = await turns(town.staff, choice, "Whole estate")
    assert "● Whole estate" in labels(choice)
    page = await turns(town.staff, choice, "Done")
    assert "a second member of staff must confirm it" in text_of(page)
    options = await turns(town.staff, page, "⚙️ How")
    await turns(town.staff, options, "✋ Ask for Received")
    page = await turns(town.staff, newest(options, town.staff), "Back")
    page = await turns(town.staff, page, "👥 Ask a colleague to confirm")
    assert "waits for a second member of staff" in text_of(page)
    assert find_said(group, "口罩预约登记") is None

    request = await hears(second, "Please read notice 1", "陈主任")
    await second.presses(request, "👀 Look at it")
    trial = await hears(second, "A trial", "益丰大药房")
    assert "Notice" not in labels(trial)
    await second.presses(request, "✅ Confirm and send")

    in_group = await shows(town, group, "口罩预约登记", "🕒 明天 9:00", "💊 益丰大药房")
    resident = town.residents[0]
    private = await hears(resident, "口罩预约登记", "no translation into your language")
    first = await resident.presses(private, "✋ Received")
    again = await resident.presses(in_group, 0)
    assert "Noted for your household" in (first.text or "")
    assert "noted already" in (again.text or "")
    stranger = town.world.person("路人", language_code="en")
    await stranger.joins(group)
    led = await stranger.presses(in_group, 0)
    assert (led.url or "").endswith("start=notice_1")
    reach = await town.work.read(find_reach, 1)
    assert (reach.total.households, reach.total.acknowledged, reach.total.remaining) == (12, 1, 11)


async def sent_to_building(town: Town, *, asks_ack: bool = True) -> StoredMessage:
    """A plain notice to building 1 alone has been sent; its page."""
    await drafts(town, "今晚停水\n请大家存水。")
    page = await asks(town.staff, "1号楼")
    if asks_ack:
        options = await turns(town.staff, page, "⚙️ How")
        await turns(town.staff, options, "✋ Ask for Received")
        page = await turns(town.staff, newest(options, town.staff), "Back")
    assert "Buildings 1" in text_of(page)
    page = await turns(town.staff, page, "📨 Send")
    assert "It is on its way" in text_of(page)
    return page


async def test_notice_to_one_building_is_translated_edited_and_recalled_everywhere(
    town: Town,
) -> None:
    group = await bound_group(town)
    page = await sent_to_building(town, asks_ack=False)
    at_home, elsewhere = town.residents[0], town.residents[1]
    private = await hears(at_home, "今晚停水")
    posted = await shows(town, group, "今晚停水")

    languages = await turns(town.staff, page, "✏️ Words, languages")
    await town.staff.presses(languages, "⚠️ English")
    await hears(town.staff, "Send it in English", "今晚停水")
    change = await asks(town.staff, "No water tonight\nPlease fill your buckets.")
    assert "what everybody will read instead" in text_of(change)
    page = await turns(town.staff, change, "✅ Change it everywhere")
    await changes(town, private, at_home, "No water tonight")

    sure = await turns(town.staff, page, "🚫 Withdraw")
    await turns(town.staff, sure, "Yes, withdraw it everywhere")
    await changes(town, private, at_home, "was withdrawn")
    await until(town, lambda: "停水" not in text_of(newest(posted, at_home)))
    assert not any("停水" in text_of(m) for m in elsewhere.chat.messages)
    mine = await asks(at_home, "/notices")
    assert "Nothing was announced" in text_of(mine)


async def test_remaining_doors_are_printed_ticked_and_taken_back(town: Town) -> None:
    await bound_group(town)
    page = await sent_to_building(town)
    private = await hears(town.residents[0], "今晚停水")
    await town.residents[0].presses(private, "✋ Received")
    await town.world.settled()

    houses = await turns(town.staff, page, "🏠 Households")
    assert "Reached: 1 of 6" in text_of(houses)
    await town.staff.presses(houses, "🖨 Doors left")
    sheet = await _file(town)
    assert count_pages(sheet) == 1
    assert "1-102" in read_pdf(sheet)
    assert "1-101" not in read_pdf(sheet)

    doors = await turns(town.staff, newest(houses, town.staff), "🏢 1: 5 left")
    assert "🚪 Told" in labels(doors)[0]
    doors = await turns(town.staff, doors, "1-102")
    doors = await turns(town.staff, doors, "📄 On paper")
    every = data_of(doors, "☑️ All 4 shown here")
    doors = await turns(town.staff, doors, "☑️ All 4 shown here")
    assert "Every door here is reached" in text_of(doors)
    reach = (await town.work.read(find_reach, 1)).total
    assert (reach.acknowledged, reach.knocked, reach.paper, reach.remaining) == (1, 1, 4, 0)
    doors = await turns(town.staff, doors, "↩️ Undo")
    doors = await turns(town.staff, doors, "1-102")
    # Pressed a second time, "all" does not mean doors that it did not show.
    await town.staff.presses(doors, data=every)
    assert (await town.work.read(find_reach, 1)).total.remaining == 1


def data_of(message: StoredMessage, label: str) -> str | None:
    """What a button carries."""
    assert message.reply_markup is not None
    buttons = [one for row in message.reply_markup.inline_keyboard for one in row]
    return next(one.callback_data for one in buttons if one.text == label)


async def _file(town: Town) -> bytes:
    sent = None
    while sent is None or sent.document is None:
        sent = await town.staff.next_message()
    stored = town.world.files.by_id(sent.document.file_id)
    assert stored is not None
    return stored.content


async def test_lead_ticks_the_own_building_and_no_other(town: Town) -> None:
    await bound_group(town)
    lead, neighbour = town.residents[0], town.residents[2]

    def grant(session: Any) -> None:
        house = town.place.buildings[0]
        committee, now = town.place.committee_id, town.clock.now()
        grant_role(session, lead.id, committee, RoleKind.LEAD, building_id=house, now=now)

    await town.work.write(grant)
    await sent_to_building(town)
    await hears(lead, "今晚停水")
    mine = await asks(lead, "/notices")
    await lead.presses(mine, 0)
    await hears(lead, "今晚停水")
    own = await hears(lead, "doors are left to be told")
    houses = await turns(lead, own, "🏠 Households")
    doors = await turns(lead, houses, "🏢 1: 6 left")
    doors = await turns(lead, doors, "▫️ 1-103")
    assert "left: 5 of 6" in text_of(doors)

    private = await hears(neighbour, "今晚停水")
    for data in ("iv:1:0", f"id:1:{town.place.buildings[0]}:knocked:0"):
        assert (await neighbour.presses(private, data=data)).show_alert
    other = await lead.presses(doors, data=f"id:1:{town.place.buildings[1]}:knocked:0")
    assert other.show_alert


async def test_picture_notice_of_danger_waits_for_its_hour_and_calls_nobody(town: Town) -> None:
    group = await bound_group(town)
    await asks(town.staff, "/notice")
    await town.staff.sends_photo(caption="着火了怎么办：有人昏迷请打120\n📍 各楼道")
    kind = await hears(town.staff, "What is it about?")
    await turns(town.staff, kind, "📣 Something else")
    page = await asks(town.staff, "1")
    assert "🖼 With a picture" in text_of(page)
    assert await town.work.read(find_alert, 1) is None

    when = await turns(town.staff, page, "🗓 When")
    assert "every Tuesday and Friday 19:00" in text_of(when)
    unread = await asks(town.staff, "whenever")
    assert "cannot read that time" in text_of(unread)
    page = await asks(town.staff, "tomorrow 8:00")
    assert "Goes out on" in text_of(page)
    page = await turns(town.staff, page, "📨 Send")
    notice = await town.work.read(find_notice, 1)
    assert notice is not None
    assert notice.state is NoticeState.SCHEDULED
    assert find_said(group, "着火") is None
    town.clock.advance(31 * 3600)
    posted = await until(
        town, lambda: next((m for m in group.messages if m.photo and "着火" in text_of(m)), None)
    )
    assert "📍 各楼道" in text_of(posted)


FORGED = (
    *(f"in:1:{act}" for act in ("show", "look", "to_me", "send", "recall_sure", "drop_sure")),
    *(f"in:1:{act}" for act in ("unschedule", "again", "doors", "knock", "papers", "nonsense")),
    *(f"ic:1:1:{act}" for act in ("look", "confirm", "back")),
    *(f"il:1:en:{act}" for act in ("look", "write", "drop", "keep", "paper")),
    *(f"io:1:{act}" for act in ("pin", "ack", "media", "counter")),
    *("ia:1:show::0", "ia:1:whole:1:0", "ia:1:channel:groups:0", "ia:1:role:staff:0"),
    *("ik:1:plain", "if:1:time", "iw:1:now:0", "ir:1:0:0", "iv:1:0", "ib:1:0", "ie:1"),
    *(
        "id:1:1:knocked:0",
        "ih:1:1:1:knocked:0",
        "ij:1:1:knocked:0:1:9",
        "it:1",
        "ii:1",
        "ig:1",
        "in:99:show",
    ),
)


async def test_forged_buttons_change_nothing_for_residents_and_for_staff_of_others(
    town: Town,
) -> None:
    await drafts(town, "今晚停水")
    resident, others = town.residents[0], town.world.person("别的居委", language_code="en")
    others.chat.is_started = True
    mine, theirs = await asks(resident, "/notices"), await asks(others, "/start")
    await town.work.write(build_other_estate, staff=others.id, resident=town.residents[3].id)
    before = await kept(town)

    for person, page in ((resident, mine), (others, theirs)):
        for data in FORGED:
            assert (await person.presses(page, data=data)).show_alert, data

    assert await kept(town) == before


async def test_several_drafts_wait_and_the_notice_prints_on_paper(town: Town) -> None:
    await drafts(town, "今晚停水")
    question = await asks(town.staff, "/notice No parcels today\nTime: today until 20:00")
    await turns(town.staff, question, "📣 Something else")
    begun = await asks(town.staff, "/notice")
    assert labels(begun) == ["✏️ No parcels today", "✏️ 今晚停水"]

    page = await turns(town.staff, begun, "✏️ No parcels today")
    assert "🕒 today until 20:00" in text_of(page)
    await town.staff.presses(page, "🖨 On paper")
    sheet = await _file(town)
    assert "todayuntil20:00" in read_pdf(sheet).replace(" ", "")
    sure = await turns(town.staff, page, "🗑 Drop")
    gone = await turns(town.staff, sure, "Yes, drop it")
    assert "Nobody got it" in text_of(gone)
    listed = await turns(town.staff, gone, "📋 All notices")
    assert len([label for label in labels(listed) if "今晚停水" in label]) == 1
