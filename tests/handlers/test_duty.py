"""Staff keep their rota in chat: take the duty, plan, swap, hand over."""

from __future__ import annotations

from datetime import timedelta

from simulator import Person, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.community.queries import find_duty, find_duty_phone, list_shifts
from tests.handlers.estate_play import asks, labels, turns
from tests.people import hears
from tests.town import Town


async def colleague(town: Town, name: str = "李姐") -> Person:
    person = town.world.person(name, language_code="en")
    await asks(person, "/start")
    await town.work.write(
        grant_role, person.id, town.place.committee_id, RoleKind.STAFF, now=town.clock.now()
    )
    return person


async def walk(person: Person, page: StoredMessage, *buttons: str) -> StoredMessage:
    for button in buttons:
        page = await turns(person, page, button)
    return page


async def on_duty(town: Town) -> tuple[int, ...]:
    duty = await town.work.read(find_duty, town.place.committee_id, town.clock.now())
    return duty.people if duty.is_taken else ()


async def test_duty_is_taken_and_given_up(town: Town) -> None:
    asked = await asks(town.staff, "/duty")
    assert "Nobody has taken the duty" in (asked.text or "")

    mine = await turns(town.staff, asked, "8 h")
    assert "You have the duty" in (mine.text or "")
    assert await on_duty(town) == (town.staff.id,)

    await turns(town.staff, mine, "Give it up")
    assert await on_duty(town) == ()


async def test_only_staff_see_the_duty(town: Town) -> None:
    page = await asks(town.staff, "/duty")
    rota = await turns(town.staff, page, "📅 Rota")

    assert "staff" in ((await asks(town.residents[0], "/duty")).text or "")
    for message, label in ((page, "8 h"), (rota, "➕ Plan a shift")):
        refused = await town.residents[0].presses(message, label)
        assert "staff" in (refused.text or "")


async def test_a_shift_is_planned_told_given_up_and_taken(town: Town) -> None:
    other = await colleague(town)
    rota = await walk(town.staff, await asks(town.staff, "/duty"), "📅 Rota", "Day after ▶")
    assert "Nobody from 00:00 to 00:00" in (rota.text or "")

    planned = await walk(town.staff, rota, "➕ Plan a shift", "8–16", "李姐")
    assert "08:00-16:00 李姐" in (planned.text or "")
    assert "Nobody from 00:00 to 08:00" in (planned.text or "")
    notice = await hears(other, "You are on the rota")

    await walk(other, notice, "📅 Open the shift", "I cannot come")
    offered = await hears(town.staff, "李姐 cannot come to a shift")
    taken = await turns(town.staff, offered, "🙋 I take it")
    assert "08:00-16:00 陈" in (taken.text or "")


async def test_own_hours_may_pass_midnight(town: Town) -> None:
    rota = await walk(town.staff, await asks(town.staff, "/duty"), "📅 Rota", "Day after ▶")
    hours = await turns(town.staff, rota, "➕ Plan a shift")
    await town.staff.presses(hours, "✏️ Other hours")
    await hears(town.staff, "Write them like this")

    assert "cannot read these hours" in ((await asks(town.staff, "tonight")).text or "")
    who = await asks(town.staff, "20:30-8")
    await turns(town.staff, who, "陈主任")

    now = town.clock.now()
    (shift,) = await town.work.read(
        list_shifts, town.place.committee_id, now, now + timedelta(days=3)
    )
    assert shift.ends_at - shift.starts_at == timedelta(hours=11, minutes=30)


async def test_a_shift_is_taken_off_after_a_question(town: Town) -> None:
    rota = await walk(town.staff, await asks(town.staff, "/duty"), "📅 Rota", "Day after ▶")
    rota = await walk(town.staff, rota, "➕ Plan a shift", "16–24", "陈主任")
    shift = await turns(town.staff, rota, next(each for each in labels(rota) if "16:00" in each))

    empty = await walk(town.staff, shift, "Take off the rota", "Yes, take it off")

    assert "No shifts yet" in (empty.text or "")
    stale = await town.staff.presses(shift, "Take off the rota")
    assert "does not exist any more" in (stale.text or "")


async def test_the_next_one_reads_what_was_handed_over(town: Town) -> None:
    other = await colleague(town)
    notes = await walk(town.staff, await asks(town.staff, "/duty"), "📝 Hand-over")
    assert "Nothing was handed over" in (notes.text or "")
    await town.staff.presses(notes, "📝 Write a note")
    await hears(town.staff, "What must the next one know?")
    kept = await asks(town.staff, "3-501 waits for insulin")
    assert "Kept" in (kept.text or "")

    read = await walk(other, await asks(other, "/duty"), "📝 Hand-over")
    assert "3-501 waits for insulin" in (read.text or "")


async def test_the_telephone_is_checked_and_set(town: Town) -> None:
    page = await asks(town.staff, "/duty")
    await town.staff.presses(page, "☎️ Telephone")
    ask = await hears(town.staff, "Which telephone")
    assert "cannot read this as a telephone" in ((await asks(town.staff, "call Li")).text or "")

    shown = await asks(town.staff, "021-65481234")
    assert "Duty telephone: 021-65481234" in (shown.text or "")
    gone = await turns(town.staff, ask, "No telephone")

    assert "No duty telephone" in (gone.text or "")
    assert await town.work.read(find_duty_phone, town.place.committee_id) == ""
