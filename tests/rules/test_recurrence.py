"""How often, as people write it in six languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.recurrence import Recurrence, read_recurrence, rule_params, take_recurrence
from storage.schedules.rules import (
    LAST,
    WORKDAYS,
    Daily,
    Every,
    Monthly,
    Once,
    Rule,
    Weekly,
)

TODAY = date(2022, 4, 1)


def april(day: int) -> date:
    return date(2022, 4, day)


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (
            Weekly(("tue", "fri")),
            "每周二、五|每星期二和星期五|每週二、週五|每个礼拜二、五|every tuesday and friday"
            "|Tuesdays and Fridays|on Tuesdays, Fridays|weekly on tue, fri|every Tue/Fri"
            "|tous les mardis et vendredis|chaque mardi et chaque vendredi|毎週火曜と金曜"
            "|毎週火・金|매주 화요일, 금요일|매주 화, 금|每周二 五",
        ),
        (
            Weekly(WORKDAYS),
            "工作日|每个工作日|每周一至周五|每周一到五|workdays|every weekday|every Mon-Fri"
            "|平日|毎週月曜から金曜|평일|jours ouvrés|en semaine|chaque lundi à vendredi",
        ),
        (Weekly(("sat", "sun")), "周末|每周末|每周六、日|weekends|every sat and sun|週末|주말"),
        (Weekly(("mon", "sun")), "每周日至周一|every sunday to monday"),
        (Daily(), "每天|每日|每天|every day|daily|毎日|매일|tous les jours|chaque jour"),
        (
            Daily(3),
            "连续3天|连续三天|連續3天|３天连续|共3天|3 days in a row|three consecutive days"
            "|for 3 days|every day for 3 days|3日間|連続3日|3日連続|3일 연속|3일간|3 jours de suite"
            "|pendant 3 jours|trois jours consécutifs|每天，连续3天",
        ),
        (Daily(14), "连续十四天|连续14天"),
        (Daily(20), "连续二十天"),
        (
            Every(3),
            "每3天|每三天一次|三天一次|every 3 days|3日ごと|3일마다|tous les 3 jours"
            "|tous les trois jours",
        ),
        (Every(2), "隔天|每隔一天|every other day|un jour sur deux|1日おき|격일|每两天"),
        (
            Monthly((1, 15)),
            "每月1号和15号|每个月1、15日|每月1日、15日|every month on the 1st and 15th"
            "|on the 1st and the 15th of every month|毎月1日と15日|매월 1일, 15일"
            "|le 1er et le 15 de chaque mois",
        ),
        (Monthly((1,)), "每月1日|monthly on the 1st|1st of each month|chaque mois le 1er|매달 1일"),
        (
            Monthly((LAST,)),
            "每月最后一天|每月底|last day of the month|毎月末日|매달 말일|le dernier jour du mois",
        ),
        (Monthly((15, LAST)), "每月15日和月底|monthly on the 15th and the last day"),
        (Once((april(12), april(14))), "4/12, 4/14|4月12日、4月14日|4月12、14日|4/14 and 4/12"),
        (Once((april(2),)), "明天|tomorrow|4/2|2022-04-02|내일|demain|周六"),
        (Once((april(2), april(3))), "明天和后天|明天、后天"),
    ],
)
def test_a_rule_is_understood_in_every_language(rule: Rule, written: str) -> None:
    read = {text: read_recurrence(text, TODAY) for text in written.split("|")}

    assert read == dict.fromkeys(read, Recurrence(rule))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4/12 连续3天", Recurrence(Daily(3), april(12))),
        ("从4月12日起连续3天", Recurrence(Daily(3), april(12))),
        ("4월 12일부터 3일간", Recurrence(Daily(3), april(12))),
        ("4/12-4/14", Recurrence(Daily(3), april(12))),
        ("4月12日至14日", Recurrence(Daily(3), april(12))),
        ("4/12 to 4/14", Recurrence(Daily(3), april(12))),
        ("4月30日至5月2日", Recurrence(Daily(3), april(30))),
        ("from 4/12 every 2 days", Recurrence(Every(2), april(12))),
        ("4/12から毎日", Recurrence(Daily(), april(12))),
        ("à partir du 4/12 tous les jours", Recurrence(Daily(), april(12))),
        ("每天到4月30日为止", Recurrence(Daily(), None, april(30))),
        ("every 3 days until 4/30", Recurrence(Every(3), None, april(30))),
        ("毎日 4/30まで", Recurrence(Daily(), None, april(30))),
        ("tous les lundis jusqu'au 4/30", Recurrence(Weekly(("mon",)), None, april(30))),
        ("每周三 从4/12到4/30", Recurrence(Weekly(("wed",)), april(12), april(30))),
        ("daily from tomorrow until 4/20", Recurrence(Daily(), april(2), april(20))),
    ],
)
def test_first_and_last_day_are_understood(written: str, expected: Recurrence) -> None:
    assert read_recurrence(written, TODAY) == expected


@pytest.mark.parametrize(
    "written",
    [
        "", "hello", "每周", "每周三次", "每月32日", "4/14-4/12", "4/31", "到4/30", "周一的通知",
        # Four days to some, three to others.
        "每隔3天", "3日おき",
        # Two first days.
        "4/12, 4/13 连续3天",
        "每天 中心花园",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_understood(written: str) -> None:
    assert read_recurrence(written, TODAY) is None


@pytest.mark.parametrize(
    ("line", "expected", "rest"),
    [
        ("4/12 连续3天   中心花园", Recurrence(Daily(3), april(12)), "中心花园"),
        ("Main Gate every Mon and Thu", Recurrence(Weekly(("mon", "thu"))), "Main Gate"),
        ("中心花园 4/12-4/14", Recurrence(Daily(3), april(12)), "中心花园"),
        ("明天 小区东门", Recurrence(Once((april(2),))), "小区东门"),
    ],
)
def test_days_are_cut_out_of_a_line(line: str, expected: Recurrence, rest: str) -> None:
    assert take_recurrence(line, TODAY) == (expected, rest)


def test_a_line_without_days_has_none() -> None:
    assert take_recurrence("1-8号楼 中心花园 7:30", TODAY) is None


@given(st.text(alphabet="每周月天日一二三连续/-,4123 everyonthdaİ매주월,から", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    taken = take_recurrence(text, TODAY)

    assert taken is None or len(taken[1]) <= 2 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{opening}{between * 120}x"
        for opening in (
            "every mon",
            "每周一",
            "tous les lundis",
            "毎週月",
            "매주 월",
            "the 1st",
            "1",
        )
        for between in (" ", " , ", " and ", "、 ", " 1 , ", "日 ")
    ],
)
def test_a_long_row_of_separators_is_read_at_once(text: str) -> None:
    """Read in more ways than one, any of these would take years."""
    taken = take_recurrence(text[:500], TODAY)

    assert taken is None or taken[0].rule


def test_a_text_too_long_for_a_rule_is_none() -> None:
    assert take_recurrence("每天 " * 200, TODAY) is None


def test_a_rule_is_shown_by_its_params() -> None:
    assert rule_params(Weekly(WORKDAYS)) == {
        "kind": "weekly", "days": list(WORKDAYS), "more": 0, "has_last": False,
        "are_workdays": True, "count": None, "until": None,
    }  # fmt: skip
    monthly = rule_params(Monthly((15, LAST)), april(30))
    assert (monthly["days"], monthly["has_last"], monthly["until"]) == ([15], True, "2022-04-30")
    many = rule_params(Once(tuple(april(day) for day in range(1, 21))))
    assert (len(many["days"]), many["more"], many["days"][0]) == (12, 8, "2022-04-01")
    assert [rule_params(rule)["count"] for rule in (Every(3), Daily(5), Daily())] == [3, 5, None]
