"""A notice leaves: to whom, in which language, confirmed by whom, once."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlmodel import Session, select

from bot.calendar import CALENDAR
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.queries import list_household_members, list_roles
from storage.notices import actions, queries
from storage.notices.audience import Audience
from storage.notices.kinds import Channel, Media, MediaKind, NoticeKind, NoticeState
from storage.notices.queries import Tally
from storage.notices.rules import When
from storage.outbox.tables import OutboxMessage
from storage.schedules.rules import Daily
from storage.work import Work
from tests.builders import STAFF, add_family_member
from tests.storage.notices_world import (
    ANNA,
    BORIS,
    DAY,
    ESTATE_GROUP,
    GROUP,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    OTHER_GROUP,
    OTHER_STAFF,
    TEXT,
    World,
    list_copies,
    make_world,
)

# What no SQL decides is tested on one database.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_notice_for_a_building_reaches_its_group_and_its_people(world: World) -> None:
    notice_id = await world.draft()

    assert await world.send(notice_id) is NoticeState.SENT
    await world.deliver()

    people = [world.place.person(household) for household in range(0, 12, 2)]
    assert {chat for chat, _ in world.shown} == {GROUP, *people}
    assert world.seen(GROUP) == [TEXT]
    report = await world.report(notice_id)
    assert (report.groups, report.private) == (Tally(1, 1), Tally(6, 6))
    assert report.run.ended_at == NOW


@ON_ONE
async def test_sending_again_changes_nothing(world: World) -> None:
    notice_id = await world.draft()
    for _ in range(2):
        assert await world.send(notice_id) is NoticeState.SENT
    await world.deliver()
    assert world.seen(GROUP) == [TEXT]
    assert [action for action, _ in await world.audited()] == ["notice.drafted", "notice.sent"]


@ON_ONE
async def test_same_message_drafts_one_notice(world: World) -> None:
    first, second = [await world.draft(update_id=7) for _ in range(2)]
    assert first == second


async def test_mass_notice_needs_a_second_person(world: World) -> None:
    notice_id = await world.draft(world.everybody)

    assert await world.send(notice_id) is NoticeState.WAITING
    ((asked, params),) = await world.told("notices/to_confirm")
    assert (asked, params["chats"], params["people"], params["households"]) == (
        OTHER_STAFF, 3, 12, 12,
    )  # fmt: skip
    version = params["version"]
    own = await world.refused(
        actions.confirm_notice, notice_id, version, by=STAFF, now=NOW, calendar=None
    )
    assert own.code == "notice_own"

    for _ in range(2):
        assert await world.confirm(notice_id) is NoticeState.SENT
    await world.deliver()
    assert len(world.seen(ESTATE_GROUP) + world.seen(GROUP) + world.seen(OTHER_GROUP)) == 3
    assert [chat for chat, _ in await world.told("notices/confirmed")] == [STAFF]


@ON_ONE
async def test_confirmation_that_comes_too_late_sends_nothing(world: World) -> None:
    at = NOW + HOUR
    notice_id = await world.draft(world.everybody)
    await world.work.write(actions.set_when, notice_id, When(at), by=STAFF, now=NOW)
    await world.send(notice_id)
    version = (await world.notice(notice_id)).version
    late = await world.refused(
        actions.confirm_notice,
        notice_id,
        version,
        by=OTHER_STAFF,
        now=at + 3 * HOUR,
        calendar=CALENDAR,
    )
    assert late.code == "notice_past"
    assert (await world.notice(notice_id)).state is NoticeState.WAITING


@ON_ONE
async def test_all_buildings_one_by_one_are_the_estate_too(world: World) -> None:
    notice_id = await world.draft(Audience(buildings=world.place.buildings))
    assert await world.send(notice_id) is NoticeState.WAITING


@ON_ONE
async def test_text_changed_meanwhile_is_not_confirmed(world: World) -> None:
    notice_id = await world.draft(world.everybody)
    await world.send(notice_id)
    version = (await world.notice(notice_id)).version
    await world.work.write(
        actions.change_text, notice_id, "zh-hans", "别的", by=OTHER_STAFF, now=NOW
    )

    assert (await world.notice(notice_id)).state is NoticeState.DRAFT
    refusal = await world.refused(
        actions.confirm_notice, notice_id, version, by=OTHER_STAFF, now=NOW, calendar=None
    )
    assert refusal.code == "notice_changed"


@ON_ONE
async def test_only_member_of_staff_cannot_send_to_everybody(world: World) -> None:
    roles = await world.work.read(list_roles, world.place.committee_id, NOW)
    (other,) = [role.id for role in roles if role.person_id == OTHER_STAFF]
    await world.work.write(community.revoke_role, other, by=STAFF, now=NOW)
    notice_id = await world.draft(world.everybody)
    refusal = await world.refused(actions.send_notice, notice_id, by=STAFF, now=NOW, calendar=None)
    assert refusal.code == "notice_no_second"


@ON_ONE
async def test_sent_back_notice_is_a_draft_with_a_reason(world: World) -> None:
    notice_id = await world.draft(world.everybody)
    await world.send(notice_id)
    await world.work.write(actions.send_back, notice_id, by=OTHER_STAFF, now=NOW, reason="时间不对")
    ((writer, params),) = await world.told("notices/sent_back")
    assert (writer, params["reason"]) == (STAFF, "时间不对")
    assert (await world.notice(notice_id)).state is NoticeState.DRAFT


@ON_ONE
async def test_sale_without_pharmacy_is_refused_with_the_fact(world: World) -> None:
    facts = {"time": "9:00", "place": "活动室", "who": "60岁以上"}
    notice_id = await world.draft(kind=NoticeKind.SALE, facts=facts)
    refusal = await world.refused(actions.send_notice, notice_id, by=STAFF, now=NOW, calendar=None)
    assert (refusal.code, refusal.params["fact"]) == ("notice_fact_missing", "pharmacy")
    await world.work.write(
        actions.change_text, notice_id, "zh-hans", TEXT, by=STAFF, now=NOW,
        facts=facts | {"pharmacy": "国大药房"},
    )  # fmt: skip
    assert await world.send(notice_id) is NoticeState.SENT


async def test_each_reads_their_language_and_says_where_there_is_none(world: World) -> None:
    await world.work.write(community.choose_language, ANNA, "fr", now=NOW)
    await world.work.write(community.set_also_language, GROUP, "en", True, by=STAFF, now=NOW)
    notice_id = await world.draft()
    await world.work.write(actions.change_text, notice_id, "en", "Testing today", by=STAFF, now=NOW)
    await world.send(notice_id)
    await world.deliver()

    assert world.seen(GROUP) == [TEXT, "Testing today"]
    assert world.seen(ANNA) == [TEXT]
    assert world.seen(world.place.person(2)) == ["Testing today"]
    letter = await world.work.read(
        queries.load_letter, {"notice_id": notice_id}, ("fr", None, "zh-hans")
    )
    assert letter is not None
    assert (letter.params["text_language"], letter.params["is_untranslated"]) == ("zh-hans", True)
    audience = await world.work.read(
        queries.list_audience, world.place.committee_id, world.building(0), NOW
    )
    assert audience.languages == ("en", "fr", "zh-hans")


async def test_building_without_group_is_heard_through_the_estate_else_unbound(
    work: Work,
) -> None:
    world = await make_world(work, groups=False)
    first, second = world.place.buildings
    audience = await world.work.read(
        queries.list_audience, world.place.committee_id, world.everybody, NOW
    )
    assert [line.id for line in audience.unbound] == [first, second]

    await world.work.write(
        community.bind_chat, ESTATE_GROUP, world.place.estate_id, by=STAFF, now=NOW
    )
    audience = await world.work.read(
        queries.list_audience, world.place.committee_id, world.building(0), NOW
    )
    assert ([chat.chat_id for chat in audience.chats], audience.unbound) == ([ESTATE_GROUP], ())


async def test_role_holders_are_told_in_private_and_no_household_counts(world: World) -> None:
    leads = Audience(roles=(RoleKind.LEAD,))
    notice_id = await world.draft(
        Audience(buildings=(world.place.buildings[0],), roles=(RoleKind.LEAD,))
    )
    await world.work.write(actions.set_options, notice_id, asks_ack=True, by=STAFF, now=NOW)
    await world.send(notice_id)
    await world.deliver()
    assert {chat for chat, _ in world.shown} == {LEAD}
    letter = await world.work.read(
        queries.load_letter, {"notice_id": notice_id, "trial": True}, ("zh-hans",)
    )
    assert letter is not None
    assert letter.params["asks_ack"] is False
    assert (await world.counts(notice_id)).households == 0
    everyone = await world.work.read(queries.list_audience, world.place.committee_id, leads, NOW)
    assert everyone.people == 2


async def test_disputed_tie_and_channel_are_minded(world: World) -> None:
    son = 1900
    await world.work.write(add_family_member, world.place, 0, son)
    members = await world.work.read(list_household_members, world.place.households[0])
    (tie,) = [member.resident_id for member in members if member.person_id == son]
    await world.work.write(community.object_to_resident, tie, by=ANNA, now=NOW)
    notice_id = await world.draft(world.building(0, channel=Channel.PRIVATE))
    await world.send(notice_id)
    await world.deliver()
    assert world.seen(ANNA) == [TEXT]
    assert TEXT not in world.seen(son)
    assert not world.seen(GROUP)


async def test_scheduled_notice_leaves_in_its_second_and_once(world: World) -> None:
    at = NOW + HOUR
    notice_id = await world.draft()
    await world.work.write(actions.set_when, notice_id, When(at), by=STAFF, now=NOW)
    assert await world.send(notice_id) is NoticeState.SCHEDULED
    await world.tick(at - MINUTE)
    assert not await world.work.read(list_copies, notice_id)

    for second in range(3):
        await world.tick(at + second * MINUTE)
    await world.deliver(at)
    assert world.seen(GROUP) == [TEXT]
    assert (await world.notice(notice_id)).state is NoticeState.SENT


@ON_ONE
async def test_too_late_is_a_draft_again_and_staff_hear_of_it(world: World) -> None:
    at = NOW + HOUR
    notice_id = await world.draft()
    await world.work.write(actions.set_when, notice_id, When(at), by=STAFF, now=NOW)
    await world.send(notice_id)

    await world.tick(at + 3 * HOUR)

    assert (await world.notice(notice_id)).state is NoticeState.DRAFT
    assert sorted(chat for chat, _ in await world.told("notices/late")) == [STAFF, OTHER_STAFF]
    report = await world.report(notice_id)
    assert (report.run.planned_at, report.run.started_at) == (at, None)
    assert await world.send(notice_id, at + 3 * HOUR) is NoticeState.SENT


async def test_daily_notice_counts_its_days_and_ends(world: World) -> None:
    notice_id = await world.draft()
    when = When(None, Daily(3), 8 * 60, date(2022, 4, 7))
    await world.work.write(actions.set_when, notice_id, when, by=STAFF, now=NOW)
    assert await world.send(notice_id) is NoticeState.SCHEDULED
    first = NOW.replace(hour=0) + DAY
    for number in range(4):
        await world.tick(first + number * DAY)
        await world.deliver(first + number * DAY)
    assert world.seen(GROUP) == [f"{TEXT} {day}/3" for day in (1, 2, 3)]
    assert (await world.notice(notice_id)).state is NoticeState.SENT


@pytest.mark.parametrize(("left", "state"), [(1, NoticeState.SENT), (0, NoticeState.DRAFT)])
async def test_daily_notice_whose_last_time_was_missed_is_planned_no_more(
    world: World, left: int, state: NoticeState
) -> None:
    notice_id = await world.draft()
    when = When(None, Daily(2), 8 * 60, date(2022, 4, 7))
    await world.work.write(actions.set_when, notice_id, when, by=STAFF, now=NOW)
    await world.send(notice_id)
    first = NOW.replace(hour=0) + DAY
    for number in range(left):
        await world.tick(first + number * DAY)
    late = first + DAY + 3 * HOUR
    await world.work.write(actions.settle_ended, late)
    assert (await world.notice(notice_id)).state is NoticeState.SCHEDULED

    await world.tick(late)
    for _ in range(2):
        await world.work.write(actions.settle_ended, late)

    assert (await world.notice(notice_id)).state is state
    assert [chat for chat, _ in await world.told("schedules/missed")] == [STAFF]
    assert (await world.audited())[-1] == ("notice.ended", None)


@ON_ONE
async def test_unscheduled_notice_does_not_leave(world: World) -> None:
    notice_id = await world.draft()
    when = When(None, Daily(), 8 * 60, date(2022, 4, 7))
    await world.work.write(actions.set_when, notice_id, when, by=STAFF, now=NOW)
    await world.send(notice_id)
    await world.work.write(actions.unschedule, notice_id, by=OTHER_STAFF, now=NOW)
    await world.tick(NOW + 2 * DAY)
    assert (await world.notice(notice_id)).state is NoticeState.DRAFT
    assert not await world.work.read(list_copies, notice_id)


@ON_ONE
async def test_closure_counts_its_days_from_its_first(world: World) -> None:
    notice_id = await world.draft()
    await world.work.write(
        actions.set_options, notice_id, by=STAFF, now=NOW, starts_on=date(2022, 4, 2), days=14
    )
    await world.send(notice_id)
    await world.deliver()
    assert world.seen(GROUP) == [f"{TEXT} 5/14"]


@ON_ONE
async def test_send_to_me_shows_a_draft_to_nobody_else(world: World) -> None:
    notice_id = await world.draft()
    await world.work.write(actions.send_to_me, notice_id, by=STAFF, now=NOW)
    await world.deliver()
    assert {chat for chat, _ in world.shown} == {STAFF}


async def test_groups_get_their_pin_after_the_message(world: World) -> None:
    notice_id = await world.draft(media=Media(MediaKind.PHOTO, "file"))
    await world.work.write(actions.set_options, notice_id, by=STAFF, now=NOW, pin=True)
    await world.send(notice_id)
    for _ in range(2):
        await world.deliver()
    assert [chat for chat, _ in world.pinned] == [GROUP]


async def test_what_did_not_arrive_is_sent_again_where_it_can(world: World) -> None:
    world.blocked = {ANNA, GROUP}
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver()
    report = await world.report(notice_id)
    assert (report.groups.failed, report.private.blocked, report.private.sent) == (1, 1, 5)
    (line,) = await world.work.read(queries.list_copies, report.run.id)
    assert (line.building, line.failure) == ("1", "Bad Request: not enough rights")

    world.blocked = set()
    again = await world.work.write(actions.send_again, notice_id, by=STAFF, now=NOW + HOUR)
    await world.deliver(NOW + HOUR)
    assert (again, world.seen(GROUP), world.seen(ANNA)) == (1, [TEXT], [])
    await world.work.write(community.set_reachable, ANNA, True)
    await world.work.write(actions.send_again, notice_id, by=STAFF, now=NOW + 2 * HOUR)
    await world.deliver(NOW + 2 * HOUR)
    assert world.seen(ANNA) == [TEXT]
    refusal = await world.refused(actions.send_again, notice_id, by=STAFF, now=NOW + 3 * HOUR)
    assert refusal.code == "notice_no_more"
    son = 1900
    await world.work.write(add_family_member, world.place, 0, son)
    await world.work.write(actions.send_again, notice_id, by=STAFF, now=NOW + 4 * HOUR)
    await world.deliver(NOW + 4 * HOUR)
    assert world.seen(son) == [TEXT]


async def test_two_thousand_people_are_written_to_in_seconds(work: Work) -> None:
    world = await make_world(work, 2_000)
    notice_id = await world.draft(world.everybody)
    await world.send(notice_id)
    began = time.process_time()
    await world.confirm(notice_id)
    assert time.process_time() - began < 5
    waiting = await work.read(_count_letters)
    assert waiting == 2_003
    assert not world.seen(BORIS)


def _count_letters(session: Session) -> int:
    query = select(OutboxMessage.id).where(OutboxMessage.template == "notices/notice")
    return len(session.exec(query).all())
