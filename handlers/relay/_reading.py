"""What people write: a line of a relay, an amount, a time. Pure; knows no relay and no estate."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Longer texts are talk, not entries.
LONGEST_LINE = 120

_HEADS = ("#接龙", "接龙", "接龍", "报名", "報名", "join ", "/join ")
_STAFF_HEADS = ("代报", "代報", "代登记", "代登記", "补登", "補登", "/add ")
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
_BY_PHONE = re.compile(r"电话|電話|\bphone\b|\bby phone\b|전화|téléphone", re.IGNORECASE)
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
        by_phone: the household called instead of coming to the stall.
    """

    door: str
    quantity: int | None
    clock: time | None
    day: tuple[int, int] | None = None
    by_phone: bool = False


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
    for head in _STAFF_HEADS:
        if line.lower().startswith(head):
            return split_staff_line(line[len(head) :])
    return None


def split_staff_line(text: str) -> StaffLine:
    """Take channel, day, clock and amount out of a line; what is left is the door."""
    text, by_phone = _BY_PHONE.subn(" ", text)
    clock = day = None
    if found := _STAFF_CLOCK.search(text):
        clock = _clock(found["hour"], found["minute"], found["second"])
        if clock is not None:
            text = text[: found.start()] + " " + text[found.end() :]
            day = (int(found["month"]), int(found["day"])) if found["month"] else None
    door, quantity = split_amount(text)
    return StaffLine(door, quantity, clock, day, bool(by_phone))


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
    return text.strip(" \t:,、，。;")


def fold(text: str) -> str:
    """What can be seen of a text, in plain widths: what is understood.

    Telephones write a curved apostrophe.
    """
    return visible(unicodedata.normalize("NFKC", text).replace("’", "'"))


def visible(text: str) -> str:
    """The text as it was written, without marks that nobody sees or that turn it round."""
    return "".join(filter(_is_plain, text)).strip()


def _is_plain(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) not in ("Cf", "Cc")


def _fold_line(text: str) -> str | None:
    return fold(text) if len(text) <= LONGEST_LINE else None


_RANGE = re.compile(r"\s*(?:-|–|—|~|至|到|\bto\b)\s*", re.IGNORECASE)
_DAY_WORDS = {
    "今天": 0, "今日": 0, "today": 0, "오늘": 0, "aujourd'hui": 0,
    "明天": 1, "明日": 1, "tomorrow": 1, "내일": 1, "demain": 1,
    "后天": 2, "後天": 2, "明後日": 2, "모레": 2,
}  # fmt: skip
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年년]\s*)?(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})\s*[日号號일]?"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[:：点點時时시h]\s*(?P<minute>\d{2})?\s*(?:[:：]\s*(?P<second>\d{2}))?\s*分?|$)",
    re.IGNORECASE,
)
_NOW = {"now", "现在", "現在", "马上", "馬上", "立即", "지금", "maintenant"}


def read_span(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Understand `2月2日 00:00 - 24:00`, `明天 8:00 至 后天 18:00`, `now - 20:00`.

    Args:
        now: the instant from which `today` and a missing year are meant, aware.
        zone: the committee's.

    Returns:
        Begin and end, aware UTC, or None where the text cannot be read with certainty.
    """
    folded = fold(text)
    today = now.astimezone(zone).date()
    for separator in _RANGE.finditer(folded):
        begin = _read_moment(folded[: separator.start()], today, now, zone)
        if begin is None:
            continue
        first_day = begin.astimezone(zone).date()
        end = _read_moment(folded[separator.end() :], today, now, zone, fallback=first_day)
        if end is not None:
            return begin, end
    return None


def _read_moment(
    text: str, today: date, now: datetime, zone: ZoneInfo, fallback: date | None = None
) -> datetime | None:
    text = text.strip()
    if text.lower() in _NOW:
        return now
    day, rest = _take_day(text, today)
    found = _CLOCK.fullmatch(rest.strip())
    day = day or fallback or (today if found else None)
    if day is None or found is None:
        return None
    hour = int(found["hour"])
    if hour == 24 and not int(found["minute"] or 0):
        day, hour = day + timedelta(days=1), 0
    clock = _clock(str(hour), found["minute"] or "0", found["second"])
    if clock is None:
        return None
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    lowered = text.lower()
    for word, ahead in _DAY_WORDS.items():
        if lowered.startswith(word):
            return today + timedelta(days=ahead), text[len(word) :]
    found = _DATE.match(text)
    if found is None:
        return None, text
    year = int(found["year"] or today.year)
    day = _date(year, int(found["month"]), int(found["day"]))
    if day is not None and found["year"] is None and (today - day).days > 180:
        # In December «1月2日» means the January to come.
        day = _date(year + 1, day.month, day.day)
    return (day, text[found.end() :]) if day else (None, text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(hour: str, minute: str, second: str | None) -> time | None:
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None
