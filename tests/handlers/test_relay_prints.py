"""The map, the papers and the walking list of a relay: each for whom it is, and nobody else."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from PIL import Image
from sqlmodel import Session, select

from handlers.relay.prints._map import REST
from simulator import Person, StoredMessage
from storage.audit.tables import AuditRecord
from storage.community.kinds import RoleKind
from storage.relay.actions import close_relay
from storage.relay.boards.actions import end_knocking, follow_maps
from storage.relay.desk import Press, PressKind
from storage.volunteers.actions import read_handbook
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import list_tasks_about
from tests.handlers.coverage_play import forges, helper
from tests.handlers.estate_play import asks, labels, text_of, turns
from tests.handlers.faq_staff_play import content_of
from tests.pdf_text import read_pdf
from tests.people import bound_group, open_relay, until
from tests.town import Town

PAPERS = {"📄 Notice": "notice", "📋 Public list": "list", "📊 Buildings in numbers": "buildings"}


async def join(town: Town, relay_id: int, household: int) -> None:
    """Put a household, counted from 0, on the list."""
    await town.app.services.relays.ask(
        Press(
            kind=PressKind.JOIN,
            relay_id=relay_id,
            update_id=9_000 + household,
            person_id=town.residents[household].id,
            received_at=town.clock.now(),
            quantity=1,
            household_id=town.place.households[household],
        )
    )


async def file_of(town: Town, person: Person) -> tuple[str, bytes]:
    """The name and the content of the file that the bot sent last."""
    message = await person.next_message()
    while message.document is None:
        message = await person.next_message()
    return str(message.document.file_name), content_of(town, message.document.file_id)


async def map_of(person: Person) -> StoredMessage:
    """The next picture in private."""
    message = await person.next_message()
    while not message.photo:
        message = await person.next_message()
    return message


def photo_of(message: StoredMessage) -> str:
    """Telegram's id of the picture in a message, in its full size."""
    assert message.photo
    return message.photo[-1].file_id


async def test_everybody_looks_at_the_map_and_staff_have_it_stand_in_the_group(
    town: Town,
) -> None:
    group = await bound_group(town)
    relay_id, _ = await open_relay(town, group)
    await join(town, relay_id, 0)
    resident = town.residents[1]

    await forges(resident, f"rk:{relay_id}:plan:0:0")
    picture = await map_of(resident)
    assert "⚑ Have a place: 1" in (picture.caption or "")
    assert "□ Not joined: 11" in (picture.caption or "")
    assert labels(picture) == ["Refresh"]
    drawn = content_of(town, photo_of(picture))
    assert Image.open(BytesIO(drawn)).width == 1080

    # The same state again: Telegram has the picture already.
    await resident.presses(picture, "Refresh")
    again = await map_of(resident)
    assert photo_of(again) == photo_of(picture)

    await forges(town.staff, f"rk:{relay_id}:plan:0:0")
    page = await map_of(town.staff)
    await town.staff.presses(page, "📌 Put into the groups")
    assert "1 group" in text_of(await town.staff.next_message())

    def shown() -> str:
        maps = [message for message in group.messages if message.photo]
        assert len(maps) <= 1
        return (maps[0].caption or "") if maps else ""

    await until(town, shown)
    assert "11" in shown()
    await join(town, relay_id, 1)
    await town.work.write(follow_maps, town.clock.now())
    town.clock.advance(REST.total_seconds())
    await until(town, lambda: "10" in shown())


async def test_rooms_are_shown_to_staff_and_to_the_lead_of_the_building(town: Town) -> None:
    relay_id, _ = await open_relay(town, await bound_group(town))
    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)

    await forges(town.staff, f"rk:{relay_id}:rooms:0:0")
    whole = await map_of(town.staff)
    assert "please do not pass it on" in (whole.caption or "")
    await forges(lead, f"rk:{relay_id}:rooms:0:0")
    own = await map_of(lead)
    sizes = [Image.open(BytesIO(content_of(town, photo_of(each)))).width for each in (whole, own)]
    assert sizes[1] < sizes[0]
    assert (await forges(lead, f"rk:{relay_id}:rooms:0:{town.place.buildings[1]}")).show_alert

    volunteer = await helper(town, "Mia", RoleKind.VOLUNTEER)
    for person in (town.residents[0], volunteer):
        for data in ("rk:{}:rooms:0:0", "ru:{}:0:show:0", "ru:{}:0:pdf:0", "ru:{}:0:knock:0"):
            answer = await forges(person, data.format(relay_id))
            assert answer.show_alert, data
    for person in (town.residents[0], lead):
        for data in ("ro:{}:show:", "ro:{}:list:", "rp:{}:forms::0:-1", "rk:{}:post:0:0"):
            answer = await forges(person, data.format(relay_id))
            assert answer.show_alert, data


async def test_staff_print_every_paper_and_take_the_file(town: Town) -> None:
    relay_id, _ = await open_relay(town, await bound_group(town), capacity=5)
    for household in (0, 1):
        await join(town, relay_id, household)
    page = await asks(town.staff, "/relays")
    page = await turns(town.staff, page, "🖨 Print")

    for label, name in PAPERS.items():
        await town.staff.presses(page, label)
        called, content = await file_of(town, town.staff)
        assert called == f"linli-relay-{relay_id}-{name}-zh-hans.pdf"
        assert "第一轮口罩登记" in read_pdf(content)
    await town.staff.presses(page, "📋 Public list")
    listed = read_pdf((await file_of(town, town.staff))[1])
    assert "1-1**" in listed
    assert "1-101" not in listed

    choice = await turns(town.staff, page, "📝 Lobby sheets")
    await town.staff.presses(choice, "2")
    assert "lobby" in (await file_of(town, town.staff))[0]
    choice = await turns(town.staff, await turns(town.staff, choice, "Back"), "✉️ Mailbox forms")
    await town.staff.presses(choice, "All buildings")
    forms = read_pdf((await file_of(town, town.staff))[1])
    assert "1-102" in forms
    assert "1-101" not in forms

    await forges(town.staff, f"rm:{relay_id}:file")
    book = load_workbook(BytesIO((await file_of(town, town.staff))[1]))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == ["1-101", "2-101"]
    exported = select(AuditRecord).where(AuditRecord.action == "relay.exported")
    taken = await town.work.read(lambda session: [row.details for row in session.exec(exported)])
    assert [each["what"] for each in taken] == ["forms", "entries"]


async def test_a_lead_walks_the_own_building_and_a_volunteer_knocks(town: Town) -> None:
    relay_id, _ = await open_relay(town, await bound_group(town))
    await join(town, relay_id, 0)
    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)
    mia = await helper(town, "Mia", RoleKind.VOLUNTEER)
    await town.work.write(read_handbook, by=mia.id, now=town.clock.now())

    page = await asks(lead, "/missing")
    assert "Not joined yet: 5" in text_of(page)
    assert "1-101" not in text_of(page)
    assert "2-1" not in text_of(page)
    await lead.presses(page, "🖨 On paper")
    assert "1-102" in read_pdf((await file_of(town, lead))[1])
    await lead.presses(page, "🙋 Ask volunteers")
    assert "1 building" in text_of(await lead.next_message())

    [task] = await town.work.read(list_tasks_about, "relay", relay_id)
    await forges(mia, f"vt:{task.id}:claim")
    await forges(mia, f"rz:{task.id}:show:0")
    answer = await forges(mia, f"rz:{task.id}:done:0")
    assert not answer.show_alert
    [task] = await town.work.read(list_tasks_about, "relay", relay_id)
    assert task.state is TaskState.DONE


async def test_knocking_ends_with_the_signup(town: Town) -> None:
    relay_id, _ = await open_relay(town, await bound_group(town))
    await forges(town.staff, f"ru:{relay_id}:0:knock:0")
    tasks = await town.work.read(list_tasks_about, "relay", relay_id)
    assert [task.state for task in tasks] == [TaskState.OPEN] * 2

    def close(session: Session) -> None:
        close_relay(session, relay_id, by=town.staff.id, now=town.clock.now())

    await town.work.write(close)
    assert await town.work.write(end_knocking, town.clock.now()) == 2
    ended = await town.work.read(list_tasks_about, "relay", relay_id)
    assert [task.state for task in ended] == [TaskState.CANCELLED] * 2
    assert await town.work.write(end_knocking, town.clock.now()) == 0
