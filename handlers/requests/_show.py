"""How what was asked for is shown, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from locales.renderer import Words
from locales.values import shorten
from storage.requests.forms import Form, Question
from storage.requests.kinds import AnswerKind

# Characters of one answer; the whole form must fit into one message.
LONGEST_SHOWN = 400


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Show it in the message whose button was pressed, or in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)


def to_minute(instant: datetime) -> str:
    """An instant as ISO 8601 text without its seconds, which nobody needs to read."""
    return instant.replace(second=0, microsecond=0).isoformat()


def answer_lines(
    words: Words, form: Form, answers: Mapping[str, Any], photos: int = 0
) -> list[dict[str, str]]:
    """What `requests/_answers.html` shows: `title` and `reply` of every answered question."""
    lines: list[dict[str, str]] = []
    for question in form.questions:
        if question.kind is AnswerKind.PHOTO:
            shown = "📷" * min(photos, 5)
        else:
            shown = show_answer(words, question, answers.get(question.name))
        if shown:
            lines.append({"title": words.formats.spoken(question.words), "reply": shown})
    return lines


def show_answer(words: Words, question: Question, value: Any) -> str:
    """One answer as people read it; empty where there is none."""
    if value is None or value == "" or value == []:
        return ""
    if question.kind is AnswerKind.CHOICE:
        return show_choice(words, question, str(value))
    if question.kind is AnswerKind.SEVERAL:
        return " · ".join(show_choice(words, question, str(each)) for each in value)
    if question.kind is AnswerKind.DATE:
        return words.formats.date(str(value))
    if question.kind is AnswerKind.NUMBER:
        return words.formats.number(value)
    return shorten(str(value), LONGEST_SHOWN, len)


def show_choice(words: Words, question: Question, choice: str) -> str:
    """What a choice is called; a choice that the kind no longer has is shown as it is kept."""
    known = question.choice_words.get(choice)
    return words.formats.spoken(known) if known else choice
