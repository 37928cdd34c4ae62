"""What residents write about a request of theirs: an answer, what is missing, the next date.

A form that is half filled in meanwhile is kept, and taken up again afterwards.
"""

from __future__ import annotations

from typing import Any

from aiogram.types import Message

from handlers.context import Context
from handlers.requests._reading import today
from handlers.requests.residents._asking import ASKING
from handlers.requests.residents._own_page import show_own
from storage.community import actions as community
from storage.community.queries import ConversationView, find_conversation
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.dates import read_day

ANSWER = "requests.answer"
REOPEN = "requests.reopen"
ABSENT = "requests.absent"
SESSION = "requests.session"
# What becomes of the words, and what their writer is told.
_TAKEN = {
    ANSWER: (actions.answer_back, "answered"),
    REOPEN: (actions.reopen, "reopened"),
    ABSENT: (actions.report_absent, "reopened"),
}
_STEPS = (*_TAKEN, SESSION)


async def listen_for(context: Context, step: str, request_id: int, **more: Any) -> None:
    """Take the next words as what was asked for about this request."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    before: dict[str, Any] | None = None
    if found is not None and found.step == ASKING.step:
        before = dict(found.data)
    elif found is not None and found.step in _STEPS:
        before = found.data["before"]
    data = {"request_id": request_id, "before": before, **more}
    # A form that waits is not to be lost to what another feature begins.
    kept = {"update_id": before["update_id"]} if before is not None else {}
    await _save(context, step, data | kept)


async def stop_listening(context: Context) -> None:
    """Nothing more is to be written; a form that was open is open again."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step not in _STEPS:
        return
    if found.data["before"] is not None:
        await _save(context, ASKING.step, found.data["before"])
    else:
        await context.work.write(community.end_conversation, context.person_id, context.person_id)


async def on_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """What staff asked back, what is still missing, or what is not there."""
    action, said = _TAKEN[conversation.step]
    request_id = conversation.data["request_id"]
    await context.work.write(
        action,
        request_id,
        _read_words(message),
        by=context.person_id,
        now=context.received_at,
    )
    await _finish(context, request_id, said)


async def on_session(context: Context, message: Message, conversation: ConversationView) -> None:
    """The day of the next session, as it is written.

    Raises:
        RuleError: `need_date_wrong`, `need_date_past`.
    """
    now = await today(context)
    day = read_day(_read_words(message), now)
    if day is None:
        raise RuleError("need_date_wrong")
    if day < now:
        raise RuleError("need_date_past")
    request_id = conversation.data["request_id"]
    await context.work.write(
        actions.set_session, request_id, day, by=context.person_id, now=context.received_at
    )
    await _finish(context, request_id, "session")


def _read_words(message: Message) -> str:
    text = (message.text or message.caption or "").strip()
    if not text:
        raise RuleError("need_words_wanted")
    return text


async def _finish(context: Context, request_id: int, said: str) -> None:
    await stop_listening(context)
    await show_own(context, None, request_id, said=said)


async def _save(context: Context, step: str, data: dict[str, Any]) -> None:
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )
