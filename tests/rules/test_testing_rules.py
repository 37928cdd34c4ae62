"""What a building hears about its slot, and when: offsets, quiet hours, clocks put forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.testing import rules
from storage.testing.kinds import ReminderKind, SlotKind
from storage.testing.rules import Manner

SHANGHAI, PARIS = "Asia/Shanghai", "Europe/Paris"
DAY = date(2022, 3, 30)
NIGHT = Manner(quiet_from=22 * 60, quiet_until=7 * 60)
LOUD = Manner(quiet_from=None, quiet_until=None)


def _told(day: date, begins: int, ends: int, manner: Manner, zone: str = SHANGHAI) -> list:
    starts_at, ends_at = rules.slot_span(day, begins, ends, zone)
    moments = rules.list_moments(SlotKind.SITE, day, starts_at, ends_at, manner, zone)
    return [(moment.kind.value, moment.minutes, _wall(moment.due_at, zone)) for moment in moments]


def _wall(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M")


def test_a_building_hears_four_times_of_its_slot() -> None:
    assert _told(DAY, 480, 525, Manner()) == [
        ("evening", 0, "29 19:00"),
        ("before", 30, "30 07:30"),
        ("now", 0, "30 08:00"),
        ("last_call", 15, "30 08:30"),
    ]


def test_offsets_are_the_rounds_own() -> None:
    manner = Manner(evening_at=None, before_minutes=(60, 10), last_call_minutes=None)

    assert _told(DAY, 600, 630, manner) == [
        ("before", 60, "30 09:00"), ("before", 10, "30 09:50"), ("now", 0, "30 10:00"),
    ]  # fmt: skip


def test_each_is_useful_until_the_slot_says_otherwise() -> None:
    starts_at, ends_at = rules.slot_span(DAY, 480, 525, SHANGHAI)
    moments = rules.list_moments(SlotKind.SITE, DAY, starts_at, ends_at, Manner(), SHANGHAI)

    assert [moment.expires_at for moment in moments] == [starts_at, starts_at, ends_at, ends_at]


def test_a_short_slot_has_no_last_call() -> None:
    assert [kind for kind, _, _ in _told(DAY, 480, 495, Manner())] == ["evening", "before", "now"]


def test_who_is_sampled_at_home_is_not_called_to_the_site() -> None:
    span = rules.slot_span(DAY, 480, 525, SHANGHAI)
    moments = rules.list_moments(SlotKind.HOME, DAY, *span, Manner(), SHANGHAI)

    assert [moment.kind for moment in moments] == [ReminderKind.EVENING, ReminderKind.BEFORE]


@pytest.mark.parametrize(
    ("begins", "evening", "before"),
    [
        (435, "29 22:00", "30 07:00"),  # 06:45 waits for the end of the night: 15 minutes are left
        (420, "29 22:00", "30 06:30"),  # 07:00 is the slot's own minute: said silently in time
        (360, "29 22:00", "30 05:30"),
        (480, "29 22:00", "30 07:30"),
    ],
)
def test_quiet_hours_bring_reminders_to_their_edge(begins: int, evening: str, before: str) -> None:
    manner = Manner(evening_at=23 * 60, quiet_from=22 * 60, quiet_until=7 * 60)
    told = _told(DAY, begins, begins + 60, manner)

    assert told[:2] == [("evening", 0, evening), ("before", 30, before)]
    assert told[2][0] == "now"
    assert told[2][2] == f"30 {begins // 60:02}:{begins % 60:02}"


def test_an_evening_after_midnight_is_brought_before_it() -> None:
    manner = Manner(evening_at=0, quiet_from=22 * 60, quiet_until=7 * 60)

    assert _told(DAY, 480, 540, manner)[0] == ("evening", 0, "28 22:00")


def test_quiet_hours_may_lie_within_a_day() -> None:
    nap = Manner(before_minutes=(30,), quiet_from=12 * 60, quiet_until=14 * 60)

    assert _told(DAY, 14 * 60 + 15, 15 * 60, nap)[1] == ("before", 30, "30 14:00")
    assert _told(DAY, 13 * 60, 15 * 60, nap)[1] == ("before", 30, "30 12:30")


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439), st.integers(1, 720))
def test_nothing_patient_rings_in_quiet_hours(
    begins: int, quiet_from: int, quiet_until: int, minutes: int
) -> None:
    manner = Manner(1410, (minutes,), None, quiet_from, quiet_until)
    starts_at, ends_at = rules.slot_span(DAY, begins, begins + 30, SHANGHAI)

    for moment in rules.list_moments(SlotKind.SITE, DAY, starts_at, ends_at, manner, SHANGHAI):
        in_quiet = rules.is_quiet(moment.due_at, manner, SHANGHAI)
        rings = not rules.is_silent(moment.kind, moment.due_at, manner, SHANGHAI)
        if moment.kind in (ReminderKind.EVENING, ReminderKind.BEFORE):
            assert moment.due_at <= moment.expires_at == starts_at
            assert not (in_quiet and rings)
        else:
            assert rings


def test_a_night_on_which_the_clock_is_put_forward() -> None:
    """27 March 2022, 02:00 becomes 03:00 in Paris: half an hour is half an hour all the same."""
    starts_at, ends_at = rules.slot_span(date(2022, 3, 27), 150, 190, PARIS)

    assert starts_at == datetime(2022, 3, 27, 1, 30, tzinfo=UTC)
    assert ends_at - starts_at == timedelta(minutes=40)
    told = _told(date(2022, 3, 27), 200, 260, LOUD, PARIS)
    assert told[1] == ("before", 30, "27 01:50")


def test_a_night_on_which_the_clock_is_put_back() -> None:
    """30 October 2022, 03:00 becomes 02:00: what is said as 02:30 is the first of the two."""
    starts_at, ends_at = rules.slot_span(date(2022, 10, 30), 150, 240, PARIS)

    assert starts_at == datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    assert ends_at == datetime(2022, 10, 30, 3, 0, tzinfo=UTC)


def test_of_several_missed_reminders_the_newest_is_told() -> None:
    at = datetime(2022, 3, 30, tzinfo=UTC)
    due = [(1, at + timedelta(minutes=m), f"1:{m}") for m in (30, 0, 10)] + [(2, at, "2:0")]

    told, passed_over = rules.choose_newest(due)

    assert sorted(told) == ["1:30", "2:0"]
    assert sorted(passed_over) == ["1:0", "1:10"]


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        (Manner(evening_at=1440), "wrong_number"),
        (Manner(quiet_from=60, quiet_until=None), "testing_quiet_half"),
        (Manner(before_minutes=(0,)), "wrong_number"),
        (Manner(before_minutes=(1, 2, 3, 4, 5)), "testing_too_many_offsets"),
        (Manner(last_call_minutes=721), "wrong_number"),
    ],
)
def test_reminders_that_cannot_be(manner: Manner, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        rules.check_manner(manner)
    assert refusal.value.code == code


@pytest.mark.parametrize("minutes", [0, 601, -601])
def test_delays_that_are_none(minutes: int) -> None:
    with pytest.raises(RuleError) as refusal:
        rules.check_delay(minutes)
    assert refusal.value.code == "testing_delay_wrong"


@pytest.mark.parametrize("minutes", [1, 40, 600, -10])
def test_delays(minutes: int) -> None:
    rules.check_delay(minutes)
