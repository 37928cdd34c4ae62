"""A source that can be edited, a store that can be read back, a model small enough to follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np

from bot.matching.folding import fold
from bot.matching.ports import Matrix, Vector
from handlers.answering import Passage


@dataclass
class EditableSource:
    passages_now: list[Passage]
    edits: int = 0

    async def stamp(self, committee_id: int) -> tuple[int, int]:
        return committee_id, self.edits

    async def passages(self, committee_id: int) -> Sequence[Passage]:
        return tuple(self.passages_now)

    def edit(self, entry_id: int, language: str, question: str) -> None:
        self.passages_now = [
            replace(one, question=question)
            if (one.entry_id, one.language) == (entry_id, language)
            else one
            for one in self.passages_now
        ]
        self.edits += 1


@dataclass
class MemoryVectors:
    kept: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))

    async def load(self, model: str, digests: Collection[str]) -> Mapping[str, bytes]:
        return {name: self.kept[model][name] for name in digests if name in self.kept[model]}

    async def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.kept[model].update(vectors)


class BrokenVectors:
    async def load(self, model: str, digests: Collection[str]) -> Mapping[str, bytes]:
        raise OSError("the disk is gone")

    async def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        raise OSError("the disk is gone")


@dataclass
class LetterEncoder:
    """Knows texts by their letters, and writes down what it was given.

    Attributes:
        breaks_at: raises at this text, as broken native code would.
    """

    name: str = "use"
    model: str = "letters/1"
    batch: int = 2
    breaks_at: str | None = None
    embedded: list[str] = field(default_factory=list)

    def embed_question(self, text: str) -> Vector:
        if self.breaks_at is not None and self.breaks_at in text:
            raise RuntimeError("broken")
        vector = np.full(64, 1e-6, np.float32)
        for letter in fold(text):
            vector[sha256(letter.encode()).digest()[0] % 64] += 1
        return vector / np.float32(np.linalg.norm(vector))

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        return np.stack([self.embed_question(text) for text in texts])
