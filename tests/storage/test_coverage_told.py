"""Who is told what by coverage: the duty of a positive test, the missed, holders of codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community.actions import forget_person, set_reachable
from storage.community.tables import Person
from storage.outbox.tables import OutboxMessage, SendState
from storage.retention import KEEP_MARKS, purge
from storage.testing.coverage import actions, queries
from storage.testing.coverage.kinds import AntigenResult, MarkState, SeenBy
from storage.testing.coverage.tables import AntigenReport, Code, HomeVisit, Mark, SquadMember
from storage.testing.kinds import DayState
from storage.testing.tables import Day
from storage.work import Work
from tests.builders import add_family_member
from tests.storage.coverage_world import (
    EVENING,
    HELPER,
    LEAD,
    MORNING,
    OUTSIDERS,
    STAFF,
    STRANGER,
    TODAY,
    WIDE_LEAD,
    Estate,
    make_estate,
)

POSITIVE, NEGATIVE = AntigenResult.POSITIVE, AntigenResult.NEGATIVE
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# What no message may carry: a reason, a result in words, a remark.
SECRETS = ("发烧", "positive", "negative", "行动不便")


async def everything_left(work: Work) -> str:
    def read(session: Session) -> str:
        return repr([(row.chat_id, row.params) for row in session.exec(select(OutboxMessage))])

    return await work.read(read)


async def rows(work: Work, table: Any) -> list[Any]:
    return await work.read(lambda session: list(session.exec(select(table))))


def _send_all(session: Session) -> None:
    """Everything that waits has left."""
    session.execute(update(OutboxMessage).values(state=SendState.SENT))


async def test_positive_test_reaches_the_duty_at_once_and_nobody_else(work: Work) -> None:
    estate = await make_estate(work)
    home, wang = estate.home(0), estate.person(0)
    report = actions.report_antigen

    assert await estate.do(report, home, TODAY, NEGATIVE, by=wang) == 0
    assert await everything_left(work) == "[]"
    assert await estate.do(report, home, TODAY, POSITIVE, by=wang) == 1
    assert await estate.do(report, home, TODAY, POSITIVE, by=wang) == 0
    [(reader, params)] = await estate.told("testing/antigen_positive")
    assert (reader, params["door"]) == (STAFF, "1-101")
    left = await everything_left(work)
    assert not any(secret in left for secret in SECRETS)

    await work.write(_send_all)
    assert await estate.do(report, home, TODAY, NEGATIVE, by=wang, now=MORNING + MINUTE) == 1
    assert [reader for reader, _ in await estate.told("testing/antigen_corrected")] == [STAFF]
    counted = await work.read(queries.count_reported, estate.place.estate_id, TODAY)
    assert counted == {estate.place.buildings[0]: 1}


async def test_positive_test_that_is_taken_back_before_it_left_names_the_door_to_nobody(
    work: Work,
) -> None:
    estate = await make_estate(work)
    home, wang = estate.home(0), estate.person(0)
    report = actions.report_antigen

    await estate.do(report, home, TODAY, POSITIVE, by=wang)
    assert await estate.do(report, home, TODAY, NEGATIVE, by=wang, now=MORNING + MINUTE) == 0
    assert await everything_left(work) == "[]"
    await estate.do(report, home, TODAY, POSITIVE, by=wang, now=MORNING + 2 * MINUTE)
    mine = await work.read(queries.find_own_antigen, home, wang, TODAY)
    assert mine is not None
    await estate.do(actions.drop_antigen, mine.id, by=wang, now=MORNING + 3 * MINUTE)
    assert await everything_left(work) == "[]"


async def test_self_tests_are_reported_for_ones_own_household_only(work: Work) -> None:
    estate = await make_estate(work)
    home, wang = estate.home(0), estate.person(0)
    report, refused = actions.report_antigen, estate.refused
    for by in (STAFF, LEAD, HELPER, STRANGER, estate.person(1)):
        assert await refused(report, home, TODAY, POSITIVE, by=by) == "not_member"
    assert await refused(report, home, TODAY + DAY, POSITIVE, by=wang) == "antigen_day_wrong"

    await estate.do(report, home, TODAY, POSITIVE, by=wang)
    mine = await work.read(queries.find_own_antigen, home, wang, TODAY)
    assert mine is not None
    for by in (STAFF, LEAD, estate.person(1)):
        assert await refused(actions.drop_antigen, mine.id, by=by) == "not_member"
    await work.write(_send_all)
    await estate.do(actions.drop_antigen, mine.id, by=wang, now=MORNING + MINUTE)
    assert await refused(actions.drop_antigen, mine.id, by=wang) == "not_member"
    assert [reader for reader, _ in await estate.told("testing/antigen_corrected")] == [STAFF]


async def test_list_of_homes_is_kept_by_staff_alone(work: Work) -> None:
    estate = await make_estate(work)
    home = estate.home(0)
    refused = estate.refused
    for by in (*OUTSIDERS, LEAD, WIDE_LEAD, HELPER, estate.person(0)):
        assert await refused(actions.add_home, home, by=by) == "not_staff"
        assert await refused(actions.remove_home, home, by=by) == "not_staff"
        assert await refused(actions.name_helper, estate.days[0], HELPER, by=by) == "not_staff"
        assert await refused(actions.unname_helper, estate.days[0], HELPER, by=by) == "not_staff"
    assert await refused(actions.add_home, 999, by=STAFF) == "stale_button"
    assert await refused(actions.add_home, home, until=TODAY - DAY, by=STAFF) == "expiry_in_past"
    name = actions.name_helper
    assert await refused(name, estate.days[0], STRANGER, by=STAFF) == "volunteer_gone"
    assert await refused(name, 999, HELPER, by=STAFF) == "testing_unknown"


async def test_homes_are_listed_walked_and_counted_until_their_end(work: Work) -> None:
    estate = await make_estate(work)
    until = TODAY
    await estate.do(actions.add_home, estate.home(0), note="行动不便", until=until, by=STAFF)
    for household in (2, 1):
        await estate.do(actions.add_home, estate.home(household), by=STAFF)
    await estate.do(actions.add_home, estate.home(2), by=STAFF)
    first, second = estate.place.buildings

    count = queries.count_home_visits
    assert await work.read(count, estate.place.estate_id, TODAY) == {first: 2, second: 1}
    assert await work.read(count, estate.place.estate_id, TODAY + DAY) == {first: 1, second: 1}
    people = await work.read(queries.list_home_people, [first, second], TODAY)
    assert people == {first: [estate.person(0), estate.person(2)], second: [estate.person(1)]}
    await estate.do(actions.mark_door, estate.days[0], estate.home(0), MarkState.DONE, by=STAFF)
    day = await work.read(queries.find_day_facts, estate.days[0])
    assert day is not None
    stops = await work.read(queries.list_stops, day)
    # The building with a slot of the squad comes first, before the site opens (S54).
    assert [(stop.home.door, stop.mark) for stop in stops] == [
        ("1-101", MarkState.DONE),
        ("1-102", None),
        ("2-101", None),
    ]
    homes = await work.read(queries.list_homes, 1, TODAY)
    assert [home.note for home in homes] == ["行动不便", None, None]
    await estate.do(actions.remove_home, estate.home(0), by=STAFF)
    await estate.do(actions.remove_home, estate.home(0), by=STAFF)
    assert len(await work.read(queries.list_homes, 1, TODAY)) == 2


async def test_helper_is_named_and_told_once(work: Work) -> None:
    estate = await make_estate(work)
    for _ in range(2):
        await estate.do(actions.name_helper, estate.days[0], HELPER, by=STAFF)

    assert [reader for reader, _ in await estate.told("testing/squad_named")] == [HELPER]
    helpers = await work.read(queries.list_helpers, 1, estate.days[0], MORNING)
    assert (helpers[0].person_id, helpers[0].is_named) == (HELPER, True)
    assert len(await work.read(queries.list_squad_days, HELPER, TODAY)) == 1
    assert await work.read(queries.list_squad_days, HELPER, TODAY + 2 * DAY) == []


async def test_missed_are_asked_once_after_the_day_and_leads_get_numbers(work: Work) -> None:
    estate = await make_estate(work)
    first = estate.days[0]
    await work.write(add_family_member, estate.place, 2, 5_000)
    await work.write(set_reachable, estate.person(4), False)
    await estate.do(actions.mark_door, first, estate.home(0), MarkState.DONE, by=LEAD)
    await estate.do(actions.mark_door, first, estate.home(6), MarkState.CANNOT, by=LEAD)
    await estate.do(actions.mark_door, first, estate.home(8), MarkState.ABSENT, by=LEAD)

    assert await work.write(actions.chase_missed, EVENING - timedelta(seconds=1)) == 0
    assert await work.write(actions.chase_missed, EVENING) == 1
    assert await work.write(actions.chase_missed, EVENING + MINUTE) == 0

    asked = await estate.told("testing/missed")
    homes = [params["household_id"] - 1 for _, params in asked]
    assert sorted(homes) == [1, 2, 2, 3, 5, 7, 8, 9, 10, 11]
    assert {reader for reader, params in asked if params["household_id"] == 3} == {
        estate.person(2),
        5_000,
    }
    assert asked[0][1]["next_at"] == (MORNING + DAY).isoformat()
    told = dict(await estate.told("testing/missed_doors"))
    assert set(told) == {STAFF, LEAD, WIDE_LEAD}
    assert told[LEAD]["buildings"] == [{"label": "1", "left": 4}]
    assert [told[STAFF]["left"], told[WIDE_LEAD]["left"]] == [10, 10]
    assert "door" not in repr(told).replace("doors", "")


async def test_evening_messages_say_what_holds_when_they_leave(work: Work) -> None:
    estate = await make_estate(work)
    first = estate.days[0]
    await work.write(actions.chase_missed, EVENING)
    asked = {params["household_id"]: params for _, params in await estate.told("testing/missed")}
    numbers = dict(await estate.told("testing/missed_doors"))
    seen, absent = estate.home(0), estate.home(2)
    await estate.do(actions.mark_own, first, seen, MarkState.DONE, by=estate.person(0))
    await estate.do(actions.mark_door, first, absent, MarkState.ABSENT, by=LEAD)

    assert await work.read(queries.load_missed, asked[seen]) is None
    assert await work.read(queries.load_missed, asked[absent]) == asked[absent]
    now = await work.read(queries.load_missed_doors, numbers[LEAD])
    assert now is not None
    assert (numbers[LEAD]["left"], now["buildings"]) == (6, [{"label": "1", "left": 5}])
    for number in range(0, 12, 2):
        home = estate.home(number)
        await estate.do(actions.mark_door, first, home, MarkState.DONE, by=WIDE_LEAD)
    assert await work.read(queries.load_missed_doors, numbers[LEAD]) is None
    wide = await work.read(queries.load_missed_doors, numbers[WIDE_LEAD])
    assert wide is not None
    assert wide["buildings"] == [{"label": "2", "left": 6}]


async def test_whoever_is_chased_at_night_is_not_woken(work: Work) -> None:
    await make_estate(work, quiet_from=18 * 60, quiet_until=7 * 60)
    await work.write(actions.chase_missed, EVENING)

    left = await rows(work, OutboxMessage)
    assert [row.silent for row in left] == [True] * len(left)
    assert len(left) == 12 + 3


async def test_days_taken_back_or_long_over_are_not_chased(work: Work) -> None:
    estate = await make_estate(work)

    def skip(session: Session) -> None:
        session.get_one(Day, estate.days[0]).state = DayState.SKIPPED

    await work.write(skip)
    assert await work.write(actions.chase_missed, EVENING) == 0
    assert await work.write(actions.chase_missed, EVENING + DAY + timedelta(hours=12)) == 0
    assert await work.write(actions.chase_missed, EVENING + 2 * DAY) == 1


async def test_holder_is_reminded_on_the_25th_day_and_after_the_30th(work: Work) -> None:
    estate = await make_estate(work)
    wang = estate.person(0)
    refused = await estate.refused(actions.note_code, TODAY - 40 * DAY, by=wang)
    assert refused == "code_day_wrong"
    await estate.do(actions.note_code, TODAY, by=wang)
    nine = MORNING + timedelta(hours=1)

    async def remind(days: int, **earlier: int) -> int:
        at = nine + days * DAY - timedelta(**earlier)
        return await work.write(actions.remind_codes, at)

    assert await remind(25, seconds=1) == 0
    assert [await remind(25), await remind(25), await remind(29)] == [1, 0, 0]
    assert await estate.told("testing/code_ending") == [(wang, {"last_day": "2022-05-01"})]
    assert await estate.told("testing/code_ended") == []
    assert [await remind(30), await remind(31)] == [1, 0]
    assert await estate.told("testing/code_ended") == [(wang, {"last_day": "2022-05-01"})]

    await estate.do(actions.note_code, TODAY + 30 * DAY, by=wang, now=MORNING + 30 * DAY)
    assert await remind(55) == 1
    await estate.do(actions.drop_code, by=wang)
    await estate.do(actions.drop_code, by=wang)
    assert [await work.read(queries.find_code, wang), await remind(60)] == [None, 0]


async def test_whoever_is_forgotten_leaves_only_bare_numbers(work: Work) -> None:
    estate = await make_estate(work)
    day, home, wang = estate.days[0], estate.home(0), estate.person(0)
    await _fill(estate)

    await work.write(forget_person, wang, now=MORNING)

    [mark] = await rows(work, Mark)
    assert (mark.state, mark.reason, mark.person_id) == (MarkState.CANNOT, None, None)
    assert [await rows(work, AntigenReport), await rows(work, Code)] == [[], []]
    [visit] = await rows(work, HomeVisit)
    assert (visit.household_id, visit.note) == (home, None)
    assert await estate.told("testing/antigen_positive") == []
    assert wang not in {person.id for person in await rows(work, Person)}

    await work.write(forget_person, HELPER, now=MORNING)
    assert await rows(work, SquadMember) == []
    assert (await work.read(queries.count_done, day))[estate.place.buildings[0]].cannot == 1


async def test_what_is_thirty_days_old_goes_by_itself(work: Work) -> None:
    estate = await make_estate(work)
    await _fill(estate)
    tables = (Mark, AntigenReport, SquadMember, Code, HomeVisit)

    await work.write(purge, MORNING + KEEP_MARKS - timedelta(seconds=1))
    assert [len(await rows(work, table)) for table in tables] == [1, 1, 1, 1, 1]
    await work.write(purge, MORNING + KEEP_MARKS + 2 * DAY)
    assert [len(await rows(work, table)) for table in tables] == [0, 0, 0, 1, 0]
    await work.write(purge, MORNING + KEEP_MARKS + 31 * DAY)
    assert await rows(work, Code) == []


async def test_remark_goes_where_nobody_has_seen_the_household_for_long(work: Work) -> None:
    estate = await make_estate(work)
    kept, gone = estate.home(0), estate.home(2)
    late = MORNING + timedelta(days=20)
    for home in (kept, gone, estate.home(4)):
        await estate.do(actions.add_home, home, note="行动不便", by=STAFF)
    await estate.do(actions.add_home, estate.home(4), note="又写一次", by=STAFF, now=late)

    def see(session: Session) -> None:
        done = {"state": MarkState.DONE, "how": SeenBy.SQUAD, "at": late}
        session.add(Mark(day_id=estate.days[0], household_id=kept, **done))

    await work.write(see)
    await work.write(purge, MORNING + KEEP_MARKS)
    assert "行动不便" in {visit.note for visit in await rows(work, HomeVisit)}
    await work.write(purge, MORNING + KEEP_MARKS + MINUTE)
    notes = {visit.household_id: visit.note for visit in await rows(work, HomeVisit)}
    assert notes == {kept: "行动不便", gone: None, estate.home(4): "又写一次"}
    await work.write(purge, late + KEEP_MARKS + MINUTE)
    assert [visit.note for visit in await rows(work, HomeVisit)] == [None] * 3


async def _fill(estate: Estate) -> None:
    """One row of everything about the first household and its first member."""
    day, home, wang = estate.days[0], estate.home(0), estate.person(0)
    mark = MarkState.CANNOT
    await estate.do(actions.mark_own, day, home, mark, reason="发烧", by=wang)
    await estate.do(actions.report_antigen, home, TODAY, POSITIVE, by=wang)
    await estate.do(actions.note_code, TODAY, by=wang)
    until = TODAY + DAY
    await estate.do(actions.add_home, home, note="行动不便", until=until, by=STAFF)
    await estate.do(actions.name_helper, day, HELPER, by=STAFF)


async def test_nothing_that_is_told_or_logged_says_why_or_what(work: Work) -> None:
    estate = await make_estate(work)
    await _fill(estate)
    await work.write(_send_all)
    home, wang = estate.home(0), estate.person(0)
    await estate.do(actions.report_antigen, home, TODAY, NEGATIVE, by=wang, now=MORNING + MINUTE)
    await work.write(actions.chase_missed, EVENING)
    await work.write(actions.remind_codes, MORNING + 25 * DAY + timedelta(hours=1))

    left = await rows(work, OutboxMessage)
    assert {row.template for row in left} == {
        "testing/antigen_corrected",
        "testing/antigen_positive",
        "testing/code_ending",
        "testing/missed",
        "testing/missed_doors",
        "testing/squad_named",
    }
    # Private chats have the numbers of persons, groups negative ones.
    assert all(row.chat_id > 0 for row in left)
    logged = repr([(row.action, row.subject, row.details) for row in await rows(work, AuditRecord)])
    for secret in SECRETS:
        assert secret not in repr([row.params for row in left])
        assert secret not in logged
    assert not any(door in logged for door in ("1-101", "住户0"))
