"""The two bots that the presses are posted to, each a process of its own: ours, and an empty one.

Run as `python bench/_bots.py ours|empty PORT API_URL [DATABASE_URL]`; prints `ready`.
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.app import running_app
from bot.memory import settle_memory
from bot.settings import Settings

TOKEN = "4242:bench"
SECRET = "bench-secret"


async def serve_empty(port: int, api_url: str) -> None:
    """Answer every press as the documentation of aiogram has it, handled before confirmed."""
    router = Router()

    @router.callback_query()
    async def on_press(press: CallbackQuery) -> None:
        await press.answer("You have joined", show_alert=True)

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    bot = Bot(TOKEN, session=session)
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET)
    app = web.Application()
    handler.register(app, path="/telegram")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    settle_memory()
    print("ready", flush=True)
    await asyncio.Event().wait()


async def serve_ours(port: int, api_url: str, database_url: str) -> None:
    """The shipped bot behind its webhook."""
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        database_url=database_url,
        api_url=api_url,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SECRET,
        listen_port=port,
        log_level="WARNING",
    )
    async with running_app(settings):
        settle_memory()
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    kind, port, *rest = sys.argv[1:]
    if kind == "empty":
        asyncio.run(serve_empty(int(port), rest[0]))
    else:
        asyncio.run(serve_ours(int(port), *rest))
