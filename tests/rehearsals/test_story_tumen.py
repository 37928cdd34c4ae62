"""图们's masks (S13-S17, S06, S24): 2,430 households, every channel in one order of time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col

from handlers.callbacks import DraftPress, JoinPress, ListPress, PanelPress
from handlers.relay._draft_sharing import SharingPress
from handlers.relay._rules import sharing_facts
from handlers.relay.papers._callbacks import PaperDraftPress, PaperLinePress
from handlers.relay.proof._callbacks import ProofPress, WhyPress
from handlers.relay.vouchers._callbacks import CheckPress, VoucherPress
from storage.community.doors import mask_door
from storage.relay.kinds import Channel
from storage.relay.proof.checking import check_log
from storage.relay.proof.export import find_log
from storage.relay.releases.queries import list_called_numbers
from storage.relay.sharing import Sharing
from storage.relay.tables import RelayEntry, RelayEvent
from storage.relay.vouchers.codes import spell_code
from tests.builders import OPENING
from tests.handout_play import card_rules, joins, vouchers_of
from tests.people import bound_group, entries, everything_said, shows
from tests.queue_play import (
    asks,
    at,
    build_houses,
    card_of,
    carried,
    crowd_joins,
    find_button,
    gets,
    goes,
    in_group,
    move_in,
    posted_code,
    unpack_proof,
    verify,
    wait,
)
from tests.story_play import Reader, read
from tests.town import open_town
from tests.tumen_play import (
    ADMITTED,
    ANSWERS,
    CHECKED,
    COPY,
    CROWD,
    EARLY,
    HOMES,
    HOUSES,
    LATE,
    PLACES,
    REASON,
    RELAY,
    STALL,
    TEXTS,
    TITLE,
    Story,
    bring,
    map_says,
    move_up,
    release,
    says_not_today,
    scan,
)


@pytest.fixture(params=["zh-hans", "en"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    async with open_town(sqlite_url, language=language, people=len(HOMES)) as town:
        await build_houses(town, HOUSES)
        homes = [Reader(town, each, language) for each in town.residents]
        group = await bound_group(town, reads_all=True)
        staff = Reader(town, town.staff, language)
        yield Story(town, dict(zip(HOMES, homes, strict=True)), staff, group)
        assert not town.world.refusals
        assert not town.world.warnings


async def test_every_channel_stands_in_one_order(story: Story, tmp_path: Path) -> None:
    await relay_is_drafted_by_buttons(story)
    await it_opens_to_the_second(story)
    await stall_and_messages_are_merged_by_time(story)
    await a_copied_relay_is_taken_once(story)
    await the_list_is_sealed_at_eleven(story)
    await who_was_moved_back_learns_why(story)
    await staff_check_the_entries(story)
    await masks_are_released_as_they_arrive(story)
    await vouchers_are_collected_once(story)
    await everybody_may_look(story)
    await anybody_proves_the_list(story, tmp_path)
    await one_changed_row_is_found(story, tmp_path)
    the_group_learned_no_door(story)


async def relay_is_drafted_by_buttons(story: Story) -> None:
    """Another way is looked at and left; the card says the rule in plain words (S13)."""
    staff = story.staff
    question = await asks(staff, "/relay", DraftPress)
    for answer in ANSWERS:
        question = await asks(staff, answer, DraftPress)
    assert TITLE in read(question)
    sharing = await goes(staff, question, SharingPress, choice="")
    split = await goes(staff, sharing, SharingPress, value="building")
    assert read(split) != read(sharing)
    again = await goes(staff, split, SharingPress, value="time")
    assert read(again) == read(sharing)
    preview = await goes(staff, again, SharingPress, choice="done")
    assert not any(TITLE in read(each) for each in story.group.messages)
    await goes(staff, preview, DraftPress, act="publish")
    card = await shows(story.town, story.group, TITLE)
    rules = card_rules(sharing_facts(Sharing(), [], 0), capacity=PLACES)
    assert rules
    assert all(rule in read(card) for rule in rules)


async def it_opens_to_the_second(story: Story) -> None:
    """Forty seconds past midnight is the first; at eleven 18.7 % of all households are in."""
    town, homes = story.town, story.homes
    crowd = await move_in(town, CROWD)
    await wait(town, OPENING)
    card = await card_of(town, story.group, JoinPress)
    town.clock.jump_to(OPENING + timedelta(seconds=40))
    for door in EARLY:
        await joins(homes[door], card, RELAY)
        town.clock.advance(5)
    first = await story.entry(EARLY[0])
    assert first.place == 1
    assert first.ordered_at - OPENING - timedelta(seconds=40) < timedelta(seconds=3)
    town.clock.jump_to(at("09:55"))
    begin = OPENING + timedelta(minutes=2)
    outcomes = await crowd_joins(town, RELAY, crowd, begin, timedelta(seconds=80))
    assert [each.place for each in outcomes] == list(range(5, 445))
    for minute, door in enumerate(LATE):
        town.clock.jump_to(at(f"10:0{minute}"))
        await joins(homes[door], card, RELAY)
    last = await story.entry(LATE[-1])
    assert (last.place, last.state.value) == (448, "admitted")


async def stall_and_messages_are_merged_by_time(story: Story) -> None:
    """In time order before later presses (S14, S06); a household's later row is void."""
    story.town.clock.jump_to(at("10:15"))
    first = await story.entry("1-101")
    await bring(story, STALL, rows=3, entering=2, pieces=3, standing=1)
    await bring(story, TEXTS, rows=3, entering=2, pieces=2, earlier=1, standing=1)
    lines = await entries(story.town, RELAY)
    assert [(line.door, line.channel, line.quantity) for line in lines if line.door in HOMES] == [
        *((door, Channel.ONLINE, 1) for door in EARLY),
        ("1-105", Channel.SMS, 1),
        ("1-104", Channel.SMS, 1),
        ("2-103", Channel.STALL, 1),
        ("1-103", Channel.STALL, 2),
        *((door, Channel.ONLINE, 1) for door in LATE[1:]),
    ]
    assert [line.ordered_at for line in lines] == sorted(line.ordered_at for line in lines)
    assert await story.entry("1-101") == first
    assert len({line.household_id for line in lines}) == len(lines) == 451
    await story.town.told()
    assert story.readers("relay/demoted", title=TITLE, is_terms=False) == ["1-106", "2-106"]


async def a_copied_relay_is_taken_once(story: Story) -> None:
    """The doubtful line is decided by a button; nothing changes before, nor when it comes again."""
    staff, town = story.staff, story.town
    town.clock.jump_to(at("10:20"))
    before = await entries(town, RELAY)
    preview = await asks(staff, COPY, PaperDraftPress, TITLE)
    asked = await goes(staff, preview, PaperDraftPress, act="next")
    assert "33-13O5" in read(asked)
    assert await entries(town, RELAY) == before
    choice = find_button(asked, PaperLinePress, act="door")
    assert choice.value
    decided = await goes(staff, asked, PaperLinePress, act="door")
    await goes(staff, decided, PaperDraftPress, act="enter")
    lines = await entries(town, RELAY)
    assert lines[: len(before)] == before
    assert [(line.door, line.quantity, line.state.value) for line in lines[len(before) :]] == [
        ("2-104", 1, "waiting"),
        ("33-1306", 2, "waiting"),
        ("33-1305", 1, "waiting"),
    ]
    again = await asks(staff, COPY, PaperDraftPress, TITLE)
    await goes(staff, again, PaperDraftPress, act="enter")
    assert await entries(town, RELAY) == lines


async def the_list_is_sealed_at_eleven(story: Story) -> None:
    """The card says how many have joined; the code of the log stands in the group."""
    town, group = story.town, story.group
    await shows(town, group, TITLE, "454", "18.7%")
    await wait(town, at("11:00") + timedelta(seconds=1))
    log = await town.work.read(find_log, RELAY)
    sealed = in_group("relay/root_posted", is_again=False, **asdict(log))
    story.code = posted_code(await shows(town, group, sealed))
    picture = await story.map("1-101")
    assert map_says(story, picture, joined=449, waiting=5, none=1976)


async def who_was_moved_back_learns_why(story: Story) -> None:
    """By whose papers, of what time; without a door or a name."""
    home = story.homes["2-106"]
    why = read(await asks(home, "/why", WhyPress, TITLE))
    entered = at("10:15").isoformat()
    for clock in ("08:50", "09:05", "09:10"):
        assert home.words.formats.moment(at(clock).isoformat()) in why
    cause = {"kind": "joined", "claimed_at": at("09:05").isoformat(), "at": entered}
    assert home.shown("relay/_why_cause", cause=cause) in why
    assert not any(door in why for door in (*HOMES, *HOUSES))


async def staff_check_the_entries(story: Story) -> None:
    """A building at a time, as the roster proposes; one is refused and put back (S14)."""
    staff, town = story.staff, story.town
    before = await entries(town, RELAY)
    page = await asks(staff, "/check", CheckPress, TITLE)
    entry = await goes(staff, page, CheckPress, act="next", all_of_them=True)
    entry = await goes(staff, entry, CheckPress, act="next")
    await goes(staff, entry, CheckPress, act="no", number=before[1].number)
    await asks(staff, REASON, CheckPress)
    await town.told()
    assert story.readers("relay/voided", title=TITLE, reason=REASON) == ["2-101"]
    assert "1-106" in story.readers("relay/promoted", title=TITLE, collection=ANSWERS[-1])
    page = await asks(staff, "/check", CheckPress, TITLE)
    decided = await goes(staff, page, CheckPress, act="decided")
    page = await goes(staff, decided, CheckPress, act="undo")
    await town.told()
    assert await entries(town, RELAY) == before
    for building in CHECKED:
        page = await asks(staff, "/check", CheckPress, TITLE)
        page = await goes(staff, page, CheckPress, act="buildings")
        sure = await goes(staff, page, CheckPress, act="many", number=building)
        await goes(staff, sure, CheckPress, act="sure", number=building)
    await town.told()
    given = await vouchers_of(town, RELAY)
    for door in ADMITTED:
        home = story.homes[door]
        sent = await gets(home, PanelPress, spell_code(given[door].code))
        assert sent.photo


async def masks_are_released_as_they_arrive(story: Story) -> None:
    """Twenty, then thirty; who is not called keeps the place and reads that it is not today."""
    town = story.town
    before = await entries(town, RELAY)
    town.clock.jump_to(at("11:30"))
    await release(story, 20)
    called = await town.work.read(list_called_numbers, RELAY)
    assert called == {line.number for line in before[:20]}
    await says_not_today(story, "2-103")
    picture = await story.map("1-101")
    assert map_says(story, picture, called=20, joined=429, waiting=5, none=1976)
    await wait(town, at("09:00", day=3))
    await release(story, 30)
    called = await town.work.read(list_called_numbers, RELAY)
    assert called == {line.number for line in before[:50]}
    assert [line.door for line in await entries(town, RELAY)] == [line.door for line in before]


async def vouchers_are_collected_once(story: Story) -> None:
    """By the digits read out, and by the code that is scanned."""
    staff, town = story.staff, story.town
    given = await vouchers_of(town, RELAY)
    spelled = spell_code(given["1-101"].code)
    counter = await asks(staff, f"/collect {spelled}", VoucherPress, spelled)
    await goes(staff, counter, VoucherPress, act="take")
    counter = await asks(staff, f"/collect {spelled}", VoucherPress, spelled)
    assert find_button(counter, VoucherPress, act="undo")
    assert not any(":take" in each for each in carried(counter))
    code = given["2-101"].code
    await goes(staff, await scan(staff, code), VoucherPress, act="take")
    assert find_button(await scan(staff, code), VoucherPress, act="undo")


async def everybody_may_look(story: Story) -> None:
    """The map, and the list as it hangs on the wall: no whole door (S16, S17)."""
    picture = await story.map("1-101")
    assert map_says(story, picture, collected=2, called=48, joined=399, waiting=5, none=1976)
    home = story.homes["1-105"]
    listed = await goes(home, await story.panel("1-105"), ListPress)
    shown = await entries(story.town, RELAY)
    for line in shown[:20]:
        assert mask_door(line.door) in read(listed)
        assert line.door not in read(listed)


async def anybody_proves_the_list(story: Story, folder: Path) -> None:
    """With a file, a script and the code of the group; a household finds its own line."""
    home = story.homes["1-105"]
    why = await asks(home, "/why", WhyPress, TITLE)
    check = await goes(home, why, WhyPress, check=True)
    own = re.search(r"--line \d+ --door 1-105 --key \w+", read(check))
    assert own is not None
    await goes(home, check, ProofPress, act="file")
    await unpack_proof(home, folder)
    status, said = verify(folder, "--code", story.code, *own[0].split())
    assert status == 0, said
    assert "PROVED" in said


def the_group_learned_no_door(story: Story) -> None:
    """Neither whole doors nor names or reasons; numbers and masked doors only."""
    said = [each for each in everything_said(story.town.world) if str(story.group.id) in each]
    assert said
    for words in ("1-105", "33-1305", "李四", "赵六", REASON):
        assert not any(words in each for each in said), words


async def one_changed_row_is_found(story: Story, folder: Path) -> None:
    """Somebody with the database at hand moves a household up, in the list or in its log."""
    town, home = story.town, story.homes["1-105"]
    assert await town.work.read(check_log, RELAY) == []
    number = (await story.entry("33-1306")).number
    await town.work.write(move_up, RelayEntry, col(RelayEntry.number) == number)
    assert await town.work.read(check_log, RELAY) != []
    await town.work.write(move_up, RelayEvent, col(RelayEvent.entry_number) == number)
    check = await goes(home, await asks(home, "/why", WhyPress, TITLE), WhyPress, check=True)
    await goes(home, check, ProofPress, act="file")
    status, said = verify(await unpack_proof(home, folder))
    assert status == 1, said
