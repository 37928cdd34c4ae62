"""Server-sent events: every change of a world as it happens."""

import asyncio
import json
from dataclasses import asdict

from aiohttp import web

from simulator.console.views import event_view
from simulator.world import Event, World

HEARTBEAT = 15.0


async def stream(request: web.Request, world: World) -> web.StreamResponse:
    """Send a world's changes until the page goes away or the world ends."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
    )
    changes: asyncio.Queue[Event] = asyncio.Queue()
    stop = world.watch(changes.put_nowait)
    try:
        await response.prepare(request)
        await response.write(b": welcome\n\n")
        while not world.is_closed:
            await response.write(await _next(changes))
    except ConnectionResetError:
        pass
    finally:
        stop()
    return response


async def _next(changes: asyncio.Queue[Event]) -> bytes:
    try:
        event = await asyncio.wait_for(changes.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"
    body = json.dumps(event_view(event), ensure_ascii=False, default=asdict)
    return f"event: {event.kind}\ndata: {body}\n\n".encode()
