"""What is kept of papers between two messages: nothing, a question, or a draft."""

from __future__ import annotations

from handlers.context import Context
from handlers.relay.papers._draft import Draft, draft_from_json, draft_to_json
from handlers.talk import recall, remember
from storage.errors import RuleError

STEP = "relay.papers"


async def keep_draft(context: Context, draft: Draft) -> None:
    """Keep a draft; what was being written for something else is not lost.

    Raises:
        RuleError: `finish_first`.
    """
    await remember(context, STEP, draft_to_json(draft), own=STEP, is_work=True)


async def find_draft(context: Context, made: int) -> Draft:
    """The draft that a button was shown for.

    Raises:
        RuleError: `in_private_only`, `stale_button` where there is none, or another.
    """
    context.check_private()
    data = await recall(context, STEP)
    if data is None or data.get("made") != made or "lines" not in data:
        raise RuleError("stale_button")
    return draft_from_json(data)
