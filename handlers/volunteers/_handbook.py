"""The handbook (S107): page by page, with a tick at the end of the last one."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.volunteers._callbacks import HandbookPress
from locales.handbook import load_handbook
from storage.errors import RuleError
from storage.volunteers import actions
from storage.volunteers.queries import has_read_handbook


async def on_handbook(context: Context, press: CallbackQuery, data: HandbookPress) -> None:
    """Turn a page, or tick that it was read."""
    context.check_private()
    await context.actor()
    handbook = load_handbook((await context.words()).language)
    if data.is_read:
        await context.work.write(
            actions.read_handbook,
            by=context.person_id,
            now=context.received_at,
            version=data.version,
        )
        await context.redraw(press, "volunteers/handbook_read")
    elif 0 <= data.page < len(handbook.pages):
        page = handbook.pages[data.page]
        await context.redraw(
            press,
            "volunteers/handbook",
            title=page.title,
            answer=page.text,
            page=data.page,
            pages=len(handbook.pages),
            version=handbook.version,
            has_read=await context.work.read(has_read_handbook, context.person_id),
        )
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")
