"""How places are shared, as staff write it in one line or press it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.relay._draft_choices import from_sharing, read_choice, to_sharing
from handlers.relay._facts import split_line
from storage.errors import RuleError
from storage.relay.kinds import OrderRule, RemainderRule, ServedRule, SplitRule, TieRule
from storage.relay.sharing import Sharing

OPENS = datetime(2020, 2, 1, 16, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=20)
SPAN = {"opens_at": OPENS.isoformat(), "closes_at": CLOSES.isoformat()}

STRICT = {"order_rule": "time", "split_rule": "none"}
EVEN = {"order_rule": "time", "split_rule": "buildings"}
DRAW = {"order_rule": "draw", "split_rule": "none"}


@pytest.mark.parametrize(
    ("choice", "text", "values"),
    [
        ("sharing", "先到先得", STRICT),
        ("sharing", "first come, first served", STRICT),
        ("sharing", "按楼栋平均", EVEN),
        ("sharing", "by building", EVEN),
        ("sharing", "抽签", DRAW),
        ("sharing", "draw", DRAW),
        ("sharing", "按楼栋抽签", {"order_rule": "draw", "split_rule": "buildings"}),
        ("offline", "４０", {"offline_share": 40}),
        ("offline", "40个", {"offline_share": 40}),
        ("offline", "无", {"offline_share": 0}),
        ("unused", "截止", {"shares_minutes": None}),
        ("unused", "at closing", {"shares_minutes": None}),
        ("unused", "截止前2小时", {"shares_minutes": 120}),
        ("unused", "1小时30分钟", {"shares_minutes": 90}),
        ("reserve", "no", {"daily_reserve": 0, "reserve_groups": []}),
        ("reserve", "每天5 孕妇、透析", {"daily_reserve": 5, "reserve_groups": ["孕妇", "透析"]}),
        (
            "reserve",
            "每天5个：孕妇和透析",
            {"daily_reserve": 5, "reserve_groups": ["孕妇", "透析"]},
        ),
        (
            "reserve",
            "5 a day: pregnancy, kidney dialysis",
            {"daily_reserve": 5, "reserve_groups": ["pregnancy", "kidney dialysis"]},
        ),
        ("reserve", "孕妇 3", {"daily_reserve": 3, "reserve_groups": ["孕妇"]}),
        ("offer", "立即", {"offer_minutes": None}),
        ("offer", "2 hours", {"offer_minutes": 120}),
        ("offer", "半小时", {"offer_minutes": 30}),
        ("offer", "3時間", {"offer_minutes": 180}),
        ("offer", "1 jour", {"offer_minutes": 1440}),
        ("draw", "30分钟", {"order_rule": "draw", "draw_minutes": 30}),
        ("draw", "45", {"order_rule": "draw", "draw_minutes": 45}),
        ("draw", "no", {"order_rule": "time"}),
        ("remainder", "前几栋", {"remainder_rule": "first"}),
        ("remainder", "户数多的", {"remainder_rule": "largest"}),
        ("remainder", "the next in order, anyone", {"remainder_rule": "common"}),
        ("ties", "最晚", {"tie_rule": "latest"}),
        ("ties", "spread", {"tie_rule": "spread"}),
        ("papers", "是", {"needs_papers": True}),
        ("papers", "no", {"needs_papers": False}),
        ("bring", "身份证，户口本", {"bring": "身份证，户口本"}),
        ("bring", "无", {"bring": ""}),
        ("served", "未领过的", {"served_rule": "unserved"}),
        ("served", "all", {"served_rule": "all"}),
    ],
)
def test_choices_are_read_as_they_are_written(
    choice: str, text: str, values: dict[str, Any]
) -> None:
    assert read_choice(choice, text) == values


@pytest.mark.parametrize(
    ("choice", "text", "code"),
    [
        ("sharing", "随便", "choice_unreadable"),
        ("offline", "some", "number_unreadable"),
        ("offer", "soon", "choice_unreadable"),
        ("offer", "9天", "wrong_number"),
        ("draw", "0", None),
        ("draw", "8 days", "wrong_number"),
        ("reserve", "5", "reserve_needs_groups"),
        ("reserve", "0 孕妇", "wrong_number"),
        ("reserve", "5 " + "长" * 31, "text_too_long"),
        ("bring", "x" * 201, "text_too_long"),
        ("remainder", "?", "choice_unreadable"),
    ],
)
def test_choices_that_cannot_be_are_refused(choice: str, text: str, code: str | None) -> None:
    if code is None:
        assert read_choice(choice, text) == {"order_rule": "time"}
        return
    with pytest.raises(RuleError) as refusal:
        read_choice(choice, text)
    assert refusal.value.code == code


def test_one_line_takes_facts_and_choices() -> None:
    line = "口罩；口罩 2；名额 500；分配 按楼栋；线下 40；机动 每天5 孕妇、透析"
    line += "；抽签 30分钟；余数：公共"

    assert split_line(line) == {
        "title": "口罩",
        "goods": "口罩 2",
        "capacity": "500",
        "sharing": "按楼栋",
        "offline": "40",
        "reserve": "每天5 孕妇、透析",
        "draw": "30分钟",
        "remainder": "公共",
    }


@pytest.mark.parametrize(
    "title", ["线下登记口罩", "抽签分口罩", "Drawing lessons", "Offered masks"]
)
def test_title_that_begins_like_a_choice_stays_a_title(title: str) -> None:
    assert split_line(f"{title}; masks 2") == {"title": title, "goods": "masks 2"}


@pytest.mark.parametrize(
    "sharing",
    [
        Sharing(),
        Sharing(
            order_rule=OrderRule.DRAW,
            split_rule=SplitRule.BUILDINGS,
            remainder_rule=RemainderRule.LARGEST,
            tie_rule=TieRule.SPREAD,
            offline_share=40,
            shares_until=CLOSES - timedelta(hours=2),
            daily_reserve=5,
            reserve_groups=("孕妇",),
            offer_minutes=120,
            draw_until=OPENS + timedelta(minutes=30),
            served_rule=ServedRule.UNSERVED,
            needs_papers=True,
            bring="身份证",
        ),
    ],
)
def test_rules_survive_the_draft(sharing: Sharing) -> None:
    values = from_sharing(sharing, opens_at=OPENS, closes_at=CLOSES)

    assert to_sharing(SPAN | values) == sharing


def test_times_of_the_rules_follow_the_relay_when_it_is_moved() -> None:
    data = SPAN | read_choice("offline", "5") | read_choice("unused", "60")
    data |= read_choice("draw", "30")
    moved = data | {
        "opens_at": (OPENS + timedelta(days=1)).isoformat(),
        "closes_at": (CLOSES + timedelta(days=1)).isoformat(),
    }

    sharing = to_sharing(moved)

    assert sharing.draw_until == OPENS + timedelta(days=1, minutes=30)
    assert sharing.shares_until == CLOSES + timedelta(hours=23)


def test_time_of_release_means_nothing_where_no_places_are_held() -> None:
    assert to_sharing(SPAN | read_choice("unused", "60")).shares_until is None
