"""Until when a header says that one may join, in the words of the header and as an instant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers.relay.pasted.masks import FILLER
from handlers.relay.pasted.numerals import HAN, read_amount

_DEADLINE = re.compile(
    r"截止|截单|截至|截团|截龙|封单|关单|停止|结束|止$|前(?:接|预|报|登|填|回|完|有效)|之前|以前"
    r"|(?:[点时分半]|\d)\s?前|deadline|\bby\b|\bbefore\b|\buntil\b|\bcloses?\b|"
    r"まで|締|〆|마감|까지|"
    r"\bavant\b|jusqu|\bbis\b|limite"
)
_CLOCK = re.compile(
    r"(?P<part>凌晨|早上|上午|早|中午|下午|傍晚|晚上|晚|夜里|pm|am|午前|午後|오전|오후)?\s?"
    rf"(?P<hour>\d{{1,2}}|[{HAN}]{{1,3}})\s?"
    r"(?:[:：h](?P<minute>\d{2})|[点时時시](?:(?P<half>半)|(?P<quarter>一刻)|"
    r"(?P<minutes>\d{1,2})\s?분?分?)?|(?=\s?[ap]\.?m))"
    r"\s?(?P<tail>[ap]\.?m\.?)?"
)
_LATE_PARTS = frozenset(["下午", "傍晚", "晚上", "晚", "夜里", "pm", "午後", "오후"])
_DATE = re.compile(r"(?:(\d{4})[-/.年])?\s?(\d{1,2})[月/.-]\s?(\d{1,2})[日号]?(?!\d|:)")
_DEADLINE_CLAUSES = re.compile(r"[,，。;；!！()（）【】⏰]+")
_DELIVERY = re.compile(
    r"送|到货|发放|领取?|取货|自提|开始|起$|开门|配送|到位|deliver|collect|pick|"
    r"arriv|start|from|配布|受取|배송|수령|livr"
)
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)(?P<han>[一二三四五六日天])|\b(?P<latin>mon|tue|wed|thu|fri|"
    r"sat|sun)(?:\b|[a-z]*day)"
)
_NOON = 12


def find_deadline(lines: Sequence[str]) -> str:
    """The clause of the deadline; else any that has a clock and speaks of no delivery."""
    clauses = [clause.strip() for line in lines for clause in _DEADLINE_CLAUSES.split(line)]
    timed = [clause for clause in clauses if _CLOCK.search(clause.casefold())]
    said = [clause for clause in timed if _DEADLINE.search(clause.casefold())]
    other = [clause for clause in timed if not _DELIVERY.search(clause.casefold())]
    return next(iter(said or other), "")


def read_deadline(clause: str, now: datetime) -> datetime | None:
    """The instant that a clause names, from the day of `now`; None where it names no clock."""
    text = clause.casefold()
    undated = _DATE.sub(lambda date: FILLER * len(date[0]), text)
    # `18:00-20:00` ends with the last.
    *_, found = [None, *_CLOCK.finditer(undated)]
    clock = _read_clock(found) if found else None
    day = _find_day(text, now)
    if found is None or clock is None or day is None:
        return None
    at = day + timedelta(hours=clock[0], minutes=clock[1])
    is_vague = not (found["part"] or found["tail"]) and clock[0] <= _NOON
    return (
        at + timedelta(hours=_NOON) if is_vague and at <= now and day.date() == now.date() else at
    )


def _read_clock(found: re.Match[str]) -> tuple[int, int] | None:
    hour = read_amount(found["hour"])
    minute = (
        30
        if found["half"]
        else 15
        if found["quarter"]
        else int(found["minute"] or found["minutes"] or 0)
    )
    part = (found["part"] or found["tail"] or "").replace(".", "")
    if part in _LATE_PARTS and hour < _NOON:
        hour += _NOON
    return (hour, minute) if hour <= 24 and minute < 60 else None


def _find_day(text: str, now: datetime) -> datetime | None:
    today = datetime.combine(now.date(), time(), now.tzinfo)
    if re.search(r"明天|明早|明晚|明日|次日|tomorrow|내일|demain|morgen", text):
        return today + timedelta(days=1)
    if re.search(r"后天|明後日|day after", text):
        return today + timedelta(days=2)
    if weekday := _WEEKDAY.search(text):
        return today + timedelta(days=(_read_weekday(weekday) - today.weekday()) % 7)
    found = _DATE.search(text)
    if found is None:
        return today
    try:
        return today.replace(year=int(found[1] or now.year), month=int(found[2]), day=int(found[3]))
    except ValueError:
        return None


def _read_weekday(found: re.Match[str]) -> int:
    """The number of a weekday, 0 for Monday."""
    if found["han"]:
        return min("一二三四五六日天".index(found["han"]), 6)
    return ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(found["latin"])
