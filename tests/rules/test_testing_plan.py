"""Plans that are refused, with the line and the reason, and what is read from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.calendar import CALENDAR
from handlers.houses import read_buildings
from storage.errors import RuleError
from storage.schedules.rules import Daily, Every, Weekly
from storage.testing.plan import (
    BuildingFact,
    Pace,
    Place,
    Plan,
    PlanLine,
    SlotDraft,
    Taken,
    check_plan,
    draft_days,
    list_crowds,
    list_faults,
    read_lines,
)

# A Wednesday in Shanghai, 10:00.
NOW = datetime(2022, 3, 30, 2, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2022, 3, 30), date(2022, 3, 31)
PLACE = Place(
    7,
    "Asia/Shanghai",
    {number: BuildingFact(str(number), 48) for number in range(1, 9)},
    (Taken(3, "昨天的计划", TOMORROW, 8, 600, 660),),
)
PLAN = Plan(7, "第一轮", "中心花园", (SlotDraft(1, 450, 480),), days=(TOMORROW,))


def _faults(plan: Plan) -> list[tuple[int | None, str]]:
    return [(fault.line, fault.code) for fault in list_faults(plan, PLACE, NOW, CALENDAR)]


def _slots(*slots: SlotDraft) -> Plan:
    return replace(PLAN, slots=slots)


def test_a_good_plan_has_no_faults() -> None:
    assert _faults(PLAN) == []
    check_plan(PLAN, PLACE, NOW, CALENDAR)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (replace(PLAN, site=" "), "testing_site_missing"),
        (replace(PLAN, title=""), "fact_missing"),
        (replace(PLAN, title="长" * 81), "text_too_long"),
        (replace(PLAN, site="长" * 121), "text_too_long"),
        (replace(PLAN, pace=Pace(lanes=0)), "wrong_number"),
        (replace(PLAN, pace=Pace(seconds_per_person=601)), "wrong_number"),
        (replace(PLAN, slots=()), "testing_no_building"),
        (replace(PLAN, days=()), "testing_no_day"),
        (replace(PLAN, days=(date(2022, 3, 29),)), "testing_past"),
        (replace(PLAN, days=(TODAY,)), "testing_past"),
        (replace(PLAN, days=(), rule=Daily(61), starts_on=TOMORROW), "testing_too_many_days"),
        (replace(PLAN, days=(), rule=Daily(3), starts_on=date(2022, 3, 1)), "schedule_past"),
        (replace(PLAN, days=(), rule=Every(0), starts_on=TOMORROW), "schedule_span"),
        (_slots(SlotDraft(99, 450, 480)), "building_unknown"),
        (_slots(SlotDraft(1, 480, 480)), "testing_times_reversed"),
        (_slots(SlotDraft(1, 480, 450)), "testing_times_reversed"),
        (_slots(SlotDraft(1, 1440, 1500)), "testing_times_reversed"),
        (_slots(SlotDraft(1, 450, 480, lane=3)), "testing_lane_unknown"),
        (_slots(SlotDraft(8, 630, 640)), "testing_clash"),
        (_slots(SlotDraft(1, 450, 480), SlotDraft(1, 470, 500)), "testing_twice_at_once"),
        (_slots(SlotDraft(1, 450, 480), SlotDraft(1, 480, 500)), "testing_building_twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned(plan: Plan, code: str) -> None:
    assert {found for _, found in _faults(plan)} == {code}
    with pytest.raises(RuleError) as refusal:
        check_plan(plan, PLACE, NOW, CALENDAR)
    assert refusal.value.code == code


def test_a_line_of_another_day_than_the_rounds_is_not_passed_over() -> None:
    other = SlotDraft(1, 450, 480, day=date(2022, 4, 5), line=9)

    assert _faults(_slots(SlotDraft(2, 450, 480), other)) == [(9, "testing_other_day")]


def test_more_batches_than_lanes_at_once() -> None:
    at_once = [SlotDraft(number, 450, 480, batch=number, line=number) for number in (1, 2, 3)]

    assert _faults(_slots(*at_once)) == [(1, "testing_lanes_exceeded")]
    assert _faults(replace(_slots(*at_once), pace=Pace(lanes=3))) == []
    together = [replace(slot, batch=1) for slot in at_once]
    assert _faults(_slots(*together)) == []
    elsewhere = [*at_once[:2], replace(at_once[2], site="南门")]
    assert _faults(_slots(*elsewhere)) == []


def test_today_may_be_planned_while_it_lasts() -> None:
    assert _faults(replace(_slots(SlotDraft(1, 590, 630)), days=(TODAY,))) == []


def test_the_other_round_need_not_mind_other_days_and_times() -> None:
    assert _faults(_slots(SlotDraft(8, 540, 600), SlotDraft(7, 600, 660))) == []
    another_day = replace(_slots(SlotDraft(8, 600, 660)), days=(date(2022, 4, 1),))
    assert _faults(another_day) == []


def test_three_consecutive_days() -> None:
    """Pudong (S57): three days in a row, the same slots each day."""
    plan = replace(PLAN, days=(), rule=Daily(3), starts_on=TOMORROW)

    assert [day.day.day for day in draft_days(plan, CALENDAR, TODAY)] == [31, 1, 2]
    assert not plan.is_open


def test_a_round_without_an_end_stands_two_weeks_ahead() -> None:
    """By frequency (S58)."""
    plan = replace(PLAN, days=(), rule=Weekly(("mon", "thu")), starts_on=TODAY)

    assert plan.is_open
    assert [day.day.day for day in draft_days(plan, CALENDAR, TODAY)] == [31, 4, 7, 11]
    assert _faults(plan) == []


def test_a_crowd_is_told_before_it_stands() -> None:
    """48 households of 2.5 need half an hour of two lanes."""
    crowded = _slots(SlotDraft(1, 450, 475), SlotDraft(2, 480, 510))
    crowds = list_crowds(crowded, PLACE)
    assert [(crowd.begins, crowd.needed_minutes) for crowd in crowds] == [(450, 30)]

    sharing = _slots(SlotDraft(1, 450, 480, batch=1), SlotDraft(2, 450, 480, batch=2))
    assert {crowd.needed_minutes for crowd in list_crowds(sharing, PLACE)} == {60}


LINES = [
    PlanLine(2, "3/31", "7:30", "8:00", "1", "1"),
    PlanLine(3, "3月31日", "08：00", "9点", "2-3号楼", "第2批", "2", "北门"),
    PlanLine(4, "", "9:00", "9:30:00", "4"),
]


def test_lines_are_read_as_people_write_them() -> None:
    slots, faults = read_lines(LINES, PLACE, TODAY, read_buildings)

    assert faults == ()
    assert slots == (
        SlotDraft(1, 450, 480, batch=1, day=TOMORROW, line=2),
        SlotDraft(2, 480, 540, batch=2, lane=2, site="北门", day=TOMORROW, line=3),
        SlotDraft(3, 480, 540, batch=2, lane=2, site="北门", day=TOMORROW, line=3),
        SlotDraft(4, 540, 570, batch=1, line=4),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (PlanLine(5, "3/31", "7:61", "8:00", "1"), "testing_time_unread"),
        (PlanLine(5, "3/31", "7:30", "", "1"), "testing_time_unread"),
        (PlanLine(5, "3/31", "24:30", "25:00", "1"), "testing_time_unread"),
        (PlanLine(5, "someday", "7:30", "8:00", "1"), "testing_day_unread"),
        (PlanLine(5, "2/30", "7:30", "8:00", "1"), "testing_day_unread"),
        (PlanLine(5, "3/31", "7:30", "8:00", "99"), "building_unknown"),
        (PlanLine(5, "3/31", "7:30", "8:00", ""), "fact_missing"),
        (PlanLine(5, "3/31", "7:30", "8:00", "1", "早"), "testing_number_unread"),
        (PlanLine(5, "3/31", "7:30", "8:00", "1", lane="0"), "testing_number_unread"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: PlanLine, code: str) -> None:
    slots, faults = read_lines([*LINES, line], PLACE, TODAY, read_buildings)

    assert [(fault.line, fault.code) for fault in faults] == [(5, code)]
    assert len(slots) == 4


def test_all_faults_of_a_file_are_told_at_once() -> None:
    lines: Iterable[PlanLine] = [
        PlanLine(2, "3/29", "7:30", "8:00", "1"),
        PlanLine(3, "3/31", "9:00", "8:00", "2"),
        PlanLine(4, "3/31", "10:30", "11:00", "8"),
        PlanLine(5, "3/31", "7:30", "8:00", "3"),
        PlanLine(6, "3/31", "7:45", "8:15", "3"),
    ]
    slots, _ = read_lines(lines, PLACE, TODAY, read_buildings)
    plan = replace(PLAN, slots=slots, days=())

    assert _faults(plan) == [
        (2, "testing_past"),
        (3, "testing_times_reversed"),
        (4, "testing_clash"),
        (6, "testing_twice_at_once"),
    ]
