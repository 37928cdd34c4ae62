"""The number in front of an entry: `1.` `2、` `③` `(4)` `【5】` `No.6` `七、` `8 `.

A number with a stroke of its own is one wherever it stands. A bare one (`1 501`, `8.503`) may be
a door as well: it is one only where the lines of the paste count upwards.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from handlers.relay.pasted.numerals import HAN, read_amount

_OPEN, _CLOSE = r"(\[【「〔<《", r")\]】」〕>》"
_VALUE = rf"\d{{1,4}}|[{HAN}]{{1,3}}|[①-⓿❶-➓]"
_BULLET = r"[\s•·▪◦●○■□◆◇★☆✅✔☑\-*>|]*"
_STRONG = re.compile(
    rf"{_BULLET}(?:"
    rf"[{_OPEN}]\s*(?P<bracketed>{_VALUE})\s*[号位番]?[{_CLOSE}][.、:,\s]*"
    r"|(?:no\.?|№|第|nr\.?|n°|#)\s*(?P<named>\d{1,4})\s*[号位个番]?(?![-\d#/])[.、:：)\s]*"
    r"|(?P<circled>[①-⓿❶-➓])[.、:,\s]*"
    rf"|(?P<pointed>{_VALUE})\s*(?:[、。)]\s*|번[.:)]?\s+|．\s*|\.(?!\d)\s*|[:：]\s+)"
    r"|(?P<sheet>\d{1,4})\t\s*)(?P<body>.*)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    rf"{_BULLET}(?P<value>\d{{1,4}}|[lIi](?=\.))(?:\s+|[.．:：,，|/_]\s*|\s?-\s?)(?P<body>\S.*)"
)
_CLOCK_OR_DATE = re.compile(r"\s*\d{1,4}\s?(?::\d\d|[-/.]\d{1,2}[-/.]\d{1,4}\s+\d{1,2}:|月|年)")
_CALM = 0.5


class Numbered(NamedTuple):
    """A line that may begin with a number: the number and what follows it."""

    value: int
    body: str
    is_strong: bool


def read_number(line: str) -> Numbered | None:
    """The number in front of a folded line, if one may stand there."""
    if _CLOCK_OR_DATE.match(line):
        return None
    if found := _STRONG.fullmatch(line):
        written = next(
            filter(None, found.group("bracketed", "named", "circled", "pointed", "sheet"))
        )
        return Numbered(read_amount(written), found["body"], is_strong=True)
    if found := _WEAK.fullmatch(line):
        value = found["value"]
        return Numbered(int(value) if value.isdigit() else 1, found["body"], is_strong=False)
    return None


def counts_upwards(values: list[int]) -> bool:
    """Whether most of the numbers follow the one before, as people count."""
    if not values or values[0] > 2:
        return False
    steps = sum(after - before == 1 for before, after in pairwise(values))
    return steps >= max(1, _CALM * (len(values) - 1))


def split_run(body: str, value: int) -> tuple[str, str] | None:
    """Part a line in which the next entry goes on: `… 1份 2. 3-502 …` after entry 1."""
    following = re.compile(
        rf"(?<=[\s,，;；。）)])[(【\[]?{value + 1}\s*[.、．)）】\]](?!\d\b)\s*(?=\S)"
    )
    found = following.search(body)
    return (body[: found.start()], body[found.start() :]) if found else None
