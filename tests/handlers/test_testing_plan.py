"""Staff plan rounds of testing: by buttons, in one line; and change them with one tap."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from simulator import StoredMessage
from storage.testing.kinds import DayState, RoundState
from storage.testing.queries import RoundView, find_round
from tests.handlers.estate_play import labels, newest, turns
from tests.handlers.faq_staff_play import content_of, says, walk
from tests.handlers.testing_play import LINE, drafts, first_day, plans, sees, texts
from tests.people import bound_group, build_other_estate, hears, shows
from tests.town import Town


async def planned(town: Town, round_id: int = 1) -> RoundView:
    """A round as it stands now."""
    view = await town.work.read(find_round, round_id)
    assert view is not None
    return view


async def test_round_is_planned_by_buttons_and_stands_on_a_card(town: Town) -> None:
    group = await bound_group(town)
    listed = await says(town.staff, "/rounds")
    asked = await turns(town.staff, listed, "➕ New round")
    assert "Question 1 of 4" in (asked.text or "")
    asked = await says(town.staff, "中心花园")
    await walk(town.staff, asked, "3 days in a row", "7:30", "All buildings")
    await sees(town.staff, "Mon 3 Feb")
    preview = await hears(town.staff, "Preview")

    assert "📅 Mon 3 Feb\n📅 Tue 4 Feb\n📅 Wed 5 Feb\n🕒 07:30-07:40" in (preview.text or "")
    assert "1 group hears of it" in (preview.text or "")
    page = await turns(town.staff, preview, "✅ Plan it")
    again = await town.staff.presses(preview, data="tpd:publish:")

    assert "✅ Planned" in (page.text or "")
    assert again.show_alert
    view = await planned(town)
    assert [day.state for day in view.days] == [DayState.PLANNED] * 3
    card = await shows(town, group, "📍 中心花园", "07:30-07:40 · 1, 2")
    assert labels(card) == ["🧪 我家几点做"]
    assert "2月5日 周三 · 07:30-07:40" in (card.text or "")


async def test_line_is_understood_and_shown_as_a_picture(town: Town) -> None:
    await town.staff.says(LINE)
    picture = await sees(town.staff, "Tue 4 Feb")
    preview = await hears(town.staff, "Preview")

    assert "📍 中心花园" in (preview.text or "")
    assert "🧪 1 lane" in (preview.text or "")
    assert picture.photo
    with Image.open(BytesIO(content_of(town, picture.photo[-1].file_id))) as drawn:
        assert drawn.width == 1080
    await town.staff.presses(picture, "Day after ▶️")
    next_day = await sees(town.staff, "Wed 5 Feb")
    assert labels(next_day) == ["◀️ Day before", "Day after ▶️"]


async def test_draft_is_changed_until_it_is_right(town: Town) -> None:
    town.clock.advance(60)
    preview = await drafts(town, "/rounds 2/4 7:30 全小区 中心花园")

    more = await walk(town.staff, preview, "⚙️ More settings", "✏️ Batches")
    assert "One batch a line" in (more.text or "")
    await town.staff.says("2\n1")
    preview = await hears(town.staff, "Preview")
    assert "07:30-07:35 · 2\n🏢 07:35-07:40 · 1" in (preview.text or "")
    more = await walk(town.staff, preview, "⚙️ More settings", "🌙 Evening before", "18:00")
    more = await turns(town.staff, more, "⚙️ More settings")
    assert "🌙 The evening before: 18:00" in (more.text or "")
    back = await turns(town.staff, more, "Back")
    refused = await walk(town.staff, back, "✏️ Begin")
    said = await says(town.staff, "7:61")

    assert "7:61" in (said.text or "")
    assert "When does it begin" in (newest(refused, town.staff).text or "")


async def test_clash_is_shown_before_anything_is_planned(town: Town) -> None:
    await plans(town)

    preview = await drafts(town, "/rounds 2/5 7:30 1号楼 北门")

    assert "cannot be planned so" in (preview.text or "")
    assert "✅ Plan it" not in labels(preview)
    forged = await town.staff.presses(preview, data="tpd:publish:")
    assert forged.show_alert
    assert await town.work.read(find_round, 2) is None


async def test_delay_is_one_tap_and_undone_by_another(town: Town) -> None:
    group = await bound_group(town)
    day = await first_day(town, await plans(town))
    assert "day 1 of 3" in (day.text or "")

    late = await turns(town.staff, day, "+40 min")
    assert "Delayed by 40 minutes" in (late.text or "")
    assert "08:10-" in (late.text or "")
    stale = await town.staff.presses(day, data=_data(day, "+40 min"))
    assert stale.show_alert
    assert [each.delay for each in (await planned(town)).days] == [40, 0, 0]
    await shows(town, group, "推迟40分钟", "08:10-")

    back = await turns(town.staff, late, "↩️ Undo the last change")
    assert "✅ Changed for" in (back.text or "")
    assert [each.delay for each in (await planned(town)).days] == [0, 0, 0]


def _data(message: StoredMessage, label: str) -> str:
    assert message.reply_markup is not None
    for row in message.reply_markup.inline_keyboard:
        for button in row:
            if button.text == label:
                return str(button.callback_data)
    raise LookupError(label)


async def test_one_building_is_moved_and_one_day_skipped(town: Town) -> None:
    day = await first_day(town, await plans(town))
    slots = await turns(town.staff, day, "🏢 Move a building")
    slot = await turns(town.staff, slots, labels(slots)[1])
    assert "Only this building is told" in (slot.text or "")
    await turns(town.staff, slot, "⌨️ Write a time")
    moved = await says(town.staff, "9:30")

    assert "✅ Changed for 1 building" in (moved.text or "")
    assert "09:30-" in (moved.text or "")
    sure = await turns(town.staff, moved, "⏭ Skip this day")
    assert (await planned(town)).days[0].state is DayState.PLANNED
    skipped = await turns(town.staff, sure, "⏭ Yes, skip it")
    assert "Does not take place" in (skipped.text or "")
    assert (await planned(town)).days[0].state is DayState.SKIPPED
    page = await turns(town.staff, skipped, "⬅️ The round")
    assert "❌ Tue 4 Feb · does not take place" in (page.text or "")


async def test_round_is_called_off_only_after_the_question(town: Town) -> None:
    group = await bound_group(town)
    page = await plans(town)

    sure = await turns(town.staff, page, "❌ Call off")
    assert (await planned(town)).state is RoundState.PLANNED
    off = await turns(town.staff, sure, "❌ Yes, call it off")

    assert "❌ Called off" in (off.text or "")
    await shows(town, group, "❌ 已取消")
    over = await says(town.staff, "/rounds")
    assert "None is planned" in (over.text or "")
    listed = await turns(town.staff, over, "🏁 Past rounds")
    assert "called off" in (listed.text or "")


async def test_reminders_of_a_round_are_set_by_a_button_or_in_words(town: Town) -> None:
    page = await plans(town)
    manner = await turns(town.staff, page, "🔔 Reminders")
    assert "⏰ Minutes before: 30" in (manner.text or "")
    manner = await walk(town.staff, manner, "⏰ Minutes before", "60, 15")
    assert "⏰ Minutes before: 60 and 15" in (manner.text or "")

    await turns(town.staff, manner, "🤫 Quiet hours")
    set_ = await says(town.staff, "none")

    assert "🤫 Quiet hours: none" in (set_.text or "")
    kept = (await planned(town)).manner
    assert (kept.before_minutes, kept.quiet_from) == ((60, 15), None)


# Every button of staff's side, as somebody else might make it; what each carries behind its acts.
FORGED = {
    "tpl:{}:0:0": "show over new file csv xlsx",
    "tpr:1:{}:1:": "show call_off call_off_sure undo manner edit.evening",
    "tpr:1:{}:1:18h00": "set.evening",
    "tpy:1:{}:40:1": "show delay skip skip_sure slots picture",
    "tps:1:1:{}:40:1": "show delay write",
    "tpd:{}:": "publish preview",
    "tpx:{}": "csv xlsx",
}


async def test_nobody_else_sees_or_changes_a_round(town: Town) -> None:
    await plans(town)
    resident, neighbour = town.residents[0], town.residents[1]
    await town.work.write(build_other_estate, staff=neighbour.id, resident=neighbour.id)
    before = await planned(town)

    for person in (resident, neighbour):
        own = await says(person, "/testing")
        for form, acts in FORGED.items():
            if person is neighbour and form.startswith(("tpl", "tpd", "tpx")):
                continue
            for act in acts.split():
                answer = await person.presses(own, data=form.format(act))
                assert answer.show_alert, form.format(act)
        assert "中心花园" not in "".join(texts(person)[1:])

    assert await planned(town) == before
