"""What the matcher asks of the rest of the house."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from handlers.answering import Passage

Vector = NDArray[np.float32]
"""Of length one; the product of two is how alike they are, at most 1."""

Matrix = NDArray[np.float32]
"""One vector a row."""


class Source(Protocol):
    """Where a committee's entries come from."""

    async def stamp(self, committee_id: int) -> Hashable:
        """Something that differs once any text of an entry has changed."""

    async def passages(self, committee_id: int) -> Sequence[Passage]:
        """Every entry that could be given at some time and place, in every language it has."""


class Vectors(Protocol):
    """Where computed vectors are kept, so that a restart computes nothing twice."""

    async def load(self, model: str, digests: Collection[str]) -> Mapping[str, bytes]:
        """Those that are kept; the others are left out."""

    async def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep these by the digest of their text; one that is there already may stay."""


class Encoder(Protocol):
    """A language model that turns texts into vectors."""

    @property
    def name(self) -> str:
        """What its weights are called in the calibration."""

    @property
    def model(self) -> str:
        """Name and version under which its vectors are kept; at most 40 characters."""

    @property
    def batch(self) -> int:
        """Texts to embed at a time, few enough that a question need not wait behind them."""

    def embed_question(self, text: str) -> Vector:
        """The vector of a question."""

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        """The vectors of texts that may answer."""
