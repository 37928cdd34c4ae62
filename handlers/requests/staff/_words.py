"""What staff write about a request: a question back, a note, closing words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests._reading import today
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._page import head_params, open_request, show_request
from handlers.requests.staff._talk import forget
from handlers.talk import read_text, recall, remember
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.dates import read_day
from storage.requests.kinds import Outcome, Source
from storage.requests.queries import RequestView

STEP = "requests.work_words"
ASK, NOTE, HAND, NONE, END, REOPEN = "ask", "note", "hand", "none", "end", "reopen"
SESSION = "session"
_DONE = {
    ASK: "asked",
    NOTE: "noted",
    HAND: "handed_over",
    NONE: "source",
    END: "closed",
    REOPEN: "reopened",
    SESSION: "session",
}
# What may be left without words.
BARE = frozenset({NONE, END})
# Closing words that need not be written, by how a request ends.
QUICK: dict[str, tuple[str, ...]] = {
    Outcome.SOLVED: ("glad", "again"),
    Outcome.DELIVERED: ("check", "again"),
    Outcome.IMPOSSIBLE: ("nowhere", "hotline"),
    Outcome.DUPLICATE: ("same",),
}
_MISSPELT = frozenset({"need_text_empty", "need_text_long", "need_date_wrong", "need_date_past"})


async def ask(
    context: Context,
    press: CallbackQuery,
    request: RequestView,
    purpose: str,
    *,
    value: str = "",
    name: str = "",
) -> None:
    """Ask for the words.

    Args:
        value: to whom a request is handed over, how it ends.
        name: of whom it is handed over to.
    """
    await remember(context, STEP, {"request_id": request.id, "purpose": purpose, "value": value})
    await context.redraw(
        press,
        "requests/ask_words",
        **head_params(request),
        purpose=purpose,
        value=value,
        name=name,
        language=request.language,
        is_reachable=request.person_id is not None,
    )


async def on_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was written, and show the request as it is then."""
    data = conversation.data
    await _finish(context, None, data, read_text(message))


async def on_bare(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """Do it without words.

    Raises:
        RuleError: `stale_button` where something else is being written.
    """
    known = await _recall(context, data)
    if known["purpose"] not in BARE:
        raise RuleError("stale_button")
    await _finish(context, press, known, "")


async def on_quick(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """Close with ready words, in the language of whoever asked.

    Raises:
        RuleError: `stale_button` where something else is being written.
    """
    known = await _recall(context, data)
    if known["purpose"] != END or data.value not in QUICK.get(known["value"], ()):
        raise RuleError("stale_button")
    request = await open_request(context, data.request_id)
    zone = (await context.words()).zone.key
    words = context.services.renderer.words(request.language, zone)
    await _finish(context, press, known, words.text(f"requests/quick_{data.value}"))


async def _recall(context: Context, data: WorkPress) -> dict[str, Any]:
    known = await recall(context, STEP)
    if known is None or known["request_id"] != data.request_id:
        raise RuleError("stale_button")
    return known


async def _finish(
    context: Context, press: CallbackQuery | None, data: dict[str, Any], text: str
) -> None:
    context.check_private()
    try:
        await _act(context, data, text)
    except RuleError as refusal:
        if refusal.code not in _MISSPELT:
            await forget(context)
        raise
    await show_request(context, press, data["request_id"], note=_DONE[data["purpose"]])


async def _act(context: Context, data: dict[str, Any], text: str) -> None:
    action, *arguments = _find_action(data, text, await today(context))
    await context.work.write(
        action, data["request_id"], *arguments, by=context.person_id, now=context.received_at
    )


def _find_action(
    data: dict[str, Any], text: str, day: date
) -> tuple[Callable[..., Any], *tuple[Any, ...]]:
    match data["purpose"]:
        case "ask":
            return actions.ask_back, text
        case "note":
            return actions.add_note, text
        case "hand":
            return actions.hand_over, int(data["value"]), text
        case "none":
            return actions.set_source, Source.NONE, text or None
        case "session":
            return actions.set_session, _read_day(text, day)
        case "end":
            return actions.close, Outcome(data["value"]), text
        case _:
            return actions.reopen, text


def _read_day(text: str, today: date) -> date:
    day = read_day(text, today)
    if day is None:
        raise RuleError("need_date_wrong")
    return day
