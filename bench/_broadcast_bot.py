"""The shipped bot as a process of its own, told what to broadcast by lines on its input.

Run as `python bench/_broadcast_bot.py API_URL DATABASE_URL`; prints `ready`, and answers the
lines `tell URGENCY FIRST_CHAT COUNT STEP` and `memory` with a line of JSON each.
"""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from _bots import TOKEN

from bot.app import App, running_app
from bot.memory import settle_memory
from bot.settings import Settings
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency

# By urgency, what is told: of rows that `_broadcast_town` has put there.
TOLD: dict[str, tuple[str, dict[str, Any]]] = {
    "REMINDER": ("testing/before", {"round_id": 1, "day_id": 1, "reminders": [[1, 1]]}),
    "BULK": ("notices/notice", {"notice_id": 1}),
}
PAGE_KB = 4
NUMBERS = count(1)


async def serve(api_url: str, database_url: str) -> None:
    """Run until the input ends."""
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        database_url=database_url,
        api_url=api_url,
        models=False,
        log_level="ERROR",
    )
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with running_app(settings) as app:
        settle_memory()
        print("ready", flush=True)
        while line := await reader.readline():
            print(json.dumps(await _obey(app, line.decode().split())), flush=True)


async def _obey(app: App, words: list[str]) -> dict[str, float]:
    if words == ["memory"]:
        return {"mb": _memory_mb()}
    _, urgency, first, size, step = words
    name = next(NUMBERS)
    template, params = TOLD[urgency]
    rows = [
        NewMessage(chat_id, template, params, f"{name}:{chat_id}", urgency=Urgency[urgency])
        for chat_id in _chats(int(first), int(size), int(step))
    ]
    begun = perf_counter()
    added = await app.services.work.write(leave_many, rows, now=app.services.clock.now())
    return {"rows": len(added), "seconds": perf_counter() - begun, "mb": _memory_mb()}


def _chats(first: int, size: int, step: int) -> range:
    return range(first, first + step * size, step)


def _memory_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KB / 1024


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
