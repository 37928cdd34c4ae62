"""A topic was chosen: for a new entry, for an entry, for what becomes one."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff import _edit, _make, _new
from handlers.faq.staff._callbacks import KindPress
from storage.errors import RuleError
from storage.faq.kinds import EntryKind


async def on_kind(context: Context, press: CallbackQuery, data: KindPress) -> None:
    """Go on with the topic."""
    go_on = _PURPOSES.get(data.purpose)
    if go_on is None or data.kind not in list(EntryKind):
        raise RuleError("stale_button")
    await go_on(context, press, data.subject, data.kind)
    await context.answer(press, "")


_PURPOSES = {"new": _new.ask_question, "entry": _edit.set_kind, "item": _make.take_kind}
