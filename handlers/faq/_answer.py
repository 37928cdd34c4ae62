"""An entry as it is read: word for word, with where it comes from and until when it holds."""

from __future__ import annotations

from typing import Any

from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from handlers.context import Context
from handlers.faq._buttons import feedback_button, topics_button
from handlers.faq.residents._callbacks import (
    ChoosePress,
    SpeakPress,
    TopicsPress,
)
from handlers.faq.residents._ended import ENDED, ended_params, find_successor
from handlers.faq.residents._place import answer_link, may_read
from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.quoting import show_answer_params
from handlers.routes import Keyboard
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.errors import RuleError
from storage.faq.kinds import Feedback, Standing
from storage.faq.queries import EntryView, find_entry


async def say_entry(
    context: Context,
    entry: EntryView,
    *,
    question_id: int = 0,
    reply_to: int | None = None,
    choosing: bool = False,
) -> Message | None:
    """Give an entry that is in force as the answer."""
    params = await _answer_params(context, entry, question_id, choosing=choosing)
    return await context.say("faq/answer", reply_to=reply_to, **params)


async def say_readable(context: Context, entry_id: int) -> None:
    """Show an entry that nobody asked about here, to be read in any of its languages.

    Raises:
        RuleError: as `find_readable`.
    """
    entry = await find_readable(context, entry_id)
    if entry.standing is Standing.IN_FORCE:
        await say_entry(context, entry, choosing=True)
    else:
        successor = await find_successor(context, entry)
        await context.say("faq/ended", **await ended_params(context, entry, successor))


async def redraw_entry(
    context: Context,
    press: CallbackQuery,
    entry_id: int,
    *,
    question_id: int = 0,
    choosing: bool = False,
    thanks: str = "",
    back: dict[str, Any] | None = None,
) -> None:
    """Show an entry in the message whose button was pressed, or that it has ended.

    Args:
        thanks: what the asker said of it: a word of `Feedback`.
        back: topic (`kind`) and `page` that one came from.

    Raises:
        RuleError: as `find_readable`.
    """
    entry = await find_readable(context, entry_id)
    if entry.standing in ENDED:
        is_handed = thanks not in ("", Feedback.HELPFUL)
        successor = await find_successor(context, entry)
        params = await ended_params(context, entry, successor, question_id, is_handed=is_handed)
        await context.redraw(press, "faq/ended", **params)
        return
    params = await _answer_params(context, entry, question_id, choosing=choosing)
    await context.redraw(press, "faq/answer", **{**params, "thanks": thanks, "back": back})


async def find_readable(context: Context, entry_id: int) -> EntryView:
    """An entry that is or was in force for the houses where it is read.

    Raises:
        RuleError: `stale_button` for a draft, for what begins later, and for what is gone;
            `faq_elsewhere` for what holds for other houses.
    """
    entry = await context.work.read(find_entry, entry_id, context.received_at)
    if entry is None or entry.standing not in (Standing.IN_FORCE, *ENDED):
        raise RuleError("stale_button")
    if not await may_read(context, entry):
        raise RuleError("faq_elsewhere")
    return entry


async def is_readable(context: Context, entry_id: int) -> bool:
    """Whether `find_readable` would give an entry here."""
    try:
        await find_readable(context, entry_id)
    except RuleError:
        return False
    return True


async def _answer_params(
    context: Context, entry: EntryView, question_id: int, *, choosing: bool
) -> dict[str, Any]:
    reader = (await context.words()).language
    text = entry.text_for(reader)
    return {
        **show_answer_params(entry, text, reader=reader),
        "entry_id": entry.id,
        "question_id": question_id,
        "reader": reader,
        "languages": [
            code for code in ENDONYMS if code in entry.readable and code != text.language
        ],
        "link": None if context.is_private else answer_link(context, entry.id),
        "choosing": choosing,
        "thanks": "",
        "back": None,
    }


def _answer_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    if params["choosing"]:
        return _languages_keyboard(words, params)
    opinions: list[InlineKeyboardButton] = []
    person: list[InlineKeyboardButton] = []
    if params["question_id"] and not params["thanks"]:
        opinions = [
            feedback_button(words, "helpful", params, Feedback.HELPFUL),
            feedback_button(words, "not_helpful", params, Feedback.NOT_HELPFUL),
        ]
        person = [feedback_button(words, "ask_person", params, Feedback.TO_A_PERSON)]
    return keyboard(
        opinions, [*person, *_language_button(words, params)], _back_button(words, params)
    )


def _language_button(words: Words, params: dict[str, Any]) -> Row:
    if not params["languages"]:
        return []
    if params["link"] is not None:
        return [InlineKeyboardButton(text=words.button("other_language"), url=params["link"])]
    return [button(words, "other_language", _speak(params, params["reader"], choosing=True))]


def _back_button(words: Words, params: dict[str, Any]) -> Row:
    back = params["back"]
    return [] if back is None else [button(words, "back", TopicsPress(**back))]


def _languages_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    others = (
        label_button(ENDONYMS[code], _speak(params, code, choosing=True))
        for code in params["languages"]
    )
    back = button(words, "back", _speak(params, params["reader"], choosing=False))
    return keyboard(*in_rows(others, 2), [back if params["question_id"] else topics_button(words)])


def _speak(params: dict[str, Any], language: str, *, choosing: bool) -> SpeakPress:
    return SpeakPress(
        entry_id=params["entry_id"],
        question_id=params["question_id"],
        language=language,
        choosing=choosing,
    )


def _above_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """What stands above may be in another language than the asker's."""
    text = words.button("read_in_private")
    return keyboard([InlineKeyboardButton(text=text, url=params["link"])])


def _reply_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = ChoosePress(question_id=0, entry_id=params["entry_id"])
    return keyboard([button(words, "read_answer", press)])


KEYBOARDS: dict[str, Keyboard] = {
    "faq/above": _above_keyboard,
    "faq/reply_entry": _reply_keyboard,
    "faq/answer": _answer_keyboard,
}
