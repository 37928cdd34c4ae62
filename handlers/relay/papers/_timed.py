"""Lists in which every line has its time: the time is put first, where it is understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from handlers.relay._channels import take_channel
from handlers.relay._lists import has_paste_head
from handlers.relay._times import Written, find_time
from handlers.relay.papers._sections import without_bounds
from handlers.spans import fold

_LONGEST_HEADING = 16
# «陈超: 3-501» behind a time is what somebody said in a chat, not a line of a list.
_SAID = re.compile(r"^[^\d:]{1,20}:")
_UNTIL = re.compile(
    r"截止|截至|为止|為止|\bdeadline\b|\buntil\b|まで|締切|까지|마감|jusqu", re.IGNORECASE
)
_NUMERALS = re.compile(r"\d\D*\d")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十]")
_PAGE = re.compile(r"第?\s*(?:\d+|[一二三四五六七八九十])\s*[页頁張张]|\bpage\s*\d+", re.IGNORECASE)


class Timed(NamedTuple):
    """A list ready to be read.

    Attributes:
        text: line by line the same list; headings are blank, times stand first.
        times: what was written, by number of the line, from 1.
    """

    text: str
    times: dict[int, Written]


def put_times_first(text: str) -> Timed:
    """Put the time of each line in front of it, unless the text is a copy of a chat."""
    lines = text.split("\n")
    folded = [without_bounds(fold(line)) for line in lines]
    found = {at: written for at, line in enumerate(folded) if (written := find_time(line))}
    rests = {at: _without_time(folded[at], written) for at, written in found.items()}
    if has_paste_head(text) or _is_chat(rests.values()):
        return Timed(text, {})
    times: dict[int, Written] = {}
    for at, line in enumerate(folded):
        if is_heading(line):
            lines[at] = ""
        elif line != fold(lines[at]):
            lines[at] = line
        elif at in rests and _names_a_door(rests[at]):
            times[at + 1] = found[at]
            lines[at] = f"{found[at].clock:%H:%M} {rests[at]}"
    return Timed("\n".join(lines), times)


def _is_chat(rests: Collection[str]) -> bool:
    """Whether the times of a text are those of messages, by what stands beside them."""
    doors = sum(map(_names_a_door, rests))
    return any(map(_SAID.match, rests)) or doors * 2 < len(rests)


def _names_a_door(rest: str) -> bool:
    return bool(_NUMERALS.search(rest)) and not _UNTIL.search(rest)


def is_heading(line: str) -> bool:
    """Whether a line only names a way: `【第1页 现场】`, `电话登记`; not `3号楼登记表`."""
    if len(line) > _LONGEST_HEADING:
        return False
    rest, channel = take_channel(_PAGE.sub(" ", line))
    return channel is not None and not _NUMBER.search(rest)


def _without_time(line: str, written: Written) -> str:
    return f"{line[: written.start]} {line[written.end :]}".strip()
