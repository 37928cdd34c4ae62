"""The preview of a batch and the question about one of its lines."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.relay.papers._draft import Draft
from handlers.relay.papers._lines import Line
from handlers.relay.papers._preview import preview_params, question_params
from handlers.relay.papers._relays import find_relay_to_enter
from handlers.talk import show
from storage.errors import RuleError


async def show_preview(context: Context, press: CallbackQuery | None, draft: Draft) -> None:
    """Say what the batch would do: totals, and every line that is not certain with the reason."""
    relay = await find_relay_to_enter(context, draft.relay_id)
    params = preview_params(draft, relay, context.received_at)
    if context.is_private:
        await show(context, press, "relay/papers_preview", **params)
    elif not await context.say_privately("relay/papers_preview", **params):
        raise RuleError("in_private_only")


async def show_question(
    context: Context, press: CallbackQuery | None, draft: Draft, line: Line
) -> None:
    """Ask about one line, with a button for each answer that is likely."""
    relay = await find_relay_to_enter(context, draft.relay_id)
    await show(context, press, "relay/papers_line", **question_params(draft, line, relay))
