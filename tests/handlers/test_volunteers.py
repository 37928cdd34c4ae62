"""People sign up, staff accept them for a while, they read, take tasks and give them back."""

from __future__ import annotations

from datetime import timedelta

from simulator import Person, StoredMessage
from storage.community.actions import grant_role, save_conversation
from storage.community.kinds import RoleKind
from storage.community.queries import find_conversation
from storage.volunteers.actions import HandTask, NewTask, open_by_hand, open_task, read_handbook
from storage.volunteers.kinds import TaskKind, TaskState
from storage.volunteers.queries import TaskView, count_offers, find_task, list_live_tasks
from tests.handlers.estate_play import actor, asks, labels, newcomer, newest, turns
from tests.people import hears
from tests.town import Town

DAYS = timedelta(days=7)
# The clock of the town runs on while people press.
MOMENT = timedelta(minutes=5)


async def walk(person: Person, page: StoredMessage, *buttons: str) -> StoredMessage:
    for button in buttons:
        page = await turns(person, page, button)
    return page


async def opens(person: Person, command: str, words: str) -> StoredMessage:
    """Send a command and find its page among notices that come at the same time."""
    await person.says(command)
    return await hears(person, words)


async def helper(town: Town, name: str = "小李", building: int | None = 0) -> Person:
    """A volunteer who has read the handbook."""
    person = newcomer(town, name)
    await asks(person, "/start")
    now = town.clock.now()
    await town.work.write(
        grant_role,
        person.id,
        town.place.committee_id,
        RoleKind.VOLUNTEER,
        building_id=None if building is None else town.place.buildings[building],
        expires_at=now + DAYS,
        now=now,
    )
    await town.work.write(read_handbook, by=person.id, now=now)
    return person


async def errand(town: Town, title: str = "carry water", building: int = 0) -> int:
    hand = HandTask(town.place.committee_id, title, building_id=town.place.buildings[building])
    (task_id,) = await town.work.write(
        open_by_hand, hand, title, by=town.staff.id, now=town.clock.now()
    )
    return task_id


async def task(town: Town, task_id: int) -> TaskView:
    found = await town.work.read(find_task, task_id)
    assert found is not None
    return found


def find_label(message: StoredMessage, words: str) -> str:
    return next(label for label in labels(message) if words in label)


async def test_a_stranger_signs_up_is_accepted_reads_and_takes_a_task(town: Town) -> None:
    await asks(town.staff, "/start")
    person = newcomer(town)
    form = await asks(person, "/start volunteer")
    assert "Volunteer for 图们居委会" in (form.text or "")
    form = await walk(person, form, "📞 phone calls", "🛵 e-bike", "🏢 Choose buildings", "1")
    form = await walk(person, form, "✅ Done choosing")
    assert "🏢 Buildings: 1" in (form.text or "")
    sent = await walk(person, form, "📨 Send")
    assert "Sent. Thank you" in (sent.text or "")

    notice = await hears(town.staff, "王秀兰 offers help")
    one = await walk(town.staff, notice, "👤 Look at it")
    assert "📞 phone calls" in (one.text or "")
    one = await walk(town.staff, one, "✅ Accept", "🏢 Where they want", "7 days")
    assert "🟢 Volunteer" in (one.text or "")

    welcome = await hears(person, "Welcome. You are a volunteer until")
    (right,) = (await actor(town, person)).roles
    assert right.building_id == town.place.buildings[0]
    assert right.expires_at is not None
    assert timedelta() <= town.clock.now() + DAYS - right.expires_at < MOMENT

    task_id = await errand(town)
    await hears(person, "There is something to do for you")
    page = await walk(person, await opens(person, "/tasks", "🧰 Tasks"), "🏃 1 carry water")
    refused = await person.presses(page, "✋ I take it")
    assert "read the handbook first" in (refused.text or "")

    book = await turns(person, welcome, "📖 Handbook")
    while "✅ I have read it all" not in labels(book):
        book = await turns(person, book, "Later ›")
    assert "ready" in ((await turns(person, book, "✅ I have read it all")).text or "")
    mine = await turns(person, page, "✋ I take it")
    assert "It is yours" in (mine.text or "")

    assert "Done. Thank you" in ((await turns(person, mine, "✅ Done")).text or "")
    assert (await task(town, task_id)).state is TaskState.DONE


async def test_a_form_goes_on_where_it_was_left(town: Town) -> None:
    person = newcomer(town)
    form = await asks(person, "/volunteer")
    await walk(person, form, "💪 lifting")

    again = await asks(person, "/volunteer")

    assert "✅ 💪 lifting" in labels(again)


async def test_what_was_offered_is_shown_and_erased(town: Town) -> None:
    person = newcomer(town)
    await walk(person, await asks(person, "/volunteer"), "📨 Send")

    me = await opens(person, "/me", "What is kept about you")
    assert "What you offered as a volunteer" in (me.text or "")
    await walk(person, me, *labels(me)[-1:])
    erased = await turns(person, me, labels(newest(me, person))[-1])

    assert "I have forgotten you" in (erased.text or "")
    assert await town.work.read(count_offers, person.id) == 0


async def test_only_staff_open_the_list_and_decide(town: Town) -> None:
    person = newcomer(town)
    await walk(person, await asks(person, "/volunteer"), "📨 Send")
    staff_page = await walk(
        town.staff, await opens(town.staff, "/volunteer", "Volunteers of"), "👥 All volunteers"
    )
    one = await walk(town.staff, staff_page, "🆕 王秀兰")

    for message, label in ((staff_page, "🆕 王秀兰"), (one, "✅ Accept"), (one, "🙏 Not now")):
        refused = await person.presses(message, label)
        assert "staff" in (refused.text or "")

    declined = await turns(town.staff, one, "🙏 Not now")
    assert "Declined" in (declined.text or "")
    await hears(person, "Thank you for offering")


async def test_one_building_extended_and_ended(town: Town) -> None:
    person = newcomer(town)
    await walk(person, await asks(person, "/volunteer"), "📨 Send")
    page = await walk(
        town.staff, await opens(town.staff, "/volunteer", "Volunteers of"), "👥 All volunteers"
    )
    one = await walk(town.staff, page, "🆕 王秀兰", "✅ Accept", "One building", "2", "3 days")
    assert [right.building_id for right in (await actor(town, person)).roles] == [
        town.place.buildings[1]
    ]

    one = await walk(town.staff, one, "📅 More time", "30 days")
    (right,) = (await actor(town, person)).roles
    assert right.expires_at is not None
    assert right.expires_at - town.clock.now() > timedelta(days=29)

    gone = await walk(town.staff, one, "End it", "Yes, end it")
    assert "Has left" in (gone.text or "")
    assert (await actor(town, person)).roles == ()
    await hears(person, "Your time as a volunteer has ended")


async def test_pausing_and_leaving(town: Town) -> None:
    person = newcomer(town)
    await walk(person, await asks(person, "/volunteer"), "📨 Send")
    mine = await walk(person, await asks(person, "/volunteer"), "⏸ Pause", "▶️ Go on")

    left = await walk(person, mine, "Leave", "Yes, I leave")

    assert "no volunteer any more" in (left.text or "")


async def test_given_back_with_a_reason_it_is_open_again(town: Town) -> None:
    await asks(town.staff, "/start")
    person = await helper(town)
    task_id = await errand(town)
    page = await walk(
        person, await opens(person, "/tasks", "🧰 Tasks"), "🏃 1 carry water", "✋ I take it"
    )
    await person.presses(page, "↩️ Give it back")
    await hears(person, "Why do you give it back?")

    after = await asks(person, "my bike broke")

    assert "Nobody has taken it yet" in (after.text or "")
    told = await hears(town.staff, "A task was given back", "my bike broke")
    assert "🧰 Open the task" in labels(told)
    assert (await task(town, task_id)).claimed_by is None


async def test_one_task_is_taken_by_one(town: Town) -> None:
    first, second = await helper(town, "小李"), await helper(town, "小张")
    await errand(town)
    pages = [
        await walk(each, await opens(each, "/tasks", "🧰 Tasks"), "🏃 1 carry water")
        for each in (first, second)
    ]
    await turns(first, pages[0], "✋ I take it")

    refused = await second.presses(pages[1], "✋ I take it")

    assert "Somebody else has taken this task" in (refused.text or "")


async def test_the_door_is_for_the_holder_and_staff(town: Town) -> None:
    near, far = await helper(town, "小李"), await helper(town, "小张", building=1)
    household = town.place.households[0]
    new = NewTask(
        TaskKind.KNOCK,
        town.place.committee_id,
        "knock:1",
        building_id=town.place.buildings[0],
        household_id=household,
        subject="supplies",
        subject_id=1,
    )
    await town.work.write(open_task, new, now=town.clock.now())
    page = await walk(near, await opens(near, "/tasks", "🧰 Tasks"), "🚪 1 Knock")
    assert "1-101" not in (page.text or "")

    refused = await far.presses(page, "✋ I take it")
    assert "You may not work there" in (refused.text or "")
    mine = await turns(near, page, "✋ I take it")
    assert "Door 1-101" in (mine.text or "")
    assert "🚪 To the door" in labels(mine)
    assert "✅ Done" not in labels(mine)


async def test_residents_see_no_tasks(town: Town) -> None:
    await errand(town)
    page = await walk(town.staff, await opens(town.staff, "/tasks", "🧰 Tasks"), "🏃 1 carry water")
    resident = town.residents[0]

    assert "Only volunteers" in ((await asks(resident, "/tasks")).text or "")
    for label in ("✋ I take it", "🚫 Call it off", "🧰 Tasks"):
        assert (await resident.presses(page, label)).text


async def test_staff_open_a_task_by_hand_and_watch_it(town: Town) -> None:
    person = await helper(town, building=None)
    tasks = await opens(town.staff, "/tasks", "🧰 Tasks")
    await town.staff.presses(tasks, "➕ New task")
    await hears(town.staff, "What is to be done?")
    draft = await asks(town.staff, "Carry 40 boxes of water")
    draft = await walk(town.staff, draft, "🏢 Where", "2", "👥 2", "⏰ 6 h", "🚗 Needs a vehicle")
    assert "Building 2" in (draft.text or "")
    opened = await walk(town.staff, draft, "📢 Open it")
    assert "Helper 1 of 2" in (opened.text or "")

    live = await town.work.read(list_live_tasks, town.place.committee_id)
    assert [(each.needs_vehicle, each.building) for each in live] == [(True, "2")] * 2
    assert live[0].due_at is not None
    assert timedelta() <= town.clock.now() + timedelta(hours=6) - live[0].due_at < MOMENT

    page = await opens(person, "/tasks", "🧰 Tasks")
    await walk(person, page, find_label(page, "Carry 40 boxes"), "✋ I take it")
    everything = await walk(
        town.staff, await opens(town.staff, "/tasks", "🧰 Tasks"), "👥 All tasks"
    )
    assert "✋ Taken: 1" in (everything.text or "")
    held = await walk(town.staff, everything, find_label(everything, "✋"))
    assert "Taken by 小李" in (held.text or "")
    await turns(town.staff, held, "↩️ Take it away")
    await hears(person, "This task is not yours any more")


async def test_a_task_without_words_is_not_taken_for_one(town: Town) -> None:
    tasks = await opens(town.staff, "/tasks", "🧰 Tasks")
    await town.staff.presses(tasks, "➕ New task")
    await hears(town.staff, "What is to be done?")
    await town.staff.sends_photo()

    assert "Please" in ((await town.staff.next_message()).text or "")
    assert "New task" in ((await asks(town.staff, "Carry water")).text or "")


async def test_volunteers_find_their_commands_in_the_help(town: Town) -> None:
    person = await helper(town)

    assert "/tasks" in ((await asks(person, "/help")).text or "")
    assert "/tasks" not in ((await asks(town.residents[0], "/help")).text or "")


async def test_what_is_being_written_elsewhere_is_not_lost(town: Town) -> None:
    await town.work.write(
        save_conversation,
        town.staff.id,
        town.staff.id,
        "relay.title",
        {"update_id": 1},
        now=town.clock.now(),
    )
    tasks = await opens(town.staff, "/tasks", "🧰 Tasks")

    refused = await town.staff.presses(tasks, "➕ New task")

    assert "finish" in (refused.text or "").lower()
    kept = await town.work.read(find_conversation, town.staff.id, town.staff.id)
    assert kept is not None
    assert kept.step == "relay.title"
