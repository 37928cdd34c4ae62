"""What is done with one request, by one button each. Every action looks anew who may do it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests.staff import _history, _photos, _sessions, _words
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._page import head_params, open_request, show_request
from storage.community.queries import find_person
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.kinds import Handover, Outcome, Source
from storage.requests.queries import RequestView, list_assignable

Do = Callable[[Context, CallbackQuery, WorkPress], Awaitable[None]]

HOWS = (Handover.DOOR, Handover.PICKUP)
OUTCOMES = (Outcome.SOLVED, Outcome.DELIVERED, Outcome.IMPOSSIBLE, Outcome.DUPLICATE)


async def on_work(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """A button of a request.

    What somebody else did meanwhile is said, and the page shows how things stand now.
    """
    context.check_private()
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    try:
        await act(context, press, data)
    except RuleError:
        with suppress(RuleError):
            await show_request(context, press, data.request_id)
        raise
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    await show_request(context, press, data.request_id)


async def _claim(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    await _act(context, actions.claim, data.request_id)
    await show_request(context, press, data.request_id, note="claimed")


async def _release(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    await _act(context, actions.release, data.request_id)
    await show_request(context, press, data.request_id, note="released")


async def _act(context: Context, action: Callable[..., Any], *arguments: Any) -> None:
    await context.work.write(action, *arguments, by=context.person_id, now=context.received_at)


async def _choose_person(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """Whom it is given to: everybody else who may work on it."""
    request = await open_request(context, data.request_id)
    roles = await context.work.read(list_assignable, request.id, context.received_at)
    people = {each.person_id: each.name for each in roles if each.person_id != request.owner_id}
    await context.redraw(
        press,
        "requests/assign",
        **head_params(request),
        people=[{"id": person_id, "name": name} for person_id, name in people.items()],
        is_mine=request.owner_id == context.person_id,
    )


async def _assign(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    await _act(context, actions.assign, data.request_id, _number(data.value))
    await show_request(context, press, data.request_id, note="assigned")


async def _hand_over(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """To whom it goes is chosen; what they should know is written next."""
    to = _number(data.value)
    person = await context.work.read(find_person, to)
    request = await open_request(context, data.request_id)
    known = await context.work.read(list_assignable, request.id, context.received_at)
    if person is None or to not in {each.person_id for each in known}:
        raise RuleError("need_not_assignable")
    await _words.ask(context, press, request, _words.HAND, value=str(to), name=person.name)


def _number(value: str) -> int:
    """The number in a button.

    Raises:
        RuleError: `stale_button` for a forged one.
    """
    if not value.isdecimal() or len(value) > 15:
        raise RuleError("stale_button")
    return int(value)


async def _choose_source(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    request = await open_request(context, data.request_id)
    _check_live(request)
    source = request.source.value if request.source else None
    await context.redraw(press, "requests/source", **head_params(request), source=source)


async def _set_source(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """Looking and found at once; without a source an alternative may be named first (S90)."""
    if data.value not in list(Source):
        raise RuleError("stale_button")
    if data.value == Source.NONE:
        request = await open_request(context, data.request_id)
        _check_live(request)
        await _words.ask(context, press, request, _words.NONE)
        return
    await _act(context, actions.set_source, data.request_id, Source(data.value), None)
    await show_request(context, press, data.request_id, note="source")


async def _choose_how(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    request = await open_request(context, data.request_id)
    _check_live(request)
    await context.redraw(press, "requests/how", **head_params(request), door=request.door)


async def _deliver(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    if data.value not in HOWS:
        raise RuleError("stale_button")
    await _act(context, actions.deliver, data.request_id, Handover(data.value))
    await show_request(context, press, data.request_id, note="delivered")


async def _choose_outcome(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    request = await open_request(context, data.request_id)
    _check_live(request)
    is_delivered = request.delivered_at is not None
    await context.redraw(
        press, "requests/outcome", **head_params(request), is_delivered=is_delivered
    )


async def _end(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """How it ends is chosen; the closing words come next."""
    if data.value not in OUTCOMES:
        raise RuleError("stale_button")
    request = await open_request(context, data.request_id)
    _check_live(request)
    await _words.ask(context, press, request, _words.END, value=data.value)


def _check_live(request: RequestView) -> None:
    if not request.is_live:
        raise RuleError("need_closed")


def _asking(purpose: str) -> Do:
    async def ask(context: Context, press: CallbackQuery, data: WorkPress) -> None:
        request = await open_request(context, data.request_id)
        if purpose == _words.ASK:
            _check_live(request)
        await _words.ask(context, press, request, purpose)

    return ask


_ACTS: dict[str, Do] = {
    "show": _show,
    "claim": _claim,
    "release": _release,
    "assign": _choose_person,
    "to": _assign,
    "hand": _hand_over,
    "ask": _asking(_words.ASK),
    "note": _asking(_words.NOTE),
    "source": _choose_source,
    "is": _set_source,
    "deliver": _choose_how,
    "how": _deliver,
    "close": _choose_outcome,
    "end": _end,
    "quick": _words.on_quick,
    "bare": _words.on_bare,
    "reopen": _asking(_words.REOPEN),
    "session": _sessions.show_session,
    "held": _sessions.tell_held,
    "missed": _sessions.tell_missed,
    "session_day": _sessions.ask_day,
    "session_end": _sessions.end_sessions,
    "photos": _photos.send_photos,
    "history": _history.show_history,
}
