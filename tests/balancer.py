"""What stands before several processes of the bot: it hands each of Telegram's updates to one."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web

from simulator.webhook import SECRET_HEADER


@dataclass
class Balancer:
    """Processes take turns, but what some people do goes to the process that is theirs.

    Attributes:
        ports: where the processes listen.
        settled: person to process, counted from 0.
        handed: how many updates each process has taken.
    """

    url: str
    ports: Sequence[int]
    session: aiohttp.ClientSession
    settled: dict[int, int] = field(default_factory=dict)
    handed: list[int] = field(default_factory=list)
    _turns: count[int] = field(default_factory=count)

    async def on_update(self, request: web.Request) -> web.Response:
        """Pass an update on; the process's answer is the answer."""
        update = await request.json()
        which = self.settled.get(_person(update), next(self._turns) % len(self.ports))
        headers = {SECRET_HEADER: request.headers[SECRET_HEADER]}
        address = f"http://127.0.0.1:{self.ports[which]}/telegram"
        async with self.session.post(address, json=update, headers=headers) as answer:
            self.handed[which] += 1
            return web.Response(status=answer.status)


def _person(update: Mapping[str, Any]) -> int:
    body = next(value for key, value in update.items() if key != "update_id")
    number: int = body["from"]["id"]
    return number


@asynccontextmanager
async def open_balancer(processes: int) -> AsyncIterator[Balancer]:
    """Listen, with a free port for each process behind it."""
    async with aiohttp.ClientSession() as session:
        port, *ports = (_free_port() for _ in range(processes + 1))
        balancer = Balancer(
            f"http://127.0.0.1:{port}/telegram", ports, session, handed=[0] * processes
        )
        app = web.Application()
        app.router.add_post("/telegram", balancer.on_update)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield balancer
        finally:
            await runner.cleanup()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
