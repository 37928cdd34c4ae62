"""/notices: what was announced to my house, again; for staff, all of the committee's."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, find_page, keyboard, turning_row
from handlers.notices._callbacks import (
    ListPress,
    NewPress,
    NoticePress,
    ReachPress,
    ReadPress,
)
from handlers.notices._letter import say_notice
from handlers.notices._reach import list_own
from handlers.notices._talk import choose_committee, forget
from handlers.routes import Keyboard
from handlers.talk import find_staff_committee, show, to_the_minute
from locales.renderer import Words
from locales.values import cell_width, shorten
from storage.errors import RuleError
from storage.notices.kinds import NoticeState
from storage.notices.queries import (
    NoticeLine,
    count_for_resident,
    count_notices,
    find_notice,
    list_for_resident,
    list_notices,
    may_read,
)

A_PAGE = 8
TITLE_CELLS = 26


async def on_notices(context: Context, _message: Message, _argument: str) -> None:
    """/notices, in private.

    Raises:
        RuleError: `in_private_only`.
    """
    context.check_private()
    if not (await context.actor()).is_staff_anywhere:
        await _show_own(context, None, 0)
        return
    committee_id = await choose_committee(context)
    if committee_id is not None:
        await _show_all(context, None, committee_id, 0)


async def on_list(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """Another page."""
    context.check_private()
    if data.committee_id:
        await _show_all(context, press, data.committee_id, data.page)
    else:
        await _show_own(context, press, data.page)
    await context.answer(press, "")


async def _show_all(
    context: Context, press: CallbackQuery | None, committee_id: int, number: int
) -> None:
    committee = await find_staff_committee(context, committee_id)
    await forget(context)
    count = await context.work.read(count_notices, committee_id)
    number, pages = find_page(count, number, A_PAGE)
    lines = await context.work.read(list_notices, committee_id, most=A_PAGE, offset=number * A_PAGE)
    actor = await context.actor()
    await show(
        context,
        press,
        "notices/list",
        committee_id=committee_id,
        committee=committee.name,
        total=count,
        notices=[_describe(each) for each in lines],
        has_home=bool(actor.residents),
        page=number,
        pages=pages,
    )


async def _show_own(context: Context, press: CallbackQuery | None, number: int) -> None:
    count = await context.work.read(count_for_resident, context.person_id)
    number, pages = find_page(count, number, A_PAGE)
    lines = await context.work.read(
        list_for_resident,
        context.person_id,
        language=(await context.words()).language,
        most=A_PAGE,
        offset=number * A_PAGE,
    )
    await show(
        context,
        press,
        "notices/mine",
        notices=[_describe(each) for each in lines],
        is_tied=bool((await context.actor()).residents),
        page=number,
        pages=pages,
    )


def _describe(line: NoticeLine) -> dict[str, Any]:
    return {
        "notice_id": line.id,
        "number": line.number,
        "kind": line.kind.value,
        "state": line.state.value,
        "title": shorten(line.title, TITLE_CELLS, cell_width),
        "at": to_the_minute(line.at),
        "asks_ack": line.asks_ack,
        "is_acknowledged": line.is_mine_acknowledged,
    }


async def on_read(context: Context, press: CallbackQuery, data: ReadPress) -> None:
    """The notice itself, in a message of its own."""
    context.check_private()
    await show_one(context, data.notice_id)
    await context.answer(press, "")


async def show_one(context: Context, notice_id: int) -> None:
    """The notice for whom it is; leads find the doors of their buildings under it.

    Raises:
        RuleError: `notice_not_yours`; `notice_recalled`; `notice_unknown`.
    """
    notice = await context.work.read(find_notice, notice_id)
    if notice is None or notice.sent_at is None:
        raise RuleError("notice_unknown")
    own = await list_own(context, notice)
    # Whoever goes from door to door has to know what to say there.
    if not own and not await context.work.read(
        may_read, notice_id, context.person_id, context.received_at
    ):
        raise RuleError("notice_not_yours")
    if notice.state is NoticeState.RECALLED:
        raise RuleError("notice_recalled")
    await say_notice(context, notice_id)
    if own and not (await context.actor()).is_staff(notice.committee_id):
        await context.say(
            "notices/for_lead",
            notice_id=notice_id,
            buildings=[each.label for each in own[:12]],
            left=sum(each.counts.remaining for each in own),
        )


def _list_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    rows = (
        [_line(words, each, NoticePress(notice_id=each["notice_id"]), each["state"])]
        for each in params["notices"]
    )
    turns = turning_row(words, params, lambda page: ListPress(committee_id=committee_id, page=page))
    mine = [button(words, "notice_mine", ListPress())] if params["has_home"] else []
    new = button(words, "notice_new", NewPress(committee_id=committee_id))
    return keyboard(*rows, turns, [new], mine)


def _mine_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rows = (
        [_line(words, each, ReadPress(notice_id=each["notice_id"]), _own_state(each))]
        for each in params["notices"]
    )
    turns = turning_row(words, params, lambda page: ListPress(page=page))
    return keyboard(*rows, turns)


def _own_state(each: dict[str, Any]) -> str:
    if not each["asks_ack"]:
        return ""
    return "acknowledged" if each["is_acknowledged"] else "asks"


def _line(words: Words, each: dict[str, Any], press: Any, state: str) -> Any:
    return button(words, "notice_line", press, state=state, at=each["at"], title=each["title"])


def _lead_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = ReachPress(notice_id=params["notice_id"])
    return keyboard([button(words, "notice_reach", press)])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/list": _list_keyboard,
    "notices/mine": _mine_keyboard,
    "notices/for_lead": _lead_keyboard,
}
