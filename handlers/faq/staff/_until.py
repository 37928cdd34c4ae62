"""Until when something holds: a few buttons, or a day that is typed."""

from __future__ import annotations

from datetime import date, timedelta

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff import _make, _starter
from handlers.faq.staff._callbacks import UntilPress
from handlers.faq.staff._page import show_entry
from handlers.faq.staff._reading import read_day
from handlers.faq.staff._talk import (
    find_own_committee,
    find_own_entry,
    find_own_item,
    find_today,
    forget,
    remember,
)
from handlers.talk import read_text
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions

STEP = "faq.until"
NO_END, OWN_DATE = 0, -1
OFFERED = (7, 30, 90)


async def on_until(context: Context, press: CallbackQuery, data: UntilPress) -> None:
    """A button was pressed: so many days from today, no end, or a day to be typed."""
    today = await _find_today(context, data.purpose, data.subject)
    if data.days == OWN_DATE:
        await ask_day(context, data.purpose, data.subject)
    elif data.days == NO_END or data.days in OFFERED:
        until = today + timedelta(days=data.days) if data.days else None
        await _take(context, press, data.purpose, data.subject, until)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def ask_day(context: Context, purpose: str, subject: int) -> None:
    """Ask for a day to be typed."""
    if purpose == "item":
        # The conversation about the item goes on; it asks by itself.
        await _make.ask_until(context, subject)
        return
    await remember(context, STEP, {"purpose": purpose, "subject": subject})
    await context.say("faq/ask_day", purpose=purpose, subject=subject)


async def on_day(context: Context, message: Message, conversation: ConversationView) -> None:
    """The day was typed."""
    purpose, subject = conversation.data["purpose"], int(conversation.data["subject"])
    today = await _find_today(context, purpose, subject)
    until = read_day(read_text(message), today)
    if until is None:
        raise RuleError("faq_day_unreadable")
    await _take(context, None, purpose, subject, until)


async def _find_today(context: Context, purpose: str, subject: int) -> date:
    """Today for the committee in question, which is the acting person's own."""
    match purpose:
        case "publish" | "dates" | "begin":
            committee_id = (await find_own_entry(context, subject)).committee_id
        case "ready":
            committee_id = (await find_own_committee(context, subject)).id
        case "item":
            committee_id = (await find_own_item(context, subject)).committee_id
        case _:
            raise RuleError("stale_button")
    return await find_today(context, committee_id)


async def _take(
    context: Context, press: CallbackQuery | None, purpose: str, subject: int, until: date | None
) -> None:
    by, now = context.person_id, context.received_at
    if purpose == "ready":
        await _starter.publish_ready(context, press, subject, until)
    elif purpose == "item":
        await _make.take_until(context, press, subject, until)
    elif purpose == "publish":
        entry = await context.work.write(
            actions.publish_entry, subject, by=by, now=now, valid_until=until
        )
        await show_entry(context, press, entry, note="published")
    else:
        changed = {"valid_from" if purpose == "begin" else "valid_until": until}
        entry = await context.work.write(actions.set_dates, subject, by=by, now=now, **changed)
        await show_entry(context, press, entry, note="saved")
    if purpose != "item":
        await forget(context)
