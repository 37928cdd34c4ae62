"""收到: a household says that it has read a notice, in private or in its group."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.links import private_link
from handlers.notices._callbacks import AckPress
from handlers.notices._list import show_one
from storage.errors import RuleError
from storage.notices import actions

LINK = "notice"


async def on_ack(context: Context, press: CallbackQuery, data: AckPress) -> None:
    """Note it for the presser's household; whose door is not known is led to the private chat."""
    by, now = context.person_id, context.received_at
    try:
        noted = await context.work.write(actions.acknowledge, data.notice_id, by=by, now=now)
    except RuleError as refusal:
        if refusal.code != "notice_not_yours" or (await context.actor()).residents:
            raise
        await _lead_home(context, press, data.notice_id)
        return
    words = await context.words()
    name = "notice_acknowledged" if noted.is_new else "notice_acknowledged_before"
    await context.answer(press, words.alert(name, households=noted.households))


async def _lead_home(context: Context, press: CallbackQuery, notice_id: int) -> None:
    if context.is_private:
        await context.ask_for_door()
        await context.answer(press, "")
        return
    link = private_link(context.services.username, f"{LINK}_{notice_id}")
    await context.answer(press, "", url=link)


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start notice_<id>`: the notice, with its button; who gave no door yet is asked for it.

    Raises:
        RuleError: `in_private_only`, `notice_unknown`, `notice_not_yours`, `notice_recalled`.
    """
    context.check_private()
    if not payload.isdecimal() or len(payload) > 9:
        raise RuleError("notice_unknown")
    actor = await context.actor()
    if not actor.residents and not actor.roles:
        await context.ask_for_door()
        return
    await show_one(context, int(payload))
