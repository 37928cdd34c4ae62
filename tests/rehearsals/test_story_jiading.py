"""嘉定's squad (S54): who cannot walk is sampled at home first, then the houses at the site."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.community.kinds import RoleKind
from tests.handlers.estate_play import labels
from tests.handlers.faq_staff_play import content_of
from tests.handlers.testing_play import pass_to, texts
from tests.pdf_text import count_pages, read_pdf
from tests.people import bound_group, everything_said, shows, until
from tests.squad_play import (
    CALLED,
    DAY,
    DEAF,
    HOMES,
    HOUSEHOLDS,
    LINES,
    OWN,
    PEOPLE,
    SITE,
    SLOTS,
    TITLE,
    TURN,
    VISITED,
    VISITS,
    Story,
    before,
    call,
    card,
    evening,
    squad_page,
)
from tests.story_play import Reader, appointed, audited, plain, read
from tests.town import open_town


@pytest.fixture(params=["zh-hans", "en"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    estate = {"households": HOUSEHOLDS, "people": PEOPLE, "language": language}
    async with open_town(sqlite_url, **estate) as town:
        homes = [Reader(town, each, language) for each in town.residents]
        mia = await appointed(town, "Mia", RoleKind.VOLUNTEER, language)
        staff = Reader(town, town.staff, language)
        yield Story(town, staff, mia, homes, await bound_group(town))
        assert not town.world.refusals
        assert not town.world.warnings


async def test_homes_come_before_the_site(story: Story) -> None:
    await staff_enter_who_cannot_walk(story)
    await the_round_begins_with_homes(story)
    await two_want_to_be_reminded(story)
    await mia_is_sent_round(story)
    await every_home_is_told_in_private_before_its_visit(story)
    await mia_goes_from_door_to_door(story)
    await then_each_house_is_called_to_the_site(story)
    await the_group_reads_a_number_from_five_on(story)
    await staff_see_how_far_each_house_is(story)
    nobody_else_learns_who_waits_at_home(story)


async def staff_enter_who_cannot_walk(story: Story) -> None:
    """Doors, some with a remark for the squad; one is written wrong, one was a slip."""
    staff = story.staff
    for door, note in {"2-115": None, **HOMES}.items():
        await staff.presses(await staff.says("/homes", button="homes_add"), "homes_add")
        if note == DEAF:
            await staff.says("9-105", staff.words.error("door_unknown", nearest=["2-105", "1-105"]))
        home = await staff.says(door, door, button="home_note")
        if note:
            await staff.presses(home, "home_note")
            await staff.says(note, note, button="home_note")
        if door == "2-115":
            await staff.presses(home, "home_remove")
    listed = await staff.says("/homes", button="homes_add")
    assert labels(listed)[:-1] == [f"🏠 {door}" for door in HOMES]


async def the_round_begins_with_homes(story: Story) -> None:
    """One line; the preview has the squad's times before those of the site."""
    staff = story.staff
    preview = await staff.says(LINES[staff.language], button="testing_publish")
    assert staff.shown("testing/_lines", lines=[*VISITED, *CALLED], more_lines=0) in read(preview)
    await staff.presses(preview, "testing_publish")
    await shows(story.town, story.group, plain(card(story, None)))


async def two_want_to_be_reminded(story: Story) -> None:
    """One waits at home, one walks; each page says which."""
    for reader, turn, kind in ((story.homes[0], VISITS, "home"), (story.homes[2], SLOTS, "site")):
        page = await reader.says("/testing", button="testing_listen")
        shown = reader.shown(
            "testing/mine",
            building="1",
            turn={"title": TITLE, "site": SITE, "of": 1, "delay": 0, "kind": kind, **turn["1"]},
            own=OWN,
            is_listening=True,
        )
        assert read(await reader.presses(page, "testing_listen")) == shown


async def mia_is_sent_round(story: Story) -> None:
    """Staff name her for the day; before that the doors are none of hers."""
    staff, mia = story.staff, story.mia
    await mia.says("/doors", mia.words.error("doors_not_yours"))
    listed = await staff.says("/homes", button="homes_add")
    page = await staff.presses(listed, "squad_round", day=DAY)
    people = await staff.presses(page, "squad_people")
    await staff.turns(people, "▫️ Mia")
    told = await mia.hears(mia.shown("testing/squad_named", title=TITLE, day=DAY))
    await mia.presses(told, "squad_open")
    await the_run_sheet_is_right(story)


async def the_run_sheet_is_right(story: Story) -> None:
    """On the phone and on paper: house after house, each with its time and its remark."""
    mia = story.mia
    page = await mia.says("/doors", button="doors_pdf")
    assert read(page) == squad_page(mia, done=0)
    await mia.person.presses(page, mia.label("doors_pdf"))
    files = await until(
        story.town, lambda: [each.document for each in mia.person.chat.messages if each.document]
    )
    content = content_of(story.town, files[-1].file_id)
    paper = read_pdf(content)
    assert count_pages(content) == 1
    known = ["07:30", *HOMES, *filter(None, HOMES.values()), "07:50"]
    assert [words for words in known if words not in paper] == []
    places = [paper.index(door) for door in HOMES]
    assert places == sorted(places)


async def every_home_is_told_in_private_before_its_visit(story: Story) -> None:
    """The evening before and half an hour before; neither sooner nor to anybody else."""
    first, second, walker, *others = story.homes
    for each in story.homes:
        story.news(each)
    await pass_to(story.town, "2020-02-03 18:59")
    assert [story.news(each) for each in story.homes] == [[]] * PEOPLE

    await pass_to(story.town, "2020-02-03 19:00")
    for reader, house in ((first, "1"), (second, "2")):
        assert story.news(reader) == [reader.shown("testing/home_evening", **TURN, **VISITS[house])]
    assert story.news(walker) == [evening(walker, "1")]

    await pass_to(story.town, "2020-02-04 06:59")
    assert story.news(first) == []
    await pass_to(story.town, "2020-02-04 07:00")
    assert story.news(first) == [first.shown("testing/home_before", **TURN, **VISITS["1"])]
    assert story.news(second) == []
    await pass_to(story.town, "2020-02-04 07:20")
    assert story.news(second) == [second.shown("testing/home_before", **TURN, **VISITS["2"])]
    assert story.news(walker) == [before(walker, "1")]
    assert [story.news(each) for each in (first, *others)] == [[]] * (PEOPLE - 2)


async def mia_goes_from_door_to_door(story: Story) -> None:
    """One opens; one does not and does later; the third house's turn comes after the first's."""
    mia = story.mia
    await pass_to(story.town, "2020-02-04 07:30")
    page = await mia.says("/doors", button="doors_pdf")
    page = await mia.turns(page, "✅", "🔔")
    assert labels(page)[:3] == ["✅ 1-101 ↩️", "🔔 1-105 ↩️", "2-101"]
    page = await mia.turns(page, "🔔 1-105 ↩️", "✅", "✅")
    assert labels(page)[:3] == [f"✅ {door} ↩️" for door in HOMES]
    assert read(page) == squad_page(mia, done=3)
    first = story.homes[0]
    page = await first.says("/testing", button="testing_quiet")
    assert first.shown("testing/_own", own=OWN | {"mark": "done"}) in read(page)
    assert first.label("own_undo") not in labels(page)


async def then_each_house_is_called_to_the_site(story: Story) -> None:
    """The group hears of one house after the other; whoever was seen at home is not called."""
    for each in story.homes:
        story.news(each)
    for clock in ("07:45", "07:50", "08:00", "08:15", "08:25"):
        await pass_to(story.town, f"{DAY} {clock}")
    reader = story.in_group
    said = texts(story.group)[-7:]
    assert said == [
        evening(reader, "1", "2"),
        before(reader, "1"),
        before(reader, "2"),
        *(call(reader, "now", "1"), call(reader, "last_call", "1")),
        *(call(reader, "now", "2"), call(reader, "last_call", "2")),
    ]
    walker = story.homes[2]
    assert story.news(walker) == [call(walker, "now", "1"), call(walker, "last_call", "1")]
    assert [story.news(each) for each in story.homes if each is not walker] == [[]] * (PEOPLE - 1)


async def the_group_reads_a_number_from_five_on(story: Story) -> None:
    """Three were seen at home; the fifth household is the first that is told of."""
    fourth, fifth = story.homes[2:4]
    await fourth.presses(await fourth.says("/testing", button="own_done"), "own_done")
    await fifth.presses(await fifth.says("/testing", button="own_done"), "own_done")
    await shows(story.town, story.group, plain(card(story, 5)))
    shown = {call.params.get("text") for call in story.town.world.requests}
    assert {number for number in range(1, PEOPLE) if card(story, number) in shown} == {5}


async def staff_see_how_far_each_house_is(story: Story) -> None:
    """Three of building 1 and two of building 2, homes among them; and who put it down."""
    staff = story.staff
    page = await staff.says("/doors", button="doors_map")
    shown = {"title": TITLE, "day": DAY, "households": HOUSEHOLDS, "done": 5, "left": 35}
    assert read(page) == staff.shown("testing/doors_buildings", **shown, tests=0)
    assert labels(page)[:2] == [
        staff.label("doors_building", building=house, left=left)
        for house, left in (("1", 17), ("2", 18))
    ]
    mia, (fourth, fifth) = story.mia.id, story.homes[2:4]
    assert [(what, by) for what, _, by in await audited(story.town, "testing_day:")] == [
        ("squad.named", staff.id),
        ("door.done", mia),
        ("door.absent", mia),
        ("door.unmarked", mia),
        ("door.done", mia),
        ("door.done", mia),
        ("door.done", fourth.id),
        ("door.done", fifth.id),
    ]


def nobody_else_learns_who_waits_at_home(story: Story) -> None:
    """Remarks and doors went to staff and the squad only; the group has read of no visit."""
    calls = [call for call in story.town.world.requests if "chat_id" in call.params]
    for note in filter(None, HOMES.values()):
        told = {int(call.params["chat_id"]) for call in calls if note in str(call.params)}
        assert told == {story.staff.id, story.mia.id}
    said = [each for each in everything_said(story.town.world) if str(story.group.id) in each]
    assert said
    for words in (*HOMES, "上门", "07:30"):
        assert not any(words in each for each in said), words
