"""One entry as staff see it: what residents are given, how it stands, what can be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff import _scope, _search, _until
from handlers.faq.staff._callbacks import EntryPress, LongerPress, ReplacePress
from handlers.faq.staff._page import list_languages, show_entry, show_params
from handlers.faq.staff._shelf import find_obstacle, select, title_of
from handlers.faq.staff._talk import find_own_entry, find_today, forget
from handlers.talk import day_of, show
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import Standing
from storage.faq.queries import EntryView, list_entries

MOST_SUCCESSORS = 6
OVER = (Standing.EXPIRED, Standing.WITHDRAWN)
A_LITTLE_LONGER = timedelta(days=30)


async def on_entry(context: Context, press: CallbackQuery, data: EntryPress) -> None:
    """The buttons of an entry."""
    entry = await find_own_entry(context, data.entry_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, entry)
    await context.answer(press, "")


async def _open(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await forget(context)
    await show_entry(context, press, entry)


async def _open_edit(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await forget(context)
    await show_entry(context, press, entry, menu="edit")


async def ask_publish(context: Context, press: CallbackQuery | None, entry: EntryView) -> None:
    """Show once more what residents will be given, and ask until when it holds.

    Raises:
        RuleError: why it cannot be put in force.
    """
    if obstacle := find_obstacle(entry):
        raise obstacle
    await show(context, press, "faq/publish", **await show_params(context, entry))


async def ask_until(context: Context, press: CallbackQuery | None, entry: EntryView) -> None:
    """Ask until when an entry holds."""
    await show(
        context,
        press,
        "faq/until",
        purpose="dates",
        subject=entry.id,
        title=entry.text_for((await context.words()).language).question,
        valid_from=entry.valid_from.isoformat() if entry.valid_from else None,
        valid_until=entry.valid_until.isoformat() if entry.valid_until else None,
    )


async def _check(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    by, now = context.person_id, context.received_at
    checked = await context.work.write(actions.confirm_checked, entry.id, by=by, now=now)
    await show_entry(context, press, checked, note="checked")


async def _ask_withdraw(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await _ask_successor(context, press, entry, is_over=False)


async def _ask_replaced(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    if entry.standing not in OVER:
        raise RuleError("stale_button")
    await _ask_successor(context, press, entry, is_over=True)


async def _ask_successor(
    context: Context, press: CallbackQuery, entry: EntryView, *, is_over: bool
) -> None:
    """Ask what replaces it: an entry of the same topic, one that is looked for, or nothing.

    Args:
        is_over: residents are not given it any more, whatever is chosen.
    """
    language = (await context.words()).language
    entries = await context.work.read(list_entries, entry.committee_id, context.received_at)
    today = await find_today(context, entry.committee_id)
    others = [
        title_of(other, language)
        for other in select(entries, Standing.IN_FORCE, today)
        if other.kind is entry.kind and other.id != entry.id
    ]
    await context.redraw(
        press,
        "faq/withdraw",
        entry_id=entry.id,
        title=entry.text_for(language).question,
        entries=others[:MOST_SUCCESSORS],
        is_over=is_over,
        has_none=not is_over or entry.standing is Standing.WITHDRAWN,
    )


async def on_replace(context: Context, press: CallbackQuery, data: ReplacePress) -> None:
    """Withdraw it, in favour of another or of none; the entry's page offers to undo it.

    What has ended by its date keeps that date beside its successor.
    """
    entry = await find_own_entry(context, data.entry_id)
    if data.by_id:
        await find_own_entry(context, data.by_id)
    successor, by, now = data.by_id or None, context.person_id, context.received_at
    is_withdrawn = entry.standing is Standing.WITHDRAWN
    stays = is_withdrawn or (entry.standing is Standing.EXPIRED and successor is not None)
    if stays:
        entry = await context.work.write(
            actions.set_replacement, entry.id, successor, by=by, now=now
        )
    else:
        entry = await context.work.write(
            actions.withdraw_entry, entry.id, replaced_by=successor, by=by, now=now
        )
    await forget(context)
    await show_entry(context, press, entry, note="saved" if stays else "withdrawn")
    await context.answer(press, "")


async def _restore(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    by, now = context.person_id, context.received_at
    restored = await context.work.write(actions.restore_entry, entry.id, by=by, now=now)
    await show_entry(context, press, restored, note="restored")


async def _search_successor(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await _search.ask_words_for(context, press, _search.REPLACE, entry.committee_id, entry.id)


async def on_longer(context: Context, press: CallbackQuery, data: LongerPress) -> None:
    """Let it hold thirty days beyond the end that the button was shown for; twice is once."""
    entry = await find_own_entry(context, data.entry_id)
    was = day_of(data.end)
    end = was + A_LITTLE_LONGER
    if entry.valid_until not in (was, end):
        raise RuleError("stale_button")
    by, now = context.person_id, context.received_at
    entry = await context.work.write(actions.set_dates, entry.id, by=by, now=now, valid_until=end)
    await show_entry(context, press, entry, note="saved")
    await context.answer(press, "")


async def _show_languages(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await forget(context)
    await context.redraw(
        press,
        "faq/languages",
        entry_id=entry.id,
        title=entry.text_for((await context.words()).language).question,
        languages=list_languages(entry),
    )


async def _ask_begin(context: Context, _press: CallbackQuery, entry: EntryView) -> None:
    await _until.ask_day(context, "begin", entry.id)


async def _ask_kind(context: Context, press: CallbackQuery, entry: EntryView) -> None:
    await context.redraw(press, "faq/choose_kind", purpose="entry", subject=entry.id)


_ACTS: dict[str, Callable[[Context, CallbackQuery, EntryView], Awaitable[Any]]] = {
    "show": _open,
    "edit": _open_edit,
    "publish": ask_publish,
    "dates": ask_until,
    "checked": _check,
    "withdraw": _ask_withdraw,
    "replaced": _ask_replaced,
    "search": _search_successor,
    "restore": _restore,
    "scope": _scope.show_scope,
    "kind": _ask_kind,
    "languages": _show_languages,
    "begin": _ask_begin,
}
