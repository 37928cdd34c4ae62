"""/questions: what residents asked and no entry answered, most asked first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff import _make, _reply, _search
from handlers.faq.staff._callbacks import ItemPress, ItemsPress, UsePress
from handlers.faq.staff._page import show_params
from handlers.faq.staff._talk import (
    choose_committee,
    find_own_committee,
    find_own_entry,
    find_own_item,
    forget,
)
from handlers.keyboards import cut_page
from handlers.talk import show, to_the_minute
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import ItemState
from storage.faq.queries import ItemView, list_items

A_PAGE = 6


async def on_questions(context: Context, _message: Message, _argument: str) -> None:
    """/questions: what waits.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "items")
    if committee_id is not None:
        await show_items(context, None, committee_id)


async def on_items(context: Context, press: CallbackQuery, data: ItemsPress) -> None:
    """Another page."""
    await show_items(context, press, data.committee_id, data.page)
    await context.answer(press, "")


async def show_items(
    context: Context, press: CallbackQuery | None, committee_id: int, number: int = 0
) -> None:
    """What waits, each a button."""
    committee = await find_own_committee(context, committee_id)
    await forget(context)
    items = await context.work.read(list_items, committee_id)
    # The sort keeps the order of equals: of those asked as often the oldest comes first.
    page = cut_page(sorted(items, key=lambda item: -item.askers), number, A_PAGE)
    await show(
        context,
        press,
        "faq/items",
        committee_id=committee_id,
        committee=committee.name,
        total=len(items),
        items=[{"id": each.id, "asked": each.text, "askers": each.askers} for each in page.items],
        page=page.number,
        pages=page.pages,
    )


async def on_item(context: Context, press: CallbackQuery, data: ItemPress) -> None:
    """The buttons of what waits."""
    item = await find_own_item(context, data.item_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, item)
    await context.answer(press, "")


async def show_item(context: Context, press: CallbackQuery | None, item: ItemView) -> None:
    """One question that waits, or what became of it."""
    await forget(context)
    await show(context, press, "faq/item", **item_params(item))


def item_params(item: ItemView) -> dict[str, Any]:
    """What waits, as JSON values."""
    return {
        "item_id": item.id,
        "committee_id": item.committee_id,
        "state": item.state.value,
        "asked": item.text,
        "language": item.language,
        "askers": item.askers,
        "opened_at": to_the_minute(item.opened_at),
        "said": item.reply,
        "entry_id": item.entry_id,
    }


async def _show_all(context: Context, press: CallbackQuery, item: ItemView) -> None:
    await show_items(context, press, item.committee_id)


def _check_open(item: ItemView) -> None:
    if item.state is not ItemState.OPEN:
        raise RuleError("faq_item_settled")


async def _offer_entries(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """Entries in force that may answer it; others are found by the words that come next."""
    _check_open(item)
    found = await _search.find_entries(context, item.committee_id, item.text or "", in_force=True)
    await _search.expect_words(context, _search.USE, item.committee_id, item.id)
    await context.redraw(
        press,
        "faq/found",
        purpose=_search.USE,
        committee_id=item.committee_id,
        subject=item.id,
        asked=item.text,
        entries=found,
    )


async def _search_entry(context: Context, press: CallbackQuery, item: ItemView) -> None:
    _check_open(item)
    await _search.ask_words_for(context, press, _search.USE, item.committee_id, item.id)


async def on_use(context: Context, press: CallbackQuery, data: UsePress) -> None:
    """Look at the entry that shall answer, then send it."""
    item = await find_own_item(context, data.item_id)
    entry = await find_own_entry(context, data.entry_id)
    if entry.committee_id != item.committee_id:
        raise RuleError("stale_button")
    if data.sure:
        by, now = context.person_id, context.received_at
        settled = await context.work.write(
            actions.settle_with_entry, item.id, entry.id, by=by, now=now
        )
        await forget(context)
        await _reply.show_settled(context, press, settled)
    else:
        _check_open(item)
        params = await show_params(context, entry)
        await context.redraw(press, "faq/use_sure", item=item_params(item), **params)
    await context.answer(press, "")


async def _ask_dismiss(context: Context, press: CallbackQuery, item: ItemView) -> None:
    _check_open(item)
    await context.redraw(press, "faq/dismiss_sure", **item_params(item))


async def _dismiss(context: Context, press: CallbackQuery, item: ItemView) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.dismiss_item, item.id, by=by, now=now)
    await show_items(context, press, item.committee_id)


async def _begin_reply(context: Context, press: CallbackQuery, item: ItemView) -> None:
    _check_open(item)
    await _reply.ask_reply(context, press, item)


_ACTS: dict[str, Callable[[Context, CallbackQuery, ItemView], Awaitable[Any]]] = {
    "show": show_item,
    "all": _show_all,
    "reply": _begin_reply,
    "send": _reply.send,
    "use": _offer_entries,
    "search": _search_entry,
    "dismiss": _ask_dismiss,
    "dismiss_sure": _dismiss,
    "make": _make.begin,
    "make_question": _make.ask_question,
    "make_source": _make.ask_source,
    "make_own": _make.take_own_source,
    "make_kind": _make.ask_kind,
    "make_sure": _make.publish,
}
