"""The board in the chat: nothing without an owner, every step said to whoever asked."""

from __future__ import annotations

from bot.jobs.photos import take_back_photos
from storage.requests.kinds import Handover, Outcome, RequestState, Source
from storage.requests.queries import list_events, list_readers, list_shown_due
from tests.handlers.estate_play import labels, newest, turns
from tests.handlers.faq_staff_play import colleague
from tests.handlers.requests_board_play import (
    TAP,
    a_photo,
    asked,
    board,
    chinese,
    page,
    says_to,
)
from tests.handlers.requests_play import MEDICINE, kind_of, reread, text, told
from tests.people import hears
from tests.town import Town


async def test_empty_board_says_so(town: Town) -> None:
    shown = await board(town.staff)

    assert "Nothing is open" in text(shown)
    assert "⚙️ Kinds" in labels(shown)


async def test_board_counts_and_leads_to_the_lines_without_details(town: Town) -> None:
    first = await asked(town)
    await asked(town, MEDICINE, household=1)

    shown = await board(town.staff)
    assert "Open: 2" in text(shown)
    assert "🆕 New · 2" in labels(shown)
    listed = await turns(town.staff, shown, "🆕 New · 2")

    assert labels(listed)[:2] == [
        "🆕 №2 💊 Bldg 2 ⏰ 24 h left",
        f"🆕 №{first.number} 🔧 Bldg 1 ⏰ 3 d left",
    ]
    everything = text(listed) + "".join(labels(listed))
    assert "1-101" not in everything
    assert "二甲双胍" not in everything


async def test_opening_a_request_shows_it_and_is_noted(town: Town) -> None:
    request = await asked(town)

    shown = await page(town.staff, request)

    assert TAP in text(shown)
    assert "1-101" in text(shown)
    readers = await town.work.read(list_readers, request.id)
    assert [each.person_id for each in readers] == [town.staff.id]


async def test_claimed_worked_on_and_closed_with_ready_words(town: Town) -> None:
    request = await asked(town, language="zh-hans")
    resident = town.residents[0]
    shown = await turns(town.staff, await page(town.staff, request), "🙋 I take it")
    assert "It is yours now" in text(shown)
    await told(town, resident, "№1")

    shown = await turns(town.staff, shown, "✅ Close")
    shown = await turns(town.staff, shown, "✅ Solved")
    shown = await turns(town.staff, shown, "🙂 Glad that it worked out")

    assert "Closed" in text(shown)
    assert "🔓 Open again" in labels(shown)
    closed = await reread(town, request)
    assert (closed.state, closed.outcome) == (RequestState.DONE, Outcome.SOLVED)
    assert (await town.work.read(list_events, request.id))[-1].details["reply"]


async def test_ready_words_come_in_the_language_of_whoever_asked(town: Town) -> None:
    request = await asked(town, language="en")
    shown = await turns(town.staff, await page(town.staff, request), "✅ Close")
    shown = await turns(town.staff, shown, "🚫 Not possible")
    await turns(town.staff, shown, "🙁 Nowhere to be had")

    assert "can be had nowhere" in text(await told(town, town.residents[0], "nowhere"))


async def test_own_closing_words_reach_the_resident(town: Town) -> None:
    request = await asked(town)
    shown = await turns(town.staff, await page(town.staff, request), "✅ Close")
    await turns(town.staff, shown, "✅ Solved")
    await says_to(town.staff, "The plumber comes on Monday.", "Closed")

    await told(town, town.residents[0], "The plumber comes on Monday.")


async def test_too_long_words_are_refused_and_can_be_written_again(town: Town) -> None:
    request = await asked(town)
    await turns(town.staff, await page(town.staff, request), "💬 Ask back")
    await says_to(town.staff, "x" * 401, "400")
    await says_to(town.staff, "Which tap?", "Sent")

    await told(town, town.residents[0], "Which tap?")
    assert (await reread(town, request)).asked_at is not None


async def test_a_sticker_in_place_of_words_is_asked_for_as_text(town: Town) -> None:
    request = await asked(town)
    await turns(town.staff, await page(town.staff, request), "📝 Note")

    await town.staff.sends_photo()
    await hears(town.staff, "as a text message")
    await says_to(town.staff, "Call before noon.", "Noted", "Call before noon.")


async def test_no_source_asks_for_an_alternative(town: Town) -> None:
    request = await asked(town, MEDICINE)
    shown = await turns(town.staff, await page(town.staff, request), "🔎 Source")
    await turns(town.staff, shown, "🚫 There is none")
    shown = await says_to(town.staff, "Amlodipine is there", "Instead: Amlodipine")

    await told(town, town.residents[0], "Amlodipine is there")
    shown = await turns(town.staff, shown, "🔎 Source")
    await turns(town.staff, shown, "👍 Found")
    found = await reread(town, request)
    assert (found.source, found.alternative) == (Source.FOUND, None)


async def test_delivered_is_noted_once(town: Town) -> None:
    request = await asked(town)
    shown = await turns(town.staff, await page(town.staff, request), "📦 Delivered")
    old = shown
    shown = await turns(town.staff, shown, "🚪 Handed over at the door")
    assert "not confirmed yet" in text(shown)
    assert "📦 Delivered" not in labels(shown)

    answer = await town.staff.presses(old, data=f"wr:{request.id}:how:pickup")

    assert answer.show_alert
    assert (await reread(town, request)).delivered_how is Handover.DOOR


async def test_what_was_delivered_is_closed_at_once(town: Town) -> None:
    requests = [await asked(town, household=number) for number in range(3)]
    for request in requests[:2]:
        shown = await turns(town.staff, await page(town.staff, request), "📦 Delivered")
        await turns(town.staff, shown, "🏪 Picked up")

    sure = await turns(town.staff, await board(town.staff), "✅ Close what was delivered · 2")
    done = await turns(town.staff, sure, "✅ Yes")

    assert "2 requests are closed" in text(done)
    assert "Open: 1" in text(done)
    assert (await reread(town, requests[0])).outcome is Outcome.DELIVERED


async def test_all_new_of_a_kind_are_taken_at_once(town: Town) -> None:
    requests = [await asked(town, household=number) for number in range(3)]
    other = await asked(town, MEDICINE)

    shown = await turns(town.staff, await board(town.staff), "🏷 By kind")
    shown = await turns(town.staff, shown, "🔧 Repairs · 3")
    shown = await turns(town.staff, shown, "🆕 Only the new ones")
    sure = await turns(town.staff, shown, "🙋 Take all of these")
    assert "Repairs" in text(sure)
    done = await turns(town.staff, sure, "✅ Yes")

    assert "You took 3 requests" in text(done)
    assert {(await reread(town, each)).owner_id for each in requests} == {town.staff.id}
    assert (await reread(town, other)).owner_id is None


async def test_the_second_who_takes_it_hears_so_and_sees_who_has_it(town: Town) -> None:
    other = await colleague(town)
    request = await asked(town)
    first, second = await page(town.staff, request), await page(other, request)
    await town.staff.presses(first, "🙋 I take it")

    answer = await other.presses(second, "🙋 I take it")

    assert answer.show_alert
    assert "has it" in text(newest(second, other))
    assert (await reread(town, request)).owner_id == town.staff.id


async def test_given_to_a_colleague_and_handed_over_with_a_note(town: Town) -> None:
    other = await colleague(town)
    request = await asked(town)
    shown = await turns(town.staff, await page(town.staff, request), "🙋 I take it")
    shown = await turns(town.staff, shown, "👉 Give to …")
    await turns(town.staff, shown, "🤝 李干事")
    await says_to(town.staff, "The key is with the guard", "李干事 has it")

    notice = await told(town, other, "given to you")
    shown = await turns(other, notice, "👀 Open")
    assert "The key is with the guard" in text(shown)
    assert "You have it" in text(shown)
    back = await turns(other, shown, "↩️ Give it back")
    assert "Nobody has it yet" in text(back)


async def test_photos_cannot_be_passed_on_and_are_remembered(town: Town) -> None:
    sent = await town.residents[0].sends_photo()
    await town.residents[0].next_message()
    assert sent.photo
    request = await asked(town, photos=a_photo(sent.photo[-1].file_id))
    shown = await page(town.staff, request)

    await town.staff.presses(shown, "📷 Photos · 1")

    picture = await town.staff.next_message()
    assert picture.photo
    assert picture.has_protected_content
    await hears(town.staff, "In an hour I take them away")

    town.clock.advance(3500)
    await take_back_photos(town.app.services)
    assert town.staff.chat.store.get(picture.message_id) is not None
    town.clock.advance(200)
    await take_back_photos(town.app.services)
    assert town.staff.chat.store.get(picture.message_id) is None
    assert await town.work.read(list_shown_due, town.clock.now()) == ()


async def test_a_photo_that_is_gone_already_is_forgotten(town: Town) -> None:
    sent = await town.residents[0].sends_photo()
    await town.residents[0].next_message()
    assert sent.photo
    request = await asked(town, photos=a_photo(sent.photo[-1].file_id))
    await town.staff.presses(await page(town.staff, request), "📷 Photos · 1")
    picture = await town.staff.next_message()
    await town.staff.deletes(picture)

    town.clock.advance(3700)
    await take_back_photos(town.app.services)

    assert await town.work.read(list_shown_due, town.clock.now()) == ()


async def test_a_request_without_photos_says_so(town: Town) -> None:
    request = await asked(town)
    shown = await page(town.staff, request)

    answer = await town.staff.presses(shown, data=f"wr:{request.id}:photos:")

    assert "no photos" in (answer.text or "")


async def test_history_tells_who_did_what(town: Town) -> None:
    request = await asked(town)
    shown = await turns(town.staff, await page(town.staff, request), "🙋 I take it")

    shown = await turns(town.staff, shown, "🕒 History")

    assert "taken by 陈主任" in text(shown)
    assert "Read by" in text(shown)


async def test_a_closed_request_is_opened_again_with_a_reason(town: Town) -> None:
    request = await asked(town)
    shown = await turns(town.staff, await page(town.staff, request), "✅ Close")
    shown = await turns(town.staff, shown, "✅ Solved")
    shown = await turns(town.staff, shown, "Without words")
    await turns(town.staff, shown, "🔓 Open again")
    await says_to(town.staff, "It drips again", "Open again")

    await told(town, town.residents[0], "It drips again")
    assert (await reread(town, request)).state is RequestState.OPEN


async def test_those_on_duty_are_told_and_take_it_from_the_notice(town: Town) -> None:
    request = await asked(town)

    notice = await told(town, town.staff, "A new request")
    assert TAP not in text(notice)
    assert "1-101" not in text(notice)
    shown = await turns(town.staff, notice, "🙋 I take it")

    assert TAP in text(shown)
    assert (await reread(town, request)).owner_id == town.staff.id


async def test_the_household_s_other_requests_are_pointed_out(town: Town) -> None:
    first = await asked(town)
    second = await asked(town)

    assert f"before: №{first.number}" in text(await page(town.staff, second))


async def test_a_long_list_has_pages(town: Town) -> None:
    for number in range(10):
        await asked(town, household=number % 4)

    listed = await turns(town.staff, await board(town.staff), "📂 All open · 10")
    assert "Page 1 of 2" in text(listed)
    later = await turns(town.staff, listed, "Later ›")

    assert "Page 2 of 2" in text(later)
    assert sum("№" in each for each in labels(later)) == 2


async def test_by_building(town: Town) -> None:
    await asked(town)
    await asked(town, household=1)

    shown = await turns(town.staff, await board(town.staff), "🏢 By building")
    listed = await turns(town.staff, shown, "🏢 2 · 1")

    assert "Building 2" in text(listed)
    assert "№2" in labels(listed)[0]


async def test_forged_lists_are_refused(town: Town) -> None:
    await asked(town)
    shown = await board(town.staff)
    foreign = (await kind_of(town, MEDICINE)).id + 100

    for data in ("wl:1:nonsense:0:0:0", f"wl:1:open:{foreign}:0:0", "wl:1:open:0:99:0", "wb:1:x"):
        answer = await town.staff.presses(shown, data=data)
        assert "out of date" in (answer.text or ""), data


async def test_in_chinese(town: Town) -> None:
    request = await asked(town)
    await town.staff.says("/language")
    await turns(town.staff, await hears(town.staff, "language"), "简体中文")

    shown = await board(town.staff)
    shown = await turns(town.staff, shown, chinese("opened", n=1))
    assert f"№{request.number}" in labels(shown)[0]
    shown = await turns(town.staff, shown, labels(shown)[0])
    assert "报修" in text(shown)
    assert "坏了什么？" in text(shown)
    shown = await turns(town.staff, shown, chinese("claim"))
    shown = await turns(town.staff, shown, chinese("ask"))
    await says_to(town.staff, "哪个水龙头？", TAP)

    await told(town, town.residents[0], "哪个水龙头？")
    assert (await reread(town, request)).owner_id == town.staff.id
