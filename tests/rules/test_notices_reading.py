"""What staff write of a notice: its facts, its time, its days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.notices._reading import Counter, join_facts, read_counter, read_when, split_facts
from storage.errors import RuleError
from storage.notices.rules import When
from storage.schedules.rules import Daily, Weekly

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Thursday, 12:00 in Shanghai.
NOON = datetime(2022, 4, 7, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("🕒 明天 9:00", {"time": "明天 9:00"}),
        ("时间：明天 9:00-16:00", {"time": "明天 9:00-16:00"}),
        ("🕒 时间: 9:00", {"time": "9:00"}),
        ("Place : the gate", {"place": "the gate"}),
        ("對象：65岁以上", {"who": "65岁以上"}),
        ("약국: 이펑", {"pharmacy": "이펑"}),
        ("💊益丰大药房", {"pharmacy": "益丰大药房"}),
        ("💊", {}),
        ("注意：戴好口罩", {}),
        ("请于 9:00 到达", {}),
        ("http://example.org", {}),
    ],
)
def test_line_of_a_fact_is_taken_out_and_no_other(line: str, facts: dict[str, str]) -> None:
    written = split_facts(f"口罩预约\n\n{line}\n\n请相互转告")

    assert written.facts == facts
    assert written.text == (
        "口罩预约\n\n请相互转告" if facts else f"口罩预约\n\n{line}\n\n请相互转告"
    )


def test_a_second_time_stays_in_the_words() -> None:
    written = split_facts("🕒 9:00\n🕒 14:00")

    assert written == ("🕒 14:00", {"time": "9:00"})


def test_facts_that_are_shown_to_be_translated_are_read_again() -> None:
    facts = {"pharmacy": "益丰", "time": "9:00", "who": "时间：都可以"}

    assert split_facts("\n".join(join_facts(facts))).facts == facts


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("20:00", When(send_at=at(4, 7, 20))),
        ("8:00", When(send_at=at(4, 8, 8))),
        ("明天 8点", When(send_at=at(4, 8, 8))),
        ("明天8:30", When(send_at=at(4, 8, 8, 30))),
        ("4/12 19:30", When(send_at=at(4, 12, 19, 30))),
        ("周二 19时", When(send_at=at(4, 12, 19))),
        ("demain 18h30", When(send_at=at(4, 8, 18, 30))),
        (
            "每周二、五 19:00",
            When(rule=Weekly(("tue", "fri")), minute=1140, starts_on=date(2022, 4, 7)),
        ),
        (
            "every day 8:00 until 4/30",
            When(
                rule=Daily(),
                minute=480,
                starts_on=date(2022, 4, 7),
                until_on=date(2022, 4, 30),
            ),
        ),
        ("3 days in a row 7:30", When(rule=Daily(3), minute=450, starts_on=date(2022, 4, 7))),
    ],
)
def test_time_or_rule_is_understood_on_the_committees_clock(text: str, when: When) -> None:
    assert read_when(text, NOON, SHANGHAI) == when


@pytest.mark.parametrize("text", ["soon", "明天", "25:00", "8:61", "每周二", "8:00 或者 9:00", ""])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_when(text, NOON, SHANGHAI)
    assert refused.value.code == "notice_when_unreadable"


@pytest.mark.parametrize(
    ("text", "counter"),
    [
        ("14", Counter(date(2022, 4, 7), 14)),
        ("14天", Counter(date(2022, 4, 7), 14)),
        ("4/1 14", Counter(date(2022, 4, 1), 14)),
        ("明天 7 days", Counter(date(2022, 4, 8), 7)),
    ],
)
def test_counter_is_understood(text: str, counter: Counter) -> None:
    assert read_counter(text, date(2022, 4, 7)) == counter


@pytest.mark.parametrize("text", ["two weeks", "4/1", "x 14"])
def test_other_counters_are_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_counter(text, date(2022, 4, 7))
    assert refused.value.code == "notice_counter_unreadable"
