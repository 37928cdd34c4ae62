"""What the board's buttons lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff import _closures, _new, _search, _starter, _transfer
from handlers.faq.staff._board import show_board, show_topics
from handlers.faq.staff._callbacks import BoardPress
from handlers.faq.staff._talk import find_own_committee
from storage.errors import RuleError


async def on_board_press(context: Context, press: CallbackQuery, data: BoardPress) -> None:
    """The buttons of the board."""
    await find_own_committee(context, data.committee_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, data.committee_id)
    await context.answer(press, "")


_ACTS: dict[str, Callable[[Context, CallbackQuery, int], Awaitable[None]]] = {
    "show": show_board,
    "topics": show_topics,
    "search": _search.ask_words,
    "new": _new.ask_topic,
    "import": _transfer.ask_file,
    "export": _transfer.ask_format,
    "zip": _transfer.send_markdown,
    "xlsx": _transfer.send_workbook,
    "starter": _starter.load_starter,
    "ready": _starter.ask_ready,
    "closures": _closures.show_estates,
}
