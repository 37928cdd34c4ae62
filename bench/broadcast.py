"""A whole estate is told something, through a pretend Telegram with its limits on.

Each time stands beside the best that these limits allow, found by trying in the same run. The
last line is one JSON object: `groups_vs_limit` and `private_vs_limit` are ratios to that best time;
`provoked_429` counts refusals that the bot brought upon itself; `bad_chat_delay_s` is how much
later any other group was told because one group answered 429 for a minute; `interactive_p99_s` is
how long an answer took in the midst of a broadcast; `plan_100k_s` is what planning the next
reminders of 100,000 buildings took.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import suppress
from itertools import cycle

from _broadcast_plan import plan_reminders_of
from _broadcast_town import Broadcast, Town, open_town

from bot.memory import settle_memory
from simulator import Person

GROUPS = 300
HOUSEHOLDS = 10_674
PAUSE = 60
ASKERS = 40
ASKS_PER_SECOND = 5.0
# What gathers in the client, the pool and the caches while they warm up.
# The best of so many counts: nine seconds are short enough for a busy machine to spoil them.
ROUNDS = 3
WARM, WARM_GROUPS = 300, 60


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer chats: under two minutes")
    quick = arguments.parse_args().quick
    settle_memory()
    figures = asyncio.run(_to_groups(300 if quick else 900))
    figures |= asyncio.run(_to_everybody(1000 if quick else HOUSEHOLDS))
    figures["provoked_429"] = figures.pop("in_groups") + figures.pop("in_private")
    figures |= _planning(100_000)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


async def _to_groups(readers: int) -> dict[str, float]:
    async with open_town(readers + ASKERS, GROUPS) as town:
        await town.broadcast("REMINDER", town.groups[:WARM_GROUPS])
        await town.rest(3)
        runs = [await _to_all_groups(town) for _ in range(ROUNDS)]
        well = min(runs, key=lambda run: run.seconds)
        delay, ill = await _with_a_bad_chat(town, well)
        waits, busy = await _asked_meanwhile(town, readers)
    p99 = waits[len(waits) * 99 // 100]
    p50 = waits[len(waits) // 2]
    print(f"  {len(waits)} answers meanwhile         p50 {p50:.3f} s   p99 {p99:.3f} s")
    return {
        "groups_vs_limit": well.seconds / well.limit,
        "bad_chat_delay_s": delay,
        "interactive_p99_s": p99,
        "in_groups": sum(run.refusals for run in (*runs, ill, busy)),
    }


async def _to_all_groups(town: Town) -> Broadcast:
    result = await town.broadcast("REMINDER", town.groups)
    _tell(f"{GROUPS} groups", result)
    await town.rest(3)
    return result


async def _with_a_bad_chat(town: Town, well: Broadcast) -> tuple[float, Broadcast]:
    """The same again, with the first group refusing for a minute."""
    bad = town.world.chats[town.groups[0]]
    town.world.fault("sendMessage", "429", retry_after=PAUSE, chat=bad)
    runs = []
    for _ in range(ROUNDS - 1):
        runs.append(await town.broadcast("REMINDER", town.groups, but_for=[bad.id]))
        _tell("  one of them shut for a minute", runs[-1])
        await town.rest(3)
    ill = min(runs, key=lambda run: run.seconds)
    # Whoever is told as the n-th: which group that is varies from run to run.
    usual = sorted(moment for chat, moment in well.arrivals.items() if chat != bad.id)
    pairs = zip(sorted(ill.arrivals.values()), usual, strict=True)
    delay = max(late - early for late, early in pairs)
    print(f"  at most later than without      {delay:>8.2f} s")
    return max(delay, 0.0), ill


async def _asked_meanwhile(town: Town, readers: int) -> tuple[list[float], Broadcast]:
    """A notice to many, while others ask for something and wait for the answer."""
    waits: list[float] = []
    asking = asyncio.create_task(_keep_asking(town, waits))
    busy = await town.broadcast("BULK", [person.id for person in town.people[ASKERS:]])
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking
    _tell(f"{readers} private chats, and answers", busy)
    return sorted(waits), busy


async def _keep_asking(town: Town, waits: list[float]) -> None:
    clock = town.world.clock
    async with asyncio.TaskGroup() as group:
        for person in cycle(town.people[:ASKERS]):
            group.create_task(_ask(town, person, waits))
            await clock.sleep(1 / ASKS_PER_SECOND)


async def _ask(town: Town, person: Person, waits: list[float]) -> None:
    begun = town.world.clock.monotonic()
    await person.says("/help")
    await person.next_message(timeout=60)
    waits.append(town.world.clock.monotonic() - begun)


async def _to_everybody(households: int) -> dict[str, float]:
    """A notice to every private chat; six minutes, as long as Telegram makes it take."""
    async with open_town(households + WARM, 0) as town:
        chats = [person.id for person in town.people]
        await town.broadcast("BULK", chats[:WARM])
        await town.rest(3)
        everybody = await town.broadcast("BULK", chats[WARM:])
        after = await town.ask("memory")
    _tell(f"{households:,} private chats", everybody)
    print(f"  memory of the bot               {everybody.told_mb:>8.1f} MB, then {after['mb']:.1f}")
    return {
        "private_vs_limit": everybody.seconds / everybody.limit,
        "in_private": everybody.refusals,
    }


def _planning(buildings: int) -> dict[str, float]:
    rows, seconds = plan_reminders_of(buildings)
    print(f"{buildings:,} buildings' next reminders    {seconds:>8.2f} s for {rows:,} rows")
    return {"plan_100k_s": seconds}


def _tell(name: str, result: Broadcast) -> None:
    print(
        f"{name:<34}{result.seconds:>8.2f} s, at best {result.limit:.2f} s"
        f"   x{result.seconds / result.limit:.3f}   {result.refusals} refused",
        flush=True,
    )


if __name__ == "__main__":
    main()
