"""/call: a need of somebody who telephones or comes by, entered in under a minute (S69, S76)."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests._draft import Draft, find_draft, save_draft
from handlers.requests._form import end_form, show
from handlers.requests.staff._call_door import (
    DOOR_STEP,
    ask_door,
    choose_door,
    choose_kind,
    read_number,
    take_door,
)
from handlers.requests.staff._call_form import CALL, CALLER_STEP, skip_caller
from handlers.requests.staff._callbacks import CallPress
from handlers.requests.staff._talk import check_committee, choose_committee, list_committees
from handlers.talk import remember
from storage.errors import RuleError
from storage.requests.queries import find_kind


async def on_call(context: Context, _message: Message, argument: str) -> None:
    """/call, perhaps with a door, a kind and what is needed in the same line.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    if not list_committees(await context.actor(), leads=True):
        raise RuleError("not_staff")
    if (found := await find_draft(context, CALL.step, CALLER_STEP)) is not None:
        step, draft = found
        # Whoever begins anew has said this already, and the caller waits on the line.
        await save_draft(context, step, replace(draft, more={**draft.more, "line": argument}))
        await context.say("requests/call_open")
        return
    committee_id = await choose_committee(context, "call", leads=True)
    if committee_id is None:
        return
    await _begin_with(context, None, committee_id, argument)


async def on_call_press(context: Context, press: CallbackQuery, data: CallPress) -> None:
    """The buttons before the form and beside it.

    Raises:
        RuleError: `stale_button`.
    """
    context.check_private()
    match data.act:
        case "new":
            await _begin_anew(context, press, data)
        case "resume":
            await _resume(context, press)
        case "anew":
            await _drop_and_begin(context, press)
        case "door":
            await choose_door(context, press, data)
        case "kind":
            await choose_kind(context, press, data)
        case "skip":
            await skip_caller(context, press)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _begin_anew(context: Context, press: CallbackQuery, data: CallPress) -> None:
    committee_id = read_number(data)
    await check_committee(context, committee_id, leads=True)
    if await find_draft(context, CALL.step, CALLER_STEP) is not None:
        await context.redraw(press, "requests/call_open")
        return
    await ask_door(context, press, committee_id)


async def _resume(context: Context, press: CallbackQuery) -> None:
    """Go on where the form stands, which is nowhere else than it was left."""
    draft = await _find_open(context)
    kind = await context.work.read(find_kind, draft.kind_id)
    if kind is None:
        raise RuleError("stale_button")
    kept = await save_draft(context, CALL.step, draft)
    await show(context, press, CALL, kept, kind)


async def _drop_and_begin(context: Context, press: CallbackQuery) -> None:
    draft = await _find_open(context)
    committee_id = draft.more["committee_id"]
    await check_committee(context, committee_id, leads=True)
    await end_form(context)
    await _begin_with(context, press, committee_id, draft.more.get("line", ""))


async def _begin_with(
    context: Context, press: CallbackQuery | None, committee_id: int, line: str
) -> None:
    """Begin with what was written behind the command, if anything was."""
    if not line:
        await ask_door(context, press, committee_id)
        return
    await remember(context, DOOR_STEP, {"committee_id": committee_id})
    await take_door(context, press, committee_id, line)


async def _find_open(context: Context) -> Draft:
    found = await find_draft(context, CALL.step, CALLER_STEP)
    if found is None:
        raise RuleError("stale_button")
    return found[1]
