"""Whether two questions ask the same, in whatever languages they are."""

from __future__ import annotations

from collections.abc import Mapping

from bot.matching.calibration import load_alike
from bot.matching.evidence import numbers_of
from bot.matching.folding import fold
from bot.matching.lexical import terms_of
from bot.matching.ports import Vector

SHORTLIST = 3
"""How many of the likeliest the slow model looks at."""

CLOSE = 0.15
"""Questions with this share of their terms in common are likely in the same language."""


def shared_terms(one: str, other: str) -> float:
    """Twice the terms in common, as a share of both texts' terms; 0..1."""
    first, second = terms_of(one), terms_of(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


def alikeness(one: str, other: str, similarities: Mapping[str, float]) -> float:
    """How much more alike two cleaned questions are than is asked for; 0 and above means yes.

    Within a language more is asked for: "yellow" and "red" make two questions, but models find
    them as alike as a question and its translation. Questions that name different numbers never
    ask the same: building 3 is not building 5.

    Args:
        similarities: of the two questions' vectors, by model name; without any, words decide.
    """
    if not one or not other or numbers_of(one) != numbers_of(other):
        return float("-inf")
    if fold(one) == fold(other):
        return 1.0
    shared = shared_terms(one, other)
    least = load_alike(similarities)["close" if shared >= CLOSE else "apart"]
    if not similarities:
        return shared - least
    return sum(similarities.values()) / len(similarities) - least


def likeness(one: Vector, other: Vector) -> float:
    """How alike two vectors are, at most 1."""
    return float(one @ other)
