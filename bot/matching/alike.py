"""Whether two questions ask the same, in whatever languages they are."""

from __future__ import annotations

from collections.abc import Mapping

from bot.matching.calibration import load_alike
from bot.matching.evidence import numbers_of
from bot.matching.lexical import terms_of
from bot.matching.ports import Vector

SHORTLIST = 3
"""How many of the likeliest the slow model looks at."""


def shared_terms(one: str, other: str) -> float:
    """Twice the terms in common, as a share of both texts' terms; 0..1."""
    first, second = terms_of(one), terms_of(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


def alikeness(one: str, other: str, similarities: Mapping[str, float]) -> float:
    """Log-odds, less what is asked of them, that two cleaned questions ask the same.

    Above 0 means yes. Questions that name different numbers never do: building 3 is not building 5.

    Args:
        similarities: of the two questions' vectors, by model name.
    """
    if not one or not other or numbers_of(one) != numbers_of(other):
        return float("-inf")
    weights = load_alike(similarities)
    told = {**similarities, "words": shared_terms(one, other)}
    return weights["bias"] + sum(weights[name] * value for name, value in told.items())


def likeness(one: Vector, other: Vector) -> float:
    """How alike two vectors are, at most 1."""
    return float(one @ other)
