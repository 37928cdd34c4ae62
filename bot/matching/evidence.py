"""What speaks for an entry: how alike it is, and how it stands among its rivals."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

MEASURES = ("e5", "use", "words")
"""How alike a question and a text are; the best first."""

EVIDENCE = (*MEASURES, "lead", "length", "missing_numbers")
"""The names of the evidence, in the order of its columns.

e5, use, words: how alike question and entry are; 0 where a model is not there.
lead: how much more alike than the best rival, by the best measure there is; at most `FULL_LEAD`.
length: log of the question's characters.
missing_numbers: share of the question's numbers that the entry does not have.
"""

FULL_LEAD = 0.15
"""A greater lead says more about how few entries a committee has than about the question."""

_NUMBERS = re.compile(r"\d+")


def missing_numbers(question: str, entry: frozenset[str]) -> float:
    """The share of the question's numbers that are not among the entry's."""
    asked = numbers_of(question)
    return len(asked - entry) / len(asked) if asked else 0.0


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, as written in digits."""
    return frozenset(_NUMBERS.findall(text))


def evidence_for(
    parts: Mapping[str, Scores], place: int, question: str, numbers: frozenset[str]
) -> NDArray[np.float64]:
    """The evidence for one entry among those that may be given, in the order of `EVIDENCE`.

    Args:
        parts: by each measure, the score of each entry.
        place: the entry's place in them.
        numbers: those in the entry.
    """
    best = next(parts[name] for name in MEASURES if name in parts)
    best_rival = np.delete(best, place).max(initial=0.0)
    return np.array(
        [
            *(float(parts[name][place]) if name in parts else 0.0 for name in MEASURES),
            min(float(best[place] - best_rival), FULL_LEAD),
            float(np.log1p(len(question))),
            missing_numbers(question, numbers),
        ]
    )
