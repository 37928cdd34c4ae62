"""A plan goes out as a file, is changed in a spreadsheet, and comes back with every fault named."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from simulator import StoredMessage
from storage.testing.queries import find_round
from tests.handlers.estate_play import labels, turns
from tests.handlers.faq_staff_play import content_of, says, walk
from tests.people import hears
from tests.town import Town

FAULTY = """date,begin,end,building,lane
2020-02-04,7:30,8:00,1,1
2020-02-04,7:61,8:30,2,
2020-02-04,8:00,8:30,18,
2020-01-04,8:30,9:00,2,
2020-02-04,9:00,8:30,2,
someday,9:00,9:30,2,
"""
CLASHING = """date,begin,end,building,lane
2020-02-04,7:30,8:00,1,1
2020-02-04,7:45,8:15,1,1
2020-01-04,8:30,9:00,2,
"""


async def asks_for_file(town: Town) -> StoredMessage:
    """Staff press the button under the list of rounds."""
    return await walk(town.staff, await says(town.staff, "/rounds"), "📄 From a file")


async def sends(town: Town, name: str, content: bytes) -> StoredMessage:
    """Staff send a file; what is said of it."""
    await town.staff.sends_document(name, content)
    return await town.staff.next_message()


async def test_pattern_is_filled_in_and_sent_back(town: Town) -> None:
    asked = await asks_for_file(town)
    await town.staff.presses(asked, "📄 Pattern (XLSX)")
    document = (await town.staff.next_message()).document
    assert document is not None
    book = load_workbook(BytesIO(content_of(town, document.file_id)))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["date", "begin", "end", "building"]
    assert [row[3] for row in rows[1:]] == ["1", "2"]
    sheet["A2"], sheet["B2"], sheet["C2"] = "2020-02-04", "9:00", "9:30"
    sheet["G2"] = sheet["G3"] = "北门"
    file = BytesIO()
    book.save(file)

    picture = await sends(town, "plan.xlsx", file.getvalue())
    preview = await hears(town.staff, "Preview")

    assert picture.photo
    assert "📍 北门" in (preview.text or "")
    assert "✏️ Days" not in labels(preview)
    page = await turns(town.staff, preview, "✅ Plan it")
    assert "📅 Tue 4 Feb · 09:00-09:30" in (page.text or "")
    view = await town.work.read(find_round, 1)
    assert view is not None
    assert [(slot.building, slot.begins, slot.site) for day in view.days for slot in day.slots] == [
        ("2", 450, "北门"),
        ("1", 540, "北门"),
    ]


async def test_every_wrong_line_is_named_with_the_reason_and_nothing_is_kept(town: Town) -> None:
    await asks_for_file(town)

    unread = await sends(town, "plan.csv", FAULTY.encode())
    clashing = await sends(town, "plan.csv", CLASHING.encode())
    no_plan = await sends(town, "doors.csv", b"building,room\n1,101\n")

    lines = [line for line in (unread.text or "").splitlines() if line.startswith("Line ")]
    assert [line.partition(":")[0] for line in lines] == ["Line 3", "Line 4", "Line 7"]
    assert "7:61" in lines[0]
    assert "18" in lines[1]
    assert "someday" in lines[2]
    lines = [line for line in (clashing.text or "").splitlines() if line.startswith("Line ")]
    assert [line.partition(":")[0] for line in lines] == ["Line 3", "Line 4"]
    assert "columns named begin and building" in (no_plan.text or "")
    assert await town.work.read(find_round, 1) is None


async def test_site_that_no_line_names_is_asked_for(town: Town) -> None:
    await asks_for_file(town)
    asked = await sends(town, "plan.csv", b"begin,end,building,date\n7:30,8:00,1-2,2020-02-04\n")
    assert "Where is the testing site" in (asked.text or "")

    await town.staff.says("北门")
    preview = await hears(town.staff, "Preview")
    await town.staff.presses(preview, "📄 As a file")
    sent = (await town.staff.next_message()).document

    assert "07:30-08:00 · 1, 2" in (preview.text or "")
    assert sent is not None
    sheet = load_workbook(BytesIO(content_of(town, sent.file_id))).worksheets[0]
    assert [cell.value for cell in sheet[2]][3:7] == ["1", "1", None, "北门"]
