"""One's own request: where it stands, what was asked, who has read it, what happened."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import Row, button, in_rows, keyboard
from handlers.requests._show import answer_lines, show, to_minute
from handlers.requests.residents._callbacks import MinePress, OwnPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.requests.kinds import EventKind, RequestState
from storage.requests.queries import (
    EventView,
    RequestView,
    find_own,
    list_events,
    list_readers,
)

# What staff note and hand over among themselves is theirs.
_TOLD = frozenset(EventKind) - {
    EventKind.NOTE,
    EventKind.ESCALATED,
    EventKind.ASSIGNED,
    EventKind.HANDED_OVER,
    EventKind.GATHERED,
    EventKind.ALARMED,
}
HELD, MISSED = "held", "missed"
"""What a button says of a session; the day follows: `held_2022-04-12`."""

_MOST_EVENTS, _MOST_READERS = 20, 10
# Characters of what was said in one line of the history.
_A_LINE = 150


async def find_own_request(context: Context, request_id: int) -> RequestView:
    """A request of the acting person.

    Raises:
        RuleError: `need_unknown` for another one's, and for none.
    """
    request = await context.work.read(find_own, request_id, context.person_id)
    if request is None:
        raise RuleError("need_unknown")
    return request


async def show_own(
    context: Context, press: CallbackQuery | None, request_id: int, *, said: str = ""
) -> None:
    """Show a request to its requester.

    Args:
        said: what they have just done, to be confirmed: `answered`, `reopened`, ...
    """
    request = await find_own_request(context, request_id)
    params = {**await _params(context, request), "said": said}
    await show(context, press, "requests/own", **params)


async def show_history(context: Context, press: CallbackQuery, request_id: int) -> None:
    """What happened, and who has read the request."""
    request = await find_own_request(context, request_id)
    events = await context.work.read(list_events, request.id)
    readers = await context.work.read(list_readers, request.id)
    shown = [_event(each) for each in events if each.kind in _TOLD]
    params = {
        "request_id": request.id,
        "number": request.number,
        "kind": request.kind.sign,
        "events": shown[-_MOST_EVENTS:],
        "readers": [
            {"first_at": to_minute(each.first_at), "last_at": to_minute(each.last_at)}
            for each in readers[:_MOST_READERS]
        ],
    }
    await show(context, press, "requests/own_history", **params)


async def _params(context: Context, request: RequestView) -> dict[str, Any]:
    words = await context.words()
    lines = answer_lines(words, request.form, request.answers, len(request.photos))
    readers = await context.work.read(list_readers, request.id)
    return {
        "request_id": request.id,
        "number": request.number,
        "kind": request.kind.sign,
        "door": request.door,
        "status": _status(request),
        "due_at": to_minute(request.due_at) if request.is_live else None,
        "session_on": request.session_on.isoformat() if request.session_on else None,
        "lines": lines,
        "question": {"reply": await _find_question(context, request)},
        "alternative": {"reply": request.alternative or ""},
        "readers": len(readers),
        "is_confirmed": request.confirmed_at is not None,
        "is_rated": request.solved is not None,
        "has_sessions": request.form.has_sessions,
    }


def _status(request: RequestView) -> dict[str, Any]:
    return {
        "state": request.state.value,
        "source": request.source.value if request.source else None,
        "outcome": request.outcome.value if request.outcome else None,
        "is_asked": request.asked_at is not None and request.is_live,
        "is_delivered": request.brought_at is not None,
    }


async def _find_question(context: Context, request: RequestView) -> str:
    """What staff asked back last and wait for; empty where they do not."""
    if request.asked_at is None or not request.is_live:
        return ""
    events = await context.work.read(list_events, request.id)
    asked = [each for each in events if each.kind is EventKind.QUESTION]
    return str(asked[-1].details.get("reply", "")) if asked else ""


def _event(event: EventView) -> dict[str, Any]:
    reply = str(event.details.get("reply") or "")
    return {
        "kind": event.kind.value,
        "at": to_minute(event.at),
        "is_own": event.is_requester,
        "source": event.details.get("source"),
        "said": reply if len(reply) <= _A_LINE else f"{reply[:_A_LINE]}…",
    }


def own_button(
    words: Words, name: str, params: dict[str, Any], act: str = ""
) -> InlineKeyboardButton:
    """A button about the request `params["request_id"]`."""
    return button(words, name, OwnPress(request_id=params["request_id"], act=act))


def _own_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    mine = [button(words, "need_mine", MinePress())]
    is_live = params["status"]["state"] in (RequestState.OPEN, RequestState.CLAIMED)
    acts = _live_acts(params) if is_live else _ended_acts(params)
    buttons: Row = [own_button(words, name, params, act) for name, act in acts]
    more = [
        own_button(words, "need_history", params, "history"),
        own_button(words, "need_erase", params, "erase"),
    ]
    return keyboard(*in_rows(buttons, 2), more, mine)


def _live_acts(params: dict[str, Any]) -> list[tuple[str, str]]:
    """Buttons of what is open, and what they do."""
    if params["status"]["is_delivered"]:
        return [("need_received", "received"), ("need_not_received", "absent")]
    words = "need_answer" if params["status"]["is_asked"] else "need_add_words"
    acts = [(words, "answer")]
    if params["has_sessions"]:
        acts.append(("need_next_session", "next"))
    return [*acts, ("need_change", "change"), ("need_withdraw", "withdraw")]


def _ended_acts(params: dict[str, Any]) -> list[tuple[str, str]]:
    if params["status"]["state"] != RequestState.DONE:
        return []
    acts: list[tuple[str, str]] = []
    if params["status"]["is_delivered"] and not params["is_confirmed"]:
        acts.append(("need_received", "received"))
    if not params["is_rated"]:
        acts.append(("need_good", "good"))
    return [*acts, ("need_reopen", "bad")]


def _history_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([own_button(words, "need_back", params)])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/own": _own_keyboard,
    "requests/own_history": _history_keyboard,
}
