"""A whole estate presses over HTTP: a plain webhook client posts, a plain server counts answers."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from _bots import SECRET
from _estate import open_filled, person_of, sqlite_url
from aiohttp import ClientSession, TCPConnector, web

CONNECTIONS = 100
BOTS = Path(__file__).with_name("_bots.py")


@dataclass(frozen=True)
class Burst:
    """How a burst went: presses a second, and milliseconds from press to answer."""

    per_second: float
    p50: float
    p99: float


class Counter:
    """Stands where Telegram does: notes when each press was answered."""

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}
        self.texts: set[str] = set()

    async def on_call(self, request: web.Request) -> web.Response:
        """Any Bot API method."""
        method = request.match_info["method"]
        if method == "answerCallbackQuery":
            form = await request.post()
            self.answered[str(form["callback_query_id"])] = perf_counter()
            self.texts.add(str(form.get("text", "")))
            return web.Response(text='{"ok":true,"result":true}', content_type="application/json")
        if method == "getMe":
            me = {"id": 4242, "is_bot": True, "first_name": "Linli", "username": "linli_bot"}
            return web.json_response({"ok": True, "result": me})
        return web.json_response({"ok": True, "result": True})


@asynccontextmanager
async def _counting() -> AsyncIterator[tuple[Counter, str]]:
    counter = Counter()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", counter.on_call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield counter, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def _running(*words: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(BOTS), *words, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"bot {words[0]} did not start")
        yield
    finally:
        process.kill()
        await process.wait()


def _update(number: int, relay_id: int) -> dict[str, Any]:
    person = {
        "id": person_of(number),
        "is_bot": False,
        "first_name": "居民",
        "language_code": "zh-hans",
    }
    chat = {"id": -1001234567890, "type": "supergroup", "title": "图们小区"}
    card = {"message_id": 77, "date": 1580572800, "chat": chat, "text": "接龙" * 100}
    press = {
        "id": str(10**15 + number),
        "from": person,
        "chat_instance": "-3141592653589793",
        "message": card,
        "data": f"j:{relay_id}:1",
    }
    return {"update_id": 700_000_000 + number, "callback_query": press}


async def burst(kind: str, households: int) -> Burst:
    """All households press at once, in random order, a hundred connections wide.

    Args:
        kind: `ours` or `empty`.
    """
    with sqlite_url() as url:
        relay_id = 1
        words = []
        if kind == "ours":
            database, relay_id = open_filled(url, households)
            database.close()
            words = [url]
        numbers = list(range(1, households + 1))
        random.Random(7).shuffle(numbers)
        bodies = [(str(10**15 + n), json.dumps(_update(n, relay_id)).encode()) for n in numbers]
        async with _counting() as (counter, api_url):
            port = _free_port()
            async with _running(kind, str(port), api_url, *words):
                return await _post_all(port, bodies, counter)


async def _post_all(port: int, bodies: list[tuple[str, bytes]], counter: Counter) -> Burst:
    headers = {
        "X-Telegram-Bot-Api-Secret-Token": SECRET,
        "Content-Type": "application/json",
    }
    pressed: dict[str, float] = {}
    queue = iter(bodies)
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as client:

        async def connection() -> None:
            for press_id, body in queue:
                pressed[press_id] = perf_counter()
                async with client.post(
                    f"http://127.0.0.1:{port}/telegram", data=body, headers=headers
                ) as response:
                    if response.status != 200:
                        raise RuntimeError(f"{response.status}: {await response.text()}")

        begun = perf_counter()
        await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
        took = perf_counter() - begun
    if counter.answered.keys() != pressed.keys():
        raise RuntimeError(f"{len(pressed)} pressed, {len(counter.answered)} answered")
    waits = sorted((counter.answered[key] - pressed[key]) * 1000 for key in pressed)
    return Burst(len(bodies) / took, waits[len(waits) // 2], waits[len(waits) * 99 // 100])
