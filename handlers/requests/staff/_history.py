"""What happened to a request, and who has read it: the audit in words."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._page import head_params, open_request
from handlers.talk import to_the_minute
from locales.values import shorten
from storage.community.queries import find_person
from storage.requests.queries import EventView, list_events, list_readers

MOST_EVENTS = 20
MOST_READERS = 8
_SAID = 80
"""Characters of what was said, in the list."""


async def show_history(context: Context, press: CallbackQuery, data: WorkPress) -> None:
    """The last things that happened, the newest below."""
    request = await open_request(context, data.request_id)
    events = await context.work.read(list_events, request.id)
    readers = await context.work.read(list_readers, request.id)
    await context.redraw(
        press,
        "requests/work_history",
        **head_params(request),
        earlier=max(len(events) - MOST_EVENTS, 0),
        events=[await _describe(context, event) for event in events[-MOST_EVENTS:]],
        readers=[
            {"name": each.name, "at": to_the_minute(each.last_at)}
            for each in readers[:MOST_READERS]
        ],
    )


async def _describe(context: Context, event: EventView) -> dict[str, Any]:
    details = event.details
    person = await context.work.read(find_person, details["to"]) if "to" in details else None
    return {
        "kind": event.kind.value,
        "at": to_the_minute(event.at),
        "name": event.name,
        "is_requester": event.is_requester,
        "to": person.name if person else "",
        "source": details.get("source", ""),
        "said": shorten(str(details.get("reply") or ""), _SAID, len),
    }
