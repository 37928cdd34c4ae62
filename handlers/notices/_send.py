"""What staff do with a notice: try it, send it, have it confirmed, stop it, recall it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.notices._callbacks import DecidePress, ListPress, NoticePress
from handlers.notices._facts import show_facts
from handlers.notices._letter import say_trial
from handlers.notices._page import head, show_page
from handlers.notices._reach import send_doors, send_knockers
from handlers.notices._talk import find_asked, find_own_notice, forget, read_words, remember
from handlers.notices._texts import show_papers, show_texts
from handlers.notices._when import show_options
from handlers.notices._write import ask_kind
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.notices import actions
from storage.notices.queries import NoticeView

STEP = "notices.reason"
Act = Callable[[Context, CallbackQuery, NoticeView], Awaitable[None]]


async def on_press(context: Context, press: CallbackQuery, data: NoticePress) -> None:
    """The buttons under a notice's page."""
    notice = await find_own_notice(context, data.notice_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, notice)
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    await show_page(context, press, notice.id)


async def _look(context: Context, _press: CallbackQuery, notice: NoticeView) -> None:
    await say_trial(context, notice.id, notice.language)


async def _to_me(context: Context, _press: CallbackQuery, notice: NoticeView) -> None:
    """As it really leaves: through the outbox, with its picture."""
    by, now = context.person_id, context.received_at
    await context.work.write(actions.send_to_me, notice.id, by=by, now=now)


async def _ask_kind(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    await ask_kind(context, press, notice.id)


async def _send(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    state = await context.work.write(
        actions.send_notice,
        notice.id,
        by=context.person_id,
        now=context.received_at,
        calendar=context.services.calendar,
    )
    await show_page(context, press, notice.id, note=state.value)


async def _unschedule(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.unschedule, notice.id, by=by, now=now)
    await show_page(context, press, notice.id, note="unscheduled")


async def _send_again(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.send_again, notice.id, by=by, now=now)
    await show_page(context, press, notice.id, note="again")


async def _drop(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.drop_notice, notice.id, by=by, now=now)
    await forget(context)
    await context.redraw(press, "notices/dropped", **head(notice))


async def _recall(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.recall_notice, notice.id, by=by, now=now)
    await show_page(context, press, notice.id, note="recalled")


def _ask_sure(act: str) -> Act:
    async def ask(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
        await context.redraw(press, "notices/sure", act=act, **head(notice))

    return ask


_ACTS: dict[str, Act] = {
    "show": _show,
    "look": _look,
    "to_me": _to_me,
    "kind": _ask_kind,
    "facts": show_facts,
    "texts": show_texts,
    "options": show_options,
    "send": _send,
    "unschedule": _unschedule,
    "again": _send_again,
    "drop": _ask_sure("drop"),
    "drop_sure": _drop,
    "recall": _ask_sure("recall"),
    "recall_sure": _recall,
    "papers": show_papers,
    "doors": send_doors,
    "knock": send_knockers,
}


async def on_decide(context: Context, press: CallbackQuery, data: DecidePress) -> None:
    """The second member of staff has read it: look, confirm, or send back with a word."""
    notice = await find_own_notice(context, data.notice_id)
    match data.act:
        case "look":
            await say_trial(context, notice.id, (await context.words()).language)
        case "confirm":
            state = await context.work.write(
                actions.confirm_notice,
                notice.id,
                data.version,
                by=context.person_id,
                now=context.received_at,
                calendar=context.services.calendar,
            )
            await show_page(context, press, notice.id, note=state.value)
        case "back":
            await remember(context, STEP, {"notice_id": notice.id})
            await context.say("notices/ask_reason", **head(notice))
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def on_reason(context: Context, message: Message, conversation: ConversationView) -> None:
    """Why it is sent back: its writer reads it."""
    notice = await find_asked(context, conversation)
    await context.work.write(
        actions.send_back,
        notice.id,
        by=context.person_id,
        now=context.received_at,
        reason=read_words(message),
    )
    await show_page(context, None, notice.id, note="back")


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, act = params["notice_id"], params["act"]
    sure = NoticePress(notice_id=notice_id, act=f"{act}_sure")
    return keyboard(
        [button(words, "notice_back", NoticePress(notice_id=notice_id))],
        [button(words, f"notice_{act}_sure", sure)],
    )


def _dropped_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = ListPress(committee_id=params["committee_id"])
    return keyboard([button(words, "notice_all", press)])


def _confirm_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, version = params["notice_id"], params["version"]

    def press(act: str) -> DecidePress:
        return DecidePress(notice_id=notice_id, version=version, act=act)

    return keyboard(
        [button(words, "notice_look", press("look"))],
        [button(words, "notice_confirm", press("confirm"))],
        [button(words, "notice_send_back", press("back"))],
    )


def _open_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = NoticePress(notice_id=params["notice_id"])
    return keyboard([button(words, "notice_open", press)])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/sure": _sure_keyboard,
    "notices/dropped": _dropped_keyboard,
    "notices/to_confirm": _confirm_keyboard,
    "notices/ask_reason": _open_keyboard,
    "notices/confirmed": _open_keyboard,
    "notices/sent_back": _open_keyboard,
    "notices/changed": _open_keyboard,
    "notices/late": _open_keyboard,
}
