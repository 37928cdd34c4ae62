"""When a notice goes out, how often, and how: pinned, with an answer, with a day counter."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard
from handlers.notices._callbacks import NoticePress, OptionPress, WhenPress
from handlers.notices._page import describe_when, head, show_page
from handlers.notices._reading import read_counter, read_when
from handlers.notices._talk import (
    find_asked,
    find_own_notice,
    find_zone,
    forget,
    read_words,
    remember,
)
from handlers.notices._write import ask_media
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.local_time import at_local
from storage.notices import actions
from storage.notices.queries import NoticeView
from storage.notices.rules import When

STEP, COUNTER_STEP = "notices.when", "notices.counter"
# Minutes after today's midnight: this evening, tomorrow early, at noon, in the evening.
OFFERED = (20 * 60, (24 + 8) * 60, (24 + 12) * 60, (24 + 20) * 60)


async def show_when(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    """When it goes out now; times that are offered, or one that is typed."""
    zone = await find_zone(context, notice.committee_id)
    await remember(context, STEP, {"notice_id": notice.id})
    today = context.received_at.astimezone(zone).date()
    ahead = [(each, at_local(today, each, zone.key)) for each in OFFERED]
    await context.redraw(
        press,
        "notices/when",
        **head(notice),
        when=await describe_when(context, notice.when),
        offered=[
            {"minute": minute, "at": at.isoformat()}
            for minute, at in ahead
            if at > context.received_at
        ],
    )


async def on_when(context: Context, press: CallbackQuery, data: WhenPress) -> None:
    """A time that was offered."""
    notice = await find_own_notice(context, data.notice_id)
    if data.act == "show":
        await show_when(context, press, notice)
    elif data.act == "now":
        await _set(context, notice, When())
        await show_page(context, press, notice.id)
    elif data.act == "at" and data.minute in OFFERED:
        zone = await find_zone(context, notice.committee_id)
        today = context.received_at.astimezone(zone).date()
        await _set(context, notice, When(send_at=at_local(today, data.minute, zone.key)))
        await show_page(context, press, notice.id)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_moment(context: Context, message: Message, conversation: ConversationView) -> None:
    """A time or a rule was typed."""
    notice = await find_asked(context, conversation)
    zone = await find_zone(context, notice.committee_id)
    when = read_when(read_words(message), context.received_at, zone)
    await _set(context, notice, when)
    await show_page(context, None, notice.id)


async def _set(context: Context, notice: NoticeView, when: When) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_when, notice.id, when, by=by, now=now)


async def show_options(context: Context, press: CallbackQuery | None, notice: NoticeView) -> None:
    """Pinning, the answer, the counter, the picture."""
    params = {
        **head(notice),
        "pin": notice.pin,
        "asks_ack": notice.asks_ack,
        "starts_on": notice.starts_on.isoformat() if notice.starts_on else None,
        "days": notice.days,
        "media": notice.media.kind.value if notice.media else None,
    }
    await forget(context)
    if press is None:
        await context.say("notices/options", **params)
    else:
        await context.redraw(press, "notices/options", **params)


async def on_option(context: Context, press: CallbackQuery, data: OptionPress) -> None:
    """Turn one thing on or off, or ask for it."""
    notice = await find_own_notice(context, data.notice_id)
    by, now = context.person_id, context.received_at
    match data.act:
        case "show":
            pass
        case "pin":
            await context.work.write(
                actions.set_options, notice.id, by=by, now=now, pin=not notice.pin
            )
        case "ack":
            await context.work.write(
                actions.set_options, notice.id, by=by, now=now, asks_ack=not notice.asks_ack
            )
        case "no_counter":
            await context.work.write(actions.set_options, notice.id, by=by, now=now, days=0)
        case "no_media":
            await context.work.write(actions.set_media, notice.id, None, by=by, now=now)
        case "counter":
            await remember(context, COUNTER_STEP, {"notice_id": notice.id})
            await context.redraw(press, "notices/ask_counter", **head(notice))
        case "media":
            await ask_media(context, press, notice.id)
        case _:
            raise RuleError("stale_button")
    if data.act not in ("counter", "media"):
        await show_options(context, press, await find_own_notice(context, notice.id))
    await context.answer(press, "")


async def on_counter(context: Context, message: Message, conversation: ConversationView) -> None:
    """The first day and how many there are."""
    notice = await find_asked(context, conversation)
    zone = await find_zone(context, notice.committee_id)
    today = context.received_at.astimezone(zone).date()
    counter = read_counter(read_words(message), today)
    await context.work.write(
        actions.set_options,
        notice.id,
        by=context.person_id,
        now=context.received_at,
        starts_on=counter.starts_on,
        days=counter.days,
    )
    await show_options(context, None, await find_own_notice(context, notice.id))


def _when_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    offered = (
        button(
            words,
            "notice_at",
            WhenPress(notice_id=notice_id, act="at", minute=each["minute"]),
            at=each["at"],
        )
        for each in params["offered"]
    )
    return keyboard(
        [button(words, "notice_now", WhenPress(notice_id=notice_id, act="now"))],
        *in_rows(offered, 2),
        [button(words, "notice_back", NoticePress(notice_id=notice_id))],
    )


def _options_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]

    def press(act: str) -> OptionPress:
        return OptionPress(notice_id=notice_id, act=act)

    counter = "no_counter" if params["days"] else "counter"
    return keyboard(
        [button(words, "notice_pin", press("pin"), chosen=params["pin"])],
        [button(words, "notice_asks_ack", press("ack"), chosen=params["asks_ack"])],
        [button(words, f"notice_{counter}", press(counter))],
        [button(words, "notice_media", press("media"))],
        [button(words, "notice_no_media", press("no_media"))] if params["media"] else [],
        [button(words, "notice_back", NoticePress(notice_id=notice_id))],
    )


def _counter_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = OptionPress(notice_id=params["notice_id"], act="show")
    return keyboard([button(words, "back", back)])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/when": _when_keyboard,
    "notices/options": _options_keyboard,
    "notices/ask_counter": _counter_keyboard,
}
