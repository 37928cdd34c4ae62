"""Notices that recur, that are sent back, that are kept for, and that volunteers knock for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simulator import Person, StoredMessage
from storage.community.actions import create_estate, grant_role
from storage.community.kinds import RoleKind
from storage.notices.actions import has_due_notices
from storage.notices.kinds import NoticeState
from storage.notices.queries import find_notice, find_reach
from storage.volunteers.actions import read_handbook
from tests.handlers.estate_play import asks, labels, newest, turns
from tests.handlers.test_notices import changes, colleague, drafts, text_of
from tests.people import bound_group, find_said, hears, shows, until
from tests.town import Town


async def test_notice_that_recurs_counts_its_days_until_it_is_stopped(town: Town) -> None:
    group = await bound_group(town)
    await drafts(town, "封控通知\n🕒 全天\n📍 1号楼", "🚧 A closure")
    page = await asks(town.staff, "1")
    options = await turns(town.staff, page, "⚙️ How")
    await turns(town.staff, options, "📅 Count the days")
    options = await asks(town.staff, "2/1 14")
    assert "Counts the days: 14" in text_of(options)
    page = await turns(town.staff, options, "Back")
    await turns(town.staff, page, "🗓 When")
    page = await asks(town.staff, "every day 8:00")
    assert "Every day" in text_of(page)
    assert "🕒 At 08:00" in text_of(page)
    page = await turns(town.staff, page, "📨 Send")
    assert "It will go out at its time" in text_of(page)

    town.clock.advance(7 * 3600)
    await shows(town, group, "封控通知", "2", "14")
    town.clock.advance(24 * 3600)
    await shows(town, group, "封控通知", "3", "14")
    page = await asks(town.staff, "/notices")
    page = await turns(town.staff, page, next(one for one in labels(page) if "封控" in one))
    report = await turns(town.staff, page, "📊 Group by group")
    assert "🔁 Time 2 of 2" in text_of(report)
    page = await turns(town.staff, report, "Back")
    page = await turns(town.staff, page, "⏹ Do not send it any more")
    assert "It will not go out any more" in text_of(page)
    notice = await town.work.read(find_notice, 1)
    assert notice is not None
    assert notice.state is NoticeState.SENT
    assert await town.work.read(has_due_notices, town.clock.now() + timedelta(days=1)) is False


async def test_notice_is_sent_back_changed_and_asked_for_anew(town: Town) -> None:
    group = await bound_group(town)
    second = await colleague(town)
    choice = await drafts(town, "明天停电")
    choice = await turns(town.staff, choice, "Whole estate")
    page = await turns(town.staff, choice, "Done")
    waiting = await turns(town.staff, page, "👥 Ask a colleague to confirm")
    own = await town.staff.presses(waiting, data="ic:1:1:confirm")
    assert own.show_alert

    request = await hears(second, "Please read notice 1")
    await second.presses(request, "↩️ Send back")
    await hears(second, "What should be changed")
    await second.says("写上几点到几点")
    back = await hears(town.staff, "came back to you", "写上几点到几点")
    page = await turns(town.staff, back, "Open it")
    assert "Draft of notice 1" in text_of(page)
    facts = await turns(town.staff, page, "🕒 Time, place")
    await turns(town.staff, facts, "🕒 Time")
    page = await asks(town.staff, "明天 9:00-11:00")
    assert "🕒 明天 9:00-11:00" in text_of(page)
    await turns(town.staff, page, "👥 Ask a colleague to confirm")
    late = await second.presses(request, "✅ Confirm and send")
    assert "read it again" in (late.text or "")
    assert find_said(group, "明天停电") is None
    anew = await hears(second, "Please read notice 1")
    await second.presses(anew, "✅ Confirm and send")
    await shows(town, group, "明天停电", "9:00-11:00")
    await hears(town.staff, "was confirmed")


async def test_choice_is_kept_under_a_name_among_several_estates(town: Town) -> None:
    await town.work.write(create_estate, town.place.committee_id, "桂花里", now=town.clock.now())
    choice = await drafts(town, "今晚停水")
    assert "Choose an estate first" in text_of(choice)
    refused = await asks(town.staff, "1")
    assert "Choose the estate first" in text_of(refused)
    inside = await turns(town.staff, choice, "图们小区")
    inside = await turns(town.staff, inside, "2")
    assert "● 2" in labels(inside)
    choice = await turns(town.staff, inside, "Back")
    choice = await turns(town.staff, choice, "Private")
    assert "● Private" in labels(choice)
    await turns(town.staff, choice, "💾 Keep this choice")
    page = await asks(town.staff, "河边的楼")
    assert "Saved" in text_of(page)

    choice = await drafts(town, "明天送菜")
    saved = await turns(town.staff, choice, "📂 Kept choices: 1")
    assert "Buildings 2" in text_of(saved)
    choice = await turns(town.staff, saved, "河边的楼")
    page = await turns(town.staff, choice, "Done")
    assert "🏢 Buildings 2" in text_of(page)
    assert "in private: 2" in text_of(page)


async def volunteer(town: Town, person: Person) -> None:
    now = town.clock.now()

    def accept(session: Any) -> None:
        committee, until_at = town.place.committee_id, now + timedelta(days=7)
        grant_role(session, person.id, committee, RoleKind.VOLUNTEER, now=now, expires_at=until_at)
        read_handbook(session, by=person.id, now=now)

    await town.work.write(accept)


async def test_volunteer_knocks_at_the_doors_that_are_left(town: Town) -> None:
    await bound_group(town)
    helper = town.residents[1]
    await volunteer(town, helper)
    await drafts(town, "今晚停水")
    page = await asks(town.staff, "1")
    page = await turns(town.staff, page, "📨 Send")
    await hears(town.residents[0], "今晚停水")
    houses = await turns(town.staff, page, "🏠 Households")
    page = await turns(town.staff, houses, "🚪 Ask volunteers to knock")
    assert "Volunteers see a task" in text_of(page)

    await hears(helper, "something to do for you")
    tasks = await asks(helper, "/tasks")
    task = await turns(helper, tasks, next(one for one in labels(tasks) if "🚪" in one))
    task = await turns(helper, task, next(one for one in labels(task) if "I take it" in one))
    doors = await turns(helper, task, "🚪 To the door")
    assert "▫️ 1-103" in labels(doors)
    await helper.presses(doors, "👀 Read it")
    await hears(helper, "Notice", "今晚停水")
    every = next(one for one in labels(doors) if one.startswith("☑️"))
    doors = await turns(helper, doors, every)
    assert "Every door here is reached" in text_of(doors)
    assert (await town.work.read(find_reach, 1)).total.remaining == 0
    told = await helper.presses(doors, data=f"id:1:{town.place.buildings[1]}:knocked:0")
    assert told.show_alert


async def test_voice_is_explained_in_words_and_changed_under_it(town: Town) -> None:
    group = await bound_group(town)
    await asks(town.staff, "/notice")
    await town.staff.sends_voice()
    wanted = await hears(town.staff, "I have the voice message")
    assert "those who cannot listen" in text_of(wanted)
    kind = await asks(town.staff, "错峰做核酸：单号楼9点，双号楼10点")
    await turns(town.staff, kind, "📣 Something else")
    page = await asks(town.staff, "1")
    page = await turns(town.staff, page, "📨 Send")
    voice: StoredMessage = await until(
        town, lambda: next((m for m in group.messages if m.voice), None)
    )
    assert "错峰" in text_of(voice)

    languages = await turns(town.staff, page, "✏️ Words, languages")
    await town.staff.presses(languages, "✓ Simplified Chinese")
    await hears(town.staff, "Send the whole notice anew")
    change = await asks(town.staff, "改到下午：单号楼2点，双号楼3点")
    await turns(town.staff, change, "✅ Change it everywhere")
    await changes(town, voice, town.staff, "改到下午")
    assert newest(voice, town.staff).voice is not None
