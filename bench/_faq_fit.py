"""Fits what the matcher's scores mean. Ridge-regularised logistic regression, by Newton's steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from _faq_data import NEAR_MISS
from _faq_samples import ALL, FEW, NO_RIVALS, PRESENT, REMOVED, Samples
from numpy.typing import NDArray

from bot.matching.calibration import Calibration, Logistic
from bot.matching.evidence import EVIDENCE

RELEVANCE = ("e5", "use", "words", "length")
ANSWER = ("e5", "use", "lead", "missing_numbers")
ANSWER_BY_WORDS = ("words", "lead", "missing_numbers")
BLEND = {"e5": 1.0, "use": 0.75, "words": 0.75}

# Shares of questions on the development sets that set the thresholds.
CHITCHAT_SHOWN = 0.012
MISSES_ANSWERED = 0.10
MISSES_ANSWERED_STRICTLY = 0.05

_RIDGE = 0.01
_STEPS = 60


@dataclass(frozen=True)
class Heads:
    """The two fitted scores of a set's samples."""

    relevance: NDArray[np.float64]
    certainty: NDArray[np.float64]


def fit(samples: Mapping[str, Samples], models: Sequence[str]) -> Calibration:
    """Fit weights on all sets, and thresholds on each set scored without itself."""
    bare = _fit_heads(list(samples.values()), models)
    outside = {name: score(left_out(samples, name, models), one) for name, one in samples.items()}
    choice = _threshold(samples, outside, "relevance", CHITCHAT_SHOWN, _is_negative)
    sure = _threshold(samples, outside, "certainty", MISSES_ANSWERED, _is_removed)
    strict = _threshold(samples, outside, "certainty", MISSES_ANSWERED_STRICTLY, _is_removed)
    return replace(bare, choice=choice, sure=sure, strict=strict)


def left_out(samples: Mapping[str, Samples], name: str, models: Sequence[str]) -> Calibration:
    """The weights fitted on all sets but one; without thresholds."""
    return _fit_heads([one for other, one in samples.items() if other != name], models)


def score(calibration: Calibration, samples: Samples) -> Heads:
    """Apply weights to samples."""
    return Heads(
        np.array([calibration.relevance.odds(row) for row in samples.evidence]),
        np.array([calibration.certainty(row) for row in samples.evidence]),
    )


def bare_calibration(models: Sequence[str]) -> Calibration:
    """Only what ranking needs: how the measures are blended."""
    unfitted = Logistic(np.zeros(len(EVIDENCE)), 0.0)
    blend = {name: BLEND[name] for name in (*models, "words")}
    return Calibration(blend, unfitted, unfitted, 0.0, 0.0, 0.0)


def _fit_heads(sets: Sequence[Samples], models: Sequence[str]) -> Calibration:
    bare = bare_calibration(models)
    relevance = _fit_one(sets, RELEVANCE, lambda one: one.kinds == PRESENT, _is_negative)
    names = ANSWER if models else ANSWER_BY_WORDS
    answer = _fit_one(sets, names, lambda one: one.right, _is_removed)
    return replace(bare, relevance=relevance, answer=answer)


def _is_negative(one: Samples) -> NDArray[np.bool_]:
    return ~np.isin(one.kinds, [PRESENT, REMOVED, NEAR_MISS])


def _is_removed(one: Samples) -> NDArray[np.bool_]:
    return np.asarray(one.kinds == REMOVED)


def _fit_one(
    sets: Sequence[Samples],
    names: Sequence[str],
    label: Callable[[Samples], NDArray[np.bool_]],
    against: Callable[[Samples], NDArray[np.bool_]],
) -> Logistic:
    """Questions with their entry there against others; each set, side and crowd weighs the same."""
    columns = [EVIDENCE.index(name) for name in names]
    rows, labels, weights = [], [], []
    for one in sets:
        for side in (one.kinds == PRESENT, against(one)):
            for part in _by_crowd(one, side):
                rows.append(one.evidence[part][:, columns])
                labels.append(label(one)[part])
                weights.append(np.full(part.sum(), 1 / part.sum()))
    fitted, bias = logistic(
        np.concatenate(rows), np.concatenate(labels).astype(float), np.concatenate(weights)
    )
    whole = np.zeros(len(EVIDENCE))
    whole[columns] = fitted
    return Logistic(whole, bias)


def logistic(
    rows: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias that tell rows labelled 1 from those labelled 0."""
    weights = weights / weights.sum()
    mean = weights @ rows
    spread = np.sqrt(weights @ (rows - mean) ** 2)
    scale = np.where(spread > 1e-9, spread, np.inf)
    inputs = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    ridge = np.diag([_RIDGE] * rows.shape[1] + [0.0])
    betas = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-inputs @ betas))
        slope = inputs.T @ (weights * (chances - labels)) + ridge @ betas
        curve = (inputs * (weights * chances * (1 - chances))[:, None]).T @ inputs + ridge
        betas -= np.linalg.solve(curve, slope)
    fitted = betas[:-1] / scale
    return fitted, float(betas[-1] - fitted @ mean)


def _threshold(
    samples: Mapping[str, Samples],
    heads: Mapping[str, Heads],
    head: str,
    share: float,
    part: Callable[[Samples], NDArray[np.bool_]],
) -> float:
    """The least value that at most this share exceeds, as a mean over the sets and crowds."""
    scores = [
        getattr(heads[name], head)[crowd]
        for name, one in samples.items()
        for crowd in _by_crowd(one, part(one))
    ]
    for value in np.sort(np.concatenate(scores)):
        if np.mean([np.mean(one > value) for one in scores]) <= share:
            return float(value)
    raise AssertionError("the greatest value is never exceeded")


def _by_crowd(one: Samples, part: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """A part of the samples, divided by what was asked; without empty divisions."""
    parts = [part & (one.crowds == crowd) for crowd in (ALL, NO_RIVALS, FEW)]
    return [crowd for crowd in parts if crowd.any()]
