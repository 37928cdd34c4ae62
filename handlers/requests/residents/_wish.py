"""A need that somebody just writes: the form is offered, nothing is taken for granted."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.requests.residents._aside import Wanted, clear_aside, find_aside, set_aside
from handlers.requests.residents._callbacks import KindPress, WishPress
from handlers.requests.residents._choose import arrive
from handlers.requests.residents._hush import hush
from handlers.routes import Keyboard
from handlers.wishes import read_wish
from locales.renderer import Words
from storage.community.queries import list_committees
from storage.errors import RuleError
from storage.requests.queries import KindView, list_kinds

_QUESTION, _OTHER = "question", "other"


async def on_plain(context: Context, message: Message) -> bool:
    """Words that nothing else took: a need in private, or what should not stand in a group."""
    words = (message.text or message.caption or "").strip()
    if not context.is_private:
        return await on_guard(context, message, words)
    if not _is_own(context, message, words):
        return False
    kind = read_wish(words, await _list_kinds(context))
    if kind is None:
        return False
    await set_aside(context, Wanted(text=words))
    note = (await context.words()).formats.spoken(kind.hint) if kind.hint else None
    await context.say("requests/wish", kind=kind.sign, kind_id=kind.id, note=note)
    return True


async def on_guard(context: Context, message: Message, words: str) -> bool:
    """What somebody tells of themselves in a group, and should not stand there."""
    return _is_own(context, message, words) and await hush(context, message, words)


def _is_own(context: Context, message: Message, words: str) -> bool:
    is_passed_on = message.forward_origin is not None or message.via_bot is not None
    return bool(words) and context.user is not None and not is_passed_on


async def _list_kinds(context: Context) -> list[KindView]:
    """The kinds of the person's committees; for a newcomer of the only one that there is."""
    ties = (await context.actor()).residents
    committees = list(dict.fromkeys(tie.committee_id for tie in ties if tie.is_active))
    if not ties:
        known = await context.work.read(list_committees)
        committees = [each.id for each in known] if len(known) == 1 else []
    kinds: list[KindView] = []
    for committee_id in committees:
        kinds += await context.work.read(list_kinds, committee_id)
    return kinds


async def on_wish(context: Context, press: CallbackQuery, data: WishPress) -> None:
    """It was something else that was meant, or a question."""
    context.check_private()
    wanted = await find_aside(context)
    if data.act == _OTHER:
        await arrive(context, press, wanted)
    elif data.act == _QUESTION:
        await context.redraw(press, "requests/was_question", asked=wanted.text)
        await clear_aside(context)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


def _wish_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "need_ask_for_it", KindPress(kind_id=params["kind_id"]))],
        [
            button(words, "need_something_else", WishPress(act=_OTHER)),
            button(words, "need_was_question", WishPress(act=_QUESTION)),
        ],
    )


KEYBOARDS: dict[str, Keyboard] = {"requests/wish": _wish_keyboard}
