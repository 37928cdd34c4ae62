"""Many requests at once, asked about before it is done (S121)."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests.staff._board import show_board
from handlers.requests.staff._callbacks import BatchPress
from handlers.requests.staff._talk import find_own_committee
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.queries import KindView, find_kind


async def on_batch(context: Context, press: CallbackQuery, data: BatchPress) -> None:
    """Take all that is new of a kind, or close all that was delivered.

    Raises:
        RuleError: `not_staff`, `stale_button`.
    """
    await find_own_committee(context, data.committee_id)
    kind = await _find_kind(context, data)
    if not data.sure:
        await context.redraw(
            press,
            "requests/batch",
            committee_id=data.committee_id,
            act=data.act,
            kind_id=data.kind_id,
            kind=kind.sign if kind else None,
        )
    elif kind is not None:
        await _claim(context, press, data.committee_id, kind.id)
    else:
        await _close(context, press, data.committee_id)
    await context.answer(press, "")


async def _find_kind(context: Context, data: BatchPress) -> KindView | None:
    """The kind of which all is taken; None for closing what was delivered."""
    if data.act == "close":
        return None
    kind = await context.work.read(find_kind, data.kind_id)
    if data.act != "claim" or kind is None or kind.committee_id != data.committee_id:
        raise RuleError("stale_button")
    return kind


async def _claim(context: Context, press: CallbackQuery, committee_id: int, kind_id: int) -> None:
    by, now = context.person_id, context.received_at
    done = await context.work.write(actions.claim_all, committee_id, kind_id, by=by, now=now)
    await show_board(context, press, committee_id, note="claimed", done=done)


async def _close(context: Context, press: CallbackQuery, committee_id: int) -> None:
    by, now = context.person_id, context.received_at
    done = await context.work.write(actions.close_delivered, committee_id, by=by, now=now)
    await show_board(context, press, committee_id, note="closed", done=done)
