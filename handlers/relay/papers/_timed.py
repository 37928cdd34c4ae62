"""Lists in which every line has its time: the time is put first, where it is understood. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers.relay._channels import take_channel
from handlers.relay._lists import has_paste_head
from handlers.relay._times import Written, find_time
from handlers.relay.papers._sections import without_bounds
from handlers.spans import fold

_LONGEST_HEADING = 16
# «陈超: 3-501» behind a time is what somebody said in a chat, not a line of a list.
_SAID = re.compile(r"^[^\d:]{1,20}:")
_NUMERALS = re.compile(r"\d\D*\d")


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
    lines = [without_bounds(fold(line)) for line in text.split("\n")]
    found = {number: find_time(line) for number, line in enumerate(lines, start=1)}
    if has_paste_head(text) or any(
        written is not None and _SAID.match(_without_time(line, written))
        for line, written in zip(lines, found.values(), strict=True)
    ):
        return Timed(text, {})
    times: dict[int, Written] = {}
    for number, (line, written) in enumerate(zip(lines, found.values(), strict=True), start=1):
        if is_heading(line):
            lines[number - 1] = ""
        elif written is not None and _NUMERALS.search(rest := _without_time(line, written)):
            times[number] = written
            lines[number - 1] = f"{written.clock:%H:%M} {rest}"
    return Timed("\n".join(lines), times)


def is_heading(line: str) -> bool:
    """Whether a line only names a way: `【第1页 现场】`, `电话登记`."""
    rest, channel = take_channel(line)
    return channel is not None and len(line) <= _LONGEST_HEADING and not _NUMERALS.search(rest)


def _without_time(line: str, written: Written) -> str:
    return f"{line[: written.start]} {line[written.end :]}".strip()
