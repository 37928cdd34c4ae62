"""What all of staff's side does: check whose it is, remember what was asked for."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message

from handlers import talk
from handlers.context import Context
from handlers.spans import visible
from locales.detection import detect_language
from storage.community.queries import ConversationView, find_committee
from storage.errors import RuleError
from storage.notices.queries import NoticeView, find_notice

OURS = "notices."


async def find_own_notice(context: Context, notice_id: int) -> NoticeView:
    """A notice of a committee that the acting person is staff of.

    Raises:
        RuleError: `in_private_only`, `not_staff`; `stale_button` where there is no such notice, or
            it is another committee's.
    """
    context.check_private()
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    notice = await context.work.read(find_notice, notice_id)
    if notice is None or not actor.is_staff(notice.committee_id):
        raise RuleError("stale_button")
    return notice


async def choose_committee(context: Context) -> int | None:
    """The only committee that the acting person is staff of; asks which one where there are more.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    own = (await context.actor()).staff_committees
    if not own:
        raise RuleError("not_staff")
    if len(own) == 1:
        return own[0]
    found = [await context.work.read(find_committee, each) for each in own]
    await context.say(
        "notices/which_committee",
        committees=[{"id": each.id, "name": each.name} for each in found if each],
    )
    return None


async def find_zone(context: Context, committee_id: int) -> ZoneInfo:
    """The clock of a committee."""
    committee = await context.work.read(find_committee, committee_id)
    return ZoneInfo(committee.time_zone if committee else "UTC")


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Take the next private message as the answer at `step`; note that this update was taken.

    Raises:
        RuleError: `finish_first`: what was written for another feature would be lost.
    """
    await talk.remember(context, step, data, own=OURS, is_work=True)


async def forget(context: Context) -> None:
    """End the private conversation, if it is one about notices: whoever moves on has given up."""
    await talk.forget(context, OURS)


async def find_written(context: Context, text: str) -> str:
    """The language that staff wrote in; theirs where the text does not tell."""
    actor = await context.actor()
    return detect_language(text, actor.telegram_language) or (await context.words()).language


def read_words(message: Message) -> str:
    """What was written, without marks that nobody sees.

    Raises:
        RuleError: `fact_missing` for a message without words.
    """
    text = "\n".join(visible(line) for line in talk.read_text(message).splitlines()).strip()
    if not text:
        raise RuleError("fact_missing", fact="text")
    return text


async def find_asked(context: Context, conversation: ConversationView) -> NoticeView:
    """The notice that an answer is about.

    Raises:
        RuleError: as `find_own_notice`.
    """
    return await find_own_notice(context, int(conversation.data["notice_id"]))
