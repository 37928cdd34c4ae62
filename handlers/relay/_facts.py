"""The facts of a draft, read from what staff write: one by one, or all in one line. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.houses import read_buildings
from handlers.relay._draft_choices import CHOICES, KEYS, read_choice, to_sharing
from handlers.relay._reading import split_amount
from handlers.spans import fold, read_span, visible
from storage.errors import RuleError
from storage.facts import check_number, check_span, check_text
from storage.relay.drafts import (
    LONGEST,
    MOST_HOUSEHOLDS,
    MOST_PIECES,
    Draft,
)

# The order in which missing facts are asked for.
FACTS = ("title", "goods", "capacity", "span", "place", "eligibility", "collection")
EDITABLE = (*FACTS, "buildings")

_NO_LIMIT = {
    "0",
    "不限",
    "无",
    "無",
    "no limit",
    "none",
    "無制限",
    "なし",
    "제한 없음",
    "sans limite",
}

_KEYS = {
    "title": ("名称", "名稱", "标题", "標題", "title"),
    "goods": ("物品", "物资", "物資", "item", "goods"),
    "capacity": ("名额", "名額", "capacity", "places", "limit"),
    "span": ("时间", "時間", "time", "when"),
    "place": ("登记地点", "登記地點", "地点", "地點", "place", "where"),
    "eligibility": ("对象", "對象", "资格", "資格", "who", "eligibility"),
    "collection": ("领取", "領取", "collect", "collection", "pickup"),
    "buildings": ("楼栋", "樓棟", "buildings"),
    "waiting_list": ("候补", "候補", "waiting list", "waiting"),
}
_WORDS = sorted(
    ((word, fact) for fact, words in (_KEYS | KEYS).items() for word in words),
    key=lambda pair: len(pair[0]),
    reverse=True,
)
_NO = {"否", "不", "不要", "关", "關", "无", "無", "no", "off"}


def read_fact(
    fact: str, text: str, *, now: datetime, zone: ZoneInfo, buildings: dict[str, int]
) -> dict[str, Any]:
    """What an answer says, as JSON values to be merged into the draft.

    Args:
        buildings: the estate's, number by label.

    Raises:
        RuleError: what cannot be read (`span_unreadable`, `number_unreadable`,
            `choice_unreadable`, `building_unknown`) or not be meant (`fact_missing`,
            `text_too_long`, `wrong_number`, `reserve_needs_groups`).
    """
    if fact in CHOICES:
        return read_choice(fact, text)
    if fact in LONGEST:
        # Shown as it was written: full-width commas are the writer's own.
        check_text(fact, visible(text), LONGEST[fact])
        return {fact: visible(text)}
    text = fold(text)
    if fact == "span":
        return _span(text, now, zone)
    if fact == "buildings":
        return {"buildings": read_buildings(text, buildings)}
    if fact == "waiting_list":
        return {"waiting_list": text.lower() not in _NO}
    return _goods(text) if fact == "goods" else _capacity(text)


def _goods(text: str) -> dict[str, Any]:
    item, quantity = split_amount(text)
    if quantity is None and (found := re.search(r"(\d{1,3})\s*$", item)):
        item, quantity = item[: found.start()], int(found[1])
    item = re.sub(r"(?:每户|每戶|per household|each)\s*(?:最多|限|at most)?", "", item).strip(
        " ,、"
    )
    check_text("item", item, LONGEST["item"])
    per_household = 1 if quantity is None else quantity
    check_number("per_household", per_household, MOST_PIECES)
    return {"item": item, "per_household": per_household}


def _capacity(text: str) -> dict[str, Any]:
    if text.lower() in _NO_LIMIT:
        return {"capacity": None}
    found = re.fullmatch(r"(\d{1,7})\s*(?:户|戶|households?|世帯|세대|foyers)?", text)
    if found is None:
        raise RuleError("number_unreadable")
    check_number("capacity", int(found[1]), MOST_HOUSEHOLDS)
    return {"capacity": int(found[1])}


def _span(text: str, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    span = read_span(text, now, zone)
    if span is None:
        raise RuleError("span_unreadable")
    opens_at, closes_at = span
    check_span(opens_at, closes_at, now)
    return {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}


def read_closing(text: str, opens_at: str, *, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Another closing, `20:00` or `明天 20:00`; a clock alone is of today, or of the opening's day.

    Raises:
        RuleError: `span_unreadable`, `times_reversed`, `closes_in_past`.
    """
    opened = datetime.fromisoformat(opens_at)
    span = read_span(f"now - {fold(text)}", max(now, opened), zone)
    if span is None:
        raise RuleError("span_unreadable")
    check_span(opened, span[1], now)
    return {"closes_at": span[1].isoformat()}


def read_pieces(text: str) -> dict[str, Any]:
    """Another limit of pieces a household.

    Raises:
        RuleError: `number_unreadable`, `wrong_number`.
    """
    found = re.search(r"\d{1,3}", fold(text))
    if found is None:
        raise RuleError("number_unreadable")
    check_number("per_household", int(found[0]), MOST_PIECES)
    return {"per_household": int(found[0])}


def split_line(line: str) -> dict[str, str]:
    """Facts and choices by name from `title; item 2; limit 500; time …; sharing …; offline 40`."""
    found: dict[str, str] = {}
    for part in re.split(r"[;；\n]+", line):
        text = part.strip()
        if not text:
            continue
        fact, rest = _keyed(text)
        if fact is None:
            fact, rest = ("title" if "title" not in found else "goods"), text
        found.setdefault(fact, rest)
    return found


def _keyed(text: str) -> tuple[str | None, str]:
    lowered = text.lower()
    for word, fact in _WORDS:
        rest = text[len(word) :]
        if lowered.startswith(word) and _ends(word, fact, rest[:1]):
            return fact, rest.strip(" :：")
    return None, text


def _ends(key: str, fact: str, after: str) -> bool:
    """Whether a key is whole before this sign.

    «Placemats» is no place: a Latin key ends where its word does. «线下登记口罩» is a title: the
    key of a choice stands by itself, or before its number.
    """
    if fact in CHOICES:
        return not after.isalpha()
    return not key.isascii() or not after.isalnum()


def missing_fact(data: dict[str, Any]) -> str | None:
    """The next fact to ask for, or None when the draft is whole (S19)."""
    have = set(data)
    for fact in FACTS:
        needs = {"goods": "item", "span": "opens_at"}.get(fact, fact)
        if needs not in have:
            return fact
    return None


def to_draft(data: dict[str, Any], buildings: dict[str, int]) -> Draft:
    """The draft from a conversation's values."""
    return Draft(
        estate_id=data["estate_id"],
        title=data["title"],
        item=data["item"],
        per_household=data["per_household"],
        capacity=data["capacity"],
        waiting_list=data.get("waiting_list", True),
        opens_at=datetime.fromisoformat(data["opens_at"]),
        closes_at=datetime.fromisoformat(data["closes_at"]),
        place=data["place"],
        eligibility=data["eligibility"],
        collection=data["collection"],
        buildings=frozenset(buildings[label] for label in data.get("buildings", [])),
        sharing=to_sharing(data),
        follows_id=data.get("follows_id"),
    )
