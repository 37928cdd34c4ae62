"""An index for each committee, renewed when its entries, or the models that are there, change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import structlog

from bot.matching.index import Index, texts_to_embed
from bot.matching.library import Library
from bot.matching.ports import Encoder, Source, Vector
from bot.matching.worker import Worker

log = structlog.get_logger(__name__)

LEARNT_AT_ONCE = 12
"""Texts: what an edit leaves to learn is learnt before the next answer, in a second at most."""

Encoders = tuple[Encoder, ...]
_Gap = tuple[Encoder, list[str]]


@dataclass(frozen=True)
class _Held:
    stamp: Hashable
    encoders: Encoders
    index: Index


class Shelf:
    """Holds the indexes. A model takes part in one once it knows every text in it."""

    def __init__(
        self,
        source: Source,
        library: Library,
        worker: Worker,
        models: Callable[[], Encoders],
        drop: Callable[[Encoder, Exception], None],
    ) -> None:
        """Take what to read from and compute with.

        Args:
            models: those that work at this moment.
            drop: told of a model that failed.
        """
        self._source = source
        self._library = library
        self._worker = worker
        self._models = models
        self._drop = drop
        self._held: dict[int, _Held] = {}
        self._building: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._learning = asyncio.Lock()
        self._learners: dict[int, asyncio.Task[None]] = {}

    async def index_of(self, committee_id: int) -> Index:
        """The committee's index as its entries are now.

        One that must be made anew is made of what is known and of what is quickly learnt; the
        rest is learnt in the background.
        """
        stamp = await self._source.stamp(committee_id)
        async with self._building[committee_id]:
            held = self._held.get(committee_id)
            if held is None or (held.stamp, held.encoders) != (stamp, self._models()):
                held, gaps = await self._build(committee_id, stamp)
                self._learn_later(committee_id, held, gaps)
            return held.index

    async def renew(self) -> None:
        """Let newly loaded models into the indexes that are held or being made."""
        for committee_id in list(self._building):
            await self.index_of(committee_id)

    async def settle(self) -> None:
        """Return once nothing is being learnt."""
        while busy := [learner for learner in self._learners.values() if not learner.done()]:
            await asyncio.wait(busy)

    async def close(self) -> None:
        """Stop learning; what was computed is kept."""
        for learner in self._learners.values():
            learner.cancel()
        await asyncio.gather(*self._learners.values(), return_exceptions=True)

    async def _build(self, committee_id: int, stamp: Hashable) -> tuple[_Held, list[_Gap]]:
        encoders = self._models()
        passages = await self._source.passages(committee_id)
        texts = await self._worker.run(texts_to_embed, passages)
        known: dict[str, dict[str, Vector]] = {}
        gaps: list[_Gap] = []
        for encoder in encoders:
            found = await self._library.find(encoder, texts)
            missing = [text for text in texts if text not in found]
            if 0 < len(missing) <= LEARNT_AT_ONCE:
                await self._embed(encoder, missing)
                found = await self._library.find(encoder, texts)
            if len(found) == len(texts):
                known[encoder.name] = found
            else:
                gaps.append((encoder, missing))
        former = self._held.get(committee_id)
        index = await self._worker.run(Index, passages, known, former.index if former else None)
        self._held[committee_id] = held = _Held(stamp, encoders, index)
        return held, gaps

    def _learn_later(self, committee_id: int, held: _Held, gaps: list[_Gap]) -> None:
        if former := self._learners.pop(committee_id, None):
            former.cancel()
        if gaps:
            self._learners[committee_id] = asyncio.create_task(
                self._learn(committee_id, held, gaps)
            )

    async def _learn(self, committee_id: int, held: _Held, gaps: list[_Gap]) -> None:
        """Fill the gaps, the quick model's first, and put a fuller index up after each."""
        try:
            async with self._learning:
                for encoder, texts in gaps:
                    await self._embed(encoder, texts)
                    async with self._building[committee_id]:
                        if self._held.get(committee_id) is not held:
                            return
                        held, _ = await self._build(committee_id, held.stamp)
        except Exception as error:  # the next question tries again
            log.warning("matching_not_learnt", committee=committee_id, error=type(error).__name__)
            self._held.pop(committee_id, None)

    async def _embed(self, encoder: Encoder, texts: Sequence[str]) -> None:
        known = await self._library.find(encoder, texts)
        waiting = [text for text in texts if text not in known]
        for at in range(0, len(waiting), encoder.batch):
            batch = waiting[at : at + encoder.batch]
            try:
                matrix = await self._worker.run(encoder.embed_texts, batch)
            except Exception as error:  # foreign native code; go on without it
                self._drop(encoder, error)
                return
            await self._library.add(encoder, batch, matrix)
