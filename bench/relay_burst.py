"""The second a relay opens: what the desk, the dispatch and the whole road can take.

Every figure stands beside a limit that is measured in the same run; ratios carry over to other
machines, absolute figures do not. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from statistics import median

from _desk import (
    cost_growth,
    desk_cost,
    desk_postgres,
    desk_sqlite,
    postgres,
    raw_batch_sqlite,
    raw_commit_postgres,
    usual_way,
)
from _dispatch import all_features_vs_one
from _http import Burst, burst

from bot.memory import settle_memory
from storage.relay.kinds import SplitRule

# One sub-district on its first day, and stock for fewer than half of it.
HOUSEHOLDS = 10_674
PLACES = 4_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer rounds: under 50 seconds")
    quick = arguments.parse_args().quick
    settle_memory()
    figures = (
        _sqlite(quick)
        | _postgres(quick)
        | _fairness(quick)
        | _growth(quick)
        | _dispatching()
        | _http(quick)
    )
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


def _pairs(
    rounds: int, ours: Callable[[], float], limit: Callable[[], float]
) -> tuple[float, float, float]:
    """Medians of both and of their ratio, in turn so that a slow minute hits both."""
    both = [(ours(), limit()) for _ in range(rounds)]
    return (
        median(one for one, _ in both),
        median(other for _, other in both),
        median(one / other for one, other in both),
    )


def _sqlite(quick: bool) -> dict[str, float]:
    count, rounds = (3000, 3) if quick else (HOUSEHOLDS, 5)
    desk, raw, ratio = _pairs(
        rounds, lambda: desk_sqlite(count), lambda: raw_batch_sqlite(count, many=False)
    )
    many = raw_batch_sqlite(count, many=True)
    usual = usual_way(300 if quick else 1000)
    print(f"SQLite      desk                            {desk:>9,.0f} joins/s")
    print(f"            bare driver, one transaction    {raw:>9,.0f}   desk/raw {ratio:.2f}")
    print(f"            bare driver, executemany        {many:>9,.0f}   desk/raw {desk / many:.2f}")
    print(f"            a SQLModel session a join       {usual:>9,.0f}   desk x{desk / usual:.0f}")
    return {"desk_vs_raw_batch_sqlite": ratio}


def _postgres(quick: bool) -> dict[str, float]:
    count, rounds = (3000, 2) if quick else (HOUSEHOLDS, 5)
    with postgres() as fresh:
        desk, raw, ratio = _pairs(
            rounds,
            lambda: desk_postgres(fresh(), count),
            lambda: raw_commit_postgres(fresh(), count),
        )
    print(f"PostgreSQL  desk                            {desk:>9,.0f} joins/s")
    print(f"            bare driver, a commit a row     {raw:>9,.0f}   desk/raw {ratio:.2f}")
    return {"desk_vs_raw_commit_postgres": ratio}


def _fairness(quick: bool) -> dict[str, float]:
    """The opening of 10,674 households, most of whom wait: evenly split, and in one list."""
    even, strict, ratio = _pairs(
        3 if quick else 7,
        lambda: desk_cost(HOUSEHOLDS, capacity=PLACES, split_rule=SplitRule.BUILDINGS),
        lambda: desk_cost(HOUSEHOLDS, capacity=PLACES),
    )
    print(f"A join      places split by building        {even:>9.1f} us CPU")
    print(f"            places in one lot               {strict:>9.1f} us CPU   x{ratio:.2f}")
    return {"even_split_vs_strict": ratio}


def _growth(quick: bool) -> dict[str, float]:
    small, large = cost_growth(1_000, 100_000, sample=1000, rounds=3 if quick else 7)
    print(f"A join      on a list of   1,000            {small:>9.1f} us CPU")
    print(f"            on a list of 100,000            {large:>9.1f} us CPU")
    return {"cost_100k_vs_1k": large / small}


def _dispatching() -> dict[str, float]:
    everything, one = all_features_vs_one()
    print(f"Dispatch    every feature and 100 more      {everything:>9.1f} us CPU")
    print(f"            one router                      {one:>9.1f} us CPU")
    return {"dispatch_all_features_vs_one_router": everything / one}


def _http(quick: bool) -> dict[str, float]:
    ratios = []
    for households in (2430,) if quick else (2430, 10_674, 2430, 10_674):
        empty = asyncio.run(burst("empty", households))
        ours = asyncio.run(burst("ours", households))
        _tell(f"HTTP {households:>6,} ours", ours)
        _tell("             empty aiogram bot", empty)
        ratios.append(ours.per_second / empty.per_second)
    return {"http_vs_empty_bot": median(ratios)}


def _tell(name: str, result: Burst) -> None:
    print(
        f"{name:<40}{result.per_second:>13,.0f} presses/s"
        f"   p50 {result.p50:.0f} ms   p99 {result.p99:.0f} ms"
    )


if __name__ == "__main__":
    main()
