"""松江's medicine run (S84, S85), from the first message to the last confirmed door."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.jobs.photos import take_back_photos
from simulator import Group, Person, StoredMessage
from storage.requests.kinds import Handover
from tests.handlers.estate_play import labels
from tests.handlers.faq_staff_play import content_of
from tests.pdf_text import count_pages, read_pdf
from tests.people import bound_group, shows, until
from tests.story_scene import Scene, middle, open_scene, text

NEAR, FAR = "中山医院", "华山医院"
OFFICER = "社区民警 周 138 1111 2222"
CALLER = "王阿姨 13800138000"
NIFEDIPINE, METFORMIN, TACROLIMUS, INSULIN = "拜新同", "二甲双胍", "他克莫司", "胰岛素"
# Drug, strength, boxes, hospital, route, by the household's number; the last one telephones.
NEEDS = (
    (NIFEDIPINE, "30mg", 2, NEAR, "local"),
    (NIFEDIPINE, "30mg", 1, NEAR, "local"),
    (METFORMIN, "500mg", 3, NEAR, "local"),
    (TACROLIMUS, "1mg", 1, FAR, "cross"),
    (TACROLIMUS, "1mg", 2, FAR, "cross"),
    (INSULIN, None, 1, NEAR, "local"),
)
PHONE_DOOR = "1-104"
ASKED = (2, 4, 6, 8, 10, 12)
"""Minutes after nine."""
CLAIMED = 27


@dataclass
class Story:
    """What the people of the story hold in their hands."""

    scene: Scene
    group: Group
    leo: Person
    mia: Person
    pages: dict[str, StoredMessage] = field(default_factory=dict)

    @property
    def staff(self) -> Person:
        return self.scene.town.staff

    @property
    def residents(self) -> list[Person]:
        return self.scene.town.residents


@pytest.mark.parametrize("language", ["zh-hans", "ja"])
async def test_a_medicine_run_from_the_first_message_to_the_last_door(
    sqlite_url: str, language: str
) -> None:
    async with open_scene(sqlite_url, language, people=5) as scene:
        group = await bound_group(scene.town)
        story = Story(scene, group, await scene.volunteer("Leo"), await scene.volunteer("Mia"))
        await _everybody_asks(story)
        await _staff_take_all(story)
        await _staff_gather(story)
        await _a_volunteer_takes_the_near_run(story)
        await _the_manifest_is_right(story)
        await _what_can_be_had_is_bought(story)
        await _what_was_missing_is_asked_back(story)
        await _near_doors(story)
        await _far_doors(story)
        await _nothing_is_delivered_twice(story)
        await _the_day_in_numbers(story)
        await _only_those_who_help_have_read(story)


async def _everybody_asks(story: Story) -> None:
    """Five ask in the chat, by the button in the group; one telephones."""
    scene = story.scene
    await story.staff.says("/needs@linli_bot", in_=story.group)
    card = await shows(scene.town, story.group, "💊")
    link = (await story.residents[0].presses(card, 0)).url
    assert link == "https://t.me/linli_bot?start=need"
    for number, person in enumerate(story.residents):
        await person.opens_link(link)
        kinds = await scene.hears(person, button="need_mine")
        first = await scene.press_part(person, kinds, scene.title("medicine"))
        summary = await scene.fill(person, "medicine", first, _answers(number))
        assert NEEDS[number][0] in text(summary)
        scene.at(9, ASKED[number])
        sent = await scene.press(person, summary, "need_send")
        assert f"№{number + 1}" in text(sent)
    await _telephone(story)
    await story.staff.says("/needs@linli_bot", in_=story.group)
    await shows(scene.town, story.group, "💊", "6")


def _answers(number: int) -> dict[str, Any]:
    drug, strength, boxes, hospital, route = NEEDS[number]
    known = {"drug": drug, "strength": strength, "quantity": boxes, "hospital": hospital}
    return known | {"route": route, "recurrence": "once", "needed_by": "2020-02-04"}


async def _telephone(story: Story) -> None:
    scene, staff = story.scene, story.staff
    title = scene.kinds["medicine"].title[scene.language]
    drug = scene.kinds["medicine"].form.questions[0]
    first = await scene.says(staff, f"/call {PHONE_DOOR} {title}", drug.words[scene.language])
    who = await scene.fill(staff, "medicine", first, _answers(5))
    assert PHONE_DOOR in text(who)
    summary = await scene.says(staff, CALLER, CALLER, button="work_enter")
    scene.at(9, ASKED[5])
    entered = await scene.press(staff, summary, "work_enter")
    assert "№6" in text(entered)


async def _staff_take_all(story: Story) -> None:
    """All of one kind at once; nobody waits until it is passed on."""
    scene, staff = story.scene, story.staff
    await scene.hears(staff, "№1", button="work_claim")
    board = await scene.says(staff, "/board", button="work_by_kind")
    kinds = await scene.press(staff, board, "work_by_kind")
    shown = await scene.press_part(staff, kinds, f"{scene.title('medicine')} · 6")
    sure = await scene.press(staff, shown, "work_only_new", "work_claim_all")
    scene.at(9, CLAIMED)
    await scene.press(staff, sure, "work_sure")
    for number, person in enumerate(story.residents, start=1):
        await scene.hears(person, scene.shown("requests/told_claimed", **_sign(scene, number)))


def _sign(scene: Scene, number: int) -> dict[str, Any]:
    kind = scene.kinds["medicine"]
    return {"number": number, "kind": {"icon": kind.icon, "title": dict(kind.title)}}


async def _staff_gather(story: Story) -> None:
    """Two hospitals, two runs; across districts somebody hands over (S85)."""
    scene, staff = story.scene, story.staff
    board = await scene.says(staff, "/runs", button="run_ended")
    assert f"🛣 {FAR} · 2" in labels(board)
    page = await _plan(story, await scene.press_part(staff, board, f"🏥 {NEAR} · 4"))
    await scene.press(staff, page, "run_open")

    board = await scene.says(staff, "/runs", button="run_ended")
    page = await _plan(story, await scene.press_part(staff, board, f"🛣 {FAR} · 2"))
    refused = await staff.presses(page, scene.words.button("run_open"))
    assert refused.text == scene.words.error("run_handover_missing")
    await scene.press(staff, page, "run_handover")
    page = await scene.says(staff, OFFICER, OFFICER)
    await scene.press(staff, page, "run_open")
    for number, person in enumerate(story.residents, start=1):
        told = {"number": number, "day": "2020-02-02"}
        await scene.hears(person, scene.shown("runs/told_gathered", **told))


async def _plan(story: Story, group: StoredMessage) -> StoredMessage:
    scene, staff = story.scene, story.staff
    days = await scene.press(staff, group, "run_plan", "run_day")
    return await scene.press_part(staff, days, labels(days)[0])


async def _take(story: Story, driver: Person, run: str) -> StoredMessage:
    """From the notice of a task to the page of the run."""
    scene = story.scene
    notice = await scene.hears(driver, button="volunteer_tasks")
    tasks = await scene.press(driver, notice, "volunteer_tasks")
    task = await scene.press_part(driver, tasks, run)
    return await scene.press(driver, task, "task_claim", "task_go_run")


async def _a_volunteer_takes_the_near_run(story: Story) -> None:
    scene = story.scene
    assert scene.told(CALLER) == {story.staff.id}
    story.pages["near"] = page = await _take(story, story.leo, "R1")
    totals = await scene.press(story.leo, page, "run_totals")
    for line in (f"{NIFEDIPINE} · 30mg: × 3", f"{METFORMIN} · 500mg: × 3", f"{INSULIN}: × 1"):
        assert line in text(totals).splitlines()
    assert TACROLIMUS not in text(totals)
    await scene.press(story.leo, totals, "run_bags")


async def _the_manifest_is_right(story: Story) -> None:
    """As a spreadsheet and on paper: what to buy, and whose it is."""
    scene, leo = story.scene, story.leo
    page = await scene.press(leo, story.pages["near"], "run_back")
    book = load_workbook(BytesIO(await _file(story, page, "run_xlsx")))
    totals, lines = (_rows(sheet) for sheet in book.worksheets)
    assert sorted(totals) == sorted(
        [
            (NIFEDIPINE, "30mg", "3", "2"),
            (METFORMIN, "500mg", "3", "1"),
            (INSULIN, "", "1", "1"),
        ]
    )
    assert {row[1]: row[2:7] for row in lines} == {
        "1-101": ("住户0", "", NIFEDIPINE, "30mg", "2"),
        "2-101": ("住户1", "", NIFEDIPINE, "30mg", "1"),
        "1-102": ("住户2", "", METFORMIN, "500mg", "3"),
        PHONE_DOOR: ("", CALLER, INSULIN, "", "1"),
    }
    paper = await _file(story, page, "run_pdf")
    shown = read_pdf(paper)
    assert count_pages(paper) == 1
    known = (NEAR, NIFEDIPINE, METFORMIN, INSULIN, "住户0", "住户1", "住户2", "王阿姨", PHONE_DOOR)
    assert [words for words in known if words not in shown] == []
    assert [words for words in (TACROLIMUS, "住户3", "住户4") if words in shown] == []


async def _file(story: Story, page: StoredMessage, button: str) -> bytes:
    sent = len(story.leo.chat.messages)
    await story.leo.presses(page, story.scene.words.button(button))
    files = await until(
        story.scene.town,
        lambda: [each.document for each in story.leo.chat.messages[sent:] if each.document],
    )
    return content_of(story.scene.town, files[0].file_id)


def _rows(sheet: Any) -> list[tuple[str, ...]]:
    """The lines under the heads of the columns, which stand below an empty line."""
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    empty = next(place for place, row in enumerate(rows) if not any(row))
    return rows[empty + 2 :]


async def _what_can_be_had_is_bought(story: Story) -> None:
    scene, leo = story.scene, story.leo
    scene.at(13)
    bags = await scene.press(leo, story.pages["near"], "run_bags")
    for place in range(1, 5):
        bag = await scene.press_part(leo, bags, f"R1-{place:02}")
        if METFORMIN in text(bag):
            why = await scene.press(leo, bag, "run_tick_missing", place=None)
            bag = await scene.press(leo, why, "run_reason_sold_out")
        else:
            bag = await scene.press(leo, bag, "run_tick_bought", place=None)
            story.pages[_door_in(text(bag))] = bag.model_copy(deep=True)
        bags = await scene.press(leo, bag, "run_bags")
    story.pages["near"] = await scene.press(leo, bags, "run_back")


def _door_in(shown: str) -> str:
    return next(door for door in ("1-101", "2-101", PHONE_DOOR) if door in shown)


async def _what_was_missing_is_asked_back(story: Story) -> None:
    """It is back on the board; what else would do is asked, and answered (S90)."""
    scene, staff, resident = story.scene, story.staff, story.residents[2]
    reason = scene.words.text("runs/reason_sold_out")
    await scene.hears(resident, "№3", f"💬 {reason}")
    await scene.hears(staff, scene.shown("runs/missing", number=3, code="R1"))

    asked = "达美康可以吗？"
    board = await scene.says(staff, "/board", button="work_by_kind")
    mine = await scene.press(staff, board, "work_mine", n=6)
    page = await scene.press_part(staff, mine, "№3 ")
    await scene.press(staff, page, "work_ask")
    await scene.says(staff, asked, asked)
    question = await scene.hears(resident, asked, button="need_answer")
    await resident.presses(question, scene.words.button("need_answer"))
    await scene.says(resident, "可以，一盒就够", "№3")
    said = scene.shown("requests/answered", building="1", **_sign(scene, 3))
    answered = await scene.hears(staff, said, button="work_open")
    await scene.press(staff, answered, "work_open", "work_source", "work_looking")
    board = await scene.says(staff, "/runs", button="run_ended")
    assert f"🏥 {NEAR} · 1" in labels(board)


async def _near_doors(story: Story) -> None:
    """One taps, one is handed the bag and confirms, one can only be handed it."""
    scene, leo = story.scene, story.leo
    scene.at(14, 50)
    page = await scene.press(leo, story.pages["near"], "run_leave")
    on_way = [await scene.hears(each, "R1-0", button="run_got") for each in story.residents[:2]]
    assert not any(drug in text(each) for each in on_way for drug, *_ in NEEDS)
    story.pages["tap"] = on_way[0].model_copy(deep=True)
    scene.at(15)
    await scene.press(story.residents[0], on_way[0], "run_got")
    bags = await scene.press(leo, page, "run_bags")
    for door in ("2-101", PHONE_DOOR):
        label = _find_label(story.pages[door])
        bag = await scene.press_part(leo, bags, label)
        bags = await scene.press(leo, bag, "run_handed")
        if labels(bags):
            bags = await scene.press(leo, bags, "run_bags")
    assert text(bags) == scene.shown("runs/over", code="R1")
    await scene.hears(story.staff, scene.shown("runs/done", code="R1", delivered=3, missing=1))

    scene.at(15, 20)
    asked = await scene.hears(story.residents[1], "№2", button="need_received")
    await scene.press(story.residents[1], asked, "need_received")
    await take_back_photos(scene.town.app.services)
    assert not [each for each in leo.chat.messages if each.document]


def _find_label(bag: StoredMessage) -> str:
    return next(word for word in text(bag).split() if word.startswith("R1-"))


async def _far_doors(story: Story) -> None:
    """The other driver sees who hands over, and both households tap."""
    scene, mia = story.scene, story.mia
    scene.at(15, 50)
    page = await _take(story, mia, "R2")
    assert OFFICER in text(page)
    bags = await scene.press(mia, page, "run_bags")
    for label in ("R2-01", "R2-02"):
        bag = await scene.press_part(mia, bags, label)
        bags = await scene.press(mia, bag, "run_tick_bought", "run_bags", place=None)
    await scene.press(mia, bags, "run_back", "run_leave")
    for person, minute in zip(story.residents[3:], (0, 5), strict=True):
        way = await scene.hears(person, "R2-0", button="run_got")
        scene.at(16, minute)
        await scene.press(person, way, "run_got")
    await scene.hears(story.staff, scene.shown("runs/done", code="R2", delivered=2, missing=0))


async def _nothing_is_delivered_twice(story: Story) -> None:
    """Old buttons of every kind; then staff close what was brought."""
    scene, staff, leo = story.scene, story.staff, story.leo
    await story.residents[0].presses(story.pages["tap"], scene.words.button("run_got"))
    for door in ("1-101", "2-101", PHONE_DOOR):
        bag = story.pages[door]
        assert (await leo.presses(bag, scene.words.button("run_handed"))).text
    board = await scene.says(staff, "/board", button="work_by_kind")
    for number in (1, 2, 4, 5, 6):
        assert (await staff.presses(board, data=f"wr:{number}:how:door")).text
    scene.at(17)
    sure = await scene.press(staff, board, "work_close_delivered", n=1)
    await scene.press(staff, sure, "work_sure")

    brought = await scene.audit("request.delivered")
    hows = {record.subject: record.details["how"] for record in brought}
    assert len(brought) == len(hows)
    assert hows == {
        "request:1": Handover.TAP,
        "request:2": Handover.DOOR,
        "request:4": Handover.TAP,
        "request:5": Handover.TAP,
        "request:6": Handover.DOOR,
    }


async def _the_day_in_numbers(story: Story) -> None:
    """The evening's picture comes by itself; every number is known."""
    scene, staff = story.scene, story.staff
    scene.at(20)
    await scene.look()
    day = {
        "day": "2020-02-02",
        "asked": 6,
        "closed": 5,
        "open": 1,
        "overdue": 0,
        "claim_minutes": middle(*(CLAIMED - minute for minute in ASKED)),
        "work_minutes": middle(*(minutes - CLAIMED for minutes in (360, 380, 420, 425, 480))),
        "before": {"day": "2020-02-01", "asked": 0, "closed": 0},
        "by_kind": [_sign(scene, 0)["kind"] | {"asked": 6, "closed": 5}],
    }
    picture = await scene.hears(staff, scene.shown("requests/digest", **day))
    assert picture.photo
    await staff.presses(picture, scene.words.button("work_numbers"))
    drugs = ((TACROLIMUS, 2, 0), (NIFEDIPINE, 2, 0), (METFORMIN, 1, 1), (INSULIN, 1, 0))
    shown = scene.shown(
        "requests/numbers",
        committee="图们居委会",
        is_today=True,
        ranked=[_sign(scene, 0)["kind"] | {"households": 6, "open": 1, "change": 6}],
        drugs=[{"drug": name, "households": n, "open": left} for name, n, left in drugs],
        **day,
    )
    await scene.hears(staff, shown)


async def _only_those_who_help_have_read(story: Story) -> None:
    """Names, doors and medicines were written to those who ask, drive and answer for it only."""
    scene, people = story.scene, [each.id for each in story.residents]
    staff, leo, mia = story.staff.id, story.leo.id, story.mia.id
    assert scene.told(NIFEDIPINE) == {people[0], people[1], leo, staff}
    assert scene.told(METFORMIN) == {people[2], leo, staff}
    assert scene.told(INSULIN) == {leo, staff}
    assert scene.told(TACROLIMUS) == {people[3], people[4], mia, staff}
    assert scene.told(CALLER) == {leo, staff}
    for number, driver in enumerate((leo, leo, leo, mia, mia)):
        assert driver in scene.told(f"住户{number}") <= {driver, staff, people[number]}
