"""What finding the handler costs: with every feature registered, and with one."""

from __future__ import annotations

import asyncio
from time import process_time
from typing import Any

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.calendar import CALENDAR
from bot.clock import SystemClock
from bot.dispatch import Switchboard
from handlers.context import Context
from handlers.features import build_routers
from handlers.routes import Router
from handlers.services import Services

EXTRA_FEATURES = 10
COMMANDS = 10


class Nothing(CallbackData, prefix="nothing"):
    """A press that is answered by doing nothing."""

    number: int


async def _do_nothing(_context: Context, _press: CallbackQuery, _data: Nothing) -> None:
    return


def _one_router() -> Router:
    router = Router("nothing")
    router.press(Nothing, _do_nothing)
    return router


def _other_routers() -> list[Router]:
    routers = []
    for feature in range(EXTRA_FEATURES):
        router = Router(f"extra{feature}")
        for number in range(COMMANDS):
            name = f"x{feature}y{number}"
            router.press(type(name, (CallbackData,), {}, prefix=name), _do_nothing)
            router.reader(lambda _text: None, _never)
        routers.append(router)
    return routers


async def _never(*_args: Any) -> None:
    raise AssertionError


def cost(routers: list[Router], updates: int) -> float:
    """CPU microseconds from a raw update to the end of its empty handler."""

    async def run() -> float:
        bot = Bot("4242:bench")
        services = Services(
            bot=bot,
            username="linli_bot",
            work=None,  # type: ignore[arg-type]  # an empty handler asks for nothing
            relays=None,  # type: ignore[arg-type]
            supplies=None,  # type: ignore[arg-type]
            renderer=None,  # type: ignore[arg-type]
            post=None,  # type: ignore[arg-type]
            clock=SystemClock(),
            calendar=CALENDAR,
            matcher=None,  # type: ignore[arg-type]
        )
        switchboard = Switchboard(routers, services)
        person = {"id": 1, "is_bot": False, "first_name": "居民"}
        chat = {"id": -100, "type": "supergroup", "title": "图们小区"}
        card = {"message_id": 7, "date": 1580572800, "chat": chat, "text": "接龙"}
        press = {
            "id": "1",
            "from": person,
            "chat_instance": "1",
            "message": card,
            "data": "nothing:1",
        }
        begun = process_time()
        for number in range(updates):
            await switchboard.handle({"update_id": number, "callback_query": press})
        spent = process_time() - begun
        await bot.session.close()
        return spent / updates * 1e6

    return asyncio.run(run())


def all_features_vs_one(updates: int = 1000, rounds: int = 9) -> tuple[float, float]:
    """Microseconds an update with every feature and a hundred more handlers, and with one.

    In turn and the best of many short rounds, so that a busy moment of the machine hits neither.
    """
    everything = [*build_routers(), *_other_routers(), _one_router()]
    pairs = [(cost(everything, updates), cost([_one_router()], updates)) for _ in range(rounds)]
    return min(many for many, _ in pairs), min(one for _, one in pairs)
