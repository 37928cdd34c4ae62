"""The webhook: whose requests it takes, when it says 200, and how it tells of its health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.webhook import BODY_LIMIT, SECRET_HEADER, WebhookServer
from simulator import World
from tests.delivery.delivery_rig import Rig

SECRET = "s3cret"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Handler:
    """Takes updates; fails as often as it is told to, and waits while it is held."""

    def __init__(self) -> None:
        self.handled: list[Any] = []
        self.failures = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.has_begun = asyncio.Event()

    async def handle(self, raw: dict[str, Any]) -> None:
        self.has_begun.set()
        await self.may_end.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        self.handled.append(raw)


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
async def server(rig: Rig, handler: Handler) -> AsyncIterator[WebhookServer]:
    server = WebhookServer(handler.handle, rig.work, rig.clock, secret=SECRET, port=0)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def url(server: WebhookServer) -> str:
    return f"http://127.0.0.1:{server.port}"


async def _post(url: str, data: bytes, secret: str | None = SECRET) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{url}/telegram", data=BytesIO(data), headers=headers) as response,
    ):
        return response.status


async def _health(url: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as client, client.get(f"{url}/health") as response:
        return response.status, await response.json()


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cre", "s3crett", "é"])
async def test_without_the_secret_nothing_is_taken(
    url: str, handler: Handler, secret: str | None
) -> None:
    assert await _post(url, b'{"update_id": 1}', secret) == 403
    assert handler.handled == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 1}', 200),
        (b"[]", 400),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b" " * (BODY_LIMIT + 1), 413),
    ],
)
async def test_only_an_update_of_a_fair_size_is_taken(
    url: str, handler: Handler, body: bytes, status: int
) -> None:
    assert await _post(url, body) == status
    assert len(handler.handled) == (status == 200)


async def test_the_answer_comes_after_handling(url: str, handler: Handler) -> None:
    handler.may_end.clear()
    answer = asyncio.create_task(_post(url, b'{"update_id": 1}'))
    await handler.has_begun.wait()
    await asyncio.sleep(0.05)
    assert not answer.done()

    handler.may_end.set()

    assert await answer == 200


async def test_what_could_not_be_kept_is_sent_again_by_telegram(
    url: str, handler: Handler, rig: Rig, world: World
) -> None:
    handler.failures = 2
    await rig.bot.set_webhook(f"{url}/telegram", secret_token=SECRET)
    await world.person("王阿姨").says("hello")

    await world.settled()

    assert [raw["message"]["text"] for raw in handler.handled] == ["hello"]


async def test_stopping_finishes_and_answers_what_was_taken(
    server: WebhookServer, url: str, handler: Handler
) -> None:
    handler.may_end.clear()
    answer = asyncio.create_task(_post(url, b'{"update_id": 1}'))
    await handler.has_begun.wait()
    stopping = asyncio.create_task(server.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()

    handler.may_end.set()
    await stopping

    assert await answer == 200
    assert len(handler.handled) == 1


async def test_health_tells_the_age_of_the_oldest_unsent_message(url: str, rig: Rig) -> None:
    assert await _health(url) == (
        200,
        {"database": True, "unsent": 0, "oldest_unsent_seconds": 0.0},
    )
    await rig.tell(1, "x", due_at=rig.clock.now() - timedelta(minutes=5))

    status, health = await _health(url)

    assert (status, health["unsent"]) == (200, 1)
    assert 300 <= health["oldest_unsent_seconds"] < 400


async def test_health_tells_of_a_database_that_does_not_answer(
    url: str, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def refuse() -> None:
        raise OperationalError("connect", {}, Exception("gone"))

    monkeypatch.setattr(rig.work.database.reader, "connect", refuse)

    assert await _health(url) == (503, {"database": False})
