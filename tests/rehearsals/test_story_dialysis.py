"""宝山's dialysis survey (S86): registered by a link, called ahead, looked after when missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from simulator import Group, Person, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from tests.handlers.estate_play import labels, turns
from tests.people import bound_group, shows
from tests.story_scene import Scene, middle, open_scene, text

PHONE_DOOR, CALLER = "2-102", "李爷爷 13900139000"
# Hospital, days of the week, slot, next session, by the household's number; the last telephones.
# 3 February 2020 is a Monday.
REGISTERS = (
    ("仁济医院", ("mon", "thu"), "morning", "2020-02-03"),
    ("瑞金医院", ("mon", "fri"), "afternoon", "2020-02-03"),
    ("华山医院", ("tue", "sat"), "evening", "2020-02-04"),
    ("岳阳医院", ("mon",), "morning", "2020-02-03"),
)
WAY = "六楼没有电梯，要两个人抬"
ASKED = (2, 4, 6, 8)
"""Minutes after nine."""
CLAIMED = 13


@dataclass
class Story:
    """Who works at the committee besides the first, and where the link was read."""

    scene: Scene
    group: Group
    colleague: Person

    @property
    def staff(self) -> Person:
        return self.scene.town.staff

    @property
    def residents(self) -> list[Person]:
        return self.scene.town.residents


@pytest.mark.parametrize("language", ["zh-hans", "fr"])
async def test_a_register_of_dialysis_from_the_link_to_the_next_session(
    sqlite_url: str, language: str
) -> None:
    async with open_scene(sqlite_url, language, people=3) as scene:
        group = await bound_group(scene.town)
        story = Story(scene, group, await _colleague(scene))
        await _register_by_the_link(story)
        await _register_by_telephone(story)
        await _the_group_sees_nothing_of_it(story)
        await _staff_call_ahead(story)
        await _the_evening_before(story)
        await _the_evening_of_the_session(story)
        await _the_missed_one_is_looked_after(story)
        await _who_gave_no_answer_is_looked_after(story)
        await _one_register_ends(story)
        await _nobody_else_has_read_a_name(story)


async def _colleague(scene: Scene) -> Person:
    """A second one of staff, who is called 周干事."""
    person = await scene.newcomer("周干事")
    town = scene.town
    await town.work.write(
        grant_role, person.id, town.place.committee_id, RoleKind.STAFF, now=town.clock.now()
    )
    return person


async def _register_by_the_link(story: Story) -> None:
    """The committee posts the survey; whoever follows it answers in private."""
    scene = story.scene
    kinds = await scene.says(story.staff, "/kinds", button="work_kind_new")
    kind = await scene.press_part(story.staff, kinds, scene.title("dialysis"))
    (link,) = [line for line in text(kind).splitlines() if "need_dialysis" in line]
    await story.staff.says(link, in_=story.group)
    for number, person in enumerate(story.residents):
        first = await scene.follows(person, link.removeprefix("🔗 "))
        summary = await scene.fill(person, "dialysis", first, _answers(number))
        for words in (REGISTERS[number][0], _shown_day(scene, REGISTERS[number][3])):
            assert words in text(summary)
        scene.at(9, ASKED[number])
        sent = await scene.press(person, summary, "need_send")
        assert f"№{number + 1}" in text(sent)


def _answers(number: int) -> dict[str, Any]:
    hospital, days, slot, session = REGISTERS[number]
    known = {"hospital": hospital, "days": days, "slot": slot, "session": session}
    return known | ({"getting_there": WAY} if number == 0 else {})


def _shown_day(scene: Scene, day: str) -> str:
    return scene.words.formats.date(day)


async def _register_by_telephone(story: Story) -> None:
    scene, staff = story.scene, story.staff
    kind = scene.kinds["dialysis"]
    hospital = kind.form.questions[0].words[scene.language]
    first = await scene.says(staff, f"/call {PHONE_DOOR} {kind.title[scene.language]}", hospital)
    await scene.fill(staff, "dialysis", first, _answers(3))
    summary = await scene.says(staff, CALLER, CALLER, button="work_enter")
    scene.at(9, ASKED[3])
    assert "№4" in text(await scene.press(staff, summary, "work_enter"))


async def _the_group_sees_nothing_of_it(story: Story) -> None:
    """Four households could be recognised: below the floor there is no line at all (S100)."""
    await story.staff.says("/needs@linli_bot", in_=story.group)
    card = await shows(story.scene.town, story.group, "🙋")
    assert "🩸" not in text(card)


async def _staff_call_ahead(story: Story) -> None:
    """All are taken at once; what the hospital said is noted, and asked of one."""
    scene, staff = story.scene, story.staff
    board = await scene.says(staff, "/board", button="work_by_kind")
    kinds = await scene.press(staff, board, "work_by_kind")
    shown = await scene.press_part(staff, kinds, f"{scene.title('dialysis')} · 4")
    sure = await scene.press(staff, shown, "work_only_new", "work_claim_all")
    scene.at(9, CLAIMED)
    await scene.press(staff, sure, "work_sure")
    for number, person in enumerate(story.residents, start=1):
        await scene.hears(person, scene.shown("requests/told_claimed", **_sign(scene, number)))

    page = await _page(story, 1)
    assert WAY in text(page)
    await scene.press(staff, page, "work_note")
    await scene.says(staff, "血透室说早上七点半到", "早上七点半到")
    asked = "车七点到楼下，可以吗？"
    await scene.press(staff, await _page(story, 1), "work_ask")
    await scene.says(staff, asked, asked)
    question = await scene.hears(story.residents[0], asked, button="need_answer")
    await story.residents[0].presses(question, scene.words.button("need_answer"))
    await scene.says(story.residents[0], "可以", "№1")
    await scene.hears(staff, scene.shown("requests/answered", building="1", **_sign(scene, 1)))


def _sign(scene: Scene, number: int) -> dict[str, Any]:
    kind = scene.kinds["dialysis"]
    return {"number": number, "kind": {"icon": kind.icon, "title": dict(kind.title)}}


async def _page(story: Story, number: int) -> StoredMessage:
    """A request's page, from the board of whoever has it."""
    scene, staff = story.scene, story.staff
    board = await scene.says(staff, "/board", button="work_by_kind")
    mine = await scene.press(staff, board, "work_mine", n=4)
    return await scene.press_part(staff, mine, f"№{number} ")


async def _the_evening_before(story: Story) -> None:
    """Who goes tomorrow is reminded; the day's numbers follow."""
    scene = story.scene
    scene.at(18)
    await scene.look()
    for number in (1, 2):
        told = _sign(scene, number) | {"session_on": "2020-02-03"}
        await scene.hears(story.residents[number - 1], scene.shown("requests/reminder", **told))
    assert not _was_told(story, 2, "requests/reminder", "2020-02-04")

    scene.at(20)
    claim = middle(*(CLAIMED - minute for minute in ASKED))
    await _digest(story, 2, asked=4, closed=0, open=4, claim_minutes=claim)


def _was_told(story: Story, resident: int, template: str, session_on: str) -> bool:
    scene = story.scene
    told = _sign(scene, resident + 1) | {"session_on": session_on}
    return scene.shown(template, **told) in map(text, story.residents[resident].chat.messages)


async def _digest(story: Story, day: int, *, before: int = 0, **numbers: Any) -> None:
    """The evening's picture, with exactly these numbers."""
    scene = story.scene
    await scene.look()
    known = {"asked": 0, "closed": 0, "overdue": 0, "claim_minutes": None, "work_minutes": None}
    known |= numbers
    counted = {"asked": known["asked"], "closed": known["closed"]}
    kinds = [_sign(scene, 0)["kind"] | counted] if any(counted.values()) else []
    shown = scene.shown(
        "requests/digest",
        day=f"2020-02-{day:02}",
        before={"day": f"2020-02-{day - 1:02}", "asked": before, "closed": 0},
        by_kind=kinds,
        **known,
    )
    for person in (story.staff, story.colleague):
        assert (await scene.hears(person, shown)).photo


async def _the_evening_of_the_session(story: Story) -> None:
    """Asked whether it took place: once held, once missed; who telephones is telephoned."""
    scene = story.scene
    scene.at(20, day=3)
    await _digest(story, 3, before=4, open=4)
    scene.at(21, day=3)
    await scene.look()
    assert not _was_told(story, 2, "requests/session_check", "2020-02-04")

    held = story.residents[0]
    check = await scene.hears(held, "№1", button="need_held")
    asked = await scene.press(held, check, "need_held")
    assert _shown_day(scene, "2020-02-06") in text(asked)
    noted = await scene.says(held, "2020-02-07", "№1")
    assert _shown_day(scene, "2020-02-07") in text(noted)

    missed = story.residents[1]
    check = await scene.hears(missed, "№2", button="need_missed")
    assert "120" in text(await scene.press(missed, check, "need_missed"))

    session = await scene.press(story.staff, await _page(story, 4), "work_session")
    page = await scene.press(story.staff, session, "work_held")
    assert _shown_day(scene, "2020-02-10") in text(page)


async def _the_missed_one_is_looked_after(story: Story) -> None:
    """Everybody on duty is alarmed, and one of them takes it."""
    scene, colleague = story.scene, story.colleague
    told = _sign(scene, 2) | {"building": "2", "reason": "missed", "session_on": "2020-02-03"}
    alarm = scene.shown("requests/alarm", **told)
    await scene.hears(story.staff, alarm)
    page = await scene.press(colleague, await scene.hears(colleague, alarm), "work_open")
    assert "住户1" in text(page)
    people = await scene.press(colleague, page, "work_assign")
    page = await turns(colleague, people, "👉 周干事")
    assert scene.words.button("work_release") in labels(page)

    session = await scene.press(colleague, page, "work_session")
    await scene.press(colleague, session, "work_session_day")
    page = await scene.says(colleague, "2020-02-05", "№2", button="work_session")
    assert _shown_day(scene, "2020-02-05") in text(page)


async def _who_gave_no_answer_is_looked_after(story: Story) -> None:
    """Silence until nine the next morning is an alarm; a late answer still counts."""
    scene = story.scene
    scene.at(21, day=4)
    await scene.look()
    check = await scene.hears(story.residents[2], "№3", button="need_held")
    scene.at(9, day=5)
    await scene.look()
    told = _sign(scene, 3) | {"building": "1", "reason": "unanswered", "session_on": "2020-02-04"}
    for person in (story.staff, story.colleague):
        await scene.hears(person, scene.shown("requests/alarm", **told))
    asked = await scene.press(story.residents[2], check, "need_held")
    assert _shown_day(scene, "2020-02-08") in text(asked)


async def _one_register_ends(story: Story) -> None:
    """Three go on. Nothing is late: each waits for its next session."""
    scene, staff = story.scene, story.staff
    board = await scene.says(staff, "/board", button="work_by_kind")
    mine = await scene.press(staff, board, "work_mine", n=3)
    page = await scene.press_part(staff, mine, "№4 ")
    words = await scene.press(staff, page, "work_close", "work_solved")
    scene.at(10, day=5)
    await scene.press(staff, words, "work_without")
    scene.at(20, day=5)
    minutes = 3 * 24 * 60 + 60 - CLAIMED
    await _digest(story, 5, closed=1, open=3, work_minutes=minutes)


async def _nobody_else_has_read_a_name(story: Story) -> None:
    """Every message in every chat: names and hospitals reached those who answer for them."""
    scene, people = story.scene, [each.id for each in story.residents]
    helpers = {story.staff.id, story.colleague.id}
    for number, person in enumerate(people):
        assert scene.told(f"住户{number}") <= {person, *helpers}
        assert person in scene.told(REGISTERS[number][0]) <= {person, *helpers}
    assert scene.told(REGISTERS[3][0]) == scene.told(CALLER) == {story.staff.id}
    assert scene.told(WAY) == {people[0], story.staff.id}
    alarmed = await scene.audit("request.alarmed")
    assert [each.subject for each in alarmed] == ["request:2", "request:3"]
