"""/kinds: what residents can ask for, changed in the chat and finished without code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests.staff import _kind_words
from handlers.requests.staff._callbacks import KindPress, KindsPress
from handlers.requests.staff._kind_page import (
    find_own_kind,
    save,
    show_kind,
    show_kinds,
    show_preview,
    show_questions,
)
from handlers.requests.staff._talk import choose_committee, find_own_committee
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.queries import KindView

HOURS = (4, 24, 72)
MINUTES = (15, 30, 60, 240)


async def on_kinds(context: Context, _message: Message, _argument: str) -> None:
    """/kinds: all of the one committee, or the question which one.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "kinds")
    if committee_id is not None:
        await show_kinds(context, None, committee_id)


async def on_kinds_press(context: Context, press: CallbackQuery, data: KindsPress) -> None:
    """The list, and a new kind."""
    await find_own_committee(context, data.committee_id)
    if data.act == "show":
        await show_kinds(context, press, data.committee_id)
    elif data.act == "new":
        await _kind_words.ask_new(context, press, data.committee_id)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_kind(context: Context, press: CallbackQuery, data: KindPress) -> None:
    """The buttons of one kind.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`.
    """
    kind = await find_own_kind(context, data.kind_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, kind, data.value)
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    await show_kind(context, press, kind)


async def _questions(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    await show_questions(context, press, kind)


async def _preview(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    await show_preview(context, press, kind)


def _asking(what: str) -> _Act:
    async def ask(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
        await _kind_words.ask(context, press, kind, what)

    return ask


async def _times(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    await context.redraw(
        press,
        "requests/kind_times",
        kind_id=kind.id,
        **kind.sign,
        hours=kind.hours,
        respond_minutes=kind.respond_minutes,
    )


async def _set_hours(context: Context, press: CallbackQuery, kind: KindView, value: str) -> None:
    await _set_time(context, press, kind, value, HOURS, "hours")


async def _set_minutes(context: Context, press: CallbackQuery, kind: KindView, value: str) -> None:
    await _set_time(context, press, kind, value, MINUTES, "respond_minutes")


async def _set_time(
    context: Context,
    press: CallbackQuery,
    kind: KindView,
    value: str,
    offered: tuple[int, ...],
    name: str,
) -> None:
    if value not in {str(each) for each in offered}:
        raise RuleError("stale_button")
    changed: dict[str, Any] = {name: int(value)}
    saved = await save(context, kind, lambda draft: replace(draft, **changed))
    await show_kind(context, press, saved, note="saved")


async def _sensitive(context: Context, press: CallbackQuery, kind: KindView, value: str) -> None:
    """The button says what shall be, so that pressing it twice does not undo it."""
    is_sensitive = value == "1"
    saved = await save(context, kind, lambda draft: replace(draft, is_sensitive=is_sensitive))
    await show_kind(context, press, saved, note="saved")


async def _offer(context: Context, press: CallbackQuery, kind: KindView, value: str) -> None:
    is_offered = value == "1"
    by, now = context.person_id, context.received_at
    saved = await context.work.write(actions.offer_kind, kind.id, is_offered, by=by, now=now)
    await show_kind(context, press, saved, note="shown" if is_offered else "hidden")


async def _raise(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    by, now = context.person_id, context.received_at
    place = max(kind.position - 1, 0)
    await context.work.write(actions.move_kind, kind.id, place, by=by, now=now)
    await show_kinds(context, press, kind.committee_id)


async def _ask_drop(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    await context.redraw(press, "requests/kind_drop", kind_id=kind.id, **kind.sign)


async def _drop(context: Context, press: CallbackQuery, kind: KindView, _value: str) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.withdraw_kind, kind.id, by=by, now=now)
    await show_kinds(context, press, kind.committee_id)


_Act = Callable[[Context, CallbackQuery, KindView, str], Awaitable[None]]
_ACTS: dict[str, _Act] = {
    "show": _show,
    "questions": _questions,
    "preview": _preview,
    "title": _asking(_kind_words.TITLE),
    "hint": _asking(_kind_words.HINT),
    "keywords": _asking(_kind_words.KEYWORDS),
    "add": _asking(_kind_words.QUESTION),
    "times": _times,
    "hours": _set_hours,
    "minutes": _set_minutes,
    "sensitive": _sensitive,
    "offer": _offer,
    "up": _raise,
    "drop": _ask_drop,
    "drop_sure": _drop,
}
