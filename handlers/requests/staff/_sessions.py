"""Sessions of those who cannot be asked in the chat, and the day of anybody's next one (S86)."""

from __future__ import annotations

from datetime import date

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests._reading import today
from handlers.requests.staff import _words
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._page import head_params, open_request, show_request
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.queries import RequestView


async def show_session(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """The next session, and what can be said of it."""
    request = await _open(context, data)
    day = request.session_on
    is_due = day is not None and day <= await today(context)
    await context.redraw(
        press,
        "requests/session",
        **head_params(request),
        session_on=day.isoformat() if day else None,
        # Whoever asked in the chat says it themselves.
        can_tell=is_due and request.person_id is None,
    )


async def _open(context: Context, data: WorkPress) -> RequestView:
    request = await open_request(context, data.request_id)
    if not request.form.has_sessions:
        raise RuleError("need_no_sessions")
    return request


async def tell_held(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """It took place."""
    await _tell(context, press, data, took_place=True)


async def tell_missed(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """It was missed: those on duty are alarmed."""
    await _tell(context, press, data, took_place=False)


async def _tell(
    context: Context, press: CallbackQuery, data: WorkPress, *, took_place: bool
) -> None:
    try:
        day = date.fromisoformat(data.value)
    except ValueError:
        raise RuleError("stale_button") from None
    by, now = context.person_id, context.received_at
    await context.work.write(
        actions.answer_session, data.request_id, took_place, on=day, by=by, now=now
    )
    await show_request(context, press, data.request_id, note="session")


async def ask_day(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """Ask for the day of the next session."""
    request = await _open(context, data)
    await _words.ask(context, press, request, _words.SESSION)


async def end_sessions(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """There is no next session; the request stays open until it is closed."""
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_session, data.request_id, None, by=by, now=now)
    await show_request(context, press, data.request_id, note="session")
