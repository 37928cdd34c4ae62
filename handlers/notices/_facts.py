"""Time, place, who, pharmacy: what a notice must tell, asked for one after the other (S19)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard
from handlers.notices._audience import show_audience
from handlers.notices._callbacks import FactPress, NoticePress
from handlers.notices._carry import write_source
from handlers.notices._page import find_source, head, list_facts, show_page
from handlers.notices._talk import find_asked, find_own_notice, forget, read_words, remember
from handlers.routes import Keyboard
from handlers.talk import is_resent, show
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.notices.queries import NoticeView
from storage.notices.rules import FACT_NAMES, missing_facts

STEP = "notices.fact"


async def go_on(context: Context, press: CallbackQuery | None, notice_id: int) -> None:
    """Ask for the next thing that a new notice lacks; else show how it stands."""
    notice = await find_own_notice(context, notice_id)
    missing = missing_facts(notice.kind, find_source(notice).facts)
    if missing:
        await _ask(context, press, notice, missing[0])
    elif notice.audience.is_empty:
        await show_audience(context, press, notice)
    else:
        await show_page(context, press, notice_id)


async def _ask(
    context: Context, press: CallbackQuery | None, notice: NoticeView, fact: str
) -> None:
    await remember(context, STEP, {"notice_id": notice.id, "fact": fact})
    said = find_source(notice).facts.get(fact)
    await show(context, press, "notices/ask_fact", fact=fact, said=said, **head(notice))


async def on_fact(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take a fact, in the language of the notice, and go on to the next that is missing."""
    notice = await find_asked(context, conversation)
    if not is_resent(context, conversation):
        said = " ".join(read_words(message).split())
        await _save(context, notice, conversation.data["fact"], said)
    await forget(context)
    await go_on(context, None, notice.id)


async def _save(context: Context, notice: NoticeView, fact: str, said: str) -> None:
    source = find_source(notice)
    facts = {**source.facts, fact: said}
    await write_source(
        context, notice, source.text, {name: each for name, each in facts.items() if each}
    )


async def show_facts(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    """What is told, each to be written anew."""
    await forget(context)
    await context.redraw(press, "notices/facts", **head(notice), facts=list_facts(notice))


async def on_fact_press(context: Context, press: CallbackQuery, data: FactPress) -> None:
    """Ask for one fact; one that is not needed can be taken out again."""
    notice = await find_own_notice(context, data.notice_id)
    act, _, fact = data.fact.rpartition(".")
    if fact not in FACT_NAMES:
        raise RuleError("stale_button")
    if act == "without":
        await _save(context, notice, fact, "")
        await show_facts(context, press, await find_own_notice(context, notice.id))
    else:
        await _ask(context, press, notice, fact)
    await context.answer(press, "")


def _ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, fact = params["notice_id"], params["fact"]
    without = FactPress(notice_id=notice_id, fact=f"without.{fact}")
    return keyboard(
        [button(words, "notice_without", without)] if params["said"] else [],
        [button(words, "notice_later", NoticePress(notice_id=notice_id))],
    )


def _facts_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    facts = (
        button(words, f"notice_fact_{name}", FactPress(notice_id=notice_id, fact=name))
        for name in FACT_NAMES
    )
    kind = button(words, "notice_kind", NoticePress(notice_id=notice_id, act="kind"))
    back = button(words, "notice_back", NoticePress(notice_id=notice_id))
    return keyboard(*in_rows(facts, 2), [kind], [back])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/ask_fact": _ask_keyboard,
    "notices/facts": _facts_keyboard,
}
