"""What staff write about a round, read into values. Pure."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handlers.houses import read_buildings
from handlers.spans import fold, read_span, visible
from storage.errors import RuleError
from storage.facts import check_text
from storage.supplies.drafts import (
    LONGEST,
    MOST_PACKAGES,
    PackageDraft,
    RoundDraft,
    check_package,
)

# The order in which missing facts are asked for.
FACTS = ("title", "supplier", "arrives", "span", "packages")
EDITABLE = (*FACTS, "buildings")

_PRICE = re.compile(
    r"[¥$€￥]?\s*(\d{1,6}(?:[.,]\d{1,2})?)\s*(?:元|块|塊|円|원|yuan|rmb|€)?", re.IGNORECASE
)
_COUNT = re.compile(r"\D{0,12}?(\d{1,6})\s*\D{0,12}")


def read_fact(
    fact: str, text: str, *, now: datetime, zone: ZoneInfo, buildings: dict[str, int]
) -> dict[str, Any]:
    """What an answer says, as JSON values to be merged into the draft.

    Args:
        buildings: the estate's, number by label.

    Raises:
        RuleError: `span_unreadable`, `times_reversed`, `closes_in_past`, `building_unknown`
            (label), `supply_package_unreadable` (line), or what `check_package` raises.
    """
    if fact in LONGEST:
        check_text(fact, text, LONGEST[fact])
        return {fact: text}
    if fact == "span":
        return _span(text, now, zone)
    if fact == "buildings":
        return {"buildings": read_buildings(text, buildings)}
    return {"packages": read_packages(text)}


def read_packages(text: str) -> list[dict[str, Any]]:
    """Packages, one a line: `name; contents; price; most a household; stock`.

    Contents and stock may be left out; most a household is 1 where it is.

    Raises:
        RuleError: `supply_package_unreadable` (line), `supply_too_many_packages` (limit), or
            what `check_package` raises.
    """
    lines = [visible(line) for line in text.splitlines() if visible(line)]
    if len(lines) > MOST_PACKAGES:
        raise RuleError("supply_too_many_packages", limit=MOST_PACKAGES)
    return [asdict(_package(line)) for line in lines]


def _package(line: str) -> PackageDraft:
    parts = [part.strip() for part in re.split("[;；]", line)]
    name, *rest = parts
    contents = rest.pop(0) if rest and _PRICE.fullmatch(fold(rest[0])) is None else ""
    price = _PRICE.fullmatch(fold(rest[0])) if rest else None
    counts = [_COUNT.fullmatch(fold(part)) for part in rest[1:]]
    if price is None or len(counts) > 2 or None in counts:
        raise RuleError("supply_package_unreadable", line=line[:40])
    numbers = [int(count[1]) for count in counts if count is not None]
    package = PackageDraft(
        name=name,
        contents=contents,
        price=int(Decimal(price[1].replace(",", ".")) * 100),
        per_household=numbers[0] if numbers else 1,
        stock=numbers[1] if len(numbers) > 1 else None,
    )
    check_package(package)
    return package


def _span(text: str, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    span = read_span(text, now, zone)
    if span is None:
        raise RuleError("span_unreadable")
    opens_at, closes_at = span
    if closes_at <= opens_at:
        raise RuleError("times_reversed")
    if closes_at <= now:
        raise RuleError("closes_in_past")
    return {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}


def missing_fact(data: dict[str, Any]) -> str | None:
    """The next fact to ask for, or None when the draft is whole."""
    for fact in FACTS:
        if not data.get({"span": "opens_at"}.get(fact, fact)):
            return fact
    return None


def to_draft(data: dict[str, Any], buildings: dict[str, int]) -> RoundDraft:
    """The draft from a conversation's values."""
    return RoundDraft(
        estate_id=data["estate_id"],
        title=data["title"],
        supplier=data["supplier"],
        arrives=data["arrives"],
        opens_at=datetime.fromisoformat(data["opens_at"]),
        closes_at=datetime.fromisoformat(data["closes_at"]),
        packages=tuple(PackageDraft(**package) for package in data["packages"]),
        buildings=frozenset(buildings[label] for label in data.get("buildings", [])),
    )
