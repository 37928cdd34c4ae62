"""Who wrote when, in what chats copy and export.

    head = stamp name [: text] | name stamp [: text] | [name] [stamp] text
         | stamp TAB name TAB text

A head without text is one only where a text follows on the next line; else it is an entry with a
time, as sheets have them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from handlers.relay.pasted.stamps import Calendar, Stamp

_NAME = r"[^\n:]{1,40}?"
_ACCOUNT = re.compile(r"\s*(?:\(\d{5,12}\)|<[^>]+@[^>]+>|\(\+?\d[\d\s-]{8,}\))\s*$")
_CALLER = re.compile(r"^\s*\+?\d[\d-]{6,14}\d[\s,]+(?=\d)")
_BULLETS = " \t-–—•·*"
_IS_DOOR = re.compile(r"[A-Za-z]?[\d\s\-#/.号楼栋幢座室]+[A-Za-z]?")
_BEFORE = re.compile(r"^[\s\[(【]*$")
_AFTER_TEXT = re.compile(rf"^[\])】]?[\s,]*[-–]?\s*(?P<name>{_NAME})\s*[:：]\s*(?P<text>.*)$")
_NAME_THEN = re.compile(rf"^(?P<name>{_NAME})[\s,，—–-]*[\[(【]?\s*$")
_BRACKETED = re.compile(r"^\s*\[(?P<name>[^\]]{1,40})\]\s*\[$")
_COLON = re.compile(r"^(?P<name>[^:：\t]{1,24})[:：]\s*(?P<text>.*)$")
_NO_NAMES = re.compile(
    r"截止|时间|地点|格式|要求|说明|规则|备注|注意|标题|套餐|价格|付款|例|姓名|"
    r"电话|楼|室|房号|数量|份数|单元"
    r"|http|note|deadline|format|price|item|example|title|rule|time",
    re.IGNORECASE,
)


class Head(NamedTuple):
    """A message's sender and time; `text` is None where it stands on the next lines."""

    sender: str
    at: datetime | None
    text: str | None


class Timed(NamedTuple):
    """A line that has a time and no sender."""

    at: datetime
    text: str


def read_head(line: str, calendar: Calendar) -> Head | Timed | None:
    """The message that a line opens, or the line's own time; None for neither."""
    if "\t" in line:
        tabbed = _read_tabbed(line, calendar)
        if tabbed is not None:
            return tabbed
    line = _CALLER.sub("", line)
    stamp = calendar.find(line)
    if stamp is None:
        return None
    before, after = line[: stamp.start], line[stamp.end :]
    head = _read_leading(before, after, stamp) or _read_trailing(before, after, stamp)
    if head is not None:
        calendar.keep(stamp)
    return head


def _read_tabbed(line: str, calendar: Calendar) -> Head | None:
    cells = line.split("\t", 2)
    stamp = calendar.find(cells[0])
    if stamp is None or len(cells) < 3 or cells[0].strip() != cells[0][stamp.start : stamp.end]:
        return None
    if re.fullmatch(r"\s*\d{1,4}\s*", cells[1]):
        return None
    calendar.keep(stamp)
    return Head(cells[1].strip(), stamp.at, cells[2].strip().strip('"'))


def _read_leading(before: str, after: str, stamp: Stamp) -> Head | Timed | None:
    if not _BEFORE.match(before):
        return None
    if found := _AFTER_TEXT.match(after):
        return Head(_clean(found["name"]), stamp.at, found["text"])
    bare = after.lstrip(" ])】,-–\t")
    if bare != (name := _ACCOUNT.sub("", bare)):
        return Head(name.strip(), stamp.at, None)
    return Timed(stamp.at, bare) if bare.strip() else None


def _read_trailing(before: str, after: str, stamp: Stamp) -> Head | Timed | None:
    if found := _BRACKETED.match(before):
        return Head(found["name"], stamp.at, after.lstrip("] "))
    found = _NAME_THEN.match(before)
    if found is None:
        return None
    if found_text := re.match(r"^[\])】]?\s*[:：]\s*(?P<text>\S.*)$", after):
        return Head(_clean(found["name"]), stamp.at, found_text["text"])
    if after.strip(" ])】:：\t"):
        return None
    return Head(_clean(found["name"]), stamp.at, None)


def read_colon_head(line: str) -> Head | None:
    """`陈超: 3-501 1份`, where a chat was copied without its times."""
    found = _COLON.match(line)
    if (
        found is None
        or _IS_DOOR.fullmatch(found["name"].strip(_BULLETS))
        or _NO_NAMES.search(found["name"])
        or re.match(r"\s*\d+\s*[.、)]", line)
    ):
        return None
    return Head(_clean(found["name"]), None, found["text"] or None)


def _clean(name: str) -> str:
    return _ACCOUNT.sub("", name).strip(" \t-–—[]【】,，~")
