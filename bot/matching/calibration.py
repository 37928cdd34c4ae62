"""What the scores mean: fitted weights, and the thresholds between the three tiers.

Everything here is read from `calibration.json`, which `bench/faq.py --fit` writes. It holds
numbers only, none of the texts they were fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.evidence import EVIDENCE
from bot.matching.ports import Vector

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True)
class Centres:
    """What E5's vectors have in common, for questions and for texts."""

    question: Vector
    text: Vector


@dataclass(frozen=True)
class Logistic:
    """Log-odds as a weighted sum of evidence."""

    weights: NDArray[np.float64]
    bias: float

    def odds(self, evidence: NDArray[np.float64]) -> float:
        """The log-odds that this evidence gives."""
        return float(self.weights @ evidence + self.bias)


@dataclass(frozen=True)
class Calibration:
    """How one set of models is read.

    Attributes:
        blend: what each measure counts in the combined score.
        relevance: log-odds that the question is one for these entries at all, against chit-chat.
        answer: log-odds that the entry answers such a question, against a near miss.
        choice: least relevance at which titles are shown.
        sure: least certainty at which an answer is given.
        strict: the same where nobody addressed the bot.
    """

    blend: dict[str, float]
    relevance: Logistic
    answer: Logistic
    choice: float
    sure: float
    strict: float

    def certainty(self, evidence: NDArray[np.float64]) -> float:
        """Log-odds of both: that the question is one for us, and that this entry answers it."""
        one, other = self.relevance.odds(evidence), self.answer.odds(evidence)
        return -float(np.logaddexp(np.logaddexp(-one, -other), -one - other))


def load_calibration(models: Collection[str]) -> Calibration:
    """How to read the scores of these models together; of words alone where there are none."""
    return _read_calibration("+".join(sorted(models)))


@cache
def _read_calibration(key: str) -> Calibration:
    held = _content()["models"][key]
    return Calibration(
        blend=held["blend"],
        relevance=_logistic(held["relevance"]),
        answer=_logistic(held["answer"]),
        choice=held["choice"],
        sure=held["sure"],
        strict=held["strict"],
    )


def load_alike(models: Collection[str]) -> dict[str, float]:
    """The least likeness of two questions that ask the same: worded `close`, or far `apart`."""
    least: dict[str, float] = _content()["alike"]["+".join(sorted(models))]
    return least


def load_centres() -> Centres:
    """What to take off E5's vectors."""
    held = _content()["centres"]
    return Centres(np.array(held["question"], np.float32), np.array(held["text"], np.float32))


def _logistic(held: dict[str, float]) -> Logistic:
    return Logistic(np.array([held.get(name, 0.0) for name in EVIDENCE]), held["bias"])


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content
