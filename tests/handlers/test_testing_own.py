"""What residents put down of themselves: in private, and never before their neighbours."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot.jobs.due import DUE, FIVE_MINUTES, MINUTE
from storage.community.kinds import RoleKind
from storage.testing.actions import place_testing_cards
from storage.testing.coverage.actions import mark_own
from storage.testing.coverage.kinds import MarkState
from tests.handlers.coverage_play import begin_days, forges, helper, mark_of, reaches
from tests.handlers.estate_play import asks, labels, text_of, turns
from tests.people import bound_group, everything_said, hears, shows, until
from tests.town import Town

REASON = "发烧去医院了"


async def test_household_says_done_or_why_it_cannot_come(town: Town) -> None:
    await begin_days(town)
    wang = town.residents[0]
    page = await asks(wang, "/testing")
    page = await turns(wang, page, "✅ We are done")
    assert "your household is done" in text_of(page)
    assert await mark_of(town, 0) is MarkState.DONE

    page = await turns(wang, page, "↩️ Take it back")
    asked = await turns(wang, page, "🚫 We cannot come")
    assert "Only the committee's staff read it" in text_of(asked)
    page = await asks(wang, REASON)
    assert "your household cannot come" in text_of(page)
    assert REASON not in text_of(page)

    lead = await helper(town, "李楼长", RoleKind.LEAD, 0)
    for person, reads in ((town.staff, True), (lead, False)):
        door = await reaches(person, "tcx:1:1:show:0")
        assert "The household said so" in text_of(door)
        assert (REASON in text_of(door)) is reads


async def test_household_that_is_back_late_still_says_so_for_today(town: Town) -> None:
    await begin_days(town)
    wang = town.residents[0]
    town.clock.jump_to(town.clock.now() + timedelta(hours=9))
    page = await asks(wang, "/testing")
    assert "Mon 3 Feb" in text_of(page)

    page = await turns(wang, page, "✅ We are done")
    assert "✅ Sun 2 Feb: your household is done" in text_of(page)
    assert await mark_of(town, 0) is MarkState.DONE
    town.clock.jump_to(town.clock.now() + timedelta(hours=7))
    page = await asks(wang, "/testing")
    assert "your household" not in text_of(page)
    assert "✅ We are done" in labels(page)


async def test_group_learns_neither_door_nor_reason_nor_a_small_number(town: Town) -> None:
    group = await bound_group(town)
    since = len(town.world.requests)
    await begin_days(town)
    await town.work.write(place_testing_cards, group.id, now=town.clock.now())
    await shows(town, group, "中心花园")
    wang = town.residents[0]
    page = await asks(wang, "/testing")
    await turns(wang, page, "🚫 We cannot come")
    await asks(wang, REASON)
    page = await asks(wang, "/testing")
    await turns(wang, page, "🧪 Self-test")
    for _ in range(3):
        town.clock.advance(1)
        await town.world.settled()

    to_group = [said for said in everything_said(town.world, since) if str(group.id) in said]
    assert to_group
    for secret in (REASON, "1-101", "住户0", "cannot", "来不了", "done: 0", "已做"):
        assert not any(secret in said for said in to_group), secret


async def test_positive_self_test_reaches_the_duty_with_the_door_and_says_what_to_do(
    town: Town,
) -> None:
    await begin_days(town)
    wang, neighbour = town.residents[:2]
    page = await asks(wang, "/testing")
    asked = await turns(wang, page, "🧪 Self-test")
    assert "No picture is needed" in text_of(asked)
    noted = await turns(wang, asked, "🔴 Positive")
    assert "call 120" in text_of(noted)
    assert "The people on duty have been told" in text_of(noted)
    assert await hears(town.staff, "A positive self-test was reported", "1-101")

    house = await reaches(town.staff, "tcd:1:1:left:0")
    assert "Self-tests: 1 household" in text_of(house)
    lead = await helper(town, "李楼长", RoleKind.LEAD)
    assert "Self-test" not in text_of(await reaches(lead, "tcd:1:1:left:0"))
    assert "/testing shows them" in text_of(await asks(wang, "/me"))
    assert "/testing shows them" not in text_of(await asks(neighbour, "/me"))

    asked = await turns(wang, noted, "✏️ Change")
    noted = await turns(wang, asked, "⚪ Negative")
    assert await hears(town.staff, "corrected", "1-101")
    for data in ("tca:1:positive:737457", "tca:1:show:0", "tca:1:drop:737457"):
        assert "member of the household" in text_of(await forges(neighbour, data))


async def test_picture_of_a_self_test_in_a_group_is_met_with_a_private_way(town: Town) -> None:
    group = await bound_group(town, reads_all=True)
    wang, neighbour = town.residents[:2]
    shown = await wang.sends_photo(caption="今天的抗原 阴性", in_=group)

    offered = await wang.next_message(in_=group)
    while offered.reply_markup is None:
        offered = await wang.next_message(in_=group)
    assert offered.reply_to_message is not None
    assert offered.reply_to_message.message_id == shown.message_id
    link = offered.reply_markup.inline_keyboard[0][0].url
    await wang.opens_link(str(link))
    assert await hears(wang, "Self-test", "1-101")

    since = len(group.messages)
    await wang.sends_photo(caption="今天的晚饭", in_=group)
    await neighbour.sends_photo(caption="我家的抗原", in_=group)
    await town.world.settled()
    town.clock.advance(1800)
    await town.staff.sends_photo(caption="抗原试剂到货，楼下领取", in_=group)
    await town.world.settled()
    assert [m.text for m in group.messages[since:] if m.is_by_bot] == []
    await neighbour.sends_photo(caption="我家的抗原", in_=group)
    await until(town, lambda: any(each.is_by_bot for each in group.messages[since:]))


async def test_holder_of_a_code_is_reminded_by_the_clock(town: Town) -> None:
    wang = town.residents[0]
    page = await asks(wang, "/testing")
    page = await turns(wang, page, "🔖 My code")
    assert "A code holds for 30 days" in text_of(page)
    await turns(wang, page, "✏️ Another day")
    assert "A code holds for 30 days" in text_of(await asks(wang, "12/1"))
    assert "no day that I can read" in text_of(await asks(wang, "soon"))
    noted = await asks(wang, "today")
    assert "it holds until Mon 2 Mar" in text_of(noted)

    town.clock.jump_to(town.clock.now() + timedelta(days=25, hours=8))
    await town.work.write(DUE[FIVE_MINUTES]["testing_codes"], town.clock.now())
    told = await hears(wang, "holds until Mon 2 Mar")
    assert labels(told) == ["🔖 I have a new one"]
    page = await turns(wang, told, "🔖 I have a new one")
    page = await turns(wang, page, "🔕 Remind me no more")
    assert "I remind you before it ends" in text_of(page)


async def test_who_was_missed_is_asked_in_private_and_answers_with_one_tap(town: Town) -> None:
    await begin_days(town)
    wang = town.residents[0]
    town.clock.jump_to(town.clock.now() + timedelta(hours=10))
    await town.work.write(DUE[MINUTE]["testing_missed"], town.clock.now())

    asked = await hears(wang, "Nobody has noted your household 1-101", "The next day begins")
    noted = await turns(wang, asked, "✅ We are done")
    assert "your household is done" in text_of(noted)
    assert await mark_of(town, 0) is MarkState.DONE
    again = await turns(wang, noted, "↩️ Take it back")
    assert labels(again) == ["✅ We are done", "🚫 We cannot come"]

    numbers = await hears(town.staff, "12 households have not been seen", "Building 1: 6")
    listed = await turns(town.staff, numbers, "🚪 List of doors")
    assert "❔ 12 not seen" in text_of(listed)


async def test_who_answers_before_the_evenings_question_leaves_is_not_asked(town: Town) -> None:
    await begin_days(town)
    town.clock.jump_to(town.clock.now() + timedelta(hours=10))
    now, place, wang = town.clock.now(), town.place, town.residents[0]

    def chase(session: Session) -> None:
        DUE[MINUTE]["testing_missed"](session, now)
        mark_own(session, 1, place.households[0], MarkState.DONE, by=wang.id, now=now)

    await town.work.write(chase)
    await hears(town.staff, "11 households have not been seen", "Building 1: 5")
    await hears(town.residents[1], "Nobody has noted your household 2-101")
    await town.world.settled()
    assert not any("Nobody has noted" in str(m.text) for m in wang.chat.messages)


async def test_nobody_speaks_for_a_household_that_is_not_theirs(town: Town) -> None:
    await begin_days(town)
    others = [town.residents[1], town.staff, await helper(town, "李楼长", RoleKind.LEAD)]
    for person in others:
        for act in ("done", "cannot", "undo"):
            refused = await forges(person, f"tco:1:1:{act}:0")
            assert "member of the household" in text_of(refused)
    assert await mark_of(town, 0) is None
    refused = await forges(town.residents[0], "tco:1:1:nonsense:0")
    assert "out of date" in text_of(refused)
