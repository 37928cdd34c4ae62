"""The shipped matcher as an object with `index(entries)` and `search(text, k)`, both synchronous.

For evaluation scripts that load a retriever by name: `_faq_retriever:make`.
A text asked again soon is remembered, as in the bot: take times on texts that are new.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.matching.threads import pin_threads

pin_threads()

from _faq_data import passage_of  # noqa: E402 - numpy after the threads are pinned
from _faq_store import FileVectors, FixedSource, quieten  # noqa: E402

from bot.matching.engine import QuestionMatcher  # noqa: E402


class Retriever:
    """Answers with the entries' own ids and their certainty."""

    def __init__(self, vectors: FileVectors) -> None:
        self._vectors = vectors
        self._loop = asyncio.new_event_loop()
        self._matcher: QuestionMatcher | None = None
        self._names: list[str] = []

    def index(self, entries: Sequence[dict[str, Any]]) -> None:
        """Take entries in the place of those before; embeds what is not kept yet."""
        self._loop.run_until_complete(self._take(entries))

    def search(self, text: str, k: int = 10) -> list[tuple[str, float]]:
        """The best entries, at most ten."""
        return self._loop.run_until_complete(self._search(text))[:k]

    async def _take(self, entries: Sequence[dict[str, Any]]) -> None:
        if self._matcher is not None:
            await self._matcher.close()
        self._names = [entry["id"] for entry in entries]
        passages = [passage_of(entry, number) for number, entry in enumerate(entries)]
        self._matcher = QuestionMatcher(FixedSource({1: passages}), self._vectors)
        self._matcher.start()
        await self._search("warm")
        await self._matcher.settle()

    async def _search(self, text: str) -> list[tuple[str, float]]:
        assert self._matcher is not None, "index() comes before search()"
        finding = await self._matcher.find(1, text, "", range(len(self._names)))
        return [(self._names[one.entry_id], one.certainty) for one in finding.candidates]


def make(vectors: str = "") -> Retriever:
    """A retriever that keeps vectors in a file, by default one that is thrown away."""
    quieten()
    path = Path(vectors or tempfile.mkdtemp()) / "faq-vectors.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    return Retriever(FileVectors(path))
