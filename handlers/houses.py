"""Buildings as people write them: `3-12, 15`, `1-8号楼`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.spans import fold
from storage.community.doors import canonical_part
from storage.errors import RuleError

ALL = frozenset(
    {"全部", "全小区", "全小區", "整个小区", "all", "すべて", "全棟", "전체", "tous", "tout"}
)
"""How people say: every building of the estate."""
BUILDING_WORDS = "号楼|號樓|号棟|栋|棟|幢|号|號|동|#"
BUILDING_PREFIXES = "buildings?|bldgs?|blocks?|bâtiments?|bât|bat"
TO = r"-|–|—|~|～|至|到|から|부터"

_WORD = re.compile(rf"(?:{BUILDING_WORDS})|\b(?:{BUILDING_PREFIXES})\b\.?", re.IGNORECASE)
_BEFORE_STEM = re.compile("[号號](?=[甲乙丙丁戊己庚辛壬癸])")
_BETWEEN = re.compile(r"[,、;\s]+")
_TO = re.compile(TO)
_AROUND_TO = re.compile(rf"\s*({TO})\s*")


def read_buildings(text: str, labels: Iterable[str]) -> list[str]:
    """The labels that are meant, in the estate's order; none for every building.

    A range takes every building that stands between its ends in the estate's own order.

    Raises:
        RuleError: `building_unknown` (label), `fact_missing`.
    """
    order = list(labels)
    folded = fold(text)
    if folded.casefold() in ALL:
        return []
    known = {canonical_part(label): label for label in order} | {label: label for label in order}
    parts = [part for part in _BETWEEN.split(_join_ranges(folded)) if part]
    if not parts:
        raise RuleError("fact_missing", fact="buildings")
    chosen = {label for part in parts for label in _read_part(part, order, known)}
    return [label for label in order if label in chosen]


def _join_ranges(text: str) -> str:
    plain = _WORD.sub(" ", _BEFORE_STEM.sub("", text))
    return _AROUND_TO.sub(r"\1", plain).strip()


def _read_part(part: str, order: Sequence[str], known: dict[str, str]) -> Sequence[str]:
    if part in known:
        return [known[part]]
    ends = [end for end in _TO.split(part) if end]
    for end in ends:
        if canonical_part(end) not in known:
            raise RuleError("building_unknown", label=end[:20])
    if len(ends) > 2 or not ends:
        raise RuleError("building_unknown", label=part[:20])
    first, last = sorted(order.index(known[canonical_part(end)]) for end in (ends[0], ends[-1]))
    return order[first : last + 1]
