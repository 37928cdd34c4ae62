"""What people write: a line of a relay, an amount, a time. Pure; knows no relay and no estate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from handlers.relay._channels import take_channel
from handlers.relay._lists import STAFF_HEADS, read_pasted_list
from handlers.spans import fold, read_clock
from storage.relay.kinds import Channel

# Longer texts are talk, not entries.
LONGEST_LINE = 120

_HEADS = ("#接龙", "接龙", "接龍", "报名", "報名", "join ", "/join ")
_NUMERALS = {"一": 1, "两": 2, "兩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_NUMERALS |= {"八": 8, "九": 9, "十": 10}
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百]")
# «接龙什么时候开始» is a question, «接龙 三号五零一» an entry.
FEWEST_NUMERALS = 2
_ASKS = re.compile("[?吗嗎么麼呢啥]|没有|沒有|几点|幾點|多少|怎")
_PIECES = re.compile(
    r"(?<![\d\-])(?:[x×*+]\s*)?(\d{1,3}|[一两兩二三四五六七八九十])\s*"
    r"(?:份|個|个|套|箱|盒|包|只|隻|件|袋|瓶|pcs?\b|pieces?\b)",
    re.IGNORECASE,
)
_TIMES_SIGN = re.compile(r"(?:^|\s)[x×*]\s*(\d{1,3})\s*$", re.IGNORECASE)
# Its papers are still to be sent in private (S25).
_PAPERS_LATER = re.compile(
    r"待材料|材料(?:待补|后补|后交)|待補件|資料待補|awaiting papers|papers later|書類後日"
    r"|서류 ?나중|papiers plus tard",
    re.IGNORECASE,
)
_STAFF_CLOCK = re.compile(
    r"(?:(?<!\d)(?P<month>\d{1,2})\s*[/月월]\s*(?P<day>\d{1,2})\s*[日号號일]?\s*)?"
    r"(?<!\d)(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?!\d)"
)
_BARE = re.compile(r"\s(\d{1,2})\s*$")
_WHOLE_DOOR = re.compile(r"\d\D+\d")
_PLUS = re.compile(r"\+\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class JoinLine:
    """`接龙 3-501 2份`, `+2`: somebody wants to join.

    Attributes:
        door: what stands beside the amount, as written; empty where none was given.
        quantity: None where none was given.
        is_plus: `+N`, which adds oneself and never changes what one has.
    """

    door: str
    quantity: int | None
    is_plus: bool


@dataclass(frozen=True, slots=True)
class StaffLine:
    """`代报 3-501 2份 00:10`: staff enter a household without a telephone (S14).

    Attributes:
        clock: the time on the paper; None is now.
        day: its month and day; None is the last time that the clock showed `clock`.
        channel: by which way the household came.
        awaits_papers: it has still to send its papers (S25).
    """

    door: str
    quantity: int | None
    clock: time | None
    day: tuple[int, int] | None = None
    channel: Channel = Channel.STALL
    awaits_papers: bool = False


def read_join_line(text: str) -> JoinLine | None:
    """Understand a resident's line; None for anything else."""
    line = _fold_line(text)
    if line is None:
        return None
    if plus := _PLUS.fullmatch(line):
        return JoinLine("", int(plus[1]), is_plus=True)
    for head in _HEADS:
        if line.lower().startswith(head):
            door, quantity = split_amount(line[len(head) :])
            if door and (len(_NUMERAL.findall(door)) < FEWEST_NUMERALS or _ASKS.search(door)):
                return None
            return JoinLine(door, quantity, is_plus=False)
    return None


def read_staff_line(text: str) -> StaffLine | None:
    """Understand staff's line for somebody else's household; None for anything else."""
    line = _fold_line(text)
    if line is None:
        return None
    for head in STAFF_HEADS:
        if line.lower().startswith(head):
            return split_staff_line(line[len(head) :])
    return None


def split_staff_line(text: str) -> StaffLine:
    """Take channel, papers, day, clock and amount out of a line; what is left is the door."""
    text, awaits_papers = _PAPERS_LATER.subn(" ", text)
    text, channel = take_channel(text)
    clock = day = None
    if found := _STAFF_CLOCK.search(text):
        clock = read_clock(found["hour"], found["minute"], found["second"])
        if clock is not None:
            text = text[: found.start()] + " " + text[found.end() :]
            day = (int(found["month"]), int(found["day"])) if found["month"] else None
    door, quantity = split_amount(text)
    return StaffLine(door, quantity, clock, day, channel or Channel.STALL, bool(awaits_papers))


def split_amount(text: str) -> tuple[str, int | None]:
    """Take the amount out of a line; what is left is the door."""
    for pattern in (_PIECES, _TIMES_SIGN, _PLUS):
        if found := pattern.search(text):
            amount = _NUMERALS.get(found[1]) or int(found[1])
            return _trim(text[: found.start()] + " " + text[found.end() :]), amount
    # «3-501 2»: a small number behind a door that is whole without it.
    if (found := _BARE.search(text)) and _WHOLE_DOOR.search(text[: found.start()]):
        return _trim(text[: found.start()]), int(found[1])
    return _trim(text), None


def _trim(text: str) -> str:
    return text.strip(" \t\n:,、，。;")


def _fold_line(text: str) -> str | None:
    """A line in plain widths; None for a list of households and for long talk."""
    if len(text) > LONGEST_LINE or read_pasted_list(text) is not None:
        return None
    return fold(text)
