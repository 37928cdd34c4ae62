"""One committee's entries, ready to be searched. Never changed: an edit makes a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.calibration import Calibration
from bot.matching.evidence import Scores, evidence_for, numbers_of
from bot.matching.folding import LONGEST_ANSWER, clean, plain
from bot.matching.lexical import LexicalIndex
from bot.matching.ports import Vector
from handlers.answering import Passage


@dataclass(frozen=True)
class Asked:
    """A question as the index takes it: cleaned, with each model's vector of its plain text."""

    text: str
    vectors: Mapping[str, Vector]


@dataclass(frozen=True)
class Ranked:
    """An entry with what speaks for it."""

    entry_id: int
    score: float
    evidence: NDArray[np.float64]


def texts_to_embed(passages: Sequence[Passage]) -> list[str]:
    """The texts whose vectors an index of these passages needs, each once."""
    return list(
        dict.fromkeys(_embedded(text) for _, texts in _by_entry(passages) for text in texts)
    )


class Index:
    """Searches entries by words, and by every model that knows all their texts."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Mapping[str, Mapping[str, Vector]],
        former: Index | None = None,
    ) -> None:
        """Build from passages and, by model name, the vectors of `texts_to_embed`.

        Where `former` was of the same texts, its words are taken over.
        """
        entries = _by_entry(passages)
        texts = [text for _, written in entries for text in written]
        self._entries = np.array([entry_id for entry_id, _ in entries], np.int64)
        self._starts = np.cumsum([0, *(len(written) for _, written in entries)])[:-1]
        self._numbers = [numbers_of(" ".join(written)) for _, written in entries]
        unchanged = former is not None and former.lexical.texts == texts
        self.lexical: LexicalIndex = former.lexical if former and unchanged else LexicalIndex(texts)
        self._matrices = {
            name: np.stack([known[_embedded(text)] for text in texts])
            for name, known in vectors.items()
            if texts
        }

    @property
    def models(self) -> frozenset[str]:
        """The names of the models that take part."""
        return frozenset(self._matrices)

    def parts(self, asked: Asked) -> dict[str, Scores]:
        """By each measure and for each entry, its most alike text."""
        if not len(self._entries):
            return {"words": np.zeros(0, np.float32)}
        rows = {name: self._matrices[name] @ vector for name, vector in asked.vectors.items()}
        rows["words"] = self.lexical.score(asked.text)
        return {name: np.maximum.reduceat(scores, self._starts) for name, scores in rows.items()}

    def rank(
        self, asked: Asked, among: Collection[int], calibration: Calibration, most: int
    ) -> list[Ranked]:
        """The best of the entries that may be given, the best first; at most `most`."""
        allowed = np.flatnonzero(np.isin(self._entries, list(among)))
        parts = {name: scores[allowed] for name, scores in self.parts(asked).items()}
        combined = sum(
            (calibration.blend[name] * scores for name, scores in parts.items()),
            np.zeros(len(allowed), np.float32),
        )
        return [
            Ranked(
                int(self._entries[allowed[place]]),
                float(combined[place]),
                evidence_for(parts, int(place), asked.text, self._numbers[allowed[place]]),
            )
            for place in np.argsort(-combined, kind="stable")[:most]
        ]


def _embedded(text: str) -> str:
    """What of a text a model is given: its beginning."""
    return plain(clean(text))


def _by_entry(passages: Sequence[Passage]) -> list[tuple[int, list[str]]]:
    """Each entry's cleaned texts; an entry without any is left out."""
    written: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for passage in passages:
        for text in (passage.question, *passage.variants, passage.answer):
            if said := clean(text, LONGEST_ANSWER):
                written[passage.entry_id][said] = None
    return [(entry_id, list(texts)) for entry_id, texts in sorted(written.items())]
