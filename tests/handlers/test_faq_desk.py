"""What waits is answered by a person, reaches all who asked, and becomes an entry."""

from __future__ import annotations

from datetime import timedelta

from handlers.answering import Tier
from simulator import Person, StoredMessage
from storage.faq.kinds import ClosureKind, EntryKind, ItemState, Standing
from storage.faq.queries import find_chat_manner, find_closures, find_item
from tests.handlers.estate_play import building, labels, turns
from tests.handlers.faq_play import guess, seed, today, waiting
from tests.handlers.faq_staff_play import (
    ask_in_vain,
    colleague,
    entry,
    says,
    stranger_staff,
    walk,
)
from tests.people import bound_group, hears, hears_in
from tests.town import Town

PARCELS = "Who brings parcels upstairs in building 2?"
REPLY = "Volunteers bring them up at noon and at six."


async def _desk(person: Person) -> StoredMessage:
    """What waits; notices of single items are passed over."""
    await person.says("/questions")
    return await hears(person, "Questions that wait")


async def _item_page(town: Town) -> StoredMessage:
    """The first of what waits."""
    listed = await _desk(town.staff)
    return await turns(town.staff, listed, labels(listed)[0])


async def _answered(town: Town) -> tuple[int, StoredMessage]:
    """An item that was answered, and the message that says so."""
    item_id = await ask_in_vain(town, town.residents[0], PARCELS)
    await walk(town.staff, await _item_page(town), "✍️ Reply")
    preview = await says(town.staff, REPLY)
    return item_id, await turns(town.staff, preview, "📨 Send")


async def test_most_asked_waits_on_top(town: Town) -> None:
    rare = await ask_in_vain(town, town.residents[0], "May I move house this week?")
    often = await ask_in_vain(town, town.residents[1], PARCELS)
    await ask_in_vain(town, town.residents[2], "parcels upstairs?", alike=often)
    assert rare != often

    listed = await _desk(town.staff)
    page = await turns(town.staff, listed, labels(listed)[0])

    assert [label[:2] for label in labels(listed)[:2]] == ["×2", "×1"]
    assert PARCELS in (page.text or "")
    assert "Asked by 2 people" in (page.text or "")


async def test_empty_desk_says_so(town: Town) -> None:
    assert "Nothing waits" in ((await says(town.staff, "/questions")).text or "")


async def test_person_on_duty_hears_of_it_and_replies_to_all_who_asked(town: Town) -> None:
    await says(town.staff, "/start")
    asker, other = town.residents[0], town.residents[1]
    item_id = await ask_in_vain(town, asker, PARCELS)
    await ask_in_vain(town, other, "parcels upstairs?", alike=item_id)
    notice = await hears(town.staff, PARCELS)
    asked = await turns(town.staff, notice, "✍️ Reply")
    assert "Your reply to 2 people" in (asked.text or "")

    first = await says(town.staff, "At noon.")
    assert "Not sent yet" in (first.text or "")
    preview = await says(town.staff, REPLY)
    assert REPLY in (preview.text or "")
    done = await turns(town.staff, preview, "📨 Send")

    assert "Sent to 2 people" in (done.text or "")
    assert "📌 Make it an answer" in labels(done)
    await hears(asker, REPLY)
    await hears(other, REPLY)
    settled = await town.work.read(find_item, item_id)
    assert settled is not None
    assert (settled.state, settled.reply) == (ItemState.ANSWERED, REPLY)


async def test_reply_in_another_language_is_pointed_out(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], PARCELS)
    await walk(town.staff, await _item_page(town), "✍️ Reply")

    preview = await says(town.staff, "志愿者每天中午和晚上六点送上楼。")

    assert "In Simplified Chinese" in (preview.text or "")
    assert "asked in another language" in (preview.text or "")


async def test_too_long_reply_is_refused_and_nothing_sent(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], PARCELS)
    await walk(town.staff, await _item_page(town), "✍️ Reply")

    assert "at most 1,500" in ((await says(town.staff, "x" * 1501)).text or "")
    assert len(await waiting(town)) == 1


async def test_words_after_no_answer_fits_look_for_others(town: Town) -> None:
    await seed(town, "testing")
    guess(town, Tier.NONE)
    await ask_in_vain(town, town.residents[0], PARCELS)
    none = await walk(town.staff, await _item_page(town), "📚 Use an answer")
    assert "No answer fits" in (none.text or "")

    found = await says(town.staff, "weekend")

    assert labels(found)[0] == "✅ Where can I get tested at the we…"


async def test_a_picture_in_place_of_words_is_asked_for_as_text(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], PARCELS)
    await walk(town.staff, await _item_page(town), "✍️ Reply")

    await town.staff.sends_photo()

    assert "as a text message" in ((await town.staff.next_message()).text or "")


async def test_two_of_staff_settle_one_item_and_only_the_first_counts(town: Town) -> None:
    other = await colleague(town)
    await ask_in_vain(town, town.residents[0], PARCELS)
    previews = []
    for person, reply in ((town.staff, "First."), (other, "Second.")):
        listed = await _desk(person)
        page = await turns(person, listed, labels(listed)[0])
        await turns(person, page, "✍️ Reply")
        previews.append(await says(person, reply))

    await turns(town.staff, previews[0], "📨 Send")
    late = await other.presses(previews[1], "📨 Send")

    assert "A colleague has answered this already" in (late.text or "")
    told = [m.text or "" for m in town.residents[0].chat.messages if m.is_by_bot]
    await town.world.settled()
    assert not any("Second." in text for text in told)
    again = await other.presses(previews[1], data="qsi:1:reply")
    assert "A colleague has answered this already" in (again.text or "")


async def test_entry_answers_what_waits_after_a_look_at_it(town: Town) -> None:
    entry_id = await seed(town, "parcels", {"en": ("Parcels upstairs?", REPLY)})
    guess(town, Tier.CHOICE, entry_id)
    await ask_in_vain(town, town.residents[0], PARCELS)

    offered = await turns(town.staff, await _item_page(town), "📚 Use an answer")
    look = await turns(town.staff, offered, "✅ Parcels upstairs?")
    assert "1 person will get this answer" in (look.text or "")
    assert len(await waiting(town)) == 1
    done = await turns(town.staff, look, "📨 Send")

    assert "Sent to 1 person" in (done.text or "")
    assert "📌 Make it an answer" not in labels(done)
    await hears(town.residents[0], "An answer to your question", PARCELS)


async def test_dismissing_asks_first(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], PARCELS)
    sure = await turns(town.staff, await _item_page(town), "Dismiss")
    assert len(await waiting(town)) == 1

    rest = await turns(town.staff, sure, "Yes, dismiss it")

    assert "Nothing waits" in (rest.text or "")
    assert await waiting(town) == ()
    await hears(town.residents[0], "cannot answer it", PARCELS)


async def test_reply_becomes_an_entry_once_source_end_and_topic_are_said(town: Town) -> None:
    item_id, done = await _answered(town)
    draft = await turns(town.staff, done, "📌 Make it an answer")
    assert "⬜️ The topic" in (draft.text or "")
    assert "Is a name, door, phone or illness in the question?" in (draft.text or "")
    assert "✅ Make it an answer" not in labels(draft)

    await town.staff.presses(draft, "Question")
    await town.staff.next_message()
    draft = await says(town.staff, "Who brings parcels upstairs?")
    draft = await walk(town.staff, draft, "🗂 Topic", "📦 Deliveries", "📎 Our committee, today")
    assert "✅ Make it an answer" not in labels(draft)
    draft = await turns(town.staff, draft, "90 days")
    page = await turns(town.staff, draft, "✅ Make it an answer")

    assert "Residents are given this now" in (page.text or "")
    item = await town.work.read(find_item, item_id)
    assert item is not None
    assert item.entry_id is not None
    made = await entry(town, item.entry_id)
    assert made.standing is Standing.IN_FORCE
    assert made.kind is EntryKind.DELIVERIES
    assert made.source_text.question == "Who brings parcels upstairs?"
    assert made.source_text.answer == REPLY
    assert made.valid_until == today(town) + timedelta(days=90)
    again = await town.staff.presses(draft, "✅ Make it an answer")
    assert not again.show_alert


async def test_source_and_end_of_a_new_entry_may_be_typed(town: Town) -> None:
    _, done = await _answered(town)
    draft = await turns(town.staff, done, "📌 Make it an answer")

    await town.staff.presses(draft, "📎 Source")
    await town.staff.next_message()
    draft = await says(town.staff, "Notice No. 12\n2020-01-20")
    assert "Notice No. 12, 20 Jan 2020" in (draft.text or "")
    await town.staff.presses(draft, "Another day")
    await town.staff.next_message()
    assert "cannot read this day" in ((await says(town.staff, "soon")).text or "")
    draft = await says(town.staff, "2020-03-31")

    assert "Holds until 31 Mar 2020" in (draft.text or "")


async def test_item_of_another_committee_stays_closed(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], PARCELS)
    page = await _item_page(town)
    other = await stranger_staff(town)

    for label in ("✍️ Reply", "📚 Use an answer", "Dismiss"):
        assert "out of date" in ((await other.presses(page, label)).text or "")
    refused = await town.residents[1].presses(page, "✍️ Reply")
    assert "Only the committee's staff" in (refused.text or "")


async def test_listening_is_switched_by_staff_and_says_what_privacy_hides(town: Town) -> None:
    group = await bound_group(town)
    await town.staff.says("/listen", in_=group)
    said = await hears_in(group, town.staff, "only when I am asked")

    refused = await town.residents[0].presses(said, "👂 Answer plain questions")
    assert "Only the committee's staff" in (refused.text or "")
    on = await turns(town.staff, said, "👂 Answer plain questions")

    assert "I cannot read this group" in (on.text or "")
    assert (await town.work.read(find_chat_manner, group.id)).listens
    await turns(town.staff, on, "🔇 Answer only when asked")
    assert not (await town.work.read(find_chat_manner, group.id)).listens


async def test_administrator_bot_hears_what_is_said(town: Town) -> None:
    group = await bound_group(town, reads_all=True)
    await town.staff.says("/listen", in_=group)
    said = await hears_in(group, town.staff, "only when I am asked")

    on = await turns(town.staff, said, "👂 Answer plain questions")

    assert "cannot read" not in (on.text or "")


async def test_listening_needs_a_bound_group(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/listen", in_=group)

    await hears_in(group, town.staff, "not bound")


async def test_closures_are_set_for_an_estate_and_a_building(town: Town) -> None:
    await seed(town, "testing")
    board = await says(town.staff, "/faq")
    page = await walk(town.staff, board, "🚧 Closures", "Controlled area")
    assert "Now: controlled area" in (page.text or "")

    inside = await turns(town.staff, page, "2")
    closed = await turns(town.staff, inside, "Lockdown area")
    assert "building 2" in (closed.text or "")
    whole = await turns(town.staff, closed, "Whole estate")
    assert "Building 2: lockdown area" in (whole.text or "")

    closures = await town.work.read(find_closures, town.place.estate_id)
    two = (await building(town, "2")).id
    assert {each.building_id: each.closure for each in closures} == {
        None: ClosureKind.CONTROLLED,
        two: ClosureKind.LOCKDOWN,
    }
    await turns(town.staff, whole, "Not closed")
    closures = await town.work.read(find_closures, town.place.estate_id)
    assert [each.building_id for each in closures] == [two]


async def test_growing_item_is_told_again(town: Town) -> None:
    await says(town.staff, "/start")
    item_id = await ask_in_vain(town, town.residents[0], PARCELS)
    await hears(town.staff, PARCELS)
    for number in range(4):
        await ask_in_vain(
            town, town.world.person(f"邻居{number}"), f"parcels {number}?", alike=item_id
        )

    notice = await hears(town.staff, "5 people ask this now")

    assert "✍️ Reply" in labels(notice)
