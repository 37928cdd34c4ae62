"""What the lines above a list say: title, limit, deadline, building, items.

Clauses are read one by one; a clause that says nothing of these is part of the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from handlers.relay.pasted import words
from handlers.relay.pasted.catalog import Item, name_items, read_catalog
from handlers.relay.pasted.deadlines import find_deadline, read_deadline
from handlers.relay.pasted.masks import mask_numbers
from handlers.relay.pasted.model import Header, Terms
from handlers.relay.pasted.numerals import HAN, read_amount
from handlers.relay.pasted.units import COUNTED, UNIT, find_numeral, find_unit
from storage.community.doors import DoorBook

_CLAUSES = re.compile(r"[,，。;；!！()（）【】\[\]\s]+")
_SENTENCES = re.compile(r"[,，。;；!！()（）【】\n]+|\s{2,}|(?<=[^\W\da-z])\s(?=[^\W\da-z])")
_HOUSEHOLD = re.compile(
    r"每户|每家|各户|一户|一家(?!人|三|四|五)|户限|/户|按户|每(?:个)?(?:住户|家庭|房|屋)|一房"
    r"|household|\bfamily|\bflat\b|\bhome\b|\bapartment\b|per door|"
    r"世帯|一戸|各戸|1戸|세대|가구|집당|foyer|famille|haushalt|wohnung"
)
_LIMITS = re.compile(
    r"限(?!量|时)|最多|不超过|封顶|上限|\bmax|\blimit|\bup to\b|まで|最大|최대|maximum"
)
_UNLIMITED = re.compile(r"不限|无限|unlimited|no limit|制限なし|제한 ?없")
_PERSONS = re.compile(r"每人|人均|per person|per head|一人|1인|par personne|pro person")
_EACH_KIND = re.compile(
    r"每种|每样|每餐|每款|各限|每品|of each|each item|each kind|chaque article|各種"
)
_BUILDING = re.compile(
    r"[号#]?(?:楼|栋|幢|座|号楼)|\d号(?!线|前|之前|到|起)|\bbuilding\b|\bbldg|"
    r"\bblock\b|\btower\b|동\b|\bbât|\bhaus\b"
)
# Where something is fetched or hangs is no list's own building.
_GOES_TO = re.compile(
    r"(?:到|在|去|于|至|从|放|自提|领取|送到|\b(?:at|in|from|to))\s?[^,，。]{0,4}$"
)
_IS_PLACE = re.compile(
    r"\W*(?:门口|楼下|大厅|底楼|一楼|前|旁|集合|领|取|自提|架空|门卫|lobby|entrance)"
)
_PEOPLE = re.compile(
    r"人数|几人|几个人|人头|多少人|how many people|number of (?:people|persons)|人数|"
    r"인원|몇 ?명|nombre de personnes"
)
_PER_UNIT = re.compile(rf"(?:元|块|円|원|€|\$\d+)\s?/\s?(?P<unit>{UNIT})")
_HEADING_WORDS = re.compile(
    r"登记表|登记|名单|接龙|住户|居民|邻居|汇总|list|residents|sign-?up|の?住民|명단"
)
_LONGEST_HEADING = 16


class Facts(NamedTuple):
    """A header, and what the grammar of its entries depends on.

    Attributes:
        counts_people: `2人` is an amount; `asks_people` every household says how many live there.
    """

    header: Header
    items: tuple[Item, ...]
    unit: str
    counts_people: bool
    asks_people: bool
    deadline: datetime | None


def read_header(
    lines: Sequence[str], menus: Sequence[str], book: DoorBook, terms: Terms, now: datetime
) -> Facts:
    """What folded header lines say; the relay's own terms stand above them.

    Args:
        menus: lines that were numbered as a menu, without their numbers.
        now: the day on which the deadline's clock is read, aware.
    """
    folded = [line.casefold() for line in lines]
    limit, is_each, unit = _read_limit(folded)
    words_of_deadline = find_deadline(lines)
    deadline = terms.deadline or read_deadline(words_of_deadline, now)
    building, stairs = read_building(lines, book)
    items = read_catalog(lines, menus) if terms.items is None else name_items(terms.items)
    header = Header(
        title=_find_title(lines),
        deadline=words_of_deadline,
        deadline_at=deadline,
        limit=terms.limit if terms.limit is not None else limit,
        is_limit_each=is_each,
        building=terms.building or building,
        unit=stairs if terms.building in (None, building) else "",
        items={item.key: item.text for item in items},
    )
    asks_people = any(_PEOPLE.search(line) for line in folded)
    counts_people = asks_people or unit in ("人", "명")
    unit = unit or _find_unit(folded)
    return Facts(header, items, unit, counts_people, asks_people, deadline)


def _find_title(lines: Sequence[str]) -> str:
    spoken = (line.strip() for line in lines if line.strip() and not words.LIST_HEAD.match(line))
    return next((line for line in spoken if not line.startswith("@")), "")


def _read_limit(lines: Sequence[str]) -> tuple[int | None, bool, str]:
    for line in lines:
        for clause in _SENTENCES.split(line):
            text = mask_numbers(clause, counts_people=True)
            is_household = _HOUSEHOLD.search(text) is not None
            if not (is_household or _LIMITS.search(text)) or _PERSONS.search(text):
                continue
            if _UNLIMITED.search(text):
                return None, False, ""
            number = re.search(COUNTED, text) or (
                re.search(rf"(?<!\d)\d{{1,2}}(?![\d号楼栋])|\b(?:one|two|three)\b|[{HAN}]$", text)
                if is_household or re.search(r"限\s?\d", text)
                else None
            )
            if number:
                is_each = _EACH_KIND.search(text) is not None
                return read_amount(find_numeral(number[0])), is_each, find_unit(number[0])
    return None, False, ""


def _find_unit(lines: Sequence[str]) -> str:
    for line in lines:
        if found := _PER_UNIT.search(line):
            return found["unit"]
    return ""


def read_heading(line: str, book: DoorBook) -> tuple[str, str] | None:
    """The building and unit of a line that says nothing else: `【3号楼】`, `3号楼2单元名单：`."""
    bare = _HEADING_WORDS.sub("", line.casefold()).strip(" :：【】[]()-=*#《》<>~.、▼▽↓")
    if not bare or len(bare) > _LONGEST_HEADING:
        return None
    mention = find_building(bare, book)
    span = book.find(bare).span
    return mention if mention and span == (0, len(bare)) else None


def read_building(lines: Sequence[str], book: DoorBook) -> tuple[str | None, str]:
    """The one building that a header speaks of, and its unit; not one to fetch things from."""
    found: dict[str, str] = {}
    for line in lines:
        for clause in _CLAUSES.split(line):
            mention = find_building(clause, book)
            if mention is not None:
                found.setdefault(*mention)
    return next(iter(found.items())) if len(found) == 1 else (None, "")


def find_building(clause: str, book: DoorBook) -> tuple[str, str] | None:
    """The building and unit that a clause names without a room."""
    text = mask_numbers(clause.casefold(), counts_people=False)
    if not _BUILDING.search(text) or re.search(COUNTED, text):
        return None
    match = book.find(text)
    if match.building is None or match.household or match.candidates or match.written:
        return None
    start, end = match.span
    if _GOES_TO.search(text[:start]) or _IS_PLACE.match(text[end:]):
        return None
    unit = re.search(r"(\d{1,2})\s?(?:单元|门|号门)", text[start:])
    return match.building, unit[1] if unit else ""
