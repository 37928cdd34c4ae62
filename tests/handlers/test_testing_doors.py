"""Doors of a day: walked, ticked, printed and drawn by those who go there, and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from PIL import Image

from simulator import Person
from storage.community.kinds import RoleKind
from storage.testing.coverage.kinds import MarkState
from tests.handlers.coverage_play import begin_days, forges, helper, mark_of, reaches
from tests.handlers.estate_play import asks, labels, newest, text_of, turns
from tests.handlers.faq_staff_play import content_of, stranger_staff
from tests.pdf_text import read_pdf
from tests.people import bound_group, everything_said, hears, hears_in, kept
from tests.town import Town

# Every button about doors, homes and the squad, with numbers that exist.
FORGERIES = tuple(
    f"{prefix}{rest}"
    for prefix, rests in {
        "tcy:1:": "show:0 pdf:0 map:0",
        "tcd:1:1:": "left:0 seen:0 room:0 pdf:0 map:0",
        "tcx:1:1:": "show:0 done:0 cannot:0 absent:0 clear:0",
        "tch:1:": "show:0 add:0",
        "tcm:1:": "show note until no_end remove",
        "tcs:1:": "show:0 pdf:0 people:0",
        "tct:1:1:": "done:0 clear:0",
        "tcn:1:": "{staff}:0",
    }.items()
    for rest in rests.split()
)
NOTE = "坐轮椅"


async def test_lead_walks_a_building_from_the_top_and_ticks_each_door_once(town: Town) -> None:
    await begin_days(town)
    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)

    page = await asks(lead, "/doors")
    rows = labels(page)
    assert "Building 1" in text_of(page)
    assert rows[:8] == ["1-101", "✅", "🚫", "🔔", "1-102", "✅", "🚫", "🔔"]
    # Rooms in which nobody is known to the bot stand on the list, too (S55).
    assert "◌ 1-103" in rows
    assert not any(label.startswith("2-") for label in rows)

    page = await turns(lead, page, "✅")
    assert await mark_of(town, 0) is MarkState.DONE
    assert "1-101" not in labels(page)
    assert "✅ 1 of 6" in text_of(page)
    await lead.presses(page, data="tcx:1:3:absent:0")
    page = newest(page, lead)
    assert "🔔 1-102" in labels(page)

    page = await turns(lead, page, "👁 Seen")
    door = await turns(lead, page, "✅ 1-101")
    assert "The building's lead put it down" in text_of(door)
    await turns(lead, door, "↩️ Not seen after all")
    assert await mark_of(town, 0) is None


async def test_room_that_is_missing_on_the_list_is_added_and_ticked(town: Town) -> None:
    await begin_days(town)
    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)
    page = await asks(lead, "/doors")
    asked = await turns(lead, page, "➕ A door is missing")
    assert "which room is missing" in text_of(asked)

    assert "I cannot read this room" in text_of(await asks(lead, "地下室"))
    added = await asks(lead, "302")
    assert "Added to the list of doors" in text_of(added)
    assert "Nobody there is known to me" in text_of(added)
    page = await turns(lead, added, "✅ Done")
    assert "✅ 1 of 7" in text_of(page)


async def test_what_is_left_is_printed_and_drawn(town: Town) -> None:
    await begin_days(town)
    page = await asks(town.staff, "/doors")
    assert "0 of 12 households" in text_of(page)
    assert labels(page)[:2] == ["1 · 6 left", "2 · 6 left"]
    house = await turns(town.staff, page, "1 · 6 left")
    await turns(town.staff, house, "✅")
    await town.staff.presses(newest(house, town.staff), "🖨 On paper")
    sheet = await town.staff.next_message()
    assert sheet.document is not None
    printed = read_pdf(content_of(town, sheet.document.file_id))
    assert "1-102" in printed
    assert "nobody known there" in printed
    assert "1-101" not in printed

    await town.staff.presses(newest(house, town.staff), "🗺 Map")
    picture = await town.staff.next_message()
    assert picture.photo
    assert "Full: done" in (picture.caption or "")
    with Image.open(BytesIO(content_of(town, picture.photo[-1].file_id))) as drawn:
        assert drawn.width <= 1080


async def test_squad_goes_to_homes_for_one_day_and_no_longer(town: Town) -> None:
    await begin_days(town)
    mia = await helper(town, "Mia", RoleKind.VOLUNTEER)
    asked = await turns(town.staff, await asks(town.staff, "/homes"), "➕ Add a household")
    assert "Write its door" in text_of(asked)
    home = await asks(town.staff, "1-101")
    await turns(town.staff, home, "💬 Remark")
    home = await asks(town.staff, NOTE)
    assert NOTE in text_of(home)

    people = await reaches(town.staff, "tcs:1:people:0")
    await turns(town.staff, people, "▫️ Mia")
    told = await hears(mia, "You go round")
    round_page = await turns(mia, told, "🏠 The list")
    assert NOTE in text_of(round_page)
    assert labels(round_page)[:4] == ["1-101", "✅", "🚫", "🔔"]
    round_page = await turns(mia, round_page, "✅")
    assert await mark_of(town, 0) is MarkState.DONE
    assert "✅ 1 of 1" in text_of(round_page)
    assert NOTE in text_of(await asks(mia, "/doors"))

    for data in ("tcs:1:people:0", f"tcn:1:{mia.id}:0", "tch:1:show:0", "tcm:1:remove"):
        assert "staff" in text_of(await forges(mia, data))
    await turns(town.staff, people, "✅ Mia")
    assert "responsible" in text_of(await forges(mia, "tcs:1:show:0"))
    assert "responsible" in text_of(await forges(mia, "tct:1:1:clear:0"))
    assert await mark_of(town, 0) is MarkState.DONE


async def test_no_forged_button_shows_or_changes_anything(town: Town) -> None:
    await begin_days(town)
    await turns(town.staff, await asks(town.staff, "/homes"), "➕ Add a household")
    await asks(town.staff, "1-101")
    intruders: list[Person] = [
        town.residents[0],
        town.residents[1],
        await helper(town, "Mia", RoleKind.VOLUNTEER),
        await helper(town, "王楼长", RoleKind.LEAD, 1),
        await stranger_staff(town),
    ]
    for person in intruders:
        before, since = await kept(town), len(town.world.requests)
        for forged in FORGERIES:
            if person is intruders[3] and forged.startswith("tcy"):
                continue  # a day that has a building of theirs, too
            answer = await forges(person, forged.format(staff=town.staff.id))
            assert answer.show_alert, (person, forged)
        assert await kept(town) == before
        said = "".join(everything_said(town.world, since))
        assert "1-101" not in said

    wide = await helper(town, "周楼长", RoleKind.LEAD)
    for forged in FORGERIES:
        if forged.startswith(("tch", "tcm", "tcs", "tct", "tcn")):
            answer = await forges(wide, forged.format(staff=town.staff.id))
            assert answer.show_alert, forged


async def test_doors_are_shown_in_private_only(town: Town) -> None:
    group = await bound_group(town)
    await begin_days(town)
    for command in ("/doors", "/homes"):
        await town.staff.says(f"{command}@linli_bot", in_=group)
        assert await hears_in(group, town.staff, "private")
    for data in ("tcy:1:show:0", "tcd:1:1:left:0", "tch:1:show:0", "tco:1:1:done:0"):
        message = next(each for each in reversed(group.messages) if each.is_by_bot)
        answer = await town.staff.presses(message, data=data)
        assert "private" in text_of(answer)


async def test_next_day_begins_with_who_was_missed(town: Town) -> None:
    await begin_days(town)
    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)
    page = await asks(lead, "/doors")
    for household in (1, 3, 5, 7, 9):
        await lead.presses(page, data=f"tcx:1:{household}:done:0")
    town.clock.jump_to(town.clock.now() + timedelta(days=1))

    page = await asks(lead, "/doors")
    assert "Sun 2 Feb" not in text_of(page)
    page = await turns(lead, page, labels(page)[0])
    assert labels(page)[0] == "❗◌ 1-106"
