"""Numbers that are neither door nor amount: telephones, money, times, ages, weights, people.

What is masked keeps its place, so that positions in a text stay true.
"""

from __future__ import annotations

import re

FILLER = "\ue000"

_MONTH_DAY = r"\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|\d{1,2}월\s?\d{1,2}일"
_HOUR = r"[\d一二两三四五六七八九十]{1,3}"
_NO_COUNT = r"(?!\s?[份盒袋瓶包个箱板套])"
# A mobile number with one digit more has an amount at its end.
_RUN = r"(?!1[3-9]\d{10}(?!\d))"
# Behind a blank only whole groups belong to a telephone: what stands alone is an amount.
_TELEPHONE = rf"(?:\d{{2,4}}[\s-]\d{{3,4}}[\s-]\d{{3,4}}|\d{{3,4}}[\s-]\d{{4}}|{_RUN}\d{{3,14}})"
_MONEY = (
    r"[¥￥$€£₩]\s?\d+(?:\.\d+)?",
    r"(?:付|转|收|共)了?\s?\d+(?:\.\d+)?\s?块|\d+块\d(?![\d份盒袋瓶包个箱板套])|"
    r"\d{2,}(?:\.\d+)?\s?块(?!钱)|\d+(?:\.\d+)?\s?块(?=[一/每\d])",
    r"\d+(?:\.\d+)?\s?(?:元|块钱|rmb|円|원|€|euros?\b|yuan|dollars?\b|usd|hkd)",
    r"(?:付款?|转账?|转了|已付|已转|红包|paid|余额|一?共计?|[合总]计|total)"
    r"\s?\d{2,5}(?:\.\d+)?(?![\d份盒袋瓶包个箱板套])",
)
_MEASURE = r"\d+(?:\.\d+)?\s?(?:kg|g|ml|l|cm|mm)\b|\d+(?:\.\d+)?\s?(?:公斤|千克|克|毫升|升|寸|%)"
_ALWAYS = (
    r"(?<!\d)20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?",
    r"@\S+",
    r"https?://\S+",
    rf"(?<!\d)\+(?=\d{{1,3}}(?:[\s-]?\d){{7}})(?:33[\s.-]?\d(?:[\s.-]?\d{{2}}){{4}}|"
    rf"\d{{1,3}}[\s-]?(?:\d{{6,12}}|\d{{1,4}}(?:[\s-]\d{{3,8}}){{1,3}}))(?!\d){_NO_COUNT}",
    r"(?<!\d)0[1-9](?:[\s.]\d{2}){4}(?!\d)",
    r"(?<!\d)1\d{2}[-\s]\d{4}[-\s]\d{4}(?!\d)|(?<!\d)0\d{1,3}-\d{3,4}-\d{4}(?!\d)",
    rf"(?<!\d)0\d{{2,3}}-\d{{7,8}}(?!\d){_NO_COUNT}|(?<!\d){_RUN}\d{{7,}}(?!\d){_NO_COUNT}",
    rf"(?:尾号|后四位|电话|手机号?|联系(?:方式|人)?|tel\b|phone|mobile|전화|電話|"
    rf"微信号?|wechat|qq|vx)(?:号码)?\s*[.:：]?\s*{_TELEPHONE}(?!\d){_NO_COUNT}",
    *_MONEY,
    rf"(?<!\d)(?:[01]?\d|2[0-4]):[0-5]\d(?!\d)|{_MONTH_DAY}",
    rf"(?:早上|上午|中午|下午|晚上?|明早|明晚|今晚|今早|凌晨|"
    rf"午后)\s?{_HOUR}\s?(?:点|时)(?:半|\d{{1,2}}分?)?",
    rf"{_HOUR}\s?点(?:半|钟|前|后|以后|之后|左右|多|\d{{1,2}}分)?(?!心|了?单)",
    r"\d{1,2}\s?(?:am|pm)\b|\d{1,2}\s?[時시](?:\s?\d{1,2}분)?",
    r"\d{1,3}\s?(?:岁|周岁|세|歳|years? old|yo\b|ans\b|jahre)|\d{1,3}(?=\s?(?:多|几)岁)",
    _MEASURE,
    r"\d{2}(?:\.\d)?\s?(?:度|℃|°)",
    r"\d{1,4}(?=\s?弄)|\d{1,2}(?:st|nd|rd|th)\b(?:\sfloor)?",
    r"\d{1,3}\s?[片只枚个粒包斤支]装",
    r"第\s?[\d一二三四五六七八九十]{1,3}\s?[个次轮批期家针组天]|\d\s?号线",
    r"(?:周|星期|礼拜)[一二三四五六日天]",
    r"\d{1,2}\s?(?:天|小时|分钟|个月|年|hours?\b|minutes?\b|days?\b|日(?!元))",
)
_PEOPLE = (
    r"(?<![x×*\d])[\d一二两三四五六七八九十]{1,2}\s?(?:口(?:人|之家)?|个?(?:大人|小孩|孩子|"
    r"老人|人|宝宝|儿童|成人)|位老人|口(?!罩|味)|名(?:儿童|老人))",
    r"(?<![x×*\d])\d{1,2}\s?(?:people|persons?|pax|adults?|kids?|children|명|人)\b",
)
_PEOPLE_ONLY = re.compile("|".join(_PEOPLE), re.IGNORECASE)
_NO_PIECES = re.compile("|".join((*_MONEY, _MEASURE)), re.IGNORECASE)
_MASK = re.compile("|".join(_ALWAYS), re.IGNORECASE)
_MASK_PEOPLE = re.compile("|".join(_ALWAYS + _PEOPLE), re.IGNORECASE)


def mask_numbers(text: str, *, counts_people: bool) -> str:
    """The text without what only looks like a door or an amount.

    Args:
        counts_people: the relay counts people, so that `2人` is an amount.
    """
    return (_MASK if counts_people else _MASK_PEOPLE).sub(_fill, text)


def counts_only_people(text: str) -> bool:
    """Whether a text speaks of a number of people, which may be what it asks for."""
    return _PEOPLE_ONLY.search(text) is not None


def tells_no_pieces(text: str) -> bool:
    """Whether a text names a price, a payment or a weight, which says nothing of pieces."""
    return _NO_PIECES.search(text) is not None


def fill(text: str, start: int, end: int) -> str:
    """The text with one stretch masked."""
    return text[:start] + FILLER * (end - start) + text[end:]


def _fill(found: re.Match[str]) -> str:
    return FILLER * (found.end() - found.start())
