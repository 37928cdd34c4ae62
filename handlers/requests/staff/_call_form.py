"""The form of a call: the residents' questions, then who called and which way."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests._draft import Draft, find_draft, save_draft
from handlers.requests._form import Flow, end_form, show
from handlers.requests._questions import summary_params
from handlers.requests.staff._page import head_params
from handlers.talk import read_text
from handlers.talk import show as show_page
from storage.community.queries import ConversationView, find_household
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.kinds import Channel
from storage.requests.queries import KindView, find_kind

CALLER_STEP = "requests.call_caller"
LONGEST_CALLER = 200
CHANNELS = (Channel.PHONE, Channel.DESK, Channel.HOTLINE)
ENTER, WHO = "enter", "who"


async def _summarise(
    context: Context, press: CallbackQuery | None, draft: Draft, kind: KindView
) -> None:
    """Everything at a glance; who called is asked before, once."""
    if "caller" not in draft.more:
        await _ask_caller(context, press, draft)
        return
    household = await context.work.read(find_household, draft.household_id)
    await show_page(
        context,
        press,
        "requests/call_summary",
        **await summary_params(context, draft, kind),
        door=household.door if household else "",
        channel=draft.more["channel"],
        caller=draft.more["caller"],
        alike=draft.more["alike"],
    )


async def _ask_caller(context: Context, press: CallbackQuery | None, draft: Draft) -> None:
    await save_draft(context, CALLER_STEP, draft)
    household = await context.work.read(find_household, draft.household_id)
    await show_page(
        context, press, "requests/call_caller", door=household.door if household else ""
    )


async def on_caller(context: Context, message: Message, conversation: ConversationView) -> None:
    """Who called was written."""
    draft = Draft(**conversation.data)
    caller = " ".join(read_text(message).split())
    if len(caller) > LONGEST_CALLER:
        raise RuleError("text_too_long", limit=LONGEST_CALLER)
    await _go_on(context, None, draft, caller)


async def skip_caller(context: Context, press: CallbackQuery) -> None:
    """Nobody's name is known, or it is as it was."""
    found = await find_draft(context, CALLER_STEP)
    if found is None:
        raise RuleError("stale_button")
    await _go_on(context, press, found[1], found[1].more.get("caller", ""))


async def _go_on(context: Context, press: CallbackQuery | None, draft: Draft, caller: str) -> None:
    kind = await context.work.read(find_kind, draft.kind_id)
    if kind is None:
        raise RuleError("stale_button")
    draft = replace(draft, more={**draft.more, "caller": caller})
    await show(context, press, CALL, await save_draft(context, CALL.step, draft), kind)


async def _finish(
    context: Context, press: CallbackQuery, draft: Draft, kind: KindView, act: str
) -> None:
    if act == ENTER:
        await _enter(context, press, draft)
    elif act == WHO:
        await _ask_caller(context, press, draft)
    elif act in CHANNELS:
        draft = replace(draft, more={**draft.more, "channel": act})
        await show(context, press, CALL, await save_draft(context, CALL.step, draft), kind)
    else:
        raise RuleError("stale_button")


async def _enter(context: Context, press: CallbackQuery, draft: Draft) -> None:
    """Enter it. The number of the form makes a second press the same request."""
    new = actions.NewRequest(
        kind_id=draft.kind_id,
        household_id=draft.household_id,
        answers=draft.answers,
        language=(await context.words()).language,
        channel=Channel(draft.more["channel"]),
        photos=tuple(actions.NewPhoto(**photo) for photo in draft.photos),
        update_id=draft.id,
        caller=draft.more["caller"] or None,
    )
    by, now = context.person_id, context.received_at
    request = await context.work.write(actions.enter, new, by=by, now=now)
    await context.redraw(
        press,
        "requests/entered",
        **head_params(request),
        door=request.door,
        due_at=request.due_at.isoformat(),
    )
    await end_form(context)


CALL = Flow("requests.call_form", "call", _summarise, _finish, is_for_others=True)
