"""/start and the deep links of buildings: hello, language, door."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.community._callbacks import AskDoorPress
from handlers.community._door import go_on
from handlers.community._home import welcome_back
from handlers.community._talk import remember
from handlers.context import DOOR_STEP, Context
from locales.languages import match_language
from storage.community.actor import Actor
from storage.community.queries import find_building_by_code
from storage.errors import RuleError


async def on_start(context: Context, _message: Message, _argument: str) -> None:
    """/start: one's door if it is not known yet."""
    context.check_private()
    actor = await context.actor()
    if actor.residents or actor.roles:
        await welcome_back(context)
    else:
        await _begin(context, actor, {})


async def on_building_link(context: Context, _message: Message, code: str) -> None:
    """`/start b_<code>`, from the poster in the lobby: only the room is still to be said."""
    context.check_private()
    building = await context.work.read(find_building_by_code, code)
    if building is None:
        raise RuleError("link_unknown")
    actor = await context.actor()
    if actor.tie(building.estate_id) is not None:
        await welcome_back(context)
        return
    known = {"estate_id": building.estate_id, "building_id": building.id}
    await _begin(context, actor, {**known, "building": building.label})


async def on_ask_door(context: Context, press: CallbackQuery, _data: AskDoorPress) -> None:
    """Staff, too, live somewhere."""
    context.check_private()
    await go_on(context, None, {})
    await context.answer(press, "")


async def _begin(context: Context, actor: Actor, known: dict[str, Any]) -> None:
    """Ask for the language where Telegram's is none of ours, else straight for the door."""
    if match_language(actor.language) or match_language(actor.telegram_language):
        await go_on(context, None, known)
        return
    await remember(context, DOOR_STEP, known)
    await context.say("community/choose_language")
