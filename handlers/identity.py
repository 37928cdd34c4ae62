"""Numbers that name a person: identity cards and passports, by their shape and check digit."""

from __future__ import annotations

import re

_CHINA = re.compile(r"(?<![\da-z])\d{6}[ -]?(?:19|20)\d{6}[ -]?\d{3}[\dx](?![\da-z])")
_TAIWAN = re.compile(r"(?<![\da-z])[a-z][1289]\d{8}(?![\da-z])")
_KOREA = re.compile(r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?!\d)")
_FRANCE = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d[\dab] ?\d{3} ?\d{3} ?\d{2}(?!\d)")
_NAMED = re.compile(
    r"(?:passport|passeport|护照|護照|パスポート|旅券|여권)[^\d\n]{0,14}?[a-z]{0,2}\d{6,9}(?![\d])"
    r"|(?:hkid|身份证|身份證|身分證)[^\d\n]{0,10}?[a-z]{1,2}\d{6}\(?[\da]\)?"
    r"|(?:マイナンバー|個人番号)[^\d\n]{0,8}?\d{4} ?\d{4} ?\d{4}(?!\d)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"
_TAIWAN_LETTERS = "abcdefghjklmnpqrstuvxywzio"
"""In the order of their codes, from 10."""


def holds_identity(folded: str) -> bool:
    """Whether a folded text holds the number of an identity card or of a passport."""
    return (
        _NAMED.search(folded) is not None
        or _KOREA.search(folded) is not None
        or any(_is_chinese(found) for found in _CHINA.findall(folded))
        or any(_is_taiwanese(found) for found in _TAIWAN.findall(folded))
        or any(_is_french(found) for found in _FRANCE.findall(folded))
    )


def _is_chinese(number: str) -> bool:
    """GB 11643: a date of birth, and a check digit modulo 11."""
    digits = re.sub(r"[ -]", "", number)
    if not (1 <= int(digits[10:12]) <= 12 and 1 <= int(digits[12:14]) <= 31):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17]


def _is_taiwanese(number: str) -> bool:
    tens, ones = divmod(_TAIWAN_LETTERS.index(number[0]) + 10, 10)
    digits = [tens, ones, *(int(digit) for digit in number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(a * b for a, b in zip(digits, weights, strict=True)) % 10 == 0


def _is_french(number: str) -> bool:
    """The key is 97 less the rest of the number; the departments of Corsica have letters."""
    digits = number.replace(" ", "").replace("2a", "19").replace("2b", "18")
    return digits.isdecimal() and int(digits[-2:]) == 97 - int(digits[:-2]) % 97
