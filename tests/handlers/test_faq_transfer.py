"""Entries come in as files, after a look at them, and go out as files."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from simulator import StoredMessage
from storage.faq.kinds import EntryState, Standing
from tests.handlers.estate_play import labels, turns
from tests.handlers.faq_play import DELIVERIES, seed
from tests.handlers.faq_staff_play import content_of, entries, entry, says, walk
from tests.town import Town

PAGE = """---
kind: testing
question: Where is the test site?
variants:
  - test site
source: Notice No. 12
issuing_body: District health office
issued_on: 2020-01-20
valid_from: 2020-01-20
---
At the south gate.
"""


async def _ask_import(town: Town) -> StoredMessage:
    board = await says(town.staff, "/faq")
    return await turns(town.staff, board, "⬆️ Import")


async def _send(town: Town, name: str, content: bytes) -> StoredMessage:
    await town.staff.sends_document(name, content)
    return await town.staff.next_message()


async def test_page_is_looked_at_before_it_comes_in_as_a_draft(town: Town) -> None:
    asked = await _ask_import(town)
    assert "At most 5 MB" in (asked.text or "")

    report = await _send(town, "test-site.md", PAGE.encode())
    assert "1 new answer, as a draft" in (report.text or "")
    assert "Where is the test site?" in (report.text or "")
    assert await entries(town) == ()
    done = await turns(town.staff, report, "✅ Import")

    assert "1 new answer, as a draft" in (done.text or "")
    (made,) = await entries(town)
    assert (made.standing, made.slug, made.language) == (Standing.DRAFTED, "test-site", "en")
    again = await town.staff.presses(report, "✅ Import")
    assert "out of date" in (again.text or "")


async def test_dropped_file_changes_nothing(town: Town) -> None:
    await _ask_import(town)
    report = await _send(town, "test-site.md", PAGE.encode())

    dropped = await turns(town.staff, report, "Drop it")

    assert "Nothing was changed" in (dropped.text or "")
    assert await entries(town) == ()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.md",
            PAGE.replace("2020-01-20\n---", "2019-01-01\nvalid_until: 2018-01-01\n---"),
            "ends before it begins",
        ),
        ("a.md", "no front matter at all", "The first line must be ---"),
        ("a.md", PAGE.replace("kind: testing", "kind: weather"), "no kind named weather"),
        ("a.md", PAGE.replace("At the south gate.\n", ""), "answer"),
        ("a.xlsx", "not a workbook", "broken"),
        ("a.zip", "not an archive", "broken"),
        ("a.md", PAGE.replace("kind: testing", "kind: testing\nestate: Nowhere"), "Nowhere"),
    ],
)
async def test_faults_are_told_with_their_place_and_nothing_changes(
    town: Town, name: str, content: str, told: str
) -> None:
    await _ask_import(town)

    refused = await _send(town, name, content.encode())

    assert "nothing was changed" in (refused.text or "")
    assert told in (refused.text or "")
    assert "✅ Import" not in labels(refused)
    assert await entries(town) == ()
    mended = await _send(town, "test-site.md", PAGE.encode())
    assert "✅ Import" in labels(mended)


async def test_many_faults_are_named_up_to_ten(town: Town) -> None:
    await _ask_import(town)
    archive = BytesIO()
    with ZipFile(archive, "w") as pages:
        for number in range(14):
            pages.writestr(f"en/page-{number}.md", "nothing")

    refused = await _send(town, "pages.zip", archive.getvalue())

    assert "14 things must be mended" in (refused.text or "")
    assert "… and 4 more" in (refused.text or "")


async def test_other_files_and_words_are_refused(town: Town) -> None:
    await _ask_import(town)

    assert ".xlsx, .md or .zip" in ((await _send(town, "a.pdf", b"x")).text or "")
    assert ".xlsx, .md or .zip" in ((await says(town.staff, "here it is")).text or "")
    large = await _send(town, "a.zip", b"0" * 5_000_001)
    assert "at most 5 MB" in (large.text or "")


async def test_export_comes_back_unchanged(town: Town) -> None:
    await seed(town, "testing")
    await seed(town, "parcels", DELIVERIES)
    board = await says(town.staff, "/faq")
    formats = await turns(town.staff, board, "⬇️ Export")

    for label in ("Table (XLSX)", "Text files (ZIP)"):
        await town.staff.presses(formats, label)
        sent = await town.staff.next_message()
        assert sent.document is not None
        content = content_of(town, sent.document.file_id)
        await _ask_import(town)
        report = await _send(town, sent.document.file_name or "", content)
        assert "2 answers stay as they are" in (report.text or "")
        assert "✅ Import" not in labels(report)


async def test_exported_table_has_a_row_for_entry_and_language(town: Town) -> None:
    await seed(town, "testing")
    board = await says(town.staff, "/faq")
    formats = await turns(town.staff, board, "⬇️ Export")

    await town.staff.presses(formats, "Table (XLSX)")
    sent = await town.staff.next_message()

    assert sent.document is not None
    content = content_of(town, sent.document.file_id)
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 6


async def test_changed_words_of_an_entry_in_force_are_told_as_a_change(town: Town) -> None:
    entry_id = await seed(town, "test-site", {"en": ("Where is it?", "North gate.")})
    await _ask_import(town)

    report = await _send(town, "test-site.md", PAGE.encode())
    assert "1 answer changes" in (report.text or "")
    await walk(town.staff, report, "✅ Import")

    changed = await entry(town, entry_id)
    assert changed.state is EntryState.IN_FORCE
    assert changed.source_text.answer == "At the south gate."


async def test_resident_cannot_bring_files_in(town: Town) -> None:
    await _ask_import(town)
    report = await _send(town, "test-site.md", PAGE.encode())
    resident = town.residents[0]
    await says(resident, "/start")

    answer = await resident.presses(report, "✅ Import")

    assert answer.show_alert
    assert await entries(town) == ()
