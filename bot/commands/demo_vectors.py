"""What the models made of the demo's answers, carried from one scene to the next."""

from __future__ import annotations

import asyncio

from bot.matching.encoders import E5, Use
from bot.matching.index import texts_to_embed
from bot.matching.library import digest
from bot.matching_store import Entries, KeptVectors
from storage.community.queries import list_committees
from storage.work import Work

_MODELS = (Use.model, E5.model)


class LearntVectors:
    """The vectors of one database, for the next one: the whole starter set takes minutes."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, bytes]] = {model: {} for model in _MODELS}

    async def give(self, work: Work) -> None:
        """Put what is known into a new database."""
        store = KeptVectors(work)
        for model, vectors in self._kept.items():
            if vectors:
                await store.keep(model, vectors)

    async def take(self, work: Work) -> None:
        """Remember what was computed for a database."""
        store, entries = KeptVectors(work), Entries(work)
        for committee in await work.read(list_committees):
            passages = await entries.passages(committee.id)
            texts = await asyncio.to_thread(texts_to_embed, passages)
            digests = {digest(text) for text in texts}
            for model, vectors in self._kept.items():
                vectors.update(await store.load(model, digests))
