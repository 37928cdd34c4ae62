"""/rounds: what is planned, what is over, and where a new round begins."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.estates import list_estates_to_choose
from handlers.keyboards import cut_page
from handlers.talk import show
from handlers.testing.plan._callbacks import RoundsPress
from handlers.testing.plan._draft import begin
from handlers.testing.plan._file import ask_file, send_pattern
from storage.errors import RuleError
from storage.testing.queries import RoundLine, list_rounds

_A_PAGE = 8


async def on_rounds(context: Context, _message: Message, argument: str) -> None:
    """/rounds, or /rounds and a round in one line."""
    if argument:
        await begin(context, None, argument)
    else:
        await _show_list(context, None)


async def on_rounds_press(context: Context, press: CallbackQuery, data: RoundsPress) -> None:
    """The list's buttons."""
    if data.act in ("show", "over"):
        await _show_list(context, press, is_over=data.act == "over", number=data.page)
    elif data.act == "new":
        await begin(context, press)
    elif data.act == "file":
        await ask_file(context, press, data.estate_id)
    elif data.act in ("csv", "xlsx"):
        await send_pattern(context, data.estate_id, data.act)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _show_list(
    context: Context, press: CallbackQuery | None, *, is_over: bool = False, number: int = 0
) -> None:
    context.check_private()
    estates = await list_estates_to_choose(context)
    found: list[RoundLine] = []
    for committee_id in dict.fromkeys(estate.committee_id for estate in estates):
        found += await context.work.read(list_rounds, committee_id, is_over=is_over)
    page = cut_page(found, number, _A_PAGE)
    await show(
        context,
        press,
        "testing/rounds",
        rounds=[_line_facts(each) for each in page.items],
        names_estates=len(estates) > 1,
        is_over=is_over,
        page=page.number,
        pages=page.pages,
    )


def _line_facts(line: RoundLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "estate": line.estate,
        "site": line.site,
        "state": line.state.value,
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
        "next_day": line.next_day.isoformat() if line.next_day else None,
        "days": line.days,
        "buildings": line.buildings,
    }
