"""From a question that no entry answers to the person on duty, alike ones together."""

from __future__ import annotations

from handlers.context import Context
from storage.faq import actions
from storage.faq.queries import QuestionView, find_question, list_waiting


async def hand_over(context: Context, question_id: int) -> bool:
    """Let a question wait for a person. One that waits already changes nothing.

    Returns:
        Whether anybody on duty was told of it; nobody may be reachable yet.

    Raises:
        RuleError: `faq_too_many`.
    """
    question = await context.work.read(find_question, question_id)
    if question is None:
        return False
    item = await context.work.write(
        actions.open_item,
        question_id,
        alike=await _find_alike(context, question) if question.item_id is None else None,
        now=context.received_at,
    )
    return item.is_told


async def _find_alike(context: Context, question: QuestionView) -> int | None:
    """What waits already and asks the same in other words, as the matcher judges."""
    waiting = await context.work.read(list_waiting, question.committee_id)
    texts = [each.text for each in waiting]
    found = await context.services.matcher.find_alike(question.text, texts)
    return None if found is None else waiting[found].item_id
