"""Presses that wait for the bot's answer."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from itertools import count

from simulator.clock import Clock
from simulator.errors import STALE_QUERY, bad_request


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the person sees after a press: a toast, an alert, or a link that opens."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class OpenQuery:
    """A press not yet too old to answer."""

    pressed_at: dt.datetime
    answer: asyncio.Future[CallbackAnswer]


class CallbackDesk:
    """Hands out query ids and passes the answers on.

    How long Telegram waits is not published; `lifetime` is a guess on the strict side.
    """

    lifetime = dt.timedelta(seconds=60)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(4_382_900_000_000_000_001)
        self._open: dict[str, OpenQuery] = {}

    def open(self) -> tuple[str, asyncio.Future[CallbackAnswer]]:
        """A new query: its id, and the answer to wait for."""
        query_id = str(next(self._ids))
        answer = asyncio.get_running_loop().create_future()
        self._open[query_id] = OpenQuery(self._clock.now(), answer)
        return query_id, answer

    def resolve(self, query_id: str, answer: CallbackAnswer) -> None:
        """Show the answer to the person; a second one changes nothing.

        Raises:
            Refusal: for an unknown id, and for one that is too old.
        """
        query = self._open.get(query_id)
        if query is None or self._clock.now() - query.pressed_at > self.lifetime:
            raise bad_request(STALE_QUERY)
        if not query.answer.done():
            query.answer.set_result(answer)
