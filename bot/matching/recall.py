"""Questions' vectors, remembered for a while: people ask the same, and a question is used twice."""

from __future__ import annotations

from collections import OrderedDict

from bot.matching.library import digest
from bot.matching.ports import Encoder, Vector

MOST = 512


class Recall:
    """Embeds questions once; holds their digests, not their words. For one thread only."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[tuple[str, str], Vector] = OrderedDict()

    def vector(self, encoder: Encoder, text: str) -> Vector:
        """The vector of a cleaned question."""
        key = (encoder.model, digest(text))
        if key not in self._vectors:
            self._vectors[key] = encoder.embed_question(text)
        self._vectors.move_to_end(key)
        if len(self._vectors) > MOST:
            self._vectors.popitem(last=False)
        return self._vectors[key]
