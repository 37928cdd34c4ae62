"""/faq for staff: how a committee's answers stand, and lists of them."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._callbacks import ListPress
from handlers.faq.staff._shelf import count_all, count_topics, select, title_of
from handlers.faq.staff._talk import choose_committee, find_own_committee, find_today, forget
from handlers.keyboards import cut_page
from handlers.talk import show
from storage.faq.queries import list_entries, list_items

A_PAGE = 8


async def on_board(context: Context, _message: Message, _argument: str) -> None:
    """/faq: the board of the one committee, or the question which one.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "board")
    if committee_id is not None:
        await show_board(context, None, committee_id)


async def show_board(context: Context, press: CallbackQuery | None, committee_id: int) -> None:
    """The counts, with all that can be done."""
    committee = await find_own_committee(context, committee_id)
    await forget(context)
    entries = await context.work.read(list_entries, committee_id, context.received_at)
    waiting = await context.work.read(list_items, committee_id)
    await show(
        context,
        press,
        "faq/board",
        committee_id=committee_id,
        committee=committee.name,
        total=len(entries),
        counts=count_all(entries, await find_today(context, committee_id)),
        waiting=len(waiting),
    )


async def show_topics(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """The topics that have entries, each a button."""
    await forget(context)
    entries = await context.work.read(list_entries, committee_id, context.received_at)
    topics = count_topics(entries)
    await context.redraw(press, "faq/board_topics", committee_id=committee_id, topics=topics)


async def on_list(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """A page of the entries of a topic or a selection, each a button."""
    await find_own_committee(context, data.committee_id)
    entries = await context.work.read(list_entries, data.committee_id, context.received_at)
    chosen = select(entries, data.which, await find_today(context, data.committee_id))
    page = cut_page(chosen, data.page, A_PAGE)
    language = (await context.words()).language
    await context.redraw(
        press,
        "faq/entries",
        committee_id=data.committee_id,
        which=data.which,
        total=len(chosen),
        entries=[title_of(entry, language) for entry in page.items],
        page=page.number,
        pages=page.pages,
    )
    await context.answer(press, "")
