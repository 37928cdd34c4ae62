"""Vectors by the digest of their text: what is kept is not computed again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256

import numpy as np
import structlog

from bot.matching.ports import Encoder, Matrix, Vector, Vectors

log = structlog.get_logger(__name__)


def digest(text: str) -> str:
    """What a cleaned text is kept under."""
    return sha256(text.encode()).hexdigest()


def pack(vector: Vector) -> bytes:
    """A vector as it is kept: 16-bit floats, which cost no figure measurably."""
    return vector.astype("<f2").tobytes()


def unpack(kept: bytes) -> Vector:
    """A kept vector as it is used."""
    return np.frombuffer(kept, "<f2").astype(np.float32)


class Library:
    """The kept vectors, and in memory those that could not be kept."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._unkept: dict[tuple[str, str], Vector] = {}

    async def find(self, encoder: Encoder, texts: Collection[str]) -> dict[str, Vector]:
        """By text, the vectors that need not be computed."""
        names = {text: digest(text) for text in texts}
        try:
            kept = await self._vectors.load(encoder.model, set(names.values()))
        except Exception as error:  # a failing store costs time, never an answer
            log.warning("matching_vectors_unread", error=type(error).__name__)
            kept = {}
        found = {text: unpack(kept[name]) for text, name in names.items() if name in kept}
        for text, name in names.items():
            if (encoder.model, name) in self._unkept:
                found[text] = self._unkept[encoder.model, name]
        return found

    async def add(self, encoder: Encoder, texts: Sequence[str], matrix: Matrix) -> None:
        """Keep computed vectors, a row of `matrix` a text."""
        rows = {digest(text): row for text, row in zip(texts, matrix, strict=True)}
        try:
            await self._vectors.keep(encoder.model, {name: pack(row) for name, row in rows.items()})
        except Exception as error:  # a failing store costs time, never an answer
            log.warning("matching_vectors_unkept", error=type(error).__name__)
            self._unkept.update({(encoder.model, name): row for name, row in rows.items()})
