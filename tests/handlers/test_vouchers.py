"""图们, 四平路, 大桥: entries are checked, vouchers sent, and a pharmacy hands out by them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs.photos import take_back_photos
from simulator import Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.relay.desk import Press, PressKind
from storage.relay.vouchers.codes import spell_code
from storage.relay.vouchers.queries import find_photo, find_voucher
from storage.relay.vouchers.views import VoucherView
from tests.handlers.coverage_play import forges, helper
from tests.handlers.estate_play import asks, labels, turns
from tests.handlers.faq_staff_play import content_of
from tests.pdf_text import count_pages, read_pdf
from tests.people import bound_group, open_relay
from tests.town import Town

CHECK, OFFICE = "kc:{}:show:0:0", "ks:{}:show:0"


async def gather(town: Town, **changes: object) -> int:
    """A relay that households 1 to 3 have pressed for, and household 5 has come to the stall."""
    group = await bound_group(town)
    relay_id, _ = await open_relay(town, group, **changes)
    for household in range(3):
        await _press(town, relay_id, PressKind.JOIN, town.residents[household], household)
    await _press(town, relay_id, PressKind.ENTER, town.staff, 4)
    return relay_id


async def _press(
    town: Town, relay_id: int, kind: PressKind, person: Person, household: int
) -> None:
    await town.app.services.relays.ask(
        Press(
            kind=kind,
            relay_id=relay_id,
            update_id=9_000 + household,
            person_id=person.id,
            received_at=town.clock.now(),
            quantity=1 + household % 2,
            household_id=town.place.households[household],
        )
    )


async def page(town: Town, data: str, relay_id: int) -> StoredMessage:
    """A page of staff's, as its button opens it."""
    message: StoredMessage = await asks(town.staff, "/help")
    await town.staff.presses(message, data=data.format(relay_id))
    return await latest(town.staff, message)


async def latest(person: Person, message: StoredMessage) -> StoredMessage:
    stored = person.world.chats[message.chat.id].store.get(message.message_id)
    assert stored is not None
    return stored


async def voucher(town: Town, relay_id: int, number: int) -> VoucherView:
    found = await town.work.read(find_voucher, relay_id, number)
    assert found is not None
    return found


async def picture(person: Person) -> StoredMessage:
    """The next voucher that somebody gets."""
    while True:
        message = await person.next_message()
        if message.photo:
            return message


async def hears(person: Person, *words: str) -> StoredMessage:
    while True:
        message = await person.next_message()
        if all(word in (message.text or message.caption or "") for word in words):
            return message


async def test_from_the_check_to_the_last_voucher(town: Town) -> None:
    relay_id = await gather(town)
    # Staff see what the roster proposes, and confirm it with two presses.
    board = await page(town, CHECK, relay_id)
    assert "Proposed to accept: 3" in (board.text or "")
    assert "To look at: 1" in (board.text or "")
    sure = await turns(town.staff, board, "✅ Confirm all 3 proposed")
    board = await turns(town.staff, sure, "Yes, confirm 3")
    assert "Confirmed: 3" in (board.text or "")
    # Each household gets a picture with digits to be read out.
    resident = town.residents[0]
    shown = await picture(resident)
    mine = await voucher(town, relay_id, 1)
    assert spell_code(mine.code) in (shown.caption or "")
    # The one from the stall, whom nobody knows on Telegram, is looked at by itself.
    entry = await turns(town.staff, board, "⚠️ Look at 1 doubtful one")
    assert "Nobody of this household is known to the bot." in (entry.text or "")
    board = await turns(town.staff, entry, "✅ Confirm")
    assert "Nothing is left to check." in (board.text or "")

    # The pharmacy is invited by a link that works once, sees no door, and hands out.
    people = await turns(town.staff, await page(town, OFFICE, relay_id), "🏪 Pharmacy")
    await town.staff.presses(people, "➕ Invite somebody")
    link = str((await hears(town.staff, "start=vp_")).text).split()[-1]
    pharmacy = town.world.person("益丰药房", language_code="en")
    await pharmacy.opens_link(link)
    await hears(pharmacy, "You can now collect vouchers")
    await pharmacy.opens_link(f"https://t.me/linli_bot?start=v_{mine.code}")
    counter = await hears(pharmacy, "Valid", "1 piece")
    assert mine.door not in (counter.text or "")
    counter = await turns(pharmacy, counter, "💰 Handed out and paid")
    assert "Collected already" in (counter.text or "")
    # A second attempt, by the digits and by somebody else, says when it was collected.
    await town.staff.says(f"/collect {spell_code(mine.code)}")
    again = await hears(town.staff, "Collected already")
    assert "📦 Handed out" not in labels(again)
    assert mine.door in (again.text or "")
    counter = await turns(pharmacy, counter, "↩️ Not handed out")
    assert "Valid" in (counter.text or "")
    # One digit that is wrong is told as that.
    wrong = mine.code[:-1] + str((int(mine.code[-1]) + 1) % 10)
    await pharmacy.says(spell_code(wrong))
    await hears(pharmacy, "One digit is wrong")
    # What a resident scans is their own voucher and nobody else's.
    await resident.says("/voucher")
    assert (await picture(resident)).caption == shown.caption
    other = await voucher(town, relay_id, 2)
    await resident.says(other.code)
    await hears(resident, "You cannot collect this voucher")


async def test_papers_by_photo_are_looked_at_and_gone(town: Town) -> None:
    relay_id = await gather(town, needs_papers=True)
    resident = town.residents[1]
    await resident.says("/voucher")
    waits = await hears(resident, "No voucher yet")
    await resident.presses(waits, "📷 Send papers")
    await hears(resident, "ONE photo", "Never send it to the group")
    await resident.says("3-501")
    await hears(resident, "Please send one photo")
    await resident.sends_photo()
    await hears(resident, "Your photo has come")

    board = await page(town, CHECK, relay_id)
    assert "with a photo: 1" in (board.text or "")
    entry = await turns(town.staff, board, "⚠️ Look at 4 doubtful ones")
    await town.staff.presses(entry, "📷 Show the photo")
    copy = await picture(town.staff)
    await town.staff.presses(entry, "❌ Refuse")
    await hears(town.staff, "Why is the entry of")
    await town.staff.says("The photo shows another address")
    await hears(resident, "The photo shows another address")
    assert await town.work.read(find_photo, relay_id, 2) is None
    await take_back_photos(town.app.services)
    assert town.world.chats[copy.chat.id].store.get(copy.message_id) is None
    # Taken back, the entry stands again where it stood.
    board = await page(town, CHECK, relay_id)
    decided = await turns(town.staff, board, "↩️ Take back")
    after = await turns(town.staff, decided, labels(decided)[0])
    assert "Nothing was decided yet." in (after.text or "")
    assert (await voucher(town, relay_id, 2)).check is None


async def test_paper_for_the_mailboxes_and_a_list_for_the_pharmacy(town: Town) -> None:
    relay_id = await gather(town)
    board = await page(town, CHECK, relay_id)
    await turns(
        town.staff, await turns(town.staff, board, "✅ Confirm all 3 proposed"), "Yes, confirm 3"
    )
    entry = await turns(town.staff, await page(town, CHECK, relay_id), "⚠️ Look at 1 doubtful one")
    await turns(town.staff, entry, "✅ Confirm")

    office = await page(town, OFFICE, relay_id)
    assert "households without Telegram: 1 (in the mailbox: 0)" in (office.text or "")
    which = await turns(town.staff, office, "🖨 On paper")
    await town.staff.presses(which, "🖨 All · 1")
    sheet = await _file(town, town.staff)
    on_paper = await voucher(town, relay_id, 4)
    said = read_pdf(sheet)
    assert spell_code(on_paper.code) in said
    assert on_paper.door in said
    assert count_pages(sheet) == 1
    office = await turns(town.staff, await hears(town.staff, "to print"), "📬 In the mailboxes")
    assert "(in the mailbox: 1)" in (office.text or "")

    await town.staff.presses(office, "📋 Pharmacy list")
    table = (await _file(town, town.staff)).decode("utf-8-sig").splitlines()
    assert table[0] == "number,code,pieces,from,collected"
    assert len(table) == 5
    doors = [(await voucher(town, relay_id, number)).door for number in (1, 2, 3, 4)]
    assert not any(door in line for door in doors for line in table)
    await town.staff.presses(office, "🖨 Pharmacy list")
    assert spell_code(on_paper.code) in read_pdf(await _file(town, town.staff))

    # The pharmacy ticks two of them; a third line has a digit wrong.
    filled = [table[0], table[1] + "yes", table[2], table[3] + "0:10", "5,123 456 789,1,,yes"]
    await town.staff.presses(office, "📥 Read in a list")
    await hears(town.staff, "Nothing is changed before you confirm")
    await town.staff.sends_document("back.csv", "\n".join(filled).encode())
    preview = await hears(town.staff, "2 vouchers would be marked", "Line 5", "one digit is wrong")
    assert (await voucher(town, relay_id, 1)).collected_at is None
    taken = await turns(town.staff, preview, "✅ Take 2")
    assert "2 vouchers are marked" in (taken.text or "")
    assert [
        number for number in (1, 2, 3, 4) if (await voucher(town, relay_id, number)).collected_at
    ] == [1, 3]
    # Codes alone count, each of them; what was collected before is told.
    await town.staff.presses(office, "📥 Read in a list")
    await town.staff.says("\n".join(filled[1:4]))
    await hears(town.staff, "1 voucher would be marked", "collected before")
    await town.staff.sends_document("back.xlsx", b"PK\x03\x04 no workbook")
    await hears(town.staff, "cannot be read")


@pytest.mark.parametrize("data", ["kc:{}:sure:0:0", "ks:{}:export:0", "ks:{}:invite:0"])
async def test_old_and_forged_buttons_give_no_right(town: Town, data: str) -> None:
    relay_id = await gather(town)
    answer = await forges(town.residents[0], data.format(relay_id))
    assert "committee" in (answer.text or "")
    lead = await helper(town, "楼组长", RoleKind.LEAD, 0)
    town.clock.advance(timedelta(minutes=1).total_seconds())
    answer = await forges(lead, f"kv:{relay_id}:take:2")
    assert "no such voucher" in (answer.text or "")


async def _file(town: Town, person: Person) -> bytes:
    while True:
        message = await person.next_message()
        if message.document is not None:
            return content_of(town, message.document.file_id)
