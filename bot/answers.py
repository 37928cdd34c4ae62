"""What a person hears when a rule refuses, and when something breaks."""

from __future__ import annotations

from typing import Any

import structlog
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineQuery, Message

from bot.faults import describe
from handlers.context import Context
from storage.errors import RuleError

log = structlog.get_logger(__name__)

# What may be said before a whole group: it tells of the relay, of the group and its houses, of
# a button or of the bot. Anything else may tell of a person or a household (S40).
PUBLIC = frozenset(
    {
        "anonymous_sender",
        "chat_bound_elsewhere",
        "chat_not_bound",
        "faq_elsewhere",
        "faq_text_too_long",
        "faq_too_many",
        "group_only",
        "in_private_only",
        "internal",
        "no_estate",
        "no_person",
        "no_relay_here",
        "no_roster",
        "not_eligible",
        "not_staff",
        "not_tied",
        "not_understood",
        "relay_cancelled",
        "relay_closed",
        "relay_full",
        "relay_not_open",
        "relay_unknown",
        "stale_button",
        "try_again",
        "which_relay",
        "wrong_quantity",
    }
)

Event = Message | CallbackQuery | ChatMemberUpdated | InlineQuery


async def refuse(context: Context, event: Event, refusal: RuleError) -> None:
    """Tell why a rule refused: an alert for a press, a reply for a message.

    In a group only what is `PUBLIC` is said openly; the rest is sent to the person alone.
    An alert that comes too late is said again in private.
    """
    log.info("refused", update_id=context.update_id, code=refusal.code)
    if isinstance(event, CallbackQuery):
        await _alert(context, event, refusal)
    elif isinstance(event, Message):
        await _reply(context, event, refusal)


async def apologise(context: Context, event: Event) -> None:
    """Tell that something broke here, as far as that still works."""
    try:
        await refuse(context, event, RuleError("internal"))
    except Exception as error:
        log.warning("apology_failed", update_id=context.update_id, error=describe(error))


async def _alert(context: Context, press: CallbackQuery, refusal: RuleError) -> None:
    words = await context.words()
    text = words.error(refusal.code, **refusal.params)
    if not await context.answer(press, text, alert=True) and context.user is not None:
        await context.say_privately(f"errors/{refusal.code}", **refusal.params)


async def _reply(context: Context, message: Message, refusal: RuleError) -> None:
    template = f"errors/{refusal.code}"
    params: dict[str, Any] = dict(refusal.params)
    if context.is_private:
        await context.say(template, **params)
    elif refusal.code in PUBLIC:
        await context.say(template, reply_to=message.message_id, **params)
    else:
        if context.user is not None:
            await context.say_privately(template, **params)
        await context.say("errors/in_group", reply_to=message.message_id)
