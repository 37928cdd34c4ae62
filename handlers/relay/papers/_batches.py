"""What was brought in before, and taking it back."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import find_page
from handlers.relay.papers._callbacks import BatchPress, EnteredPress
from handlers.relay.papers._preview import batch_facts
from handlers.relay.papers._relays import find_relay_to_enter
from storage.errors import RuleError
from storage.relay.moves import void_entry
from storage.relay.papers.actions import undo_batch
from storage.relay.papers.queries import count_batches, find_batch, list_batches

PAGE = 8


async def show_batches(context: Context, press: CallbackQuery, relay_id: int, page: int) -> None:
    """Batches of a relay, newest first."""
    relay = await find_relay_to_enter(context, relay_id)
    count = await context.work.read(count_batches, relay_id)
    page, pages = find_page(count, page, PAGE)
    found = await context.work.read(list_batches, relay_id, after=page * PAGE, most=PAGE)
    await context.redraw(
        press,
        "relay/papers_batches",
        relay_id=relay_id,
        title=relay.title,
        page=page,
        pages=pages,
        batches=[batch_facts(batch) for batch in found],
    )


async def on_batch(context: Context, press: CallbackQuery, data: BatchPress) -> None:
    """One batch: what it did, and its undoing: by staff, or by the lead who brought it."""
    context.check_private()
    batch = await context.work.read(find_batch, data.batch_id)
    if batch is None:
        raise RuleError("papers_unknown")
    relay = await find_relay_to_enter(context, batch.relay_id)
    undone = None
    if data.act == "undo_sure":
        reason = (await context.words()).text("sheet/papers_undone")
        by, now = context.person_id, context.received_at
        undone = await context.work.write(undo_batch, batch.id, by=by, now=now, reason=reason)
        batch = await context.work.read(find_batch, data.batch_id)
        assert batch is not None
    await context.redraw(
        press,
        "relay/papers_batch",
        relay_id=relay.id,
        title=relay.title,
        batch=batch_facts(batch),
        is_sure=data.act == "undo",
        undone=undone,
    )
    await context.answer(press, "")


async def on_undo_entered(context: Context, press: CallbackQuery, data: EnteredPress) -> None:
    """Take back the one row that was just entered."""
    context.check_private()
    relay = await find_relay_to_enter(context, data.relay_id)
    reason = (await context.words()).text("sheet/papers_undone")
    await context.work.write(
        void_entry,
        relay.id,
        data.number,
        reason,
        by=context.person_id,
        now=context.received_at,
        update_id=context.update_id,
    )
    await context.redraw(press, "relay/papers_row_undone", title=relay.title)
    await context.answer(press, "")
