"""Fits when two questions ask the same: those asked of one entry do, its nearest others do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from _faq_data import FaqSet, Question
from _faq_fit import logistic
from numpy.typing import NDArray

from bot.matching.alike import likeness, shared_terms
from bot.matching.evidence import MEASURES, numbers_of
from bot.matching.folding import clean
from bot.matching.ports import Encoder

# At most this share of a question's nearest others, asked of another entry, may be called alike.
FALSELY_ALIKE = 0.02
_NEAREST = 3

# Without any model, only questions in nearly the same words are.
SAME_WORDS = 0.75

Pair = tuple[str, str, bool]


def fit_alike(
    sets: Sequence[FaqSet], encoders: Sequence[Encoder], models: Sequence[str]
) -> tuple[dict[str, float], float]:
    """The weights with their bias, and the share of true pairs that they find.

    The words get a weight below 0: sharing words without sharing what they mean speaks against.
    """
    if not models:
        return {"words": 1.0, "bias": -SAME_WORDS}, 0.0
    groups = [_measured(_pairs(faq, encoders), encoders) for faq in sets if _holds_answers(faq)]
    used = [MEASURES.index(name) for name in (*models, "words")]
    rows = np.concatenate([measured for measured, _ in groups if len(measured)])[:, used]
    labels = np.concatenate([same for _, same in groups if len(same)])
    weights = np.concatenate([np.full(len(same), 1 / len(same)) for _, same in groups if len(same)])
    fitted, _ = logistic(rows, labels.astype(float), weights)
    scores = rows @ fitted
    least = float(np.quantile(scores[~labels], 1 - FALSELY_ALIKE))
    named = {MEASURES[at]: float(weight) for at, weight in zip(used, fitted, strict=True)}
    return named | {"bias": -least}, float(np.mean(scores[labels] > least))


def _pairs(faq: FaqSet, encoders: Sequence[Encoder]) -> list[Pair]:
    """Each question with the next asked of its entry, and with the nearest asked of others."""
    asked = [question for question in faq.answerable if clean(question.text)]
    use = next(encoder for encoder in encoders if encoder.name == "use")
    vectors = np.array([use.embed_question(clean(question.text)) for question in asked])
    similar = vectors @ vectors.T
    pairs: list[Pair] = []
    for place, question in enumerate(asked):
        later = [other for other in asked[place + 1 :] if other.relevant == question.relevant]
        pairs += [(question.text, other.text, True) for other in later[:1]]
        nearest = [at for at in np.argsort(-similar[place]) if _is_other(question, asked[at])]
        pairs += [(question.text, asked[at].text, False) for at in nearest[:_NEAREST]]
    return pairs


def _holds_answers(faq: FaqSet) -> bool:
    """Whether its entries are questions with answers, not terms, labels or sentences."""
    return any(passage.question and passage.answer for passage in faq.passages)


def _is_other(one: Question, other: Question) -> bool:
    return not one.relevant & other.relevant


def _measured(
    pairs: Sequence[Pair], encoders: Sequence[Encoder]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    by_name = {encoder.name: encoder for encoder in encoders}
    rows, same = [], []
    for one, other, is_same in pairs:
        first, second = clean(one), clean(other)
        if numbers_of(first) != numbers_of(second):
            continue
        alike = [
            likeness(by_name[name].embed_question(first), by_name[name].embed_question(second))
            for name in MEASURES[:2]
        ]
        rows.append([*alike, shared_terms(first, second)])
        same.append(is_same)
    return np.array(rows), np.array(same, bool)
