"""What was typed about a run: a hospital, who hands over, a place, a code, a reason."""

from __future__ import annotations

from aiogram.types import Message

from handlers.context import Context
from handlers.runs._bags import note_result, show_bag
from handlers.runs._run import show_run
from handlers.runs._talk import read_text
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.runs import actions, queries

_FACTS = {
    "hospital": actions.set_hospital,
    "handover": actions.set_handover,
    "place": actions.set_place,
}


async def on_text(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was typed."""
    text, subject = read_text(message), int(conversation.data["subject"])
    purpose = conversation.data["purpose"]
    by, now = context.person_id, context.received_at
    if purpose in _FACTS:
        await context.work.write(_FACTS[purpose], subject, text, by=by, now=now)
        await show_run(context, None, subject)
    elif purpose == "code":
        await _take_code(context, subject, text)
    elif purpose == "reason":
        line = await context.work.read(queries.find_line, subject)
        if line is None or line.bag_id is None:
            raise RuleError("run_line_out")
        await note_result(context, line, conversation.data["result"], text)
        await show_bag(context, None, line.bag_id)


async def _take_code(context: Context, run_id: int, code: str) -> None:
    """Hand the bag over, and wait for the next one's code."""
    by, now = context.person_id, context.received_at
    number = await context.work.write(actions.collect_bag, run_id, code, by=by, now=now)
    run = await context.work.read(queries.find_run, run_id)
    assert run is not None
    left = sum(any(line.is_carried for line in bag) for bag in run.bags)
    await context.say("runs/collected", run_id=run_id, bag=run.bag_code(number), left=left)
