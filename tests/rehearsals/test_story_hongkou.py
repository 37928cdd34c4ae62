"""虹口's sweep (S55): every door of two houses, also those in which nobody is known."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.jobs.due import DUE, MINUTE
from tests.handlers.estate_play import labels, newcomer
from tests.handlers.faq_staff_play import content_of
from tests.handlers.testing_play import pass_to
from tests.pdf_text import read_pdf
from tests.people import bound_group, everything_said, shows, until
from tests.story_play import Reader, plain, read
from tests.sweep_play import (
    DAY,
    DOORS,
    LINES,
    NEXT_DAY,
    NEXT_MORNING,
    REASON,
    TITLE,
    Story,
    card,
    door_page,
    lead_of_house,
    the_map_is_right,
    the_paper_is_right,
)
from tests.town import open_town


@pytest.fixture(params=["zh-hans", "en"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    async with open_town(sqlite_url, language=language, people=len(DOORS)) as town:
        homes = [Reader(town, each, language) for each in town.residents]
        tenant = Reader(town, newcomer(town, "租客小吴", language), language)
        tenant.person.chat.is_started = True
        yield Story(
            town,
            dict(zip(DOORS, homes, strict=True)),
            Reader(town, town.staff, language),
            await lead_of_house(town, 0, language),
            tenant,
            await bound_group(town, reads_all=True),
        )
        assert not town.world.refusals
        assert not town.world.warnings


async def test_no_door_is_left_out(story: Story) -> None:
    await two_days_are_planned(story)
    await residents_say_what_is_with_them(story)
    await a_self_test_is_told_in_private(story)
    await the_lead_goes_from_door_to_door(story)
    await a_flat_that_was_on_no_list_is_found(story)
    await the_group_reads_a_number_from_five_on(story)
    await staff_see_what_is_not_covered(story)
    await who_was_missed_is_asked_in_the_evening(story)
    await the_next_day_begins_with_who_was_missed(story)
    the_group_learned_no_more_than_a_number(story)


async def two_days_are_planned(story: Story) -> None:
    staff = story.staff
    preview = await staff.says(LINES[staff.language], button="testing_publish")
    await staff.presses(preview, "testing_publish")
    await pass_to(story.town, f"{DAY} 07:30")


async def residents_say_what_is_with_them(story: Story) -> None:
    """Done, done after a slip, cannot come with a reason, cannot come and says no more."""
    for door in ("1-101", "2-101"):
        page = await story.own_page(door)
        await story.homes[door].presses(page, "own_done")
    slipped = await story.homes["2-101"].presses(page, "own_undo")
    await story.homes["2-101"].presses(slipped, "own_done")

    ill, silent = story.homes["1-102"], story.homes["2-102"]
    asked = await ill.presses(await story.own_page("1-102"), "own_cannot")
    assert read(asked) == ill.shown("testing/ask_reason")
    noted = await ill.says(REASON, button="own_undo")
    assert REASON not in read(noted)
    asked = await silent.presses(await story.own_page("2-102"), "own_cannot")
    page = await silent.presses(asked, "own_enough")
    assert silent.label("own_undo") in labels(page)


async def a_self_test_is_told_in_private(story: Story) -> None:
    """A picture in the group is met with a private way; whoever is on duty hears at once (S52)."""
    reader, staff = story.homes["2-103"], story.staff
    await reader.person.sends_photo(caption="今天的抗原", in_=story.group)
    offer = story.in_group.shown("testing/antigen_private")
    shown = await shows(story.town, story.group, offer)
    link = (await reader.person.presses(shown, 0)).url
    await reader.person.opens_link(str(link))
    asked = await reader.hears("2-103", button="antigen_positive")
    noted = await reader.presses(asked, "antigen_positive")
    assert read(noted) == reader.shown("testing/antigen_noted", result="positive", day=DAY, told=1)
    await staff.hears(staff.shown("testing/antigen_positive", door="2-103", day=DAY))


async def the_lead_goes_from_door_to_door(story: Story) -> None:
    """What residents said of themselves is on it; why somebody cannot come is for staff alone."""
    lead = story.lead
    page = await lead.says("/doors", button="doors_room")
    names = [each for each in labels(page) if "1-1" in each]
    assert names == ["1-103", "1-104", "◌ 1-105", "◌ 1-106"]
    page = await lead.turns(page, "✅", "◌ 1-105")
    assert read(page) == door_page(lead, "1-105", is_linked=False)
    page = await lead.presses(page, "door_absent")
    assert [each for each in labels(page) if "1-1" in each] == ["1-104", "🔔 1-105", "◌ 1-106"]

    seen = await lead.presses(page, "doors_seen")
    assert labels(seen)[:-1] == ["✅ 1-101", "🚫 1-102", "✅ 1-103"]
    refused = {"mark": "cannot", "how": "resident"}
    assert read(await lead.turns(seen, "🚫 1-102")) == door_page(lead, "1-102", **refused)
    staff = story.staff
    house = await story.house_of_staff("1")
    seen = await staff.presses(house, "doors_seen")
    told = door_page(staff, "1-102", **refused, reason=REASON)
    assert read(await staff.turns(seen, "🚫 1-102")) == told
    other = f"tcd:1:{story.town.place.buildings[1]}:left:0"
    answer = await lead.person.presses(page, data=other)
    assert answer.text == lead.words.error("doors_not_yours")


async def a_flat_that_was_on_no_list_is_found(story: Story) -> None:
    """The lead adds the room; its tenant gives the bot that door and says they are done."""
    lead, tenant = story.lead, story.tenant
    page = await lead.says("/doors", button="doors_room")
    await lead.presses(page, "doors_room")
    added = await lead.says("302", button="door_done")
    assert read(added) == door_page(lead, "1-302", is_new=True, is_linked=False)
    page = await lead.presses(added, "back")
    assert labels(page)[0] == "◌ 1-302"

    await tenant.says("/start")
    await tenant.says("1-302", "1-302")
    page = await tenant.says("/testing", button="own_done")
    await tenant.presses(page, "own_done")
    page = await lead.says("/doors", button="doors_room")
    # The storeys are walked down, every second one the other way.
    assert [each for each in labels(page) if "1-" in each] == ["◌ 1-106", "🔔 1-105", "1-104"]
    counts = {"title": TITLE, "day": DAY, "building": "1", "households": 7, "done": 3, "cannot": 1}
    assert read(page) == lead.shown("testing/doors", **counts, left=3, tests=None)


async def the_group_reads_a_number_from_five_on(story: Story) -> None:
    """Four are done; the door that staff tick is the fifth."""
    house = await story.house_of_staff("2")
    page = await story.staff.turns(house, "◌ 2-106")
    await story.staff.presses(page, "door_done")
    await shows(story.town, story.group, plain(card(story, 5)))
    shown = {call.params.get("text") for call in story.town.world.requests}
    assert {number for number in range(1, 13) if card(story, number) in shown} == {5}


async def staff_see_what_is_not_covered(story: Story) -> None:
    """Over all houses: as numbers, on the map and on paper."""
    staff = story.staff
    page = await staff.says("/doors", button="doors_map")
    counts = {"title": TITLE, "day": DAY, "households": 13, "done": 5, "left": 6, "tests": 1}
    assert read(page) == staff.shown("testing/doors_buildings", **counts)
    assert labels(page)[:2] == [
        staff.label("doors_building", building=house, left=3) for house in ("1", "2")
    ]
    await staff.person.presses(page, staff.label("doors_map"))
    drawn = await staff.hears(
        staff.shown("testing/map", title=TITLE, day=DAY, numbered=[], page=0, pages=1)
    )
    assert drawn.photo
    the_map_is_right(content_of(story.town, drawn.photo[-1].file_id))
    await staff.person.presses(page, staff.label("doors_pdf"))
    files = await until(
        story.town, lambda: [m.document for m in staff.person.chat.messages if m.document]
    )
    the_paper_is_right(staff, read_pdf(content_of(story.town, files[-1].file_id)))


async def who_was_missed_is_asked_in_the_evening(story: Story) -> None:
    """In private and with a button; the lead hears of the own house, staff of both."""
    await pass_to(story.town, f"{DAY} 19:00")
    await story.town.work.write(DUE[MINUTE]["testing_missed"], story.town.clock.now())
    about = {"title": TITLE, "day": DAY, "next_at": NEXT_MORNING}
    missed = {door: story.homes[door] for door in ("1-104", "2-103", "2-104")}
    asked = {
        door: await reader.hears(reader.shown("testing/missed", **about, door=door))
        for door, reader in missed.items()
    }
    late = missed["1-104"]
    noted = await late.presses(asked["1-104"], "own_done")
    assert read(noted) == late.shown("testing/own_noted", mark="done")
    for reader, houses, first in (
        (story.lead, "1", "◌ 1-106"),
        (story.staff, "12", story.staff.label("doors_building", building="1", left=2)),
    ):
        left = [{"label": house, "left": 3} for house in houses]
        told = {"title": TITLE, "day": DAY, "left": 3 * len(houses), "more": 0}
        page = await reader.hears(reader.shown("testing/missed_doors", **told, buildings=left))
        assert labels(await reader.presses(page, "doors_list"))[0] == first
    for door in DOORS:
        reader = story.homes[door]
        question = reader.shown("testing/missed", **about, door=door)
        said = [read(each) for each in reader.person.chat.messages]
        assert (question in said) == (door in missed and reader is not late)


async def the_next_day_begins_with_who_was_missed(story: Story) -> None:
    lead = story.lead
    await pass_to(story.town, f"{NEXT_DAY} 07:30")
    days = await lead.says("/doors")
    page = await lead.turns(days, f"{lead.words.formats.day(NEXT_DAY)} · {TITLE}")
    doors = [each for each in labels(page) if "1-" in each]
    assert doors == ["❗◌ 1-106", "❗◌ 1-105", "❗ 1-102", "1-302", "1-104", "1-103", "1-101"]


def the_group_learned_no_more_than_a_number(story: Story) -> None:
    """Neither a door nor a name, a reason or a result; the reason went to staff only."""
    said = [each for each in everything_said(story.town.world) if str(story.group.id) in each]
    assert said
    for words in (*DOORS, "1-302", "住户", "租客", REASON, "阳性"):
        assert not any(words in each for each in said), words
    calls = [call for call in story.town.world.requests if REASON in str(call.params)]
    assert {int(call.params["chat_id"]) for call in calls} == {story.staff.id}
