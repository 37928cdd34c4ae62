"""What recurs, what is skipped, and what goes out next."""

from __future__ import annotations

from handlers.routes import Audience, Router
from handlers.schedules import _agenda, _callbacks, _list, _page, _talk


def build_router() -> Router:
    """The feature's table."""
    router = Router("schedules")
    router.command("agenda", _agenda.on_agenda, Audience.STAFF)
    router.command("schedules", _list.on_schedules, Audience.STAFF)
    router.press(_callbacks.AgendaPress, _agenda.on_agenda_press)
    router.press(_callbacks.ListPress, _list.on_list_press)
    router.press(_callbacks.SchedulePress, _page.on_schedule)
    router.press(_callbacks.SkipPress, _page.on_skip)
    for part in (_agenda, _list, _page, _talk):
        for template, keyboard in part.KEYBOARDS.items():
            router.keyboard(template, keyboard)
    return router
