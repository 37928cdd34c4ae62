"""奉贤: staff open a round, residents order, the bags are picked, brought and confirmed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from simulator import Person, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.supplies.actions import turn_due_rounds
from storage.supplies.kinds import DoorState, RoundState
from storage.supplies.queries import find_order, find_round
from storage.volunteers.actions import claim_task, read_handbook
from storage.volunteers.queries import list_tasks_about
from tests.handlers.estate_play import labels, newest
from tests.handlers.test_supplies_order import open_round, panel, press
from tests.people import bound_group, hears, shows
from tests.town import Town

BAGS = "Vegetable bag; greens 2 kg; 50; 2\nBaby milk; 198.5元; 1; 3"


async def opens_draft(town: Town, *answers: str) -> StoredMessage:
    """Begin a round and answer so many questions; the last thing that the bot says."""
    await town.staff.says("/supply")
    first = await hears(town.staff, "a new round")
    await town.staff.presses(first, "➕ New round")
    said = await town.staff.next_message()
    for answer in answers:
        await town.staff.says(answer)
        said = await town.staff.next_message()
    return said


async def volunteers(town: Town, person: Person, label: str) -> int:
    """Somebody takes the task of a building; its number."""
    tasks = await town.work.read(list_tasks_about, "supplies", 1)
    task = next(task for task in tasks if task.building == label)
    now = town.clock.now()

    def accept(session: Any) -> None:
        until = now + timedelta(days=7)
        committee = town.place.committee_id
        grant_role(session, person.id, committee, RoleKind.VOLUNTEER, now=now, expires_at=until)
        read_handbook(session, by=person.id, now=now)
        claim_task(session, task.id, by=person.id, now=now)

    await town.work.write(accept)
    return task.id


async def state_of(town: Town, household: int) -> DoorState:
    order = await town.work.read(find_order, 1, town.place.households[household])
    assert order is not None
    return order.state


async def at_gate(town: Town) -> StoredMessage:
    """Two neighbours of building 1 and one of building 2 ordered; the goods have arrived."""
    await open_round(town)
    for person in town.residents[:3]:
        page = await panel(person)
        await press(person, page, "蔬菜包", "+")
    town.clock.advance(24 * 3600 + 1)
    await town.work.write(turn_due_rounds, town.clock.now())
    await town.staff.says("/supply")
    manage = await hears(town.staff, "第三轮团菜", "Orders are closed")
    await town.staff.presses(manage, "🚚 Arrived at the gate")
    await town.world.settled()
    return newest(manage, town.staff)


async def test_round_is_asked_for_previewed_and_published_once(town: Town) -> None:
    group = await bound_group(town)

    preview = await opens_draft(
        town, "Third round", "Bailian", "north gate", "now - tomorrow 20:00", BAGS
    )
    assert "Preview" in (preview.text or "")
    assert "Baby milk · ¥198.5 · up to 1 a household\n3 pieces left" in (preview.text or "")
    await town.staff.presses(preview, "🍼 Baby milk")
    await town.staff.presses(preview, "✅ Publish")
    await town.staff.presses(preview, "✅ Publish")

    await shows(town, group, "Third round", "🍼 Baby milk", "Bailian")
    supply = await town.work.read(find_round, 1)
    assert supply is not None
    assert [(each.name, each.price, each.is_urgent) for each in supply.packages] == [
        ("Baby milk", 19_850, True),
        ("Vegetable bag", 5_000, False),
    ]
    assert await town.work.read(find_round, 2) is None


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (["x" * 81], "Too long"),
        (["A", "B", "C", "soon"], "cannot read that time"),
        (["A", "B", "C", "now - 1999-01-01 8:00"], "after the beginning"),
        (["A", "B", "C", "now - tomorrow 20:00", "five euros"], "I cannot read"),
        (["A", "B", "C", "now - tomorrow 20:00", "Bag; 50; 0"], "number from 1"),
    ],
)
async def test_answer_that_cannot_be_is_asked_again(
    town: Town, answers: list[str], refusal: str
) -> None:
    said = await opens_draft(town, *answers)

    assert refusal in (said.text or "")


async def test_draft_is_edited_and_dropped(town: Town) -> None:
    preview = await opens_draft(town, "A", "B", "C", "now - tomorrow 20:00", BAGS)
    await town.staff.presses(preview, "➕ Package")
    await town.staff.next_message()
    await town.staff.says("Rice; 39.9; 1")
    again = await hears(town.staff, "Rice")
    assert "Vegetable bag" in (again.text or "")

    await town.staff.presses(again, "Drop")
    await town.world.settled()

    assert "Nothing was posted" in (newest(again, town.staff).text or "")
    late = await town.staff.presses(preview, "✅ Publish")
    assert late.show_alert


async def test_picking_list_goes_out_as_message_spreadsheet_and_page(town: Town) -> None:
    manage = await at_gate(town)

    sheet = await _file(town, manage, "XLSX")
    page = await _file(town, manage, "PDF")
    await town.staff.presses(manage, "📦 Picking list")
    await town.world.settled()

    text = newest(manage, town.staff).text or ""
    assert "蔬菜包 ×3" in text
    assert "🏢 1 · 2 doors\n蔬菜包 ×2" in text
    doors = load_workbook(BytesIO(sheet)).worksheets[1]
    assert [[cell.value for cell in row] for row in doors.iter_rows(min_row=2)] == [
        ["1", "1-101", 0, 1, 50],
        ["1", "1-102", 0, 1, 50],
        ["2", "2-101", 0, 1, 50],
    ]
    assert page.startswith(b"%PDF")
    assert page.count(b"/Type /Page\n") == 3


async def _file(town: Town, manage: StoredMessage, kind: str) -> bytes:
    """The file that a button under the round's page brings."""
    await town.staff.presses(manage, kind)
    sent = None
    while sent is None or sent.document is None:
        sent = await town.staff.next_message()
    assert sent.document.file_name == f"linli-supply-1.{kind.lower()}"
    stored = town.world.files.by_id(sent.document.file_id)
    assert stored is not None
    return stored.content


async def test_what_came_short_is_put_down_and_told_to_the_last(town: Town) -> None:
    manage = await at_gate(town)

    await town.staff.presses(manage, "⚠️ Fewer came")
    await town.world.settled()
    await town.staff.presses(manage, "蔬菜包 ×3")
    await hears(town.staff, "How many pieces")
    await town.staff.says("many")
    assert "write a number" in ((await town.staff.next_message()).text or "")
    await town.staff.says("9")
    assert "3 were ordered" in ((await town.staff.next_message()).text or "")
    await town.staff.says("2")

    assert "1 household gets another number" in ((await town.staff.next_message()).text or "")
    told = await hears(town.residents[2], "Not all that was ordered has come")
    assert "蔬菜包: your household gets 0 of 1." in (told.text or "")


async def test_goods_go_from_the_gate_to_every_door(town: Town) -> None:
    await at_gate(town)
    wang, li, zhang, helper = town.residents
    for person in (wang, li, zhang):
        await hears(person, "Your order has arrived", "北门")
    task_id = await volunteers(town, helper, "1")
    await helper.says("/help")
    page = await helper.next_message()
    await helper.presses(page, data=f"st:{task_id}")
    doors = await _page(helper, "0 of 2 doors")
    assert labels(doors)[:2] == ["▫️ 1-101", "▫️ 1-102"]

    await helper.presses(doors, "▫️ 1-101")
    await helper.presses(doors, "🤝 Handed over")
    told = await hears(wang, "handed over")
    await wang.presses(told, "✅ Received")
    assert await state_of(town, 0) is DoorState.CONFIRMED
    await helper.presses(doors, "▫️ 1-102")
    await helper.presses(doors, "🔁 Nobody home, try again")
    await hears(zhang, "nobody opened")
    await helper.presses(doors, "🔁 1-102")
    await helper.presses(doors, "🚪 Left at the door")
    left = await hears(zhang, "stands at your door")
    await zhang.presses(left, "⚠️ Something is missing")
    await hears(town.staff, "Something is missing", "1-102")
    assert "last door" in (newest(doors, helper).text or "")

    await li.says("/orders")
    mine = await hears(li, "Ordered:")
    await li.presses(mine, "✅ Received")
    await zhang.presses(left, "✅ Received")
    await town.world.settled()

    supply = await town.work.read(find_round, 1)
    assert supply is not None
    assert supply.state is RoundState.DONE


async def _page(person: Person, *words: str) -> StoredMessage:
    await person.world.settled()
    return next(
        message
        for message in reversed(person.chat.messages)
        if message.is_by_bot and all(word in (message.text or "") for word in words)
    )


async def test_doors_are_for_the_one_who_holds_the_task(town: Town) -> None:
    await at_gate(town)
    task_id = await volunteers(town, town.residents[3], "1")
    stranger = town.residents[1]
    await stranger.says("/help")
    page = await stranger.next_message()
    home = town.place.households[0]

    for data in (f"st:{task_id}", f"sp:{task_id}:0", f"sd:{task_id}:{home}:handed_over"):
        answer = await stranger.presses(page, data=data)
        assert answer.show_alert
    assert await state_of(town, 0) is DoorState.WAITING


async def test_round_is_called_off_after_a_question(town: Town) -> None:
    group = await open_round(town)
    wang = town.residents[0]
    await press(wang, await panel(wang), "蔬菜包", "+")
    await town.staff.says("/supply")
    manage = await hears(town.staff, "第三轮团菜")

    await town.staff.presses(manage, "Call off")
    await town.staff.presses(manage, "Yes, call off")

    assert await hears(wang, "called off", "蔬菜包")
    await shows(town, group, "第三轮团菜", "🚫")


async def test_supplier_is_marked_once_staff_have_checked_it(town: Town) -> None:
    group = await open_round(town)
    await town.staff.says("/supply")
    manage = await hears(town.staff, "第三轮团菜")

    await town.staff.presses(manage, "✔️ Supplier is checked")

    await shows(town, group, "奉贤百联 ✔️")
