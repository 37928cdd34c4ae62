"""/faq for staff: counts, lists, search, the starter set, and who may press what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.answering import Tier
from storage.faq.kinds import EntryKind, EntryState, Standing
from tests.handlers.estate_play import labels, turns
from tests.handlers.faq_play import DELIVERIES, EMERGENCY, guess, seed, today
from tests.handlers.faq_staff_play import entries, entry, says, stranger_staff, walk
from tests.people import build_other_estate, hears_in
from tests.town import Town


async def test_board_counts_what_stands_how(town: Town) -> None:
    await seed(town, "over", valid_until=today(town))
    town.clock.advance(86_400)
    day = today(town)
    await seed(town, "testing")
    await seed(town, "ending", DELIVERIES, valid_until=day + timedelta(days=7))
    await seed(town, "later", valid_from=day + timedelta(days=3))
    await seed(town, "draft", EMERGENCY, state=EntryState.DRAFTED)

    board = await says(town.staff, "/faq")

    assert board.text is not None
    assert "In force: 2" in board.text
    assert "Ending within 7 days: 1" in board.text
    assert "Ended: 1" in board.text
    assert "Not yet: 1" in board.text
    assert "Drafts: 1" in board.text
    assert "⏳ Ending soon · 1" in labels(board)
    assert "❓ Nothing waits" in labels(board)


async def test_lists_lead_to_an_entry_and_back_in_one_message(town: Town) -> None:
    await seed(town, "testing")
    await seed(town, "parcels", DELIVERIES, kind=EntryKind.DELIVERIES)
    board = await says(town.staff, "/faq")

    topics = await turns(town.staff, board, "📚 By topic")
    assert "🧪 Testing · 1" in labels(topics)
    listed = await turns(town.staff, topics, "📦 Deliveries · 1")
    assert "1 answer" in (listed.text or "")
    page = await turns(town.staff, listed, "✅ Where do I pick up parcels?")
    assert "From the shelf at the east gate." in (page.text or "")
    back = await turns(town.staff, page, "‹ All answers")

    assert "In force: 2" in (back.text or "")
    assert back.message_id == board.message_id


async def test_long_lists_are_paged(town: Town) -> None:
    for number in range(10):
        await seed(town, f"n-{number}", {"en": (f"Question {number}?", "Answer.")})
    board = await says(town.staff, "/faq")

    first = await walk(town.staff, board, "📚 By topic", "🧪 Testing · 10")
    second = await turns(town.staff, first, "Later ›")

    assert "Page 1 of 2" in (first.text or "")
    assert [label for label in labels(second) if "Question" in label] == [
        "✅ Question 8?",
        "✅ Question 9?",
    ]


async def test_words_find_entries_also_in_another_language(town: Town) -> None:
    testing = await seed(town, "testing")
    await seed(town, "parcels", DELIVERIES)
    guess(town, Tier.NONE)
    board = await says(town.staff, "/faq")
    await turns(town.staff, board, "🔎 Search")

    found = await says(town.staff, "快递")
    again = await says(town.staff, "weekend")

    assert labels(found) == ["✅ Where do I pick up parcels?", "‹ All answers"]
    assert labels(again) == ["✅ Where can I get tested at the we…", "‹ All answers"]
    nothing = await says(town.staff, "zzz qqq")
    assert "No answer fits" in (nothing.text or "")
    guess(town, Tier.CHOICE, testing)
    meant = await says(town.staff, "PCR on Sunday")
    assert labels(meant)[0] == labels(again)[0]


async def test_empty_committee_loads_the_starter_set_as_drafts(town: Town) -> None:
    board = await says(town.staff, "/faq")
    assert "There are none yet" in (board.text or "")
    assert "✍️ Write the first myself" in labels(board)

    full = await turns(town.staff, board, "📦 Load the prepared answers")

    loaded = await entries(town)
    assert len(loaded) >= 60
    assert {each.standing for each in loaded} == {Standing.DRAFTED}
    assert f"Drafts: {len(loaded)}" in (full.text or "")
    again = await town.staff.presses(board, "📦 Load the prepared answers")
    assert again.show_alert
    assert len(await entries(town)) == len(loaded)


async def test_drafts_that_lack_nothing_are_put_in_force_together(town: Town) -> None:
    own_end = today(town) + timedelta(days=5)
    plain = await seed(town, "plain", state=EntryState.DRAFTED)
    ending = await seed(town, "ending", DELIVERIES, state=EntryState.DRAFTED, valid_until=own_end)
    open_ = await seed(
        town, "open", {"en": ("Where?", "At [[the place]].")}, state=EntryState.DRAFTED
    )
    board = await says(town.staff, "/faq")

    asked = await walk(town.staff, board, "✏️ Drafts · 3", "✅ Put in force what is ready")
    assert "2 drafts can be put in force" in (asked.text or "")
    assert "1 stays a draft: places in [[ ]]" in (asked.text or "")
    assert (await entry(town, plain)).standing is Standing.DRAFTED
    done = await turns(town.staff, asked, "90 days")

    assert "2 answers are in force" in (done.text or "")
    assert "✏️ Drafts · 1" in labels(done)
    assert (await entry(town, plain)).valid_until == today(town) + timedelta(days=90)
    assert (await entry(town, ending)).valid_until == own_end
    assert (await entry(town, open_)).standing is Standing.DRAFTED


async def test_drafts_are_not_put_in_force_until_a_day_that_is_over(town: Town) -> None:
    await seed(town, "plain", state=EntryState.DRAFTED)
    board = await says(town.staff, "/faq")
    await walk(town.staff, board, "✏️ Drafts · 1", "✅ Put in force what is ready", "Another day")
    await town.staff.next_message()

    assert "lies in the past" in ((await says(town.staff, "2019-01-01")).text or "")
    assert "1 answer is in force" in ((await says(town.staff, "30 days")).text or "")


async def test_an_entry_leads_back_to_the_list_that_it_stands_in(town: Town) -> None:
    await seed(town, "testing")
    await seed(town, "parcels", DELIVERIES, state=EntryState.DRAFTED)
    board = await says(town.staff, "/faq")
    testing = await walk(
        town.staff, board, "📚 By topic", "🧪 Testing · 2", "✅ Where can I get tested at the we…"
    )
    assert labels(testing)[-2:] == ["‹ 🧪 Testing", "‹ All answers"]
    drafts = await walk(
        town.staff, testing, "‹ All answers", "✏️ Drafts · 1", "✏️ Where do I pick up parcels?"
    )
    published = await walk(town.staff, drafts, "✅ Put in force", "30 days")

    assert "‹ Drafts" in labels(published)
    assert "There are none" in ((await turns(town.staff, published, "‹ Drafts")).text or "")


async def test_residents_have_no_board_and_cannot_press_its_buttons(town: Town) -> None:
    await seed(town, "testing")
    board = await says(town.staff, "/faq")
    resident = town.residents[0]

    for label in ("➕ New answer", "⬇️ Export", "📚 By topic"):
        answer = await resident.presses(board, label)
        assert answer.show_alert
        assert "Only the committee's staff" in (answer.text or "")
    assert "Only the committee's staff" in ((await says(resident, "/questions")).text or "")
    assert "Only the committee's staff" in ((await says(resident, "/duty")).text or "")


async def test_entries_of_another_committee_stay_closed(town: Town) -> None:
    entry_id = await seed(town, "testing")
    board = await says(town.staff, "/faq")
    other = await stranger_staff(town)
    theirs = await says(other, "/faq")

    for data in (
        f"qse:{entry_id}:withdraw",
        f"qsr:{entry_id}:0",
        f"qsb:{town.place.committee_id}:zip",
    ):
        answer = await other.presses(theirs, data=data)
        assert "out of date" in (answer.text or "")
    assert (await other.presses(board, "⬇️ Export")).show_alert
    assert (await entry(town, entry_id)).standing is Standing.IN_FORCE


@pytest.mark.parametrize(
    "data",
    [
        "qsb:1:nonsense",
        "qsl:1:nonsense:0",
        "qse:99999:show",
        "qsu:nonsense:1:7",
        "qsz:1:2147483647",
    ],
)
async def test_forged_and_old_buttons_do_nothing(town: Town, data: str) -> None:
    await seed(town, "testing")
    board = await says(town.staff, "/faq")

    answer = await town.staff.presses(board, data=data)

    assert "out of date" in (answer.text or "")


async def test_group_is_pointed_to_the_private_chat(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/questions", in_=group)

    await hears_in(group, town.staff, "private chat")


async def test_staff_of_two_committees_choose_one(town: Town) -> None:
    await town.staff.says("/start")
    await town.staff.next_message()

    await town.work.write(build_other_estate, staff=town.staff.id, resident=town.residents[0].id)

    asked = await says(town.staff, "/faq")
    board = await turns(town.staff, asked, "延吉居委会")

    assert "Answers of 延吉居委会" in (board.text or "")
