"""One question of a kind: how it is answered, whether it must be, and where it stands."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests.staff._callbacks import QuestionPress
from handlers.requests.staff._drafts import check_place, raise_question, replace_question
from handlers.requests.staff._kind_page import (
    find_own_kind,
    save,
    show_question,
    show_questions,
)
from storage.errors import RuleError
from storage.requests.forms import Question
from storage.requests.kinds import AnswerKind
from storage.requests.queries import KindView

# How a question may be answered, by whether it has answers to choose from.
KINDS = {
    True: (AnswerKind.CHOICE, AnswerKind.SEVERAL),
    False: (AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.PHOTO),
}


async def on_question(context: Context, press: CallbackQuery, data: QuestionPress) -> None:
    """The buttons of a question.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`.
    """
    kind = await find_own_kind(context, data.kind_id)
    check_place(kind.form.questions, data.place)
    question = kind.form.questions[data.place]
    match data.act:
        case "show":
            await show_question(context, press, kind, data.place)
        case "required" | "optional":
            changed = replace(question, required=data.act == "required")
            await _put(context, press, kind, data.place, changed)
        case "up":
            saved = await save(context, kind, lambda draft: raise_question(draft, data.place))
            await show_questions(context, press, saved)
        case "drop":
            await _drop(context, press, kind, data.place)
        case _:
            await _put(context, press, kind, data.place, _answered(question, data.act))
    await context.answer(press, "")


def _answered(question: Question, act: str) -> Question:
    """The question answered in another way; one that code relies on keeps its own."""
    if act not in KINDS[bool(question.choices)] or question.purpose is not None:
        raise RuleError("stale_button")
    return replace(question, kind=AnswerKind(act))


async def _put(
    context: Context, press: CallbackQuery, kind: KindView, place: int, question: Question
) -> None:
    saved = await save(context, kind, lambda draft: replace_question(draft, place, question))
    await show_question(context, press, saved, place)


async def _drop(context: Context, press: CallbackQuery, kind: KindView, place: int) -> None:
    saved = await save(context, kind, lambda draft: replace_question(draft, place, None))
    await show_questions(context, press, saved)
