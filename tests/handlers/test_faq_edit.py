"""Staff write, change, translate, publish and withdraw entries in a private conversation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.app import running_app
from simulator import Clock, Simulator, StoredMessage
from storage.community.queries import find_conversation
from storage.faq import actions
from storage.faq.kinds import ClosureKind, EntryKind, EntryState, Standing
from storage.faq.queries import find_entry
from storage.local_time import local_day
from tests.builders import OPENING, build_neighbourhood
from tests.handlers.estate_play import building, labels, turns
from tests.handlers.faq_play import DELIVERIES, seed, today
from tests.handlers.faq_staff_play import SOURCE, entries, entry, says, walk
from tests.town import TOKEN, Town, town_settings


async def _open(town: Town, entry_id: int) -> StoredMessage:
    """The page of an entry."""
    board = await says(town.staff, "/faq")
    await town.staff.presses(board, data=f"qse:{entry_id}:show")
    return town.staff.chat.messages[-1]


async def test_new_entry_is_written_step_by_step_and_put_in_force(town: Town) -> None:
    board = await says(town.staff, "/faq")
    asked = await walk(town.staff, board, "✍️ Write the first myself", "🧪 Testing")
    assert "What do residents ask?" in (asked.text or "")

    answer = await says(town.staff, "Where is the test site?")
    assert "And the answer?" in (answer.text or "")
    source = await says(town.staff, "At the south gate.\n\nBring your card.")
    assert "Where does it come from?" in (source.text or "")
    assert (await entries(town))[0].standing is Standing.DRAFTED
    preview = await says(town.staff, f"{SOURCE}\nhttps://example.org/12")
    assert "This is what residents will be given" in (preview.text or "")
    assert "Notice No. 12 on testing" in (preview.text or "")
    assert "District health office, 20 Jan 2020" in (preview.text or "")
    page = await turns(town.staff, preview, "30 days")

    assert "Residents are given this now" in (page.text or "")
    (made,) = await entries(town)
    assert made.standing is Standing.IN_FORCE
    assert (made.kind, made.language) == (EntryKind.TESTING, "en")
    assert made.source_text.answer == "At the south gate.\n\nBring your card."
    assert made.source_url == "https://example.org/12"
    assert (made.issued_on, made.valid_from) == (date(2020, 1, 20), date(2020, 1, 20))
    assert made.valid_until == today(town) + timedelta(days=30)
    assert made.owner_id == town.staff.id


async def test_new_entry_in_chinese_is_known_as_chinese_and_may_stay_a_draft(town: Town) -> None:
    board = await says(town.staff, "/faq")
    await walk(town.staff, board, "✍️ Write the first myself", "🐾 Pets")

    source = await says(town.staff, "楼下可以遛狗吗？\n可以，早上六点到七点，牵好绳子。")
    preview = await turns(town.staff, source, "📎 Our committee, today")
    page = await turns(town.staff, preview, "Keep as a draft")

    assert "Draft." in (page.text or "")
    (made,) = await entries(town)
    assert made.language == "zh-hans"
    assert made.standing is Standing.DRAFTED
    assert made.issued_on == made.valid_from == today(town)
    assert made.source_text.issuing_body == "图们居委会"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * 201, "The question is too long: at most 200"),
        ("Where?\n" + "x" * 1501, "The answer is too long: at most 1,500"),
    ],
)
async def test_too_long_words_are_refused_and_asked_again(
    town: Town, text: str, refusal: str
) -> None:
    board = await says(town.staff, "/faq")
    await walk(town.staff, board, "✍️ Write the first myself", "🧪 Testing")

    refused = await says(town.staff, text)
    again = await says(town.staff, "Where is the test site?")

    assert refusal in (refused.text or "")
    assert "And the answer?" in (again.text or "")


async def _send_again(town: Town, text: str) -> StoredMessage:
    """Telegram sends an update once more that was taken when the process died."""
    kept = await town.work.read(find_conversation, town.staff.id, town.staff.id)
    assert kept is not None
    staff = {"id": town.staff.id, "is_bot": False, "first_name": "陈主任", "language_code": "en"}
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": town.staff.id, "type": "private", "first_name": "陈主任"},
        "from": staff,
        "text": text,
    }
    await town.app.switchboard.handle({"update_id": kept.data["update_id"], "message": message})
    return await town.staff.next_message()


async def test_message_that_comes_twice_is_taken_once(town: Town) -> None:
    board = await says(town.staff, "/faq")
    await walk(town.staff, board, "✍️ Write the first myself", "🧪 Testing")
    await says(town.staff, "Where is the test site?")

    again = await _send_again(town, "Where is the test site?")
    assert "And the answer?" in (again.text or "")
    await says(town.staff, "At the gate.")
    source = await _send_again(town, "At the gate.")

    assert "Where does it come from?" in (source.text or "")
    assert [each.source_text.answer for each in await entries(town)] == ["At the gate."]


async def test_translation_that_comes_twice_is_no_answer(town: Town) -> None:
    entry_id = await seed(town, "parcels", DELIVERIES)
    await walk(town.staff, await _open(town, entry_id), "🌐 Translate", "– Français")
    await says(town.staff, "Où sont les colis ?")

    again = await _send_again(town, "Où sont les colis ?")
    assert "And the answer in French?" in (again.text or "")
    await says(town.staff, "À la porte est.")
    preview = await _send_again(town, "À la porte est.")

    assert "Où sont les colis ?" in (preview.text or "")
    assert "Residents do not see this yet" in (preview.text or "")


async def test_change_of_an_entry_in_force_counts_once_it_is_published(town: Town) -> None:
    entry_id = await seed(town, "testing")
    page = await _open(town, entry_id)
    asked = await walk(town.staff, page, "✏️ Change", "Answer")
    assert "周末在南门广场采样" in (asked.text or "")

    first = await says(town.staff, "周末改到北门，上午九点开始。")
    assert "Residents do not see this yet" in (first.text or "")
    assert "南门" in (await entry(town, entry_id)).source_text.answer
    second = await says(town.staff, "周末改到北门，上午八点开始。")
    shown = await turns(town.staff, second, "✅ Publish the change")

    assert "Residents are given this now" in (shown.text or "")
    changed = await entry(town, entry_id)
    assert changed.source_text.answer == "周末改到北门，上午八点开始。"
    assert changed.standing is Standing.IN_FORCE
    assert "en" in changed.stale
    old = await town.staff.presses(first, "✅ Publish the change")
    assert "out of date" in (old.text or "")


async def test_discarded_change_leaves_everything(town: Town) -> None:
    entry_id = await seed(town, "testing")
    before = await entry(town, entry_id)
    await walk(town.staff, await _open(town, entry_id), "✏️ Change", "Question")

    preview = await says(town.staff, "周末去哪里做核酸？")
    page = await turns(town.staff, preview, "Discard")

    assert "The change is dropped" in (page.text or "")
    assert await entry(town, entry_id) == before
    assert await town.work.read(find_conversation, town.staff.id, town.staff.id) is None


async def test_change_survives_a_restart(sqlite_url: str) -> None:
    clock = Clock(OPENING)
    async with Simulator(clock=clock) as simulator:
        world = simulator.world(token=TOKEN, bot_username="linli_bot", flood=None)
        staff = world.person("陈主任", language_code="en")
        staff.chat.is_started = True
        settings = town_settings(simulator, sqlite_url)
        async with running_app(settings, clock) as app:
            place = await app.services.work.write(build_neighbourhood, people=[], staff=staff.id)
            town = Town(simulator, world, clock, app, place, [], staff)
            entry_id = await seed(town, "testing")
            await walk(staff, await _open(town, entry_id), "✏️ Change", "Answer")
            preview = await says(staff, "周末改到北门。")
        async with running_app(settings, clock) as app:
            await turns(staff, preview, "✅ Publish the change")
            changed = await app.services.work.read(find_entry, entry_id, clock.now())

    assert changed is not None
    assert changed.source_text.answer == "周末改到北门。"


async def test_draft_is_changed_at_once(town: Town) -> None:
    entry_id = await seed(
        town, "open", {"en": ("Where?", "At [[the place]].")}, state=EntryState.DRAFTED
    )
    page = await _open(town, entry_id)
    assert "1 place in [[ ]] must be filled in first" in (page.text or "")
    refused = await town.staff.presses(page, "✅ Put in force")
    assert "1 place in [[ ]]" in (refused.text or "")

    await walk(town.staff, page, "✏️ Change", "Answer")
    saved = await says(town.staff, "At the gate.")
    preview = await turns(town.staff, saved, "✅ Put in force")
    await turns(town.staff, preview, "No end")

    published = await entry(town, entry_id)
    assert published.standing is Standing.IN_FORCE
    assert published.valid_until is None


async def test_source_needs_document_body_and_date(town: Town) -> None:
    entry_id = await seed(town, "draft", state=EntryState.DRAFTED)
    await walk(town.staff, await _open(town, entry_id), "✏️ Change", "📎 Source")

    refused = await says(town.staff, "Notice No. 12")
    assert "I need three lines" in (refused.text or "")
    await says(town.staff, SOURCE)

    changed = await entry(town, entry_id)
    assert changed.source_text.source == "Notice No. 12 on testing"
    assert changed.issued_on == date(2020, 1, 20)


async def test_variants_are_added_taken_out_and_put_back(town: Town) -> None:
    entry_id = await seed(town, "testing")
    await walk(town.staff, await _open(town, entry_id), "✏️ Change", "Other wordings")

    shown = await says(town.staff, "周末核酸\n哪里做检测\n周末核酸")
    assert (await entry(town, entry_id)).source_text.variants == ("周末核酸", "哪里做检测")
    less = await turns(town.staff, shown, "✖ 1")
    assert "Taken out: 周末核酸" in (less.text or "")
    assert (await entry(town, entry_id)).source_text.variants == ("哪里做检测",)
    old = await town.staff.presses(shown, "✖ 2")
    assert "out of date" in (old.text or "")
    await turns(town.staff, less, "↩️ Undo: put it back")

    assert set((await entry(town, entry_id)).source_text.variants) == {"周末核酸", "哪里做检测"}


async def test_translation_in_one_message_or_in_two(town: Town) -> None:
    entry_id = await seed(town, "parcels", DELIVERIES, state=EntryState.DRAFTED)
    asked = await walk(town.staff, await _open(town, entry_id), "🌐 Translate", "– Français")
    assert "放在东门货架" in (asked.text or "")

    saved = await says(town.staff, "Où sont les colis ?\n\nÀ la porte est.")
    assert "À la porte est." in (saved.text or "")
    assert (await entry(town, entry_id)).texts["fr"].answer == "À la porte est."
    await walk(town.staff, await _open(town, entry_id), "🌐 Translate", "– 한국어")
    more = await says(town.staff, "택배는 어디서 받나요?")
    assert "And the answer in Korean?" in (more.text or "")
    await says(town.staff, "동문 선반에 있습니다.")

    texts = (await entry(town, entry_id)).texts
    assert texts["ko"].question == "택배는 어디서 받나요?"
    assert texts["ko"].answer == "동문 선반에 있습니다."


async def test_old_translation_that_is_still_right_is_confirmed(town: Town) -> None:
    entry_id = await seed(town, "testing")
    town.clock.advance(60)
    await walk(town.staff, await _open(town, entry_id), "✏️ Change", "Answer")
    preview = await says(town.staff, "周末在南门广场采样，上午七点到九点半。")
    page = await turns(town.staff, preview, "✅ Publish the change")
    town.clock.advance(60)

    languages = await turns(town.staff, page, "🌐 Translate")
    assert "⚠️ English" in labels(languages)
    await walk(town.staff, languages, "⚠️ English", "✔️ It is still right")

    assert "en" not in (await entry(town, entry_id)).stale


async def test_dates_are_read_and_bad_ones_change_nothing(town: Town) -> None:
    entry_id = await seed(town, "testing")
    before = (await entry(town, entry_id)).valid_until
    until = await turns(town.staff, await _open(town, entry_id), "📅 Holds until")
    await town.staff.presses(until, "Another day")
    asked = await town.staff.next_message()
    assert "Example: 2026-12-31" in (asked.text or "")

    unread = await says(town.staff, "31/02/2020")
    assert "I cannot read this day" in (unread.text or "")
    reversed_ = await says(town.staff, "2019-12-31")
    assert "must not be before the first" in (reversed_.text or "")
    assert (await entry(town, entry_id)).valid_until == before
    await says(town.staff, "12月31日")

    assert (await entry(town, entry_id)).valid_until == date(2020, 12, 31)


async def test_beginning_is_typed(town: Town) -> None:
    entry_id = await seed(town, "testing")
    edit = await turns(town.staff, await _open(town, entry_id), "✏️ Change")
    await town.staff.presses(edit, "📅 Holds from")
    await town.staff.next_message()

    page = await says(town.staff, "tomorrow")

    assert "Holds from" in (page.text or "")
    assert (await entry(town, entry_id)).standing is Standing.NOT_YET


async def test_scope_is_chosen_by_buttons(town: Town) -> None:
    entry_id = await seed(town, "testing")
    scope = await walk(town.staff, await _open(town, entry_id), "✏️ Change", "📍 Where")
    assert "It holds everywhere" in (scope.text or "")

    inside = await turns(town.staff, scope, "图们小区")
    chosen = await turns(town.staff, inside, "2")
    assert "图们小区, building 2" in (chosen.text or "")
    await turns(town.staff, chosen, "Lockdown area")

    changed = await entry(town, entry_id)
    assert changed.building_id == (await building(town, "2")).id
    assert changed.closure is ClosureKind.LOCKDOWN
    await turns(town.staff, chosen, "Everywhere")
    assert (await entry(town, entry_id)).estate_id is None


async def test_topic_is_changed(town: Town) -> None:
    entry_id = await seed(town, "testing")

    await walk(town.staff, await _open(town, entry_id), "✏️ Change", "🗂 Topic", "🥬 Supplies")

    assert (await entry(town, entry_id)).kind is EntryKind.SUPPLIES


async def test_withdrawal_names_a_successor_and_can_be_undone(town: Town) -> None:
    old = await seed(town, "testing")
    new = await seed(town, "testing-new", {"en": ("Where is the new site?", "At the park.")})
    asked = await turns(town.staff, await _open(town, old), "🗑 Withdraw")
    assert "What replaces it?" in (asked.text or "")

    gone = await turns(town.staff, asked, "✅ Where is the new site?")
    assert "Replaced by: Where is the new site?" in (gone.text or "")
    assert (await entry(town, old)).replaced_by == new
    back = await turns(town.staff, gone, "↩️ Undo: restore")

    assert "Undone" in (back.text or "")
    restored = await entry(town, old)
    assert (restored.standing, restored.replaced_by) == (Standing.IN_FORCE, None)


async def test_successor_of_what_has_ended_leaves_its_end(town: Town) -> None:
    ended = await seed(town, "testing", valid_until=today(town))
    new = await seed(town, "testing-new", {"en": ("Where is the new site?", "At the park.")})
    town.clock.advance(86_400 * 2)

    asked = await turns(town.staff, await _open(town, ended), "➡️ Replaced by")
    assert "What replaces this answer?" in (asked.text or "")
    assert "Nothing replaces it" not in labels(asked)
    page = await turns(town.staff, asked, "✅ Where is the new site?")

    assert "Ended on" in (page.text or "")
    assert "Replaced by: Where is the new site?" in (page.text or "")
    changed = await entry(town, ended)
    assert (changed.standing, changed.replaced_by) == (Standing.EXPIRED, new)


async def test_successor_of_what_was_withdrawn_can_be_changed(town: Town) -> None:
    old = await seed(town, "testing")
    first = await seed(town, "testing-new", {"en": ("Where is the new site?", "At the park.")})
    second = await seed(town, "testing-last", {"en": ("Where is the last site?", "At the gate.")})
    await walk(town.staff, await _open(town, old), "🗑 Withdraw", "✅ Where is the new site?")
    assert (await entry(town, old)).replaced_by == first

    page = await walk(
        town.staff, await _open(town, old), "➡️ Replaced by", "✅ Where is the last site?"
    )
    assert "Replaced by: Where is the last site?" in (page.text or "")
    assert (await entry(town, old)).replaced_by == second
    await walk(town.staff, page, "➡️ Replaced by", "Nothing replaces it")

    changed = await entry(town, old)
    assert (changed.standing, changed.replaced_by) == (Standing.WITHDRAWN, None)


async def test_what_has_ended_can_be_withdrawn(town: Town) -> None:
    ended = await seed(town, "testing", valid_until=today(town))
    town.clock.advance(86_400 * 2)

    await walk(town.staff, await _open(town, ended), "🗑 Withdraw", "Nothing replaces it")

    assert (await entry(town, ended)).standing is Standing.WITHDRAWN


async def test_successor_is_searched_for(town: Town) -> None:
    old = await seed(town, "testing")
    new = await seed(town, "parcels", DELIVERIES, kind=EntryKind.DELIVERIES)
    await walk(town.staff, await _open(town, old), "🗑 Withdraw", "🔎 Search")

    found = await says(town.staff, "parcels")
    await turns(town.staff, found, "✅ Where do I pick up parcels?")

    assert (await entry(town, old)).replaced_by == new


async def test_checked_today_is_noted(town: Town) -> None:
    entry_id = await seed(town, "testing")
    town.clock.advance(3 * 86_400)

    page = await turns(town.staff, await _open(town, entry_id), "✔️ Checked today")

    assert "checked today" in (page.text or "")
    checked = await entry(town, entry_id)
    assert checked.checked_at is not None
    assert local_day(checked.checked_at, "Asia/Shanghai") == today(town)
    assert checked.checked_by == town.staff.id


async def test_owner_prolongs_what_ends_and_twice_is_once(town: Town) -> None:
    end = today(town) + timedelta(days=5)
    entry_id = await seed(town, "testing", valid_until=end)
    await says(town.staff, "/start")
    assert await town.work.write(actions.remind_expiring, now=town.clock.now()) == 1
    notice = await town.staff.next_message()
    assert "An answer ends on" in (notice.text or "")

    await town.staff.presses(notice, "+30 days")
    await town.staff.presses(notice, "+30 days")

    assert (await entry(town, entry_id)).valid_until == end + timedelta(days=30)


async def test_moving_on_ends_the_question(town: Town) -> None:
    entry_id = await seed(town, "testing")
    asked = await walk(town.staff, await _open(town, entry_id), "✏️ Change", "Answer")

    await turns(town.staff, asked, "Cancel")
    await says(town.staff, "周末改到北门。")

    assert "南门" in (await entry(town, entry_id)).source_text.answer
