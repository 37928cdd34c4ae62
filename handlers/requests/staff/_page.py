"""The page of a request, as those who work on it see it. Showing it is noted as a reading."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests._show import answer_lines
from handlers.requests.staff._talk import forget
from handlers.talk import show, to_the_minute
from locales.renderer import Words
from locales.values import shorten
from storage.requests import actions
from storage.requests.kinds import EventKind
from storage.requests.queries import EventView, RequestView, find_like, list_events
from storage.requests.rules import is_overdue

# Characters of all answers together, of each question, of each thing said: a page is one message.
_ANSWERS = 1200
_TITLE = 60
_SAID = 150
_MOST_SAID = 3
_SAYING = frozenset(
    {
        EventKind.QUESTION,
        EventKind.ANSWER,
        EventKind.NOTE,
        EventKind.HANDED_OVER,
        EventKind.REOPENED,
    }
)


async def open_request(context: Context, request_id: int) -> RequestView:
    """A request with its details; that they are read is noted.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `need_unknown`.
    """
    context.check_private()
    by, now = context.person_id, context.received_at
    return await context.work.write(actions.open_request, request_id, by=by, now=now)


async def show_request(
    context: Context, press: CallbackQuery | None, request_id: int, *, note: str = ""
) -> None:
    """Show a request with what can be done.

    Args:
        note: what was done just now: a word of the template.
    """
    request = await open_request(context, request_id)
    await forget(context)
    words = await context.words()
    events = await context.work.read(list_events, request.id)
    await show(
        context,
        press,
        "requests/work",
        **head_params(request),
        **_state_params(context, request),
        answers=_answers(words, request),
        photos=len(request.photos),
        said=[_say(event) for event in events if event.kind in _SAYING][-_MOST_SAID:],
        alike=await _list_alike(context, request),
        is_staff=(await context.actor()).is_staff(request.committee_id),
        note=note,
    )


def head_params(request: RequestView) -> dict[str, Any]:
    """What every text about a request begins with."""
    return {
        "request_id": request.id,
        "committee_id": request.committee_id,
        "number": request.number,
        "kind": request.kind.sign,
        "building": request.building,
    }


def _state_params(context: Context, request: RequestView) -> dict[str, Any]:
    moments = ("opened_at", "due_at", "claimed_at", "asked_at", "delivered_at", "closed_at")
    days = ("needed_by", "session_on")
    return {
        **{name: _moment(getattr(request, name)) for name in moments},
        **{name: _day(getattr(request, name)) for name in days},
        "door": request.door,
        "person": request.person_name,
        "is_entered": request.entered_by is not None,
        "caller": request.caller,
        "channel": request.channel.value,
        "language": request.language,
        "state": request.state.value,
        "is_live": request.is_live,
        "has_sessions": request.form.has_sessions,
        "is_mine": request.owner_id == context.person_id,
        "is_overdue": is_overdue(
            request.state,
            request.due_at,
            request.asked_at,
            request.brought_at,
            context.received_at,
        ),
        "owner": request.owner_name,
        "source": request.source.value if request.source else None,
        "alternative": request.alternative,
        "how": request.delivered_how.value if request.delivered_how else None,
        "is_confirmed": request.confirmed_at is not None,
        "outcome": request.outcome.value if request.outcome else None,
        "solved": request.solved,
    }


def _moment(at: Any) -> str | None:
    return to_the_minute(at) if at else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _answers(words: Words, request: RequestView) -> list[dict[str, str]]:
    lines = answer_lines(words, request.form, request.answers)
    each = _ANSWERS // max(len(lines), 1)
    return [
        {"title": shorten(line["title"], _TITLE, len), "reply": shorten(line["reply"], each, len)}
        for line in lines
    ]


def _say(event: EventView) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "name": event.name or "",
        "reply": shorten(str(event.details.get("reply", "")), _SAID, len),
    }


async def _list_alike(context: Context, request: RequestView) -> list[int]:
    """Numbers of what the same household has asked besides, of the same kind (S100)."""
    found = await context.work.read(
        find_like, request.household_id, request.kind.id, context.received_at
    )
    return [each.number for each in found if each.id != request.id]
