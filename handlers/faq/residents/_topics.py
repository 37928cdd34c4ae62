"""Looking through the answers by topic instead of asking."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.faq._answer import redraw_entry, say_readable
from handlers.faq._buttons import topics_button
from handlers.faq.residents._callbacks import ReadPress, TopicsPress
from handlers.faq.residents._place import answer_link, ask_where, find_own_place
from handlers.faq.staff import _board
from handlers.keyboards import (
    button,
    cut_page,
    in_rows,
    keyboard,
    label_button,
    turning_row,
)
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.faq.kinds import EntryKind
from storage.faq.queries import EntryView, list_entries, list_givable
from storage.faq.rules import Place

A_PAGE = 8
# Digits of an entry's number in a link.
_LONGEST_NUMBER = 9
_TOPICS = "topics"


async def on_faq(context: Context, message: Message, argument: str) -> None:
    """/faq: the board for staff, the topics for everybody else; in a group the way to them."""
    if not context.is_private:
        link = answer_link(context, _TOPICS)
        await context.say("faq/in_private", reply_to=message.message_id, link=link)
    elif (await context.actor()).is_staff_anywhere:
        await _board.on_board(context, message, argument)
    else:
        await show_topics(context, None)


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start q_7`, from a group's answer: the same in one's own language; `q_topics`: all.

    Raises:
        RuleError: `link_unknown`, `stale_button`, `faq_elsewhere`.
    """
    context.check_private()
    if payload == _TOPICS:
        await show_topics(context, None)
        return
    if not payload.isdecimal() or len(payload) > _LONGEST_NUMBER:
        raise RuleError("link_unknown")
    try:
        await say_readable(context, int(payload))
    except RuleError as refusal:
        if refusal.code != "faq_elsewhere" or await _has_known_place(context):
            raise
        await ask_where(context)


async def _has_known_place(context: Context) -> bool:
    place = await find_own_place(context)
    return place is not None and place.is_known


async def on_topics(context: Context, press: CallbackQuery, data: TopicsPress) -> None:
    """The topics, or the entries of one."""
    context.check_private()
    if data.kind:
        await _show_topic(context, press, data)
    else:
        await show_topics(context, None if data.anew else press)
    await context.answer(press, "")


async def on_read(context: Context, press: CallbackQuery, data: ReadPress) -> None:
    """An entry, with the way back to its topic."""
    context.check_private()
    back = {"kind": data.kind, "page": data.page}
    await redraw_entry(context, press, data.entry_id, back=back)
    await context.answer(press, "")


async def show_topics(context: Context, press: CallbackQuery | None) -> None:
    """The topics that have answers where the person lives."""
    place = await find_own_place(context)
    if place is None:
        await ask_where(context)
        return
    kinds = [entry.kind for entry in await _list_in_force(context, place)]
    topics = {kind.value: kinds.count(kind) for kind in EntryKind if kind in kinds}
    if press is None:
        await context.say("faq/topics", topics=topics)
    else:
        await context.redraw(press, "faq/topics", topics=topics)


async def _show_topic(context: Context, press: CallbackQuery, data: TopicsPress) -> None:
    place = await find_own_place(context)
    if place is None or data.kind not in list(EntryKind):
        raise RuleError("stale_button")
    entries = await _list_in_force(context, place, EntryKind(data.kind))
    if not entries:
        # All that it had has ended meanwhile.
        await show_topics(context, press)
        return
    page = cut_page(entries, data.page, A_PAGE)
    reader = (await context.words()).language
    await context.redraw(
        press,
        "faq/topic",
        kind=data.kind,
        entries=[{"id": each.id, "title": each.text_for(reader).question} for each in page.items],
        page=page.number,
        pages=page.pages,
    )


async def _list_in_force(
    context: Context, place: Place, kind: EntryKind | None = None
) -> tuple[EntryView, ...]:
    givable = await context.work.read(list_givable, place, context.received_at)
    return await context.work.read(
        list_entries, place.committee_id, context.received_at, kind=kind, ids=givable.in_force
    )


def _topics_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    buttons = (
        button(words, "topic", TopicsPress(kind=kind), kind=kind) for kind in params["topics"]
    )
    return keyboard(*in_rows(buttons, 2))


def _topic_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    kind, page = params["kind"], params["page"]
    titles = [
        [label_button(each["title"], ReadPress(entry_id=each["id"], kind=kind, page=page))]
        for each in params["entries"]
    ]
    turns = turning_row(words, params, lambda target: TopicsPress(kind=kind, page=target))
    return keyboard(*titles, turns, [button(words, "back", TopicsPress())])


def _way_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """To the topics: here, or from a group by a link."""
    if params["link"] is None:
        return keyboard([topics_button(words)])
    return keyboard([InlineKeyboardButton(text=words.button("topics"), url=params["link"])])


KEYBOARDS: dict[str, Keyboard] = {
    "faq/how_to_ask": _way_keyboard,
    "faq/in_private": _way_keyboard,
    "faq/topics": _topics_keyboard,
    "faq/topic": _topic_keyboard,
}
