"""Staff and leads bring in what came another way: lists, sheets, files, copied relays."""

from __future__ import annotations

import time
from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook
from sqlmodel import Session

from simulator import Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.community.tables import Role
from storage.relay.actions import close_relay
from storage.relay.kinds import Channel
from tests.builders import OPENING, build_relay
from tests.handlers.estate_play import add_doors, turns
from tests.handlers.faq_staff_play import content_of, says, walk
from tests.people import bound_group, doors, entries, hears, open_relay
from tests.town import Town

STALL = """现场
09:10 1-102 2份
09:05 1-103
09:20 9-999 1份
电话
08:50 2-101 1份
"""
COPY = """#接龙
口罩登记，每户限2份

1. 1-101 王一 1份
2. 1-102 李二 2份
3. 1-103 张三 1份
"""
LATER = """#接龙
口罩登记，每户限2份

1. 1-101 王一 2份
2. 1-103 张三 1份
3. 2-101 赵四 1份
"""
"""1-101 asks for one more, 1-102 is gone, 2-101 is new."""


async def runs_relay(town: Town, **changes: object) -> int:
    """A relay that has been open since eight in the morning; it is half past nine."""
    opens_at = OPENING + timedelta(hours=8)
    relay_id = await town.work.write(
        build_relay,
        town.place,
        state="open",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=12),
        **changes,
    )
    if town.clock.now() < opens_at:
        town.clock.jump_to(opens_at + timedelta(minutes=90))
    return relay_id


async def brings(town: Town, text: str) -> StoredMessage:
    """Staff send a list in answer to /papers; its preview."""
    await town.staff.says("/papers")
    await hears(town.staff, "papers and lists")
    await town.staff.says(text)
    return await hears(town.staff, "Preview")


async def confirms(person: Person, preview: StoredMessage) -> StoredMessage:
    """Press the button that enters the rows."""
    assert preview.reply_markup is not None
    label = next(
        button.text
        for row in preview.reply_markup.inline_keyboard
        for button in row
        if button.text.startswith("✅")
    )
    return await turns(person, preview, label)


async def test_list_of_stall_and_telephone_stands_in_order_of_time_once_confirmed(
    town: Town,
) -> None:
    relay_id = await runs_relay(town)

    preview = await brings(town, STALL)

    assert "3 households to enter" in (preview.text or "")
    assert "Line 4: " in (preview.text or "")
    assert "there is no such door" in (preview.text or "")
    assert await doors(town, relay_id) == []
    question = await turns(town.staff, preview, "❓ Decide one by one (1)")
    assert "9-999" in (question.text or "")
    await town.staff.says("1-104 2 09:20")
    decided = await hears(town.staff, "Preview")
    assert "4 households to enter" in (decided.text or "")

    page = await confirms(town.staff, decided)

    assert "4 households are on the list now" in (page.text or "")
    assert await doors(town, relay_id) == [
        ("2-101", 1), ("1-103", 1), ("1-102", 2), ("1-104", 2)
    ]  # fmt: skip
    ways = [line.channel for line in await entries(town, relay_id)]
    assert ways == [Channel.PHONE, Channel.STALL, Channel.STALL, Channel.STALL]
    await town.staff.presses(decided, "All rows")
    assert len(await entries(town, relay_id)) == 4


async def test_batch_is_taken_back_as_a_whole(town: Town) -> None:
    relay_id = await runs_relay(town)
    page = await confirms(town.staff, await brings(town, STALL))

    batch = await turns(town.staff, page, "↩️ Take back …")
    gone = await walk(town.staff, batch, "↩️ Take it back", "↩️ Yes, take all of it back")

    assert "3 rows were taken back" in (gone.text or "")
    assert await doors(town, relay_id) == []


async def test_copies_of_one_relay_bound_the_times_of_who_is_new(town: Town) -> None:
    relay_id = await runs_relay(town)
    await town.staff.says(COPY)
    first = await hears(town.staff, "Preview")
    await confirms(town.staff, first)
    read_at = town.clock.now()
    town.clock.advance(600)

    await town.staff.says(COPY)
    again = await hears(town.staff, "Preview")
    assert "3 households are on the list already" in (again.text or "")
    await turns(town.staff, again, "Drop it")
    await town.staff.says(LATER)
    preview = await hears(town.staff, "Preview")
    assert "1 household to enter" in (preview.text or "")
    assert "1 household changes its pieces" in (preview.text or "")
    assert "no longer in the list" in (preview.text or "")
    page = await confirms(town.staff, preview)

    assert await doors(town, relay_id) == [
        ("1-101", 2), ("1-102", 2), ("1-103", 1), ("2-101", 1)
    ]  # fmt: skip
    new = (await entries(town, relay_id))[-1]
    assert new.channel is Channel.PASTE
    assert new.not_before is not None
    assert abs(new.not_before - read_at) < timedelta(seconds=5)
    batch = await turns(town.staff, page, "↩️ Take back …")
    await walk(town.staff, batch, "↩️ Take it back", "↩️ Yes, take all of it back")
    assert await doors(town, relay_id) == [("1-101", 1), ("1-102", 2), ("1-103", 1)]


async def test_table_is_filled_in_and_every_wrong_row_is_named(town: Town) -> None:
    relay_id = await runs_relay(town)
    asked = await says(town.staff, "/papers")
    await town.staff.presses(asked, "📄 Header (XLSX)")
    document = (await town.staff.next_message()).document
    assert document is not None
    book = load_workbook(BytesIO(content_of(town, document.file_id)))
    sheet = book.worksheets[0]
    for row in (
        ("sms", "09:01", "1-102", "2", "", ""),
        ("lobby", "09:20", "1-104", "1", "2", "08:00"),
        ("lobby", "09:20", "1-103", "1", "1", "08:00"),
        ("stall", "9:71", "2-101", "1", "", ""),
        ("stall", "09:02", "2-102", "7", "", ""),
        ("stall", "07:00", "1-105", "1", "", ""),
    ):
        sheet.append(row)
    file = BytesIO()
    book.save(file)

    await town.staff.sends_document("papers.xlsx", file.getvalue())
    preview = await hears(town.staff, "Preview")

    named = [line for line in (preview.text or "").splitlines() if line.startswith("Line ")]
    assert sorted(line.partition(":")[0] for line in named) == ["Line 5", "Line 6", "Line 7"]
    await confirms(town.staff, preview)
    assert await doors(town, relay_id) == [("1-102", 2), ("1-103", 1), ("1-104", 1)]
    await town.staff.says("/papers")
    await hears(town.staff, "papers and lists")
    await town.staff.sends_document("doors.csv", b"name,number\nx,1\n")
    refused = await town.staff.next_message()
    assert "column named door" in (refused.text or "")


async def test_lead_brings_in_papers_of_the_own_building_only(town: Town) -> None:
    relay_id = await runs_relay(town)
    lead = town.residents[0]

    def appoint(session: Session) -> None:
        session.add(
            Role(
                person_id=lead.id,
                committee_id=town.place.committee_id,
                kind=RoleKind.LEAD,
                building_id=town.place.buildings[0],
                granted_at=OPENING,
            )
        )

    await town.work.write(appoint)
    await lead.says("代报\n1-102 2份 09:10\n2-101 1份 09:00")
    preview = await hears(lead, "Preview")

    assert "not your building" in (preview.text or "")
    await confirms(lead, preview)
    assert await doors(town, relay_id) == [("1-102", 2)]
    await lead.says("代报 2-101 1份 09:00")
    await hears(lead, "staff")
    resident = town.residents[1]
    await resident.says("代报\n1-102 2份 09:10\n1-103 1份 09:00")
    await hears(resident, "staff")
    assert await doors(town, relay_id) == [("1-102", 2)]


async def test_row_of_one_line_waits_for_its_papers_and_is_taken_back(town: Town) -> None:
    relay_id = await runs_relay(town)

    told = await says(town.staff, "代报 短信 1-102 1份 09:05 待材料")

    assert "papers are still awaited" in (told.text or "")
    assert [line.channel for line in await entries(town, relay_id)] == [Channel.SMS]
    await turns(town.staff, told, "↩️ Take it back")
    assert await doors(town, relay_id) == []


async def test_copy_in_the_group_counts_only_from_staff_in_reply_to_the_card(town: Town) -> None:
    group = await bound_group(town, reads_all=True)
    relay_id, card = await open_relay(town, group)

    await town.residents[0].says(COPY, in_=group, reply_to=card)
    await town.staff.says(COPY, in_=group)
    await town.world.settled()
    assert [m for m in town.staff.chat.messages if "Preview" in (m.text or "")] == []
    await town.staff.says(COPY, in_=group, reply_to=card)
    preview = await hears(town.staff, "Preview")
    await confirms(town.staff, preview)

    assert [door for door, _ in await doors(town, relay_id)] == ["1-101", "1-102", "1-103"]
    said = [m.text or "" for m in group.messages if m.is_by_bot]
    assert not any("1-102" in text for text in said)


async def test_papers_of_several_relays_and_after_the_end(town: Town) -> None:
    await runs_relay(town, title="大米")
    masks = await runs_relay(town, title="口罩")

    await town.staff.says("代报\n09:05 1-102 2份\n09:10 1-103")
    which = await hears(town.staff, "Which relay")
    await town.staff.presses(which, "口罩")
    preview = await hears(town.staff, "口罩")
    assert "2 households to enter" in (preview.text or "")
    await turns(town.staff, preview, "Drop it")
    await town.work.write(close_relay, masks, by=town.staff.id, now=town.clock.now())
    town.clock.advance(3600)
    page = await says(town.staff, "/papers")
    await town.staff.presses(page, "口罩")
    await hears(town.staff, "papers and lists")
    await town.staff.says("09:05 1-102 2份\n10:10 1-103\n1-104 1份 09:00")
    preview = await hears(town.staff, "Preview")

    assert "Line 2: " in (preview.text or "")
    assert "written after the end" in (preview.text or "")
    await confirms(town.staff, preview)
    assert await doors(town, masks) == [("1-104", 1), ("1-102", 2)]


async def test_five_hundred_lines_are_shown_within_two_seconds(town: Town) -> None:
    await runs_relay(town)
    names = [
        f"{house}-{floor}{room:02}"
        for house in range(3, 24)
        for floor in range(1, 7)
        for room in range(1, 5)
    ]
    await add_doors(town, *names)
    text = "#接龙\n口罩\n" + "\n".join(
        f"{n}. {door} 陈超 1份" for n, door in enumerate(names[:500], 1)
    )
    parts = [text[start : start + 4000] for start in range(0, len(text), 4000)]
    await town.staff.says("/papers")
    await hears(town.staff, "papers and lists")
    for part in parts[:-1]:
        await town.staff.says(part)
        await hears(town.staff, "Preview")
    begun = time.perf_counter()

    await town.staff.says(parts[-1])
    preview = await hears(town.staff, "Preview")

    assert time.perf_counter() - begun < 2
    assert "500 rows read" in (preview.text or "")
