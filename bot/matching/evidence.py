"""What speaks for an entry: how alike it is, and how it stands among its rivals."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

MEASURES = ("e5", "use", "words")
"""How alike a question and a text are; the best first."""

EVIDENCE = (
    *MEASURES,
    "model_lead",
    "share_of_lead",
    "length",
    "missing_numbers",
)
"""The names of the evidence, in the order of its columns.

e5, use, words: how alike question and entry are, by each measure; 0 where a model is not there.
model_lead: how alike by the best model alone, less its best rival.
share_of_lead: combined score less the mean of the five best rivals', as a share of it.
length: log of the question's characters.
missing_numbers: share of the question's numbers that the entry does not have.
"""

RIVALS = 5
_NUMBERS = re.compile(r"\d+")
LEAST_SCORE = 0.3
"""What a combined score counts as at least where something is a share of it."""


def missing_numbers(question: str, entry: frozenset[str]) -> float:
    """The share of the question's numbers that are not among the entry's."""
    asked = numbers_of(question)
    return len(asked - entry) / len(asked) if asked else 0.0


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, as written in digits."""
    return frozenset(_NUMBERS.findall(text))


def share_of_lead(scores: Scores, place: int, nobody: float) -> float:
    """How far a score is above the mean of its five best rivals, as a share of itself.

    A rival that is not there counts as `nobody`.
    """
    best = np.sort(np.delete(scores, place))[::-1][:RIVALS]
    rivals = np.append(best, np.full(RIVALS - len(best), nobody))
    return float(scores[place] - rivals.mean()) / max(float(scores[place]), LEAST_SCORE)


def evidence_for(
    parts: Mapping[str, Scores],
    combined: Scores,
    place: int,
    question: str,
    numbers: frozenset[str],
    nobody: float,
) -> NDArray[np.float64]:
    """The evidence for one entry among those that may be given, in the order of `EVIDENCE`.

    Args:
        parts: by each measure, the score of each entry.
        combined: the weighted sum of the parts.
        place: the entry's place in both.
        numbers: those in the entry.
        nobody: the combined score of a rival where there are fewer than five.
    """
    best_model = next(parts[name] for name in MEASURES if name in parts)
    best_rival = np.delete(best_model, place).max(initial=0.0)
    return np.array(
        [
            *(float(parts[name][place]) if name in parts else 0.0 for name in MEASURES),
            float(best_model[place] - best_rival),
            share_of_lead(combined, place, nobody),
            float(np.log1p(len(question))),
            missing_numbers(question, numbers),
        ]
    )
