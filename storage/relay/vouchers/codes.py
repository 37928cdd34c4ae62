"""The short code of a voucher: eight digits and one that checks them. Pure.

It is read out over the telephone and typed by tired people: the last digit is Damm's, which
notices every single wrong digit and every two neighbours that changed places.
"""

from __future__ import annotations

import re
import unicodedata

PLAIN_DIGITS = 8
"""Digits that are drawn by lot; one more checks them."""

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004).
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_GROUPED = re.compile(r"\d{3}([ .\-]?)\d{3}\1\d{3}")
_GAPS = re.compile(r"[\s.\-–—,，、/]+")


def add_check_digit(digits: str) -> str:
    """The digits with the one behind them that checks them."""
    return digits + str(_interim(digits))


def is_code(code: str) -> bool:
    """Whether nine digits check out."""
    return len(code) == PLAIN_DIGITS + 1 and code.isdecimal() and _interim(code) == 0


def spell_code(code: str) -> str:
    """A code as it is read out: `123 456 789`."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def spot_code(text: str) -> str | None:
    """The nine digits of a message that is nothing but a code, in groups of three or in one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _to_digits(plain) if _GROUPED.fullmatch(plain) else None


def read_code(text: str) -> str | None:
    """Nine digits, however grouped, where a code was asked for; None for anything else."""
    digits = _to_digits(unicodedata.normalize("NFKC", text).strip())
    return digits if len(digits) == PLAIN_DIGITS + 1 and digits.isdecimal() else None


def _to_digits(text: str) -> str:
    # Full-width digits and those of other scripts count, too.
    return "".join(str(unicodedata.digit(mark, mark)) for mark in _GAPS.sub("", text))


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim
