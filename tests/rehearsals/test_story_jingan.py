"""静安's notice to all residents (S19, S59): written once, read by two, followed to every door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict

import pytest

from simulator import StoredMessage
from storage.notices.queries import Tally
from tests.handlers.estate_play import labels
from tests.handlers.faq_staff_play import content_of
from tests.notices_play import Announced, follow, open_announcing, open_notice
from tests.pdf_text import count_pages, read_pdf
from tests.people import everything_said, find_said, newest, shows, until
from tests.story_play import audited, read
from tests.town import Town

TITLE, TITLE_EN = "第六轮核酸检测", "Sixth round of testing"
PLACE, TIME, WHO = "中心花园", "明天 7:30-11:00", "全体居民"
WRITTEN = f"{TITLE}\n请按楼组下楼，带好身份证。\n📍 {PLACE}"
IN_ENGLISH = f"{TITLE_EN}\nPlease come down by building.\n🕒 tomorrow 7:30-11:00\n📍 the garden"
LATER, LATER_EN = "第六轮核酸检测改到下午", "Sixth round moved to the afternoon"


@pytest.fixture(params=["zh-hans", "en"])
async def play(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Announced]:
    async with open_announcing(sqlite_url, request.param) as opened:
        yield opened


async def test_notice_is_followed_to_every_door_and_taken_back(play: Announced) -> None:
    await readers_choose_their_languages(play)
    page = await draft_lacks_a_fact(play)
    page = await english_is_filled_in(play, page)
    await second_person_confirms(play, page)
    posted = await everybody_reads_it(play)
    await report_counts_what_arrived(play)
    await households_answer(play, posted)
    await lead_ticks_the_doors_without_a_group(play)
    await doors_that_are_left_are_printed(play)
    moved = await group_moves_and_all_is_changed(play, posted)
    await all_is_taken_back(play, (*posted, moved))
    await the_audit_tells_who_did_what(play)
    nobody_is_named_in_the_groups(play)


async def readers_choose_their_languages(play: Announced) -> None:
    """One reads French, one has blocked the bot, one group reads English as well."""
    french = play.homes["1-102"]
    await french.turns(await french.says("/language"), "Français")
    french.language = "fr"
    await play.homes["2-102"].person.blocks_bot()
    group = play.groups[0]
    await play.town.staff.says("/chatlanguage@linli_bot", in_=group)
    menu = await group.next_message(20, reader=play.writer.id)
    while play.writer.label("chat_languages") not in labels(menu):
        menu = await group.next_message(20, reader=play.writer.id)
    await play.writer.turns(menu, play.writer.label("chat_languages"), "English")


async def draft_lacks_a_fact(play: Announced) -> StoredMessage:
    """An event without its hour is refused; what is missing is asked for, one by one."""
    staff = play.writer
    await staff.says("/notice")
    kinds = await staff.says(WRITTEN, button="notice_kind_event")
    asked = await staff.presses(kinds, "notice_kind_event")
    page = await staff.presses(asked, "notice_later")
    page = await staff.presses(page, "notice_audience")
    page = await staff.turns(page, staff.label("notice_whole", chosen=False))
    page = await staff.presses(page, "notice_done")
    assert staff.shown("notices/_unbound", unbound=["3"], unbound_count=1) in read(page)
    refused = await staff.alert(page, "notice_ask_second")
    assert refused.text == staff.words.text("errors/notice_fact_missing", fact="time")

    page = await staff.presses(page, "notice_facts")
    await staff.presses(page, "notice_fact_time")
    await staff.says(TIME, button="notice_later")
    page = await staff.says(WHO, button="notice_ask_second")
    assert all(fact in read(page) for fact in (PLACE, TIME, WHO))
    return page


async def english_is_filled_in(play: Announced, page: StoredMessage) -> StoredMessage:
    """The languages that readers have and nobody has written are marked; one is written."""
    staff = play.writer

    def marked(code: str, mark: str) -> str:
        return staff.label("notice_language", code=code, mark=mark)

    listed = await staff.presses(page, "notice_texts")
    assert {marked("en", "missing"), marked("fr", "missing")} < set(labels(listed))
    await staff.person.presses(listed, marked("en", "missing"))
    await staff.hears(TITLE, button="back")
    listed = await staff.says(IN_ENGLISH, button="notice_back")
    assert {marked("en", "written"), marked("fr", "missing")} < set(labels(listed))
    page = await staff.presses(listed, "notice_back")

    options = await staff.presses(page, "notice_options")
    for name in ("notice_pin", "notice_asks_ack"):
        options = await staff.turns(options, staff.label(name, chosen=False))
    page = await staff.presses(options, "notice_back")
    own = TITLE_EN if play.language == "en" else TITLE
    for name in ("notice_look", "notice_to_me"):
        await staff.person.presses(page, staff.label(name))
        await staff.hears(TITLE if name == "notice_look" else own, "👀")
    return page


async def second_person_confirms(play: Announced, page: StoredMessage) -> None:
    """Nothing leaves until somebody else has read it; the writer cannot say so."""
    page = await play.writer.presses(page, "notice_ask_second")
    request = await play.second.hears(TITLE, button="notice_confirm")
    own = await play.writer.person.presses(request, play.second.label("notice_confirm"))
    assert own.text == play.writer.words.text("errors/notice_own")
    assert not any(find_said(group, PLACE) for group in play.groups)

    await play.second.person.presses(request, play.second.label("notice_look"))
    await play.second.hears("👀", WHO)
    await play.second.presses(request, "notice_confirm")
    await play.writer.hears(TITLE, button="notice_open")


async def everybody_reads_it(play: Announced) -> tuple[StoredMessage, ...]:
    """Each group in its languages, each resident in their own, or the original with a remark."""
    first, second = play.groups
    posted = [await shows(play.town, first, TITLE, TIME), await shows(play.town, first, TITLE_EN)]
    posted.append(await shows(play.town, second, TITLE, WHO))
    assert find_said(second, TITLE_EN) is None
    own = TITLE_EN if play.language == "en" else TITLE
    for door in ("1-101", "2-101"):
        await play.homes[door].hears(own, button="notice_ack")
    await play.family.hears(TITLE_EN, "the garden", WHO, button="notice_ack")

    # Nobody has written French: the other language that their Telegram shows comes next.
    await play.homes["1-102"].hears(own, button="notice_ack")
    return tuple(posted)


async def report_counts_what_arrived(play: Announced) -> None:
    """Each group and language, each reader; the pin; what has no group is named."""
    staff = play.writer
    await follow(play.town)
    await follow(play.town)
    assert play.groups[0].pinned
    page = await open_notice(staff)
    assert play.reached() in read(page)
    report = await staff.presses(page, "notice_report")
    for tally in (Tally(3, 3), Tally(5, 4, blocked=1)):
        assert staff.shown("notices/_tally", tally=asdict(tally)) in read(report)
    assert staff.shown("notices/_unbound", unbound=["3"], unbound_count=1) in read(report)


async def households_answer(play: Announced, posted: tuple[StoredMessage, ...]) -> None:
    """In private, in the group, and again in the other place: a household counts once."""
    first, second = play.homes["1-101"], play.homes["2-101"]
    private = first.person.chat.messages[-1]
    for home, message, word in (
        (first, private, "notice_acknowledged"),
        (second, posted[2], "notice_acknowledged"),
        (play.family, posted[0], "notice_acknowledged_before"),
    ):
        answer = await home.person.presses(message, 0)
        assert answer.text == home.words.alert(word, households=None)
    assert play.reached(acknowledged=2) in read(await open_notice(play.writer))


async def lead_ticks_the_doors_without_a_group(play: Announced) -> None:
    """One door has it on paper, at the other somebody was told; a slip is taken back."""
    lead = play.lead
    await lead.person.opens_link("https://t.me/linli_bot?start=notice_1")
    own = await lead.hears("3", "2", button="notice_reach")
    listed = await lead.presses(own, "notice_reach")
    doors = await lead.presses(listed, "notice_building", label="3", left=2)
    doors = await lead.turns(doors, "▫️ 3-101")
    doors = await lead.presses(doors, "notice_mode_back", chosen=False)
    doors = await lead.turns(doors, next(each for each in labels(doors) if "3-101" in each))
    doors = await lead.presses(doors, "notice_mode_paper", chosen=False)
    doors = await lead.turns(doors, "▫️ 3-101")
    doors = await lead.presses(doors, "notice_mode_knocked", chosen=False)
    await lead.turns(doors, "▫️ 3-102")
    page = read(await open_notice(play.writer))
    assert play.reached(acknowledged=2, paper=1, knocked=1) in page


async def doors_that_are_left_are_printed(play: Announced) -> None:
    """Ten doors, a page for each building, without those that are reached."""
    staff = play.writer
    houses = await staff.presses(await open_notice(staff), "notice_reach")
    await staff.person.presses(houses, staff.label("notice_doors"))
    sent = await staff.person.next_message()
    while not sent.document:
        sent = await staff.person.next_message()
    sheet = content_of(play.town, sent.document.file_id)
    printed = read_pdf(sheet)
    doors = {f"{house}-10{room}" for house in (1, 2) for room in range(1, 7)}
    assert count_pages(sheet) == 2
    assert {door for door in doors if door in printed} == doors - {"1-101", "2-101"}
    assert "3-10" not in printed


async def group_moves_and_all_is_changed(
    play: Announced, posted: tuple[StoredMessage, ...]
) -> StoredMessage:
    """A group becomes a supergroup; a change that a second person confirms is made everywhere."""
    staff, town = play.writer, play.town
    moved = await play.groups[1].migrate()
    await town.world.settled()
    page = await open_notice(staff)
    for code, words in (("zh-hans", LATER), ("en", LATER_EN)):
        listed = await staff.presses(page, "notice_texts")
        asks = staff.label("notice_language", code=code, mark="written")
        await staff.person.presses(listed, asks)
        await staff.hears("🕒", button="back")
        change = await staff.says(words, words, button="notice_change_sure")
        page = await staff.presses(change, "notice_change_sure")
        request = await play.second.hears(button="notice_confirm")
    assert WRITTEN.splitlines()[0] in read(newest(town, posted[0]))
    await play.second.presses(request, "notice_confirm")
    for message, words in zip(posted, (LATER, LATER_EN), strict=False):
        await turns_to(town, message, words)
    return await shows(town, moved, LATER, WHO)


async def turns_to(town: Town, message: StoredMessage, words: str) -> None:
    """A message that stands somewhere comes to show these words."""
    await until(town, lambda: words in read(newest(town, message)))


async def all_is_taken_back(play: Announced, posted: tuple[StoredMessage, ...]) -> None:
    """Withdrawn in every chat that has it; nobody can say that it was received any more."""
    staff, town = play.writer, play.town
    page = await staff.presses(await open_notice(staff), "notice_recall")
    await staff.presses(page, "notice_recall_sure")
    readers = (play.homes[door] for door in ("1-101", "2-101", "1-102"))
    private = [reader.person.chat.messages[-1] for reader in (*readers, play.family)]
    for message in (*posted[:2], posted[3], *private):
        await turns_to(town, message, "🚫")
        assert labels(newest(town, message)) == []
    late = await play.family.person.presses(posted[1], 0)
    assert late.text == play.family.words.text("errors/notice_recalled")


async def the_audit_tells_who_did_what(play: Announced) -> None:
    told = [
        (what.removeprefix("notice."), by) for what, _, by in await audited(play.town, "notice:1")
    ]
    writer, second, lead = (each.id for each in (play.writer, play.second, play.lead))
    assert told[told.index(("asked", writer)) :] == [
        ("asked", writer),
        ("confirmed", second),
        ("sent", second),
        ("acknowledged", play.homes["1-101"].id),
        ("acknowledged", play.homes["2-101"].id),
        ("knocked", lead),
        ("unticked", lead),
        ("paper", lead),
        ("knocked", lead),
        ("proposed", writer),
        ("proposed", writer),
        ("edited", second),
        ("recalled", writer),
    ]


def nobody_is_named_in_the_groups(play: Announced) -> None:
    for group in play.groups:
        said = [each for each in everything_said(play.town.world) if str(group.id) in each]
        assert said
        for words in ("1-10", "2-10", "3-10", "住户", "李老师"):
            assert not any(words in each for each in said), words
