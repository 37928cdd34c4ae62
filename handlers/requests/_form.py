"""Filling in a form: one question a message, answered by a button, by words or by a picture.

Both sides use it: residents who ask for themselves, and staff who enter what somebody tells them
on the telephone. What differs is a `Flow`: what the summary shows, and what comes of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests import _questions
from handlers.requests._callbacks import FormAct, FormPress
from handlers.requests._draft import Draft, find_draft, save_draft
from handlers.requests._reading import Taken, read_message, read_press, today
from handlers.routes import Router
from storage.community import actions as community
from storage.community.queries import ConversationView, find_household
from storage.errors import RuleError
from storage.requests.queries import KindView, find_kind

Summarise = Callable[[Context, CallbackQuery | None, Draft, KindView], Awaitable[None]]
Finish = Callable[[Context, CallbackQuery, Draft, KindView, str], Awaitable[None]]


@dataclass(frozen=True)
class Flow:
    """What a form is filled in for.

    Attributes:
        step: the conversation's step, which no other flow has.
        summarise: shows the whole form with the buttons of the flow; the draft is saved.
        finish: does what such a button says; its word arrives last.
        command: the word that begins anew, without its slash.
        is_for_others: staff fill it in for somebody who telephones.
        is_over: the form was sent; its old buttons only show what became of it.
    """

    step: str
    command: str
    summarise: Summarise
    finish: Finish
    is_for_others: bool = False
    is_over: bool = False


class Forms:
    """Leads what people press and write to the flow that they are in."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._flows: dict[str, Flow] = {}
        router.press(FormPress, self.on_press)
        for template, keyboard in _questions.KEYBOARDS.items():
            router.keyboard(template, keyboard)

    def add(self, flow: Flow) -> None:
        """Take the answers of a flow's conversation."""
        self._flows[flow.step] = flow
        if not flow.is_over:
            self._router.step(flow.step, self.on_answer, for_others=flow.is_for_others)

    async def on_answer(
        self, context: Context, message: Message, conversation: ConversationView
    ) -> None:
        """Take a written answer or a picture; what cannot be read changes nothing."""
        flow = self._flows[conversation.step]
        draft, kind = await _fit(context, Draft(**conversation.data))
        if (
            draft.at is None
            or draft.at >= len(kind.form.questions)
            or draft.took(context.update_id)
        ):
            await show(context, None, flow, draft, kind)
            return
        question = kind.form.questions[draft.at]
        taken = read_message(message, kind.form, question, draft, await today(context))
        await _move(context, None, flow, taken, kind)

    async def on_press(self, context: Context, press: CallbackQuery, data: FormPress) -> None:
        """A button of the form that is open.

        Raises:
            RuleError: `stale_button` for the button of a form that was sent or dropped.
        """
        context.check_private()
        found = await find_draft(context, *self._flows)
        if found is None or found[1].id != data.form:
            raise RuleError("stale_button")
        flow, draft = self._flows[found[0]], found[1]
        if data.act == FormAct.DROP and not flow.is_over:
            await end_form(context)
            params = {"is_change": bool(draft.request_id), "command": flow.command}
            await context.redraw(press, "requests/dropped", **params)
            await context.answer(press, "")
            return
        await self._act(context, press, data, flow, draft)

    async def _act(
        self, context: Context, press: CallbackQuery, data: FormPress, flow: Flow, draft: Draft
    ) -> None:
        draft, kind = await _fit(context, draft)
        if flow.is_over:
            await flow.summarise(context, press, draft, kind)
            await context.answer(press, "")
            return
        if data.act == FormAct.OTHER_DAY:
            words = await context.words()
            await context.answer(press, words.alert("need_write_day"), alert=True)
            return
        if data.act not in list(FormAct):
            await _finish(context, press, flow, draft, kind, data.act)
        elif data.act in (FormAct.RESUME, FormAct.SUMMARY, FormAct.MENU):
            await _turn_to(context, press, flow, draft, kind, FormAct(data.act))
        else:
            day = await today(context)
            taken = read_press(kind.form, data, draft, day, context.update_id)
            await _move(context, press, flow, taken, kind)
        await context.answer(press, "")


async def begin(
    context: Context, press: CallbackQuery | None, flow: Flow, draft: Draft, kind: KindView
) -> None:
    """Open a form; one that was open is gone. What `draft` already answers is not asked."""
    await go_on(context, press, flow, draft, kind)


async def go_on(
    context: Context, press: CallbackQuery | None, flow: Flow, draft: Draft, kind: KindView
) -> None:
    """Ask what is open still, or show the summary."""
    at = None if draft.is_edit else draft.next_open(kind.form)
    moved = replace(draft, at=at, is_edit=False)
    await show(context, press, flow, await save_draft(context, flow.step, moved), kind)


async def show(
    context: Context, press: CallbackQuery | None, flow: Flow, draft: Draft, kind: KindView
) -> None:
    """Show where a form stands: the question, or the summary."""
    if draft.at is None or draft.at >= len(kind.form.questions):
        await flow.summarise(context, press, draft, kind)
    else:
        household = await context.work.read(find_household, draft.household_id)
        door = household.door if household and flow.is_for_others else None
        await _questions.show_question(context, press, draft, kind, door)


async def end_form(context: Context) -> None:
    """Forget the form that is open."""
    await context.work.write(community.end_conversation, context.person_id, context.person_id)


async def _move(
    context: Context, press: CallbackQuery | None, flow: Flow, taken: Taken, kind: KindView
) -> None:
    """On to what is open, or once more to where the form stands."""
    if taken.is_done:
        await go_on(context, press, flow, taken.draft, kind)
    else:
        draft = await save_draft(context, flow.step, taken.draft)
        await show(context, press, flow, draft, kind)


async def _fit(context: Context, draft: Draft) -> tuple[Draft, KindView]:
    """The form as its kind is now, and the kind.

    Raises:
        RuleError: `stale_button`: the kind is gone.
    """
    kind = await context.work.read(find_kind, draft.kind_id)
    if kind is None:
        raise RuleError("stale_button")
    return draft.fitted(kind.form, await today(context)), kind


async def _finish(
    context: Context, press: CallbackQuery, flow: Flow, draft: Draft, kind: KindView, act: str
) -> None:
    """A button of the summary; what the kind has come to ask for meanwhile is asked first."""
    if draft.next_open(kind.form) is None:
        await flow.finish(context, press, draft, kind, act)
    else:
        await go_on(context, press, flow, draft, kind)


async def _turn_to(
    context: Context,
    press: CallbackQuery,
    flow: Flow,
    draft: Draft,
    kind: KindView,
    act: FormAct,
) -> None:
    """To the summary, to the list of what can be changed, or to where one was."""
    if act is FormAct.RESUME:
        await show(context, press, flow, draft, kind)
        return
    kept = await save_draft(context, flow.step, replace(draft, at=None, is_edit=False))
    if act is FormAct.MENU:
        await _questions.show_menu(context, press, kept, kind)
    else:
        await show(context, press, flow, kept, kind)
