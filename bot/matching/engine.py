"""Finds entries for questions: what the bot hands to its handlers as their `Matcher`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence

import structlog

from bot.matching import alike, tiers
from bot.matching.calibration import load_calibration
from bot.matching.encoders import load_encoders
from bot.matching.folding import clean, plain
from bot.matching.index import Asked, Index
from bot.matching.library import Library
from bot.matching.ports import Encoder, Source, Vector, Vectors
from bot.matching.recall import Recall
from bot.matching.shelf import Shelf
from bot.matching.worker import Worker
from handlers.answering import Finding, Tier

log = structlog.get_logger(__name__)


class QuestionMatcher:
    """Implements `handlers.answering.Matcher` on words and on whatever models are there."""

    def __init__(
        self,
        source: Source,
        vectors: Vectors,
        *,
        load: Callable[[], Sequence[Encoder]] = load_encoders,
    ) -> None:
        """Take where entries and vectors are; nothing is read or loaded yet."""
        self._load = load
        self._encoders: tuple[Encoder, ...] = ()
        self._worker = Worker()
        self._recall = Recall()
        self._shelf = Shelf(
            source, Library(vectors), self._worker, lambda: self._encoders, self._drop
        )
        self._warming: asyncio.Task[None] | None = None
        self._warm = False

    @property
    def is_warm(self) -> bool:
        """Whether the models are loaded; until then words alone decide."""
        return self._warm

    def start(self) -> None:
        """Load the models in the background, in a second or so; words answer meanwhile."""
        if self._warming is None:
            self._warming = asyncio.create_task(self._warm_up())

    async def settle(self) -> None:
        """Return once the models are loaded, and know all texts of the committees asked about."""
        if self._warming is not None:
            await self._warming
        await self._shelf.settle()

    async def close(self) -> None:
        """Stop all background work. May be repeated."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._shelf.close()
        await self._worker.close()

    async def find(
        self,
        committee_id: int,
        text: str,
        language: str,  # noqa: ARG002 - the models need no hint
        among: Collection[int],
        *,
        strict: bool = False,
    ) -> Finding:
        """Find what answers a question. See `handlers.answering.Matcher`."""
        said = clean(text)
        if not said or not among:
            return Finding(Tier.NONE)
        index = await self._shelf.index_of(committee_id)
        finding = await self._worker.run(self._search, index, said, among, strict)
        log.debug(
            "question_matched",
            committee=committee_id,
            tier=finding.tier,
            best=[(one.entry_id, round(one.certainty, 2)) for one in finding.candidates[:3]],
        )
        return finding

    async def find_alike(self, text: str, others: Sequence[str]) -> int | None:
        """The index of the one of `others` that most asks the same, in whatever language."""
        return await self._worker.run(self._search_alike, clean(text), [clean(o) for o in others])

    async def _warm_up(self) -> None:
        # Not in the worker: questions are answered by words while this runs.
        self._encoders = tuple(await asyncio.to_thread(self._load))
        self._warm = True
        log.info("matching_warm", models=[encoder.name for encoder in self._encoders])
        try:
            await self._shelf.renew()
        except Exception as error:  # the next question builds its index itself
            log.warning("matching_not_renewed", error=type(error).__name__)

    def _search(self, index: Index, said: str, among: Collection[int], strict: bool) -> Finding:
        vectors = self._vectors(said, index.models)
        calibration = load_calibration(vectors)
        ranked = index.rank(Asked(said, vectors), among, calibration, tiers.MOST_CANDIDATES)
        return tiers.judge(ranked, calibration, strict=strict)

    def _vectors(self, said: str, models: Collection[str]) -> dict[str, Vector]:
        """A question's vector by each of these models that works."""
        spoken = plain(said)
        vectors: dict[str, Vector] = {}
        for encoder in self._encoders:
            if encoder.name in models:
                try:
                    vectors[encoder.name] = self._recall.vector(encoder, spoken)
                except Exception as error:  # foreign native code; go on without it
                    self._drop(encoder, error)
        return vectors

    def _search_alike(self, said: str, others: Sequence[str]) -> int | None:
        quick = {encoder.name for encoder in self._encoders if encoder.batch > 1}
        odds = [self._alikeness(said, other, quick) for other in others]
        likeliest = sorted(range(len(others)), key=lambda place: -odds[place])[: alike.SHORTLIST]
        every = {encoder.name for encoder in self._encoders}
        final = {place: self._alikeness(said, others[place], every) for place in likeliest}
        best = max(final, key=lambda place: final[place], default=None)
        return best if best is not None and final[best] >= 0 else None

    def _alikeness(self, said: str, other: str, models: Collection[str]) -> float:
        if not said or not other:
            return float("-inf")
        one, two = self._vectors(said, models), self._vectors(other, models)
        similar = {name: alike.likeness(one[name], two[name]) for name in one if name in two}
        return alike.alikeness(said, other, similar)

    def _drop(self, encoder: Encoder, error: Exception) -> None:
        """Go on without a model that failed."""
        if encoder in self._encoders:
            log.warning("matching_model_failed", model=encoder.name, error=type(error).__name__)
            self._encoders = tuple(one for one in self._encoders if one is not encoder)
