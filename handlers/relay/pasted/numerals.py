"""Numbers in words: `两`, `十二`, `two`, `deux`, `두`, `ふたつ`, and circled ones."""

from __future__ import annotations

import unicodedata

from storage.community.doors.grammar import read_number

_SPELLINGS = (
    ("one", "single", "un", "une", "uno", "una", "ein", "eine", "einen", "하나", "한", "ひとつ"),
    ("two", "double", "deux", "dos", "zwei", "둘", "두", "ふたつ", "俩", "双"),
    ("three", "trois", "tres", "drei", "셋", "세", "みっつ", "仨"),
    ("four", "quatre", "cuatro", "vier", "넷", "네", "よっつ"),
    ("five", "cinq", "cinco", "fünf", "다섯", "いつつ"),
    ("six", "seis", "sechs", "여섯", "むっつ"),
    ("seven", "sept", "siete", "sieben", "일곱"),
    ("eight", "huit", "ocho", "acht", "여덟"),
    ("nine", "neuf", "nueve", "neun", "아홉"),
    ("ten", "dix", "diez", "zehn", "열"),
)
_WORDS = {word: at for at, words in enumerate(_SPELLINGS, start=1) for word in words}
HAN = "零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖"
SPELLED = sorted(_WORDS, key=len, reverse=True)


def read_amount(written: str) -> int:
    """A number as digits or as a word of the lists above."""
    word = written.casefold()
    if word in _WORDS:
        return _WORDS[word]
    if word.isascii() or word.isdecimal():
        return int(word)
    if len(word) == 1 and unicodedata.category(word) == "No":
        return int(unicodedata.numeric(word))
    return int(read_number(word.replace("两", "二")))
