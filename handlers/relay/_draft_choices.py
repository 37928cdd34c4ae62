"""How a draft's places are shared, read from what staff write or press. Pure.

A draft keeps the rules flat beside its facts, by the names of `Sharing`; times it keeps as
minutes after the opening and before the closing, so that they follow when the relay is moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from handlers.spans import fold, visible
from storage.errors import RuleError
from storage.facts import check_number, check_text
from storage.relay.kinds import OrderRule, RemainderRule, ServedRule, SplitRule, TieRule
from storage.relay.queries import RelayView
from storage.relay.sharing import (
    LONGEST_BRING,
    LONGEST_GROUP,
    LONGEST_OFFER,
    LONGEST_WINDOW,
    MOST_GROUPS,
    MOST_RESERVED,
    Sharing,
)

USUAL_WINDOW = 30
"""Minutes in which all who join take part in the draw, unless staff say otherwise."""

KEYS = {
    "sharing": ("分配", "怎么分", "怎麼分", "sharing"),
    "offline": ("线下名额", "線下名額", "线下", "線下", "offline"),
    "unused": ("未用名额", "未用名額", "未用", "unused"),
    "reserve": ("机动名额", "機動名額", "机动", "機動", "reserve"),
    "offer": ("递补", "遞補", "offer"),
    "draw": ("抽签", "抽籤", "draw"),
    "remainder": ("余数", "餘數", "remainder"),
    "ties": ("时间不明", "時間不明", "ties"),
    "papers": ("查验", "查驗", "papers"),
    "bring": ("携带", "攜帶", "bring"),
    "served": ("已领", "已領", "served"),
}
"""What a choice begins with in the line of `/relay`; a blank, a colon or a digit follows."""

CHOICES = tuple(KEYS)

_NONE = {"", "0", "否", "不", "不要", "关", "關", "无", "無", "没有", "沒有", "no", "off", "none"}
_BUILDINGS = re.compile("楼|樓|栋|棟|幢|building", re.IGNORECASE)
_DRAW = re.compile("抽|摇号|搖號|draw|lot", re.IGNORECASE)
_TIME = re.compile("先|时间|時間|first|time|strict", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,7}")
_DURATION = re.compile(
    r"(\d{1,5})\s*(分钟|分鐘|分|小时|小時|时间|時間|天|日|分間|분|시간|일"
    r"|minutes?|mins?|heures?|hours?|h|days?|jours?|d|m)(?![a-z])",
    re.IGNORECASE,
)
_MINUTES = {"分": 1, "분": 1, "m": 1, "小": 60, "时": 60, "時": 60, "시": 60, "h": 60}
_MINUTES |= {"天": 1440, "日": 1440, "일": 1440, "d": 1440, "j": 1440}
_A_DAY = re.compile("每天|每日|一天|a day|per day|daily|毎日|1日|par jour|个|個|名", re.IGNORECASE)
_BETWEEN = re.compile(r"[,、/和与與及]+|\s+(?:and|et)\s+|\s{2,}")
_CLOSING = re.compile("截止$|^at closing$|^closing$|^截止时$|^截止時$", re.IGNORECASE)

_WORDS: dict[str, dict[str, str]] = {
    "remainder": {
        "first|先|前|顺序|順序": RemainderRule.FIRST,
        "largest|most|多|大": RemainderRule.LARGEST,
        "common|anyone|any|公|共|谁|誰": RemainderRule.COMMON,
    },
    "ties": {
        "latest|last|最晚|最迟|最遲": TieRule.LATEST,
        "spread|even|均|分散": TieRule.SPREAD,
    },
    "served": {
        "unserved|only|没|沒|未|不": ServedRule.UNSERVED,
        "all|everyone|都|全": ServedRule.ALL,
    },
}
_FIELDS = {"remainder": "remainder_rule", "ties": "tie_rule", "served": "served_rule"}


def read_choice(choice: str, text: str) -> dict[str, Any]:
    """What is chosen, as JSON values to be merged into the draft.

    Args:
        choice: one of `CHOICES`.
        text: as staff write it: `按楼栋`, `40`, `每天5 孕妇、透析`, `30分钟`, `no`.

    Raises:
        RuleError: `choice_unreadable`, `number_unreadable`, `wrong_number` (fact, limit),
            `reserve_needs_groups`, `text_too_long` (fact, limit).
    """
    folded = fold(text)
    if choice == "bring":
        return {"bring": "" if folded.lower() in _NONE else _bring(visible(text))}
    if choice in _WORDS:
        return {_FIELDS[choice]: _by_word(choice, folded.lower())}
    return _READERS[choice](folded.lower())


def _bring(text: str) -> str:
    check_text("bring", text, LONGEST_BRING)
    return text


def _by_word(choice: str, text: str) -> str:
    for pattern, meant in _WORDS[choice].items():
        if re.search(pattern, text):
            return str(meant)
    raise RuleError("choice_unreadable")


def _read_sharing(text: str) -> dict[str, Any]:
    draws, splits = _DRAW.search(text), _BUILDINGS.search(text)
    if not (draws or splits or _TIME.search(text)):
        raise RuleError("choice_unreadable")
    return {
        "order_rule": str(OrderRule.DRAW if draws else OrderRule.TIME),
        "split_rule": str(SplitRule.BUILDINGS if splits else SplitRule.NONE),
    }


def _read_offline(text: str) -> dict[str, Any]:
    if text in _NONE:
        return {"offline_share": 0}
    found = _NUMBER.search(text)
    if found is None:
        raise RuleError("number_unreadable")
    return {"offline_share": int(found[0])}


def _read_unused(text: str) -> dict[str, Any]:
    if text in _NONE or _CLOSING.search(text):
        return {"shares_minutes": None}
    return {"shares_minutes": _read_minutes(text)}


def _read_reserve(text: str) -> dict[str, Any]:
    if text in _NONE:
        return {"daily_reserve": 0, "reserve_groups": []}
    found = _NUMBER.search(text)
    if found is None:
        raise RuleError("number_unreadable")
    check_number("daily_reserve", int(found[0]), MOST_RESERVED)
    rest = _A_DAY.sub(" ", text[: found.start()] + "  " + text[found.end() :])
    groups = [group.strip(" :()") for group in _BETWEEN.split(rest)]
    named = list(dict.fromkeys(group for group in groups if group))
    if not named:
        raise RuleError("reserve_needs_groups")
    for group in named:
        check_text("reserve_groups", group, LONGEST_GROUP)
    return {"daily_reserve": int(found[0]), "reserve_groups": named[:MOST_GROUPS]}


def _read_offer(text: str) -> dict[str, Any]:
    if text in _NONE or re.search("立即|马上|馬上|at once|directly", text):
        return {"offer_minutes": None}
    minutes = _read_minutes(text)
    check_number("offer_minutes", minutes, LONGEST_OFFER // timedelta(minutes=1))
    return {"offer_minutes": minutes}


def _read_draw(text: str) -> dict[str, Any]:
    if text in _NONE:
        return {"order_rule": str(OrderRule.TIME)}
    minutes = _read_minutes(text)
    check_number("draw_until", minutes, LONGEST_WINDOW // timedelta(minutes=1))
    return {"order_rule": str(OrderRule.DRAW), "draw_minutes": minutes}


def _read_papers(text: str) -> dict[str, Any]:
    return {"needs_papers": text not in _NONE}


def _read_minutes(text: str) -> int:
    """Minutes of `30分钟`, `1小时30分钟`, `2 hours`; a number alone is minutes.

    Raises:
        RuleError: `choice_unreadable`.
    """
    if text.isdecimal() and text.isascii():
        return int(text[:7])
    found = _DURATION.findall(text.replace("半小时", "30分").replace("半小時", "30分"))
    if not found:
        raise RuleError("choice_unreadable")
    return sum(int(count) * _MINUTES[unit[0].lower()] for count, unit in found)


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "sharing": _read_sharing,
    "offline": _read_offline,
    "unused": _read_unused,
    "reserve": _read_reserve,
    "offer": _read_offer,
    "draw": _read_draw,
    "papers": _read_papers,
}


def to_sharing(data: Mapping[str, Any]) -> Sharing:
    """The rules from a draft's values; the draft must say when it opens and closes."""
    opens_at, closes_at = (datetime.fromisoformat(data[at]) for at in ("opens_at", "closes_at"))
    order = OrderRule(data.get("order_rule", OrderRule.TIME))
    return Sharing(
        order_rule=order,
        split_rule=SplitRule(data.get("split_rule", SplitRule.NONE)),
        remainder_rule=RemainderRule(data.get("remainder_rule", RemainderRule.FIRST)),
        tie_rule=TieRule(data.get("tie_rule", TieRule.LATEST)),
        offline_share=data.get("offline_share", 0),
        daily_reserve=data.get("daily_reserve", 0),
        reserve_groups=tuple(data.get("reserve_groups", ())),
        offer_minutes=data.get("offer_minutes"),
        draw_until=opens_at + _window(data) if order is OrderRule.DRAW else None,
        served_rule=ServedRule(data.get("served_rule", ServedRule.ALL)),
        needs_papers=data.get("needs_papers", False),
        bring=data.get("bring", ""),
        shares_until=_shares_until(data, closes_at),
    )


def _window(data: Mapping[str, Any]) -> timedelta:
    return timedelta(minutes=data.get("draw_minutes", USUAL_WINDOW))


def _shares_until(data: Mapping[str, Any], closes_at: datetime) -> datetime | None:
    minutes = data.get("shares_minutes")
    has_shares = data.get("offline_share") or data.get("split_rule") == SplitRule.BUILDINGS
    return closes_at - timedelta(minutes=minutes) if minutes and has_shares else None


def from_sharing(sharing: Sharing, *, opens_at: datetime, closes_at: datetime) -> dict[str, Any]:
    """The values that a draft keeps of the rules, as JSON."""
    values = asdict(sharing) | {"reserve_groups": list(sharing.reserve_groups)}
    draw_until, shares_until = values.pop("draw_until"), values.pop("shares_until")
    if draw_until is not None:
        values["draw_minutes"] = (draw_until - opens_at) // timedelta(minutes=1)
    if shares_until is not None:
        values["shares_minutes"] = (closes_at - shares_until) // timedelta(minutes=1)
    return {name: str(value) if isinstance(value, str) else value for name, value in values.items()}


def copy_relay(relay: RelayView) -> dict[str, Any]:
    """What a draft takes over from a relay: everything but its times."""
    return {
        "estate_id": relay.estate_id,
        "title": relay.title,
        "item": relay.item,
        "per_household": relay.per_household,
        "capacity": relay.capacity,
        "waiting_list": relay.waiting_list,
        "place": relay.place,
        "eligibility": relay.eligibility,
        "collection": relay.collection,
        "buildings": list(relay.buildings),
        **from_sharing(relay.sharing, opens_at=relay.opens_at, closes_at=relay.closes_at),
    }
