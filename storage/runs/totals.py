"""How much of what is to be bought: lines of one drug and strength added up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

_COUNTED = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,3})?)\s*([^\d\s][^\d]{0,19})?\s*")
_NUMERALS = {"半": "0.5", "两": "2", "兩": "2"} | {
    numeral: str(number) for number, numeral in enumerate("一二三四五六七八九十", start=1)
}
_SPELT = re.compile(rf"\s*([{''.join(_NUMERALS)}])\s*([盒片瓶支袋包板粒颗罐贴管])\s*")


@dataclass(frozen=True)
class Wanted:
    """What one request asks for, as it was written; all may be empty."""

    drug: str
    strength: str = ""
    quantity: str = ""


@dataclass(frozen=True)
class Total:
    """One drug of one strength: `quantity` as `3盒 + 10片`, asked for by so many requests."""

    drug: str
    strength: str
    quantity: str
    requests: int


def sum_up(wanted: Iterable[Wanted]) -> tuple[Total, ...]:
    """The totals in the order in which drugs are first asked for.

    Quantities of one unit are added; what cannot be counted stands beside them as it was written.
    """
    groups: dict[tuple[str, str], list[Wanted]] = {}
    for each in wanted:
        groups.setdefault((_fold(each.drug), _fold(each.strength)), []).append(each)
    return tuple(
        Total(same[0].drug, same[0].strength, _add(each.quantity for each in same), len(same))
        for same in groups.values()
    )


def _fold(text: str) -> str:
    """A text without its spaces; its marks stay: 1.5 mg is not 15 mg."""
    return "".join(normalize("NFKC", text).casefold().split())


def _add(quantities: Iterable[str]) -> str:
    counted: dict[str, tuple[Decimal, str]] = {}
    uncounted: list[str] = []
    for quantity in quantities:
        read = _read(quantity)
        if read is None:
            uncounted.append(quantity.strip() or "?")
            continue
        number, unit = read
        sum_before, spelling = counted.get(_fold(unit), (Decimal(0), unit))
        counted[_fold(unit)] = (sum_before + number, spelling)
    sums = [_write(number, unit) for number, unit in counted.values()]
    return " + ".join(sums + uncounted)


def _read(quantity: str) -> tuple[Decimal, str] | None:
    """Number and unit of `2盒`, `2 boxes`, `两盒`, `2`; None for what is no plain count."""
    text = normalize("NFKC", quantity)
    if found := _COUNTED.fullmatch(text):
        return Decimal(found[1].replace(",", ".")), (found[2] or "").strip()
    if found := _SPELT.fullmatch(text):
        return Decimal(_NUMERALS[found[1]]), found[2].strip()
    return None


def _write(number: Decimal, unit: str) -> str:
    plain = f"{number.normalize():f}"
    return f"{plain} {unit}" if unit.isascii() and unit else f"{plain}{unit}"
