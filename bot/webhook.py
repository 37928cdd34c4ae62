"""Updates in by webhook, answered 200 only once they were handled; and a sign of health."""

from __future__ import annotations

import hmac
import json
from http import HTTPStatus

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.faults import describe
from bot.intake import Handle, Lanes
from storage.outbox.queries import find_backlog
from storage.work import Work

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
# Telegram's updates are some kilobytes; files are fetched apart.
BODY_LIMIT = 1024 * 1024
STOP_PATIENCE = 25.0


class WebhookServer:
    """Serves `POST path` for Telegram and `GET /health` for whoever watches the process.

    Args:
        secret: what `setWebhook` was told; a request without it is refused.
    """

    def __init__(
        self,
        handle: Handle,
        work: Work,
        clock: Clock,
        *,
        secret: str,
        path: str = "/telegram",
        host: str = "127.0.0.1",
        port: int = 8080,
    ) -> None:
        self._lanes = Lanes(handle)
        self._work = work
        self._clock = clock
        self._secret = secret.encode()
        self._address = (host, port)
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post(path, self._on_update)
        app.router.add_get("/health", self._on_health)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_PATIENCE)

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._address).start()

    async def stop(self) -> None:
        """Take nothing more; returns when what was taken has been handled and answered."""
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """Where it listens: what was asked for, or what the system gave for port 0."""
        port: int = self._runner.addresses[0][1]
        return port

    async def _on_update(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            raw = json.loads(await request.read())
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._lanes.handle(raw)
        except Exception as error:
            # Anything but 2xx has Telegram send it again.
            log.warning("update_not_kept", update_id=raw.get("update_id"), error=describe(error))
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return web.Response()

    async def _on_health(self, _: web.Request) -> web.Response:
        now = self._clock.now()
        try:
            backlog = await self._work.read(find_backlog, now)
        except SQLAlchemyError:
            return web.json_response({"database": False}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        oldest = backlog.oldest_due_at
        age = (now - oldest).total_seconds() if oldest else 0.0
        return web.json_response(
            {"database": True, "unsent": backlog.messages, "oldest_unsent_seconds": age}
        )
