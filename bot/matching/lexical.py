"""How much of a question's information the words of a text hold, in 0..1.

A ranking of its own would hurt across languages, where no word is shared: this score is added to
the models' and is then simply 0.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from bot.matching.evidence import Scores
from bot.matching.folding import fold

# Of BM25: how soon a repeated term stops counting, and how much a long text is held against it.
SATURATION = 1.2
LENGTH_SHARE = 0.5

_UNSPACED = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|\d+|[^\W\d_{_UNSPACED}]+")
_GRAM = 4


def terms_of(text: str) -> Counter[str]:
    """What a text is made of.

    Characters and their pairs where words are not spaced; elsewhere words and their pieces of
    four letters, so that a plural or another ending still finds its word.
    """
    terms: list[str] = []
    for run in _RUNS.finditer(fold(text)):
        word = run.group()
        if run.lastgroup == "unspaced":
            terms.extend(word)
            terms.extend(word[at : at + 2] for at in range(len(word) - 1))
        else:
            terms.append(word)
            edged = f"^{word}$"
            if len(edged) > _GRAM:
                terms.extend(edged[at : at + _GRAM] for at in range(len(edged) - _GRAM + 1))
    return Counter(terms)


class LexicalIndex:
    """The terms of some texts, each with the texts that hold it."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [terms_of(text) for text in texts]
        self.texts = list(texts)
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, (terms, damping) in enumerate(zip(counted, _damping(counted), strict=True)):
            for term, count in terms.items():
                found[term].append((row, count / (count + damping)))
        self._spans: dict[str, tuple[int, int]] = {}
        rows: list[int] = []
        strengths: list[float] = []
        for term, places in found.items():
            self._spans[term] = (len(rows), len(rows) + len(places))
            rows.extend(row for row, _ in places)
            strengths.extend(strength for _, strength in places)
        self._rows = np.array(rows, np.int32)
        self._strengths = np.array(strengths, np.float32)

    def score(self, question: str) -> Scores:
        """For each text the share of the question's information that it holds."""
        scores = np.zeros(len(self.texts), np.float32)
        whole = 0.0
        for term in sorted(terms_of(question)):
            start, end = self._spans.get(term, (0, 0))
            weight = self._information(end - start)
            whole += weight
            scores[self._rows[start:end]] += weight * self._strengths[start:end]
        shares: Scores = np.minimum(scores * np.float32((1 + SATURATION) / max(whole, 1e-9)), 1.0)
        return shares

    def _information(self, holders: int) -> float:
        """The fewer texts hold a term, the more it tells."""
        return float(np.log1p((len(self.texts) - holders + 0.5) / (holders + 0.5)))


def _damping(counted: Sequence[Counter[str]]) -> list[float]:
    lengths = [terms.total() for terms in counted]
    usual = max(sum(lengths) / max(len(lengths), 1), 1.0)
    return [SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / usual) for length in lengths]
