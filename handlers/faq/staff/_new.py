"""A new entry: topic, question, answer; then its source, and until when it holds.

Once question and answer are written the entry is a draft: whoever is called away loses nothing.
"""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._edit import STEP as EDIT_STEP
from handlers.faq.staff._edit import show_field
from handlers.faq.staff._reading import read_words
from handlers.faq.staff._talk import find_own_committee, find_own_entry, find_written, remember
from handlers.talk import is_resent, read_text
from storage.community.queries import ConversationView
from storage.faq import actions, rules
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind

STEP = "faq.new"


async def ask_topic(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Ask what the new entry is about."""
    await context.redraw(press, "faq/choose_kind", purpose="new", subject=committee_id)


async def ask_question(
    context: Context, press: CallbackQuery, committee_id: int, kind: str
) -> None:
    """Ask for the question."""
    await find_own_committee(context, committee_id)
    await remember(context, STEP, {"committee_id": committee_id, "kind": kind})
    await context.redraw(press, "faq/ask_new", committee_id=committee_id, question=None)


async def on_new(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the question, or question and answer in one message, or the answer."""
    data = dict(conversation.data)
    await find_own_committee(context, data["committee_id"])
    if is_resent(context, conversation):
        await context.say(
            "faq/ask_new", committee_id=data["committee_id"], question=data.get("question")
        )
        return
    text = read_text(message)
    question, answer = (data["question"], text) if "question" in data else read_words(text)
    rules.check_words(EntryWords("", question, (), answer or "!"))
    if answer:
        await _create(context, data["committee_id"], data["kind"], question, answer)
        return
    await remember(context, STEP, {**data, "question": question})
    await context.say("faq/ask_new", committee_id=data["committee_id"], question=question)


async def _create(
    context: Context, committee_id: int, kind: str, question: str, answer: str
) -> None:
    language = await find_written(context, f"{question} {answer}")
    entry_id = await context.work.write(
        actions.draft_entry,
        committee_id,
        EntryKind(kind),
        EntryWords(language, question, (), answer),
        EDIT_STEP,
        {"field": "source", "is_new": True, "update_id": context.update_id},
        by=context.person_id,
        now=context.received_at,
    )
    entry = await find_own_entry(context, entry_id)
    await show_field(context, None, entry, "source", is_new=True)
