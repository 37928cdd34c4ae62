"""Medicine runs in the chat: gathered by staff, driven by a volunteer, confirmed at the door."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.jobs.photos import take_back_photos
from simulator import Person, StoredMessage
from storage.requests.actions import confirm_receipt
from storage.requests.kinds import Handover, Source
from storage.requests.queries import list_shown_due
from storage.runs.actions import settle_runs
from storage.runs.kinds import LineState, RouteKind, RunState
from tests.handlers.estate_play import labels, text_of
from tests.handlers.faq_staff_play import content_of
from tests.handlers.runs_play import (
    ask,
    caption,
    drive,
    enter,
    find_runs,
    plan_and_open,
    press,
    press_label,
    request,
    says,
    told,
    volunteer,
)
from tests.pdf_text import read_pdf
from tests.people import shows
from tests.town import Town


async def _file(person: Person, page: StoredMessage, name: str, town: Town) -> bytes:
    await person.presses(page, caption(name))
    while True:
        message = await person.next_message()
        if message.document is not None:
            return content_of(town, message.document.file_id)


async def test_staff_gather_and_merge_alike_hospitals(town: Town) -> None:
    await ask(town, 0)
    await ask(town, 1, hospital="中山 医院")
    await ask(town, 2, hospital="复旦大学附属中山医院")
    await ask(town, 3, hospital="仁济医院", route="far")
    board = await says(town.staff, "/runs", "Medicine runs")
    assert "4 requests wait to be gathered" in text_of(board)
    assert any("中山医院 · 2 ≈" in each for each in labels(board))
    assert any("🛣 仁济医院 · 1" in each for each in labels(board))

    group = await press_label(town.staff, board, "中山医院 · 2")
    assert "May be the same place" in text_of(group)
    page = await press(town.staff, group, "run_plan")
    choice = await press(town.staff, page, "run_put_in")
    assert not any("仁济" in each for each in labels(choice))
    page = await press_label(town.staff, choice, "≈ 复旦大学附属中山医院")

    (run,) = await find_runs(town)
    assert (len(run.shown), run.state) == (3, RunState.PLANNED)
    assert "Requests: 3" in text_of(page)
    choice = await press(town.staff, page, "run_take_out")
    assert len(labels(choice)) == 4
    page = await press(town.staff, await press_label(town.staff, choice, "№3"), "run_back")
    assert "Requests: 2" in text_of(page)


async def test_facts_are_typed_and_asked_for(town: Town) -> None:
    await ask(town, 0, route="far")
    board = await says(town.staff, "/runs", "Medicine runs")
    page = await press(town.staff, await press_label(town.staff, board, "中山"), "run_plan")
    refusal = await town.staff.presses(page, caption("run_open"))
    assert "Choose the day first" in text_of(refusal)
    days = await press(town.staff, page, "run_day")
    page = await press_label(town.staff, days, labels(days)[0])
    refusal = await town.staff.presses(page, caption("run_open"))
    assert "who hands the medicine over" in text_of(refusal)

    await press(town.staff, page, "run_handover")
    await town.staff.sends_document("x.txt", b"x")
    empty = await town.staff.next_message()
    assert "in words" in text_of(empty)
    page = await says(town.staff, "社区民警 周 138 0000 0000", "Run R1")
    assert "Handed over by: 社区民警 周 138 0000 0000" in text_of(page)
    await press(town.staff, page, "run_hospital")
    page = await says(town.staff, "松江区中心医院", "Run R1")
    await press(town.staff, page, "run_place")
    page = await says(town.staff, "3号楼大厅", "Run R1")
    assert "Collected at: 3号楼大厅" in text_of(page)
    page = await press(town.staff, page, "run_no_place", "run_route", "run_route", "run_open")

    assert "Waits for a driver" in text_of(page)
    (run,) = await find_runs(town)
    assert (run.hospital, run.route, run.place) == ("松江区中心医院", RouteKind.CROSS, None)


async def test_a_run_from_the_board_to_the_last_door(town: Town) -> None:
    first, second = await ask(town, 0), await ask(town, 1, "二甲双胍")
    third = await enter(town, 4, "王阿姨 13800138000")
    driver = await volunteer(town)
    await plan_and_open(town)
    gathered = await told(town, town.residents[0], "is on the list")
    assert "硝苯地平" not in text_of(gathered)

    offered = await press_label(driver, await says(driver, "/runs", "Medicine runs"), "R1")
    assert "Names and doors are shown to whoever takes it" in text_of(offered)
    assert caption("run_bags") not in labels(offered)
    page = await press(driver, offered, "run_take")
    totals = await press(driver, page, "run_totals")
    assert "硝苯地平 · 30mg: 2盒" in text_of(totals)
    bags = await press(driver, totals, "run_bags")
    assert "R1-03" in text_of(bags)
    for bag in ("R1-01", "R1-02", "R1-03"):
        opened = await press_label(driver, bags, bag)
        ticked = await press(driver, opened, "run_tick_bought", place=None)
        assert "✅" in text_of(ticked)
        bags = await press(driver, ticked, "run_bags")
    page = await press(driver, bags, "run_back", "run_leave")
    assert "On the way to the doors" in text_of(page)

    way = await told(town, town.residents[0], "on the way to your door")
    assert "硝苯地平" not in text_of(way)
    got = await press(town.residents[0], way, "run_got")
    assert "You have bag" in text_of(got)
    bags = await press(driver, page, "run_bags")
    for line in (await find_runs(town))[0].shown:
        if line.request_id != first.id:
            label = f"R1-{line.bag_number:02}"
            opened = await press_label(driver, bags, label)
            bags = await press(driver, opened, "run_handed")
            if labels(bags):
                bags = await press(driver, bags, "run_bags")
    assert "Run R1 is done" in text_of(bags)

    # The page that thanks stays; had names stood in it, it would be gone within a minute.
    assert await town.work.read(list_shown_due, town.clock.now()) == ()
    done = await told(town, town.staff, "Run R1 is done")
    assert "Handed over: 3" in text_of(done)
    hows = [(await request(town, each.id)).delivered_how for each in (first, second, third)]
    assert hows == [Handover.TAP, Handover.DOOR, Handover.DOOR]
    assert (await find_runs(town, ended=True))[0].state is RunState.DONE
    ended = await press(town.staff, await says(town.staff, "/runs", "No run is on"), "run_ended")
    assert any("R1" in each and "3/3" in each for each in labels(ended))


async def test_manifest_goes_to_the_runner_as_files(town: Town) -> None:
    await ask(town, 0)
    await ask(town, 1, amount="1盒")
    await enter(town, 4, "王阿姨 13800138000")
    driver = await volunteer(town)
    await plan_and_open(town)
    page = await drive(town, driver)

    book = load_workbook(BytesIO(await _file(driver, page, "run_xlsx", town)))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {"3盒", "1支", "硝苯地平"} <= set(cells)
    lines = [row for row in book.worksheets[1].iter_rows(values_only=True) if row[0]]
    assert [row[3] for row in lines if row[3]][-1] == "王阿姨 13800138000"
    shown = read_pdf(await _file(driver, page, "run_pdf", town))
    assert "硝苯地平" in shown
    assert "王阿姨" in shown


@pytest.mark.parametrize("result", ["partly", "missing"])
async def test_what_was_not_bought_has_a_reason_that_the_requester_reads(
    town: Town, result: str
) -> None:
    first, second = await ask(town, 0), await ask(town, 2)
    driver = await volunteer(town)
    await plan_and_open(town)
    page = await drive(town, driver)
    run = (await find_runs(town))[0]
    label = f"R1-{next(x.bag_number for x in run.shown if x.request_id == first.id):02}"
    bag = await press_label(driver, await press(driver, page, "run_bags"), label)
    why = await press(driver, bag, f"run_tick_{result}", place=None)
    bag = await press(driver, why, "run_reason_sold_out")

    assert "Sold out at the moment." in text_of(bag)
    view = await request(town, first.id)
    assert view.source is (Source.NONE if result == "missing" else Source.FOUND)
    line = next(x for x in (await find_runs(town))[0].lines if x.request_id == first.id)
    assert line.state is LineState(result)
    # Own words do as well.
    other = await press_label(driver, await press(driver, bag, "run_bags"), _other(label))
    await press(driver, other, "run_tick_missing", place=None)
    # With nothing left to bring the run is over, and its bags are shown no more.
    shown = "只有国产的" if result == "partly" else "Run R1 is done"
    await says(driver, "只有国产的", shown)
    assert (await request(town, second.id)).alternative is None
    await told(town, town.residents[2], "💬 只有国产的")


def _other(label: str) -> str:
    return "R1-02" if label == "R1-01" else "R1-01"


async def test_bags_are_collected_by_code(town: Town) -> None:
    await ask(town, 0)
    await ask(town, 1)
    driver = await volunteer(town)
    board = await says(town.staff, "/runs", "Medicine runs")
    page = await press(town.staff, await press_label(town.staff, board, "中山"), "run_plan")
    await press(town.staff, page, "run_place")
    page = await says(town.staff, "3号楼大厅", "Run R1")
    days = await press(town.staff, page, "run_day")
    page = await press(town.staff, await press_label(town.staff, days, labels(days)[0]), "run_open")
    page = await drive(town, driver)
    bags = await press(driver, page, "run_bags")
    for label in ("R1-01", "R1-02"):
        bag = await press_label(driver, bags, label)
        bags = await press(driver, bag, "run_tick_bought", "run_bags", place=None)
    page = await press(driver, bags, "run_back", "run_leave")
    way = text_of(await told(town, town.residents[0], "can be collected", "3号楼大厅"))
    code = way.partition("Your code: ")[2][:4]

    await press(driver, page, "run_collect")
    wrong = await says(driver, "0000", "No bag has this code")
    assert wrong
    right = await says(driver, code.lower(), "is theirs")
    assert "1 bag left" in text_of(right)
    (run,) = await find_runs(town)
    assert run.count(LineState.DELIVERED) == 1


async def test_sheets_are_taken_away_when_the_run_ends(town: Town) -> None:
    asked = await ask(town, 0)
    driver = await volunteer(town)
    await plan_and_open(town)
    page = await drive(town, driver)
    await _file(driver, page, "run_pdf", town)
    sheet = next(each for each in driver.chat.messages if each.document is not None)
    bags = await press(driver, page, "run_bags")
    assert "硝苯地平" in text_of(bags)
    bag = await press_label(driver, bags, "R1-01")
    await press(driver, bag, "run_tick_bought", place=None)
    now = town.clock.now()
    await town.work.write(confirm_receipt, asked.id, by=town.residents[0].id, now=now)
    await town.work.write(settle_runs, now)

    await take_back_photos(town.app.services)
    left = {each.message_id for each in driver.chat.messages}
    assert left.isdisjoint({sheet.message_id, bag.message_id})


async def test_staff_give_the_run_to_somebody_else(town: Town) -> None:
    await ask(town, 0)
    leo, mia = await volunteer(town), await volunteer(town, "Mia")
    await plan_and_open(town)
    leos = await drive(town, leo)
    board = await says(town.staff, "/runs", "Medicine runs")
    page = await press_label(town.staff, board, "R1")
    assert "Driver: Leo" in text_of(page)
    await press(town.staff, page, "run_release")
    mias = await drive(town, mia)
    assert caption("run_bags") in labels(mias)

    refusal = await leo.presses(leos, caption("run_bags"))
    assert "not yours" in text_of(refusal)


async def test_calling_off_asks_first(town: Town) -> None:
    await ask(town, 0)
    page = await plan_and_open(town)
    sure = await press(town.staff, page, "run_cancel")
    assert "1 request goes back" in text_of(sure)
    assert (await find_runs(town))[0].state is RunState.OPEN
    page = await press(town.staff, sure, "run_cancel_sure")
    assert "Called off" in text_of(page)
    await told(town, town.residents[0], "does not come with this medicine run")
    board = await says(town.staff, "/runs", "1 request waits")
    assert board


async def test_everything_is_said_in_private_only(town: Town) -> None:
    group = await town.group()
    await ask(town, 0)
    await town.staff.says("/runs@linli_bot", in_=group)
    said = await shows(town, group, "private")
    assert "中山医院" not in text_of(said)


async def test_residents_are_told_who_drives(town: Town) -> None:
    answer = await says(town.residents[0], "/runs", "volunteers")
    assert "/volunteer" in text_of(answer)
