"""What is said to a question: one answer, titles to choose from, or honestly nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from aiogram.types import Message

from handlers.answering import Finding, Tier
from handlers.context import Context
from handlers.faq._answer import find_readable, say_entry
from handlers.faq.residents._choices import leave_one_open, offer_titles
from handlers.faq.residents._ended import ended_params, find_successor
from handlers.faq.residents._handing import hand_over
from handlers.faq.residents._place import answer_link, message_link
from storage.faq import actions
from storage.faq.kinds import Outcome
from storage.faq.queries import (
    EntryView,
    Givable,
    find_chat_manner,
    find_question,
    list_givable,
)
from storage.faq.rules import Place

log = structlog.get_logger(__name__)

# The same answer twice within this time is one too many for a group.
QUIET = timedelta(minutes=30)
# Under a question that is handed to a person.
SEEN = "👀"
# Under one that nobody can be given the answer to.
SHRUG = "🤷"
NOT_KEPT = 0
"""The number of a question that is not kept."""


class How(StrEnum):
    """How words came to the bot."""

    ASKED = "asked"
    """As a question to it."""
    SAID = "said"
    """To it, but nothing in them asks: thanks, a greeting, a complaint."""
    OVERHEARD = "overheard"
    """To nobody; where the bot is not sure it was never there."""


@dataclass(frozen=True)
class Asked:
    """A question.

    Attributes:
        text: at most `LONGEST_QUESTION` characters.
        message: where it was asked.
        author_id: whose words they are, where the asker points at another's message.
    """

    text: str
    message: Message
    how: How
    author_id: int | None = None

    @property
    def reply_to(self) -> int | None:
        """The message that an answer in a group points at."""
        return None if self.message.chat.type == "private" else self.message.message_id


@dataclass(frozen=True)
class _Said:
    """What a group was told a short while ago, and in which message."""

    entry_id: int
    message_id: int
    at: datetime


async def reply(context: Context, asked: Asked, place: Place) -> None:
    """Search, and say what may be said."""
    givable = await context.work.read(list_givable, place, context.received_at)
    finding = await _search(context, asked, place, givable)
    best = finding.candidates[0] if finding.candidates else None
    if best is None or finding.tier is Tier.NONE:
        await _admit(context, asked, place, finding)
    elif finding.tier is Tier.CHOICE:
        await _offer(context, asked, place, finding, givable)
    elif best.entry_id in givable.ended:
        await _say_ended(context, asked, place, finding)
    else:
        await _answer(context, asked, place, finding)


async def _search(context: Context, asked: Asked, place: Place, givable: Givable) -> Finding:
    return await context.services.matcher.find(
        place.committee_id,
        asked.text,
        (await context.words()).language,
        givable.in_force | givable.ended,
        strict=asked.how is How.OVERHEARD,
    )


async def _answer(context: Context, asked: Asked, place: Place, finding: Finding) -> None:
    entry = await find_readable(context, finding.candidates[0].entry_id)
    said = await _find_said(context, entry)
    if said is not None and asked.how is How.OVERHEARD:
        return
    question_id = await _record(context, asked, place, finding, Outcome.ANSWERED, entry.id)
    if said is not None:
        await _point_at(context, asked, said, question_id)
        return
    sent = await say_entry(context, entry, question_id=question_id, reply_to=asked.reply_to)
    await note_in_group(context, entry, sent)


async def _find_said(context: Context, entry: EntryView) -> _Said | None:
    """Where this group was told the same, in the same words, a short while ago."""
    if context.is_private or context.chat is None:
        return None
    last = await context.work.read(find_chat_manner, context.chat.id)
    if last.message_id is None or last.said_at is None:
        return None
    is_same = (last.entry_id, last.entry_version) == (entry.id, entry.version)
    is_recent = context.received_at - last.said_at < QUIET
    return _Said(entry.id, last.message_id, last.said_at) if is_same and is_recent else None


async def _point_at(context: Context, asked: Asked, said: _Said, question_id: int) -> None:
    """Point at the answer above, unless it was the answer to this very message."""
    assert context.chat is not None
    question = await context.work.read(find_question, question_id)
    # A question that was kept before now is a message that Telegram sends again.
    if question and question.asked_at < context.received_at and question.asked_at <= said.at:
        return
    await context.say(
        "faq/above",
        reply_to=asked.reply_to,
        above=message_link(context.chat, said.message_id),
        link=answer_link(context, said.entry_id),
    )


async def note_in_group(context: Context, entry: EntryView, sent: Message | None) -> None:
    """Remember what a group was told last, so that it is not told again soon."""
    if not context.is_private and context.chat is not None:
        await context.work.write(
            actions.note_said,
            context.chat.id,
            entry.id,
            sent.message_id if sent else None,
            version=entry.version,
            now=context.received_at,
        )


async def _offer(
    context: Context, asked: Asked, place: Place, finding: Finding, givable: Givable
) -> None:
    """Titles to choose from. Of what has ended only the likeliest is named."""
    best = finding.candidates[0].entry_id
    titles = [
        one.entry_id
        for one in finding.titles
        if one.entry_id == best or one.entry_id in givable.in_force
    ]
    question_id = await _record(context, asked, place, finding, Outcome.OFFERED, None)
    sent = await offer_titles(
        context,
        place.committee_id,
        titles,
        question_id=question_id,
        reply_to=asked.reply_to,
    )
    await leave_one_open(context, sent)


async def _say_ended(context: Context, asked: Asked, place: Place, finding: Finding) -> None:
    """What one asks about has ended: never its words, but what took its place."""
    entry = await find_readable(context, finding.candidates[0].entry_id)
    successor = await find_successor(context, entry)
    said = await _find_said(context, entry)
    if asked.how is How.OVERHEARD and (successor is None or said is not None):
        return
    question_id = await _record(context, asked, place, finding, Outcome.ENDED, entry.id)
    if said is not None and successor is not None:
        await _point_at(context, asked, said, question_id)
        return
    is_handed = successor is None and question_id != NOT_KEPT
    if is_handed:
        await hand_over(context, question_id)
    params = await ended_params(context, entry, successor, question_id, is_handed=is_handed)
    sent = await context.say("faq/ended", reply_to=asked.reply_to, **params)
    await note_in_group(context, entry, sent)


async def _admit(context: Context, asked: Asked, place: Place, finding: Finding) -> None:
    """Say that nothing is known. What was asked goes to a person, what was only said does not."""
    is_asked = asked.how is How.ASKED
    if not is_asked and not context.is_private:
        return
    question_id = await _record(context, asked, place, finding, Outcome.UNKNOWN, None)
    is_handed = is_asked and question_id != NOT_KEPT
    is_told = is_handed and await hand_over(context, question_id)
    if context.is_private:
        reader = (await context.words()).language
        await context.say(
            "faq/unknown",
            question_id=question_id,
            is_handed=is_handed,
            is_told=is_told,
            reader=reader,
        )
    else:
        await context.react(asked.message, SEEN if is_handed else SHRUG)


async def _record(
    context: Context,
    asked: Asked,
    place: Place,
    finding: Finding,
    outcome: Outcome,
    entry_id: int | None,
) -> int:
    """Keep the question; what is asked as the group or a channel is nobody's and `NOT_KEPT`."""
    if context.user is None:
        return NOT_KEPT
    certainty = finding.candidates[0].certainty if finding.candidates else None
    question_id = await context.work.write(
        actions.record_question,
        committee_id=place.committee_id,
        person_id=context.person_id,
        chat_id=asked.message.chat.id,
        message_id=asked.message.message_id,
        thread_id=context.thread_id,
        language=(await context.words()).language,
        text=asked.text,
        author_id=asked.author_id,
        outcome=outcome,
        entry_id=entry_id,
        certainty=certainty,
        now=context.received_at,
    )
    log.info("asked", question_id=question_id, tier=finding.tier.value, certainty=certainty)
    return question_id
