"""Fits when two questions ask the same: those asked of one entry do, its nearest others do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from _faq_data import FaqSet, Question
from _faq_samples import ask

from bot.matching.alike import CLOSE, likeness, shared_terms
from bot.matching.evidence import numbers_of
from bot.matching.index import Asked
from bot.matching.ports import Encoder

# In no set may a greater share of a question's nearest others, asked of another entry, be called
# alike: whoever asked one of two would be sent the answer to the other.
FALSELY_ALIKE = 0.05
_NEAREST = 3

# Without any model, only questions in nearly the same words are.
SAME_WORDS = {"close": 0.75, "apart": 1.0}

Pair = tuple[Question, Asked]


def fit_alike(
    sets: Sequence[FaqSet], encoders: Sequence[Encoder]
) -> tuple[dict[str, float], float]:
    """The least similarities, and the share of true pairs in percent that reach them."""
    if not encoders:
        return SAME_WORDS, 0.0
    least = dict.fromkeys(SAME_WORDS, 0.0)
    true_pairs: list[tuple[str, float]] = []
    for faq in sets:
        asked = [(question, ask(question.text, encoders)) for question in faq.answerable]
        others: dict[str, list[float]] = {name: [] for name in SAME_WORDS}
        for pair in asked:
            for name, similar, same in _compared(pair, asked):
                if same:
                    true_pairs.append((name, similar))
                else:
                    others[name].append(similar)
        for name, similarities in others.items():
            reached = float(np.quantile(similarities, 1 - FALSELY_ALIKE))
            least[name] = max(least[name], reached)
    found = np.mean([similar >= least[name] for name, similar in true_pairs])
    return {name: round(value, 4) for name, value in least.items()}, 100 * float(found)


def _compared(pair: Pair, asked: Sequence[Pair]) -> Iterator[tuple[str, float, bool]]:
    """A question beside all that ask the same, and beside the nearest few that do not."""
    question, one = pair
    left = dict.fromkeys(SAME_WORDS, _NEAREST)
    similarities = [_similarity(one, other) for _, other in asked]
    for at in np.argsort(similarities)[::-1]:
        other_question, other = asked[at]
        if other is one or numbers_of(one.text) != numbers_of(other.text):
            continue
        name = "close" if shared_terms(one.text, other.text) >= CLOSE else "apart"
        same = bool(question.relevant & other_question.relevant)
        left[name] -= not same
        if same or left[name] >= 0:
            yield name, similarities[at], same
        if max(left.values()) < 0:
            return


def _similarity(one: Asked, other: Asked) -> float:
    pairs = [(one.vectors[name], other.vectors[name]) for name in one.vectors]
    return sum(likeness(*pair) for pair in pairs) / len(pairs)
