"""The clock of everything that happens by itself."""

from __future__ import annotations

import asyncio

from bot.jobs.ticks import Ticks

EVERY = 0.02


class Work:
    """Something to be done now and then."""

    def __init__(self, lasts: float = 0.0, *, fails: bool = False) -> None:
        self.lasts = lasts
        self.fails = fails
        self.begun = 0
        self.ended = 0
        self.most_at_once = 0

    async def do(self) -> None:
        self.begun += 1
        self.most_at_once = max(self.most_at_once, self.begun - self.ended)
        await asyncio.sleep(self.lasts)
        self.ended += 1
        if self.fails:
            raise LookupError("nothing found")


async def _run(*works: Work, seconds: float = 0.3) -> None:
    ticks = Ticks({str(number): work.do for number, work in enumerate(works)}, every=EVERY)
    ticks.start()
    await asyncio.sleep(seconds)
    await ticks.stop()


async def test_each_function_is_called_again_and_again() -> None:
    works = Work(), Work()
    await _run(*works)
    assert all(work.begun >= 3 for work in works)


async def test_a_slow_call_is_never_overtaken_and_holds_up_no_other() -> None:
    slow, quick = Work(lasts=0.1), Work()
    await _run(slow, quick)
    assert slow.most_at_once == 1
    assert quick.begun > slow.begun >= 2


async def test_a_failing_call_is_made_again() -> None:
    work = Work(fails=True)
    await _run(work)
    assert work.ended >= 3


async def test_a_standstill_is_not_made_up_for() -> None:
    import time

    work = Work()
    ticks = Ticks({"work": work.do}, every=EVERY)
    ticks.start()
    await asyncio.sleep(3 * EVERY)
    before = work.begun
    time.sleep(0.4)  # noqa: ASYNC251 - the standstill itself
    await asyncio.sleep(EVERY / 2)
    await ticks.stop()
    assert work.begun - before <= 3


async def test_stopping_lets_a_call_end_and_begins_no_other() -> None:
    work = Work(lasts=0.1)
    await _run(work, seconds=1.5 * EVERY)
    ended = work.ended
    assert work.begun == ended == 1
    await asyncio.sleep(3 * EVERY)
    assert work.begun == 1
