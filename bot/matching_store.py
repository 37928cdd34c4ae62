"""Where the matcher's entries and vectors come from: the database."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Hashable, Mapping, Sequence

from bot.matching.index import texts_to_embed
from bot.matching.library import digest
from handlers.answering import Passage
from storage.community.queries import list_committees
from storage.faq import actions, queries
from storage.work import Work


class Entries:
    """A committee's entries, as the matcher indexes them."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def stamp(self, committee_id: int) -> Hashable:
        """What changes with any word of any entry."""
        return await self._work.read(queries.find_stamp, committee_id)

    async def passages(self, committee_id: int) -> Sequence[Passage]:
        """Every entry that was ever in force, in every language it has."""
        rows = await self._work.read(queries.list_passages, committee_id)
        return [
            Passage(row.entry_id, row.language, row.question, tuple(row.variants), row.answer)
            for row in rows
        ]


class KeptVectors:
    """Vectors by the digest of their text, kept so that no text is embedded twice."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def load(self, model: str, digests: Collection[str]) -> Mapping[str, bytes]:
        """What is kept of these; the others are left out."""
        return await self._work.read(queries.load_vectors, model, digests)

    async def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors; those that are there stay as they are."""
        await self._work.write(actions.keep_vectors, model, vectors)


async def forget_old_vectors(work: Work) -> None:
    """Delete what was computed of words that no entry has any more."""
    entries = Entries(work)
    used: set[str] = set()
    for committee in await work.read(list_committees):
        passages = await entries.passages(committee.id)
        used.update(digest(text) for text in await asyncio.to_thread(texts_to_embed, passages))
    await work.write(actions.drop_unused_vectors, used)
