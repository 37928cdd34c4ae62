"""The end of a form: all of it at a glance, what is like it, and sending."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.requests._callbacks import FormAct
from handlers.requests._draft import Draft, keep_sent
from handlers.requests._form import Flow, begin, end_form
from handlers.requests._questions import form_button, summary_params
from handlers.requests._show import show, to_minute
from handlers.requests.residents._callbacks import MinePress, OwnPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import find_household
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.kinds import Channel, Purpose
from storage.requests.queries import KindView, RequestView, find_like, find_own

_SEND, _ANYWAY = "send", "sure"
_MOST_ALIKE = 3
# What another medicine has in common with the one before.
_SHARED = (Purpose.HOSPITAL, Purpose.ROUTE)


async def _summarise(
    context: Context, press: CallbackQuery | None, draft: Draft, kind: KindView
) -> None:
    household = await context.work.read(find_household, draft.household_id)
    params = {
        **await summary_params(context, draft, kind),
        "door": household.door if household else "",
        "is_change": bool(draft.request_id),
    }
    await show(context, press, "requests/summary", **params)


async def _finish(
    context: Context, press: CallbackQuery, draft: Draft, kind: KindView, act: str
) -> None:
    if act not in (_SEND, _ANYWAY):
        raise RuleError("stale_button")
    if draft.request_id:
        await _save_changes(context, press, draft, kind)
    elif act == _ANYWAY or not await _shows_alike(context, press, draft, kind):
        await _send(context, press, draft, kind)


async def _shows_alike(
    context: Context, press: CallbackQuery, draft: Draft, kind: KindView
) -> bool:
    """Point out what the household has asked for already; nobody is kept from asking again."""
    alike = await context.work.read(
        find_like, draft.household_id, draft.kind_id, context.received_at
    )
    if kind.is_sensitive:
        # What somebody asks for themselves is not told to their own family either.
        alike = tuple(each for each in alike if each.person_id == context.person_id)
    if not alike:
        return False
    others = [_name_alike(context, each) for each in alike[:_MOST_ALIKE]]
    params = {"form": draft.id, "kind": kind.sign, "others": others}
    await context.redraw(press, "requests/alike", **params)
    return True


def _name_alike(context: Context, request: RequestView) -> dict[str, Any]:
    return {
        "request_id": request.id,
        "number": request.number,
        "opened_at": to_minute(request.opened_at),
        "is_live": request.is_live,
        "is_own": request.person_id == context.person_id,
    }


async def _send(context: Context, press: CallbackQuery, draft: Draft, kind: KindView) -> None:
    """Send it. The number of the form makes a second press the same request."""
    new = actions.NewRequest(
        kind_id=kind.id,
        household_id=draft.household_id,
        answers=draft.answers,
        language=(await context.words()).language,
        channel=Channel.CHAT,
        photos=tuple(actions.NewPhoto(**photo) for photo in draft.photos),
        update_id=draft.id,
    )
    request = await context.work.write(
        actions.ask, new, by=context.person_id, now=context.received_at
    )
    sent = Draft(draft.id, kind.id, draft.household_id, request_id=request.id)
    await keep_sent(context, SENT.step, sent)
    await show_sent(context, press, request)


async def _save_changes(
    context: Context, press: CallbackQuery, draft: Draft, kind: KindView
) -> None:
    """Keep the answers as they are now; what is left out is taken away."""
    before = await context.work.read(find_own, draft.request_id, context.person_id)
    known = {photo.file_id for photo in before.photos} if before else set()
    await context.work.write(
        actions.change_answers,
        draft.request_id,
        {each.name: draft.answers.get(each.name) for each in kind.form.questions},
        by=context.person_id,
        now=context.received_at,
    )
    for photo in draft.photos:
        if photo["file_id"] not in known:
            await context.work.write(
                actions.add_photo,
                draft.request_id,
                actions.NewPhoto(**photo),
                by=context.person_id,
                now=context.received_at,
            )
    await end_form(context)
    number = before.number if before else 0
    await context.redraw(press, "requests/changed_own", request_id=draft.request_id, number=number)


async def show_sent(context: Context, press: CallbackQuery | None, request: RequestView) -> None:
    """Say that it arrived, what comes next and by when."""
    params = {
        "request_id": request.id,
        "number": request.number,
        "kind": request.kind.sign,
        "due_at": to_minute(request.due_at),
        "respond_minutes": request.kind.respond_minutes,
        "is_live": request.is_live,
        "is_gathered": request.form.is_gathered,
    }
    await show(context, press, "requests/sent", **params)


async def _show_sent_again(
    context: Context, press: CallbackQuery | None, draft: Draft, _kind: KindView
) -> None:
    """An old button of a form that was sent."""
    request = await context.work.read(find_own, draft.request_id, context.person_id)
    if request is None:
        raise RuleError("stale_button")
    await show_sent(context, press, request)


async def _nothing_more(
    _context: Context, _press: CallbackQuery, _draft: Draft, _kind: KindView, _act: str
) -> None:
    raise RuleError("stale_button")


async def begin_another(context: Context, request: RequestView) -> None:
    """Another medicine of the same hospital: only what differs is asked."""
    draft = Draft(context.update_id, request.kind.id, request.household_id)
    for purpose in _SHARED:
        asked, value = request.kind.form.find(purpose), request.find(purpose)
        if asked is not None and value is not None:
            draft = draft.given(asked.name, value)
    await begin(context, None, ASKING, draft, request.kind)


async def begin_change(context: Context, request: RequestView) -> None:
    """The whole form of a request, with all its answers, to be changed."""
    draft = Draft(
        context.update_id,
        request.kind.id,
        request.household_id,
        answers=dict(request.answers),
        photos=[{"file_id": each.file_id, "size": each.size} for each in request.photos],
        request_id=request.id,
    )
    open_ones = [each.name for each in request.kind.form.questions if not each.required]
    await begin(context, None, ASKING, replace(draft, passed=open_ones), request.kind)


def _summary_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    send = "need_save" if params["is_change"] else "need_send"
    return keyboard(
        [form_button(words, send, params, _SEND)],
        [
            form_button(words, "need_change", params, FormAct.MENU),
            form_button(words, "need_drop", params, FormAct.DROP),
        ],
    )


def _alike_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    own = (
        [
            button(
                words,
                "need_open",
                OwnPress(request_id=each["request_id"]),
                number=each["number"],
            )
        ]
        for each in params["others"]
        if each["is_own"]
    )
    return keyboard(
        *own,
        [form_button(words, "need_send_anyway", params, _ANYWAY)],
        [
            form_button(words, "need_to_summary", params, FormAct.SUMMARY),
            form_button(words, "need_drop", params, FormAct.DROP),
        ],
    )


def _sent_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    another = OwnPress(request_id=params["request_id"], act="more")
    return keyboard(
        [button(words, "need_another", another)] if params["is_gathered"] else [],
        [button(words, "need_mine", MinePress())],
    )


def _changed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = OwnPress(request_id=params["request_id"])
    return keyboard([button(words, "need_open", press, number=params["number"])])


ASKING = Flow("requests.form", "need", _summarise, _finish)
SENT = Flow("requests.sent", "need", _show_sent_again, _nothing_more, is_over=True)

KEYBOARDS: dict[str, Keyboard] = {
    "requests/summary": _summary_keyboard,
    "requests/alike": _alike_keyboard,
    "requests/sent": _sent_keyboard,
    "requests/changed_own": _changed_keyboard,
}
