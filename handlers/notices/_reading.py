"""What staff write of a notice, read into values. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.recurrence import read_recurrence
from handlers.spans import fold, read_clock, visible
from storage.errors import RuleError
from storage.local_time import at_local
from storage.notices.rules import FACT_NAMES, When
from storage.requests.dates import read_day
from storage.schedules.rules import Once

MOST_MINUTES = 24 * 60
ICONS = {"time": "🕒", "place": "📍", "who": "👥", "pharmacy": "💊"}
"""What each fact is marked with: the marks stay when the words are translated."""

_NAMES = {
    "time": ("time", "when", "时间", "時間", "日時", "시간", "일시", "heure", "date"),
    "place": ("place", "where", "地点", "地點", "場所", "장소", "lieu"),
    "who": ("who", "eligibility", "对象", "對象", "対象", "대상", "qui", "public"),
    "pharmacy": ("pharmacy", "药店", "药房", "藥店", "藥房", "薬局", "약국", "pharmacie"),
}
_BY_NAME = {name: fact for fact, names in _NAMES.items() for name in names}
_BY_ICON = {icon: fact for fact, icon in ICONS.items()}
_LABELLED = re.compile(r"(?P<name>[^\W\d_]{2,12})\s*[:：]\s*(?P<said>.+)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:：点點時时시h]\s*(\d{2})?\s*分?(?!\d)", re.IGNORECASE)
_COUNTER = re.compile(r"(?:(?P<day>.*\S)\s+)?(?P<count>\d{1,3})\s*(?:天|日|days?|일|jours?)?")


class Written(NamedTuple):
    """A text without the lines that tell a fact, and the facts by their names."""

    text: str
    facts: dict[str, str]


def split_facts(text: str) -> Written:
    """Take out the lines that name a fact: `🕒 9:00`, `时间：9:00`, `Place: gate`."""
    kept: list[str] = []
    facts: dict[str, str] = {}
    for line in text.splitlines():
        found = _read_fact(line)
        if found is None or found[0] in facts:
            kept.append(line)
        else:
            facts[found[0]] = found[1]
    return Written(re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), facts)


def _read_fact(line: str) -> tuple[str, str] | None:
    plain = visible(line)
    for icon, fact in _BY_ICON.items():
        if plain.startswith(icon) and (said := plain.removeprefix(icon).strip()):
            # Whoever marks the line may name it as well.
            named = _LABELLED.fullmatch(said)
            is_named = named is not None and _BY_NAME.get(named["name"].casefold()) == fact
            return fact, named["said"].strip() if named is not None and is_named else said
    named = _LABELLED.fullmatch(plain)
    known = _BY_NAME.get(named["name"].casefold()) if named else None
    return (known, named["said"].strip()) if known and named else None


def join_facts(facts: dict[str, str]) -> list[str]:
    """The facts as lines that `split_facts` reads again, in their order."""
    return [f"{ICONS[name]} {facts[name]}" for name in FACT_NAMES if facts.get(name)]


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When:
    """Understand `明天 8:00`, `12/1 19:30`, `每周二、五 19:00`, `every day 8:00 until 4/30`.

    Without a day the next time that the clock shows this is meant.

    Args:
        zone: the committee's.

    Raises:
        RuleError: `notice_when_unreadable`.
    """
    folded = fold(text)
    today = now.astimezone(zone).date()
    found = _CLOCK.search(folded)
    clock = read_clock(found[1], found[2] or "0", None) if found else None
    if found is None or clock is None:
        raise RuleError("notice_when_unreadable")
    minute = clock.hour * 60 + clock.minute
    rest = " ".join(f"{folded[: found.start()]} {folded[found.end() :]}".split()).strip(" ,，;；")
    if not rest:
        at = at_local(today, minute, zone.key)
        return When(send_at=at if at > now else at_local(_after(today), minute, zone.key))
    day = read_day(rest, today)
    if day is not None:
        return When(send_at=at_local(day, minute, zone.key))
    return _read_rule(rest, today, minute, zone)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _read_rule(text: str, today: date, minute: int, zone: ZoneInfo) -> When:
    read = read_recurrence(text, today)
    if read is None:
        raise RuleError("notice_when_unreadable")
    if isinstance(read.rule, Once) and len(read.rule.days) == 1:
        return When(send_at=at_local(read.rule.days[0], minute, zone.key))
    return When(
        rule=read.rule, minute=minute, starts_on=read.starts_on or today, until_on=read.until_on
    )


class Counter(NamedTuple):
    """`day n of m`: the first day, and how many there are."""

    starts_on: date
    days: int


def read_counter(text: str, today: date) -> Counter:
    """Understand `14`, `12/1 14`, `明天 14天`.

    Raises:
        RuleError: `notice_counter_unreadable`.
    """
    found = _COUNTER.fullmatch(fold(text))
    day = read_day(found["day"], today) if found and found["day"] else today
    if found is None or day is None:
        raise RuleError("notice_counter_unreadable")
    return Counter(day, int(found["count"]))
