"""The HTTP server: `/bot<token>/<method>`, `/file/bot<token>/<path>`, `/sim` for the page."""

import asyncio
from typing import Self

from aiohttp import web

from simulator.calls import Reply, perform
from simulator.clock import Clock
from simulator.console import add_console
from simulator.console.stage import StageDesk
from simulator.errors import Refusal
from simulator.flood import PUBLISHED_LIMITS, FloodLimits
from simulator.stage import Stage
from simulator.transport import read_body
from simulator.world import World

LARGEST_BODY = 60 * 1024 * 1024
NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")


class Simulator:
    """A pretend Telegram on 127.0.0.1: one server, many worlds, one for each bot token.

    Use as an async context manager. It binds to loopback only.

    Args:
        clock: the time of all its worlds; the machine's when left out.
        port: 0 takes a free one.
    """

    def __init__(self, clock: Clock | None = None, *, port: int = 0) -> None:
        self.clock = clock or Clock()
        self.worlds: dict[str, World] = {}
        self.port = port
        self.desk = StageDesk()
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """For `TelegramAPIServer.from_base`."""
        return f"http://127.0.0.1:{self.port}"

    def world(
        self,
        token: str = "42:TEST",  # noqa: S107 - nobody's token
        *,
        bot_username: str = "linli_bot",
        flood: FloodLimits | None = PUBLISHED_LIMITS,
        privacy: bool = True,
        inline: bool = False,
        inline_feedback: bool = False,
    ) -> World:
        """A new world for a bot token; `flood=None` switches Telegram's limits off.

        `privacy`, `inline` and `inline_feedback` are what @BotFather would be told.

        Raises:
            ValueError: when the token has a world already, or does not begin with a number.
        """
        if token in self.worlds:
            raise ValueError(f"there is a world for {token} already")
        world = World(
            token,
            self.clock,
            bot_username=bot_username,
            flood=flood,
            privacy=privacy,
            inline=inline,
            inline_feedback=inline_feedback,
        )
        self.worlds[token] = world
        return world

    async def close_world(self, token: str) -> None:
        """End a world; its token can be given to a new one."""
        await self.worlds.pop(token).close()

    def set_stage(self, stage: Stage) -> None:
        """Let the page show a rehearsal's scenes."""
        self.desk.stage = stage

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._on_call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._on_download)
        add_console(app, self)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for world in self.worlds.values():
            await world.close()
        if self._runner:
            await self._runner.cleanup()

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if not token.partition(":")[0].isdecimal():
            return refused(NOT_FOUND)
        world = self.worlds.get(token)
        if world is None:
            return refused(UNAUTHORIZED)
        try:
            body = read_body(
                request.headers.get("Content-Type", ""), await request.read(), request.query
            )
        except Refusal as refusal:
            return refused(refusal)
        except web.HTTPRequestEntityTooLarge:
            return refused(Refusal(413, "Request Entity Too Large"))
        return _sent(request, await perform(world, request.match_info["method"], body))

    async def _on_download(self, request: web.Request) -> web.StreamResponse:
        world = self.worlds.get(request.match_info["token"])
        stored = world.files.by_path(request.match_info["path"]) if world else None
        if world is None or stored is None:
            return refused(NOT_FOUND if world else UNAUTHORIZED)
        fault = world.faults.take("file", None)
        if fault is None:
            return web.Response(body=stored.content, content_type="application/octet-stream")
        if fault.kind == "timeout":
            await asyncio.Event().wait()
        refusal = fault.refusal()
        return refused(refusal) if refusal else _sent(request, Reply(is_lost=True))


def refused(refusal: Refusal) -> web.Response:
    """A refusal as an HTTP answer."""
    return web.json_response(refusal.body(), status=refusal.code)


def _sent(request: web.Request, reply: Reply) -> web.StreamResponse:
    if not reply.is_lost:
        return web.json_response(reply.body, status=reply.status)
    if request.transport:
        request.transport.abort()
    return web.Response()
