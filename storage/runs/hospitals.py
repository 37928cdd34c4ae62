"""Which hospital is meant: people write one name in many ways.

Names that are spelt alike are one group by themselves; names that only look alike are proposed,
and a person decides: two hospitals of nearly one name exist in every city.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from unicodedata import normalize

_NOT_WORDS = re.compile(r"[\W_]+")
# What a university or a city puts in front of the name that everybody uses.
_OWNER = re.compile(r"^.*(?:附属|附屬|affiliatedto|affiliated)")
_CITY = re.compile(r"^(?:上海市?|北京市?|[^市区]{2,3}[市区])(?=.{2})")
_COMMON = re.compile(
    r"(?:人民)?(?:医院|醫院|病院|병원|hospital|hôpital|hopital|药房|藥房|pharmacy)$"
)
_ALIKE = 0.8
_SHORTEST = 2


def fold_name(name: str) -> str:
    """A name without what writers differ in: width, case, spaces and marks."""
    return _NOT_WORDS.sub("", normalize("NFKC", name).casefold())


def is_alike(one: str, other: str) -> bool:
    """Whether two differently spelt names may mean one place."""
    first, second = _core(one), _core(other)
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if len(short) >= _SHORTEST and short in long:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def may_be_same(one: str, other: str) -> bool:
    """Whether two names are one, or may be."""
    return fold_name(one) == fold_name(other) or is_alike(one, other)


def _core(name: str) -> str:
    """What tells a hospital from others: `中山` of `复旦大学附属中山医院`."""
    folded = _CITY.sub("", _OWNER.sub("", fold_name(name)))
    return _COMMON.sub("", folded) or folded
