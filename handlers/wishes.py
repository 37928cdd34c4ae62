"""Whether somebody asks for something, by what they write, and which kind of need it is. Pure.

Asked is what has both: words of asking or of lacking, and a keyword of a kind. Who asks about a
rule or a place ("where can I buy medicine?") wants an answer, not a form, and gets None here; so
does chit-chat. Every sentence is looked at by itself, so that a question beside a plea hides
nothing. The speech of each language stands in `handlers/wish_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from handlers.folding import fold, script_languages
from handlers.wish_words import SPEECH

LONGEST = 300
"""Characters of a text that are looked at: who writes more tells a story."""

_SENTENCE = re.compile(r"[^.!?。;\n]*(?:[.!?。;\n]+|$)")
_SHORT_KOREAN = re.compile(r"[\uac00-\ud7a3]{1,2}(?: |$)")
"""Stands at the beginning of a word only: `약이` is not told by `예약이`."""
_KEYWORDS_OF = {"zh": ("zh-hans", "zh-hant")}


class Wanted(Protocol):
    """What can be wished for: a kind of need, shipped or a committee's own."""

    @property
    def keywords(self) -> Mapping[str, Sequence[str]]:
        """Words that tell this kind, by language."""


Kind = TypeVar("Kind", bound=Wanted)


def read_wish(text: str, kinds: Sequence[Kind]) -> Kind | None:
    """The kind that somebody asks for, or None: no wish, or for nothing that is known.

    Where the keywords of several kinds are said, the one of which more is said; where as much is
    said of two, the first of `kinds`.
    """
    if len(text) > LONGEST or text.startswith("/"):
        return None
    folded = fold(text)
    scores = [0] * len(kinds)
    for language in script_languages(folded):
        wishes = " ".join(_wishes(language, folded))
        for place, kind in enumerate(kinds):
            scores[place] = max(scores[place], _score(wishes, _words_of(kind, language)))
    best = max(scores, default=0)
    return kinds[scores.index(best)] if best else None


def _wishes(language: str, folded: str) -> list[str]:
    """The sentences of a text that ask for something; and what else is told beside them."""
    speech = SPEECH[language]
    told = [each for each in _SENTENCE.findall(folded) if each.strip()]
    asked = [each for each in told if speech.is_question(each)]
    kept = [each for each in told if each not in asked and not speech.is_denial(each)]
    # Who lacks something and asks where it is to be had waits for the answer.
    is_wish = speech.is_plea if asked else speech.is_wish
    return kept if any(is_wish(each) for each in kept) else []


def _words_of(kind: Wanted, language: str) -> tuple[str, ...]:
    names = _KEYWORDS_OF.get(language, (language,))
    return tuple(word for name in names for word in kind.keywords.get(name, ()))


def _score(text: str, keywords: tuple[str, ...]) -> int:
    """How many characters of a text are keywords."""
    if not text or not keywords:
        return 0
    return sum(len(found) for found in _pattern(keywords).findall(text))


@lru_cache(maxsize=512)
def _pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_as_patterns(keywords)))


def _as_patterns(keywords: Iterable[str]) -> Iterable[str]:
    """Longest first; whole words where words are spaced, a plural allowed."""
    for keyword in sorted({fold(word) for word in keywords}, key=len, reverse=True):
        pattern = re.escape(keyword)
        if keyword.isascii():
            yield rf"\b{pattern}(?:e?s|x)?\b"
        elif _SHORT_KOREAN.match(keyword):
            yield rf"(?<![\uac00-\ud7a3]){pattern}"
        else:
            yield pattern
