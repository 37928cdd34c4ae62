"""One's own requests, the open ones first."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, cut_page, keyboard, label_button, turning_row
from handlers.links import private_link
from handlers.requests.residents._callbacks import KindsPress, MinePress, OwnPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.requests.queries import OwnLine, list_own

LINK = "mine"
"""The deep link that a group's answer to /mine opens."""

A_PAGE = 6


async def on_mine(context: Context, message: Message, _argument: str) -> None:
    """/mine: one's own requests; in a group the way there."""
    if context.is_private:
        await context.say("requests/mine", **await _page(context, 0))
    else:
        link = private_link(context.services.username, LINK)
        await context.say("requests/in_private", reply_to=message.message_id, link=link)


async def on_link(context: Context, _message: Message, _payload: str) -> None:
    """`/start mine`."""
    context.check_private()
    await context.say("requests/mine", **await _page(context, 0))


async def on_page(context: Context, press: CallbackQuery, data: MinePress) -> None:
    """Turn the page."""
    context.check_private()
    await context.redraw(press, "requests/mine", **await _page(context, data.page))
    await context.answer(press, "")


async def _page(context: Context, number: int) -> dict[str, Any]:
    own = await context.work.read(list_own, context.person_id)
    page = cut_page(own, number, A_PAGE)
    return {
        "requests": [_line(each) for each in page.items],
        "page": page.number,
        "pages": page.pages,
    }


def _line(own: OwnLine) -> dict[str, Any]:
    return {
        "id": own.id,
        "number": own.number,
        "icon": own.icon,
        "title": dict(own.title),
        "status": status_of(own),
        "session_on": own.session_on.isoformat() if own.session_on else None,
    }


def status_of(own: OwnLine) -> dict[str, Any]:
    """What `requests/_status.html` says of a request."""
    return {
        "state": own.state.value,
        "source": own.source.value if own.source else None,
        "outcome": own.outcome.value if own.outcome else None,
        "is_asked": own.is_asked,
        "is_delivered": own.is_delivered,
    }


def _mine_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rows = (
        [
            label_button(
                f"№{each['number']} {each['icon']} {words.formats.spoken(each['title'])}",
                OwnPress(request_id=each["id"]),
            )
        ]
        for each in params["requests"]
    )
    turns = turning_row(words, params, lambda target: MinePress(page=target))
    return keyboard(*rows, turns, [button(words, "need_new", KindsPress())])


KEYBOARDS: dict[str, Keyboard] = {"requests/mine": _mine_keyboard}
