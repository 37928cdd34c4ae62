"""Dialogues about supplies: remembered, resumed, and never taken twice."""

from __future__ import annotations

from typing import Any

from aiogram.types import Message

from handlers.context import Context
from handlers.spans import visible
from handlers.talk import recall
from storage.errors import RuleError


def read_words(message: Message) -> str:
    """What was written.

    Raises:
        RuleError: `fact_missing` for a picture, a sticker or nothing that can be seen.
    """
    text = visible(message.text or message.caption or "")
    if not text:
        raise RuleError("fact_missing", fact="text")
    return text


async def recall_work(context: Context, step: str) -> dict[str, Any]:
    """What is remembered of the private conversation at this step.

    Raises:
        RuleError: `stale_button` where it stands elsewhere.
    """
    known = await recall(context, step)
    if known is None:
        raise RuleError("stale_button")
    return known
