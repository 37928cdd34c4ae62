"""Inline mode: what a person types after the bot's name, and the results they may choose from."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from simulator.clock import Clock
from simulator.errors import STALE_QUERY, bad_request


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The bot's results, aiogram's InlineQueryResult models, and where a longer list goes on."""

    results: list[Any] = field(default_factory=list)
    next_offset: str = ""
    is_personal: bool = False


class InlineDesk:
    """Hands out inline query ids and passes the results on; `lifetime` is a guess."""

    lifetime = dt.timedelta(seconds=30)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(7_100_000_000_000_000_001)
        self._open: dict[str, tuple[dt.datetime, asyncio.Future[InlineAnswer]]] = {}

    def open(self) -> tuple[str, asyncio.Future[InlineAnswer]]:
        """A new query: its id, and the results to wait for."""
        query_id = str(next(self._ids))
        results = asyncio.get_running_loop().create_future()
        self._open[query_id] = (self._clock.now(), results)
        return query_id, results

    def resolve(self, query_id: str, answer: InlineAnswer) -> None:
        """Show results; raises Refusal for an unknown or an old query."""
        asked_at, results = self._open.get(query_id, (None, None))
        if asked_at is None or results is None or self._clock.now() - asked_at > self.lifetime:
            raise bad_request(STALE_QUERY)
        if not results.done():
            results.set_result(answer)
