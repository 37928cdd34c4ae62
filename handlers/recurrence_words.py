"""How people say that something recurs, in the six languages: patterns over folded text.

Every pattern is tried on lower-case text in plain widths. What means two things is in none of
them: 每隔3天 and 3日おき are four days to some and three to others.
"""

from __future__ import annotations

import re

from storage.schedules.rules import WEEKDAYS

NUMBER = (
    r"(\d{1,3}|[一二两兩三四五六七八九十]{1,3}|two|three|four|five|six|seven"
    r"|deux|trois|quatre|cinq|sept)"
)
NUMBERS = {
    "两": 2, "兩": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7,
}  # fmt: skip

TO = r"\s*(?:-|–|—|~|至|到|から|에서|부터|\bto\b|\bthrough\b|\buntil\b|\bau\b|\bà\b)\s*"
# Between two days of one rule. No two of these begin alike and none is empty, so that a long row
# of them is read in one way only.
BETWEEN = (
    r"(?:[\s,、・·/&~–—-]|[和及與与と와과및至到]|から|에서|부터"
    r"|\b(?:and|et|to|through|until|au|à)\b)"
)

_NEAR = (
    r"今天|今日|明天|明日|大后天|大後天|后天|後天|明後日|今日|本日|오늘|내일|모레"
    r"|\btoday\b|\btomorrow\b|\baujourd'hui\b|\bdemain\b|après-demain"
)
DATE = (
    r"(?<![\d/.])(?:\d{4}-\d{1,2}-\d{1,2}|(?:\d{4}[/.])?\d{1,2}/\d{1,2}"
    r"|(?:\d{4}[年년]\s*)?\d{1,2}[月월]\s*\d{1,2}[日号號일]?"
    rf"|{_NEAR})(?![\d/])"
)
# `4月12日至14日`, `4月12、13、14日`: the month is said once.
DAYS_OF_MONTH = re.compile(
    rf"(\d{{1,2}})\s*[月월]\s*(\d{{1,2}})[日号號일]?{TO}(\d{{1,2}})[日号號일]"
)
LIST_OF_MONTH = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2}(?:\s*[、,和]\s*\d{1,2})+)\s*[日号號일]")
RANGE = re.compile(
    rf"(?:从|從|自|\bfrom\b|\bdu\b)?\s*({DATE}){TO}({DATE})\s*(?:为止|為止|止|まで|까지)?"
)
UNTIL = re.compile(
    r"(?:直到|截至|截止|到|至|\buntil\b|\btill?\b|\bup to\b|jusqu'(?:au|à))"
    rf"\s*({DATE})\s*(?:为止|為止|止)?"
    rf"|({DATE})\s*(?:为止|為止|止|まで|까지)"
)
FROM = re.compile(
    rf"(?:从|從|自|\bfrom\b|\bstarting(?: on)?\b|\bbeginning\b|à partir du|\bdès le\b)\s*({DATE})"
    rf"\s*(?:起|开始|開始)?|({DATE})\s*(?:起|开始|開始|から|부터)"
)
SINGLE = re.compile(DATE)
# What may be left of a sentence that was understood.
FILLER = re.compile(
    r"[\s,、;。.()・]|从|從|自|起|开始|開始|和|及|に|は|の|と|에|\b(?:on|from|and|the|starting|le|la|du|et|à)\b"
)

_EN = {
    "mon": r"mon(?:day)?", "tue": r"tue(?:s|sday)?", "wed": r"wed(?:nesday)?",
    "thu": r"thu(?:r|rs|rsday)?", "fri": r"fri(?:day)?", "sat": r"sat(?:urday)?",
    "sun": r"sun(?:day)?",
}  # fmt: skip
_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MANY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days)"

# What a day of the week is called where it stands among others, for `mon` to `sun`.
WEEKDAY_NAMES = {
    day: re.compile(rf"{_EN[day]}s?|{_FR[index]}s?|{zh}|{ja}(?:曜日?)?|{ko}(?:요일)?")
    for index, (day, zh, ja, ko) in enumerate(
        zip(
            WEEKDAYS,
            ("一", "二", "三", "四", "五", "六", "[日天]"),
            "月火水木金土日",
            "월화수목금토일",
            strict=True,
        )
    )
}


def _run(token: str, between: str) -> str:
    """Tokens one after another, as one group."""
    return rf"({token}(?:{between}{token})*)"


_NAME_EN = rf"(?:{'|'.join(_EN.values())})s?\b"
_NAME_FR = rf"(?:{'|'.join(_FR)})s?\b"
_BETWEEN = rf"{BETWEEN}+(?:every |each |les? |chaque )?"
_WEEK = r"(?:周|週|星期|礼拜|禮拜)"
WEEKLY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"每(?:个|個)?{_WEEK}\s*{_run('[一二三四五六日天](?!次)', rf'{BETWEEN}*{_WEEK}?')}",
        rf"\b(?:every|each|weekly on)\s+{_run(_NAME_EN, _BETWEEN)}",
        rf"(?:\bon\s+)?\b{_run(_MANY, _BETWEEN)}\b",
        rf"\b(?:tous les|chaque|les)\s+{_run(_NAME_FR, _BETWEEN)}",
        rf"毎週\s*{_run('[月火水木金土日](?:曜日?)?', rf'{BETWEEN}*')}",
        rf"매주\s*{_run('[월화수목금토일](?:요일)?', rf'{BETWEEN}*')}",
    )
)
WORKDAY = re.compile(
    r"每个工作日|每個工作日|工作日|平日|평일"
    r"|(?:\b(?:every|each|on)\s+)?\b(?:workday|weekday|working day)s?\b"
    r"|(?:\bles\s+|\btous les\s+)?\bjours (?:ouvrés|ouvrables)|\ben semaine\b"
)
WEEKEND = re.compile(
    r"每?(?:个|個)?(?:周末|週末)|毎週末|주말(?:마다)?"
    r"|(?:\b(?:every|each|on)\s+)?\bweekends?\b|(?:\b(?:les|tous les|chaque)\s+)?\bweek-ends?\b"
)

LAST_DAY = (
    r"最后一天|最後一天|月底|月末|底|末日|最終日|末|말일|마지막 날|last(?: day)?|dernier jour"
)
_DAY_OF_MONTH = (
    rf"(?:(?:the\s+|les?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|er)?|{LAST_DAY})(?:\s*[日号號일])?)"
)
_DAYS_OF_MONTH = _run(_DAY_OF_MONTH, rf"{BETWEEN}+")
_OF_THE_MONTH = r"(?:of (?:every|each|the) month|de chaque mois|du mois)"
MONTHLY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:每(?:个|個)?月|毎月|매월|매달)(?:的|の)?\s*{_DAYS_OF_MONTH}",
        rf"\b(?:every month|each month|monthly)\s*,?\s*(?:on\s+)?{_DAYS_OF_MONTH}",
        rf"\b(?:chaque mois|tous les mois)\s*,?\s*{_DAYS_OF_MONTH}",
        rf"(?:\bon\s+)?\b{_DAYS_OF_MONTH}\s*{_OF_THE_MONTH}\b",
    )
)

EVERY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"每\s*{NUMBER}\s*[天日](?:一次)?",
        rf"{NUMBER}\s*[天日]一次",
        rf"\bevery\s+{NUMBER}\s+days\b",
        rf"\btous les\s+{NUMBER}\s+jours\b",
        rf"{NUMBER}\s*日ごと(?:に)?",
        rf"{NUMBER}\s*일마다",
    )
)
EVERY_OTHER = re.compile(
    r"每?隔一?[天日]|\bevery (?:other|second) day\b|\bun jour sur deux\b"
    r"|[1一]日おき|격일|이틀마다"
)
DAILY = re.compile(
    r"每天|每日|天天|毎日|매일|\b(?:every|each) day\b|\bdaily\b|\btous les jours\b|\bchaque jour\b"
)
COUNT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:连续|連續|连着|連著|一连|一連|连|共|持续|持續|連続)\s*{NUMBER}\s*(?:天|日間?)",
        rf"{NUMBER}\s*(?:天|日)(?:连续|連續|連続)",
        rf"{NUMBER}\s*日間(?:連続)?",
        rf"연속\s*{NUMBER}\s*일(?:간)?|{NUMBER}\s*일\s*(?:연속|간|동안)",
        rf"\b(?:for\s+)?{NUMBER}\s+(?:consecutive days|days (?:in a row|running|straight))\b",
        rf"\bfor\s+{NUMBER}\s+days\b",
        rf"\b(?:pendant\s+)?{NUMBER}\s+jours (?:de suite|consécutifs|d'affilée)",
        rf"\bpendant\s+{NUMBER}\s+jours\b",
    )
)
