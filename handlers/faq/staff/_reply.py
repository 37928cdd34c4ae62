"""Staff answer what waits: typed, looked at, then sent to all who asked."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._talk import find_own_item, find_written, forget, remember
from handlers.talk import read_text, recall, show
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions, rules
from storage.faq.actions import Settled
from storage.faq.kinds import ItemState
from storage.faq.queries import ItemView

STEP = "faq.reply"


async def ask_reply(context: Context, press: CallbackQuery | None, item: ItemView) -> None:
    """Ask for the reply."""
    await remember(context, STEP, {"item_id": item.id})
    await show(
        context, press, "faq/ask_reply", item_id=item.id, asked=item.text, askers=item.askers
    )


async def on_reply(context: Context, message: Message, conversation: ConversationView) -> None:
    """Show the reply as the askers will see it; another message takes its place."""
    item = await find_own_item(context, conversation.data["item_id"])
    if item.state is not ItemState.OPEN:
        await forget(context)
        raise RuleError("faq_item_settled")
    reply = rules.check_answer(read_text(message), "reply")
    language = await find_written(context, reply)
    await remember(context, STEP, {"item_id": item.id, "reply": reply, "language": language})
    await context.say(
        "faq/reply_preview",
        item_id=item.id,
        question=item.text,
        askers=item.askers,
        reply=reply,
        language=language,
        is_other_language=item.language != language,
    )


async def send(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """Send what was looked at."""
    known = await recall(context, STEP)
    if known is None or known["item_id"] != item.id or "reply" not in known:
        raise RuleError("faq_item_settled" if item.state is not ItemState.OPEN else "stale_button")
    settled = await context.work.write(
        actions.settle_item,
        item.id,
        known["reply"],
        known["language"],
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context)
    await show_settled(context, press, settled)


async def show_settled(context: Context, press: CallbackQuery, settled: Settled) -> None:
    """Say whom it reached, and offer to keep it for the next who ask."""
    await context.redraw(
        press,
        "faq/settled",
        item_id=settled.item.id,
        committee_id=settled.item.committee_id,
        question=settled.item.text,
        reply=settled.item.reply,
        told=settled.told,
        missed=settled.missed,
        entry_id=settled.item.entry_id,
    )
