"""What a question of a form looks like, and its buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.requests._callbacks import FormAct, FormPress
from handlers.requests._draft import Draft
from handlers.requests._show import answer_lines, show, show_answer, show_choice
from handlers.routes import Keyboard
from locales.renderer import Words
from locales.values import cell_width
from storage.requests.forms import Question
from storage.requests.kinds import AnswerKind
from storage.requests.queries import KindView

# Half-width cells up to which two choices stand side by side on a small phone.
_SHORT = 16
# Numbers that are offered as buttons; larger ones are written.
_NUMBERS = 5
_DAYS = ("need_today", "need_tomorrow", "need_in_two_days")


async def show_question(
    context: Context, press: CallbackQuery | None, draft: Draft, kind: KindView, door: str | None
) -> None:
    """Ask the question that the form stands at; `door` where it is filled in for a caller."""
    assert draft.at is not None
    words = await context.words()
    question = kind.form.questions[draft.at]
    params = {
        **_form_params(draft, kind),
        "door": door,
        "at": draft.at,
        "steps": len(kind.form.questions),
        "kind_of_answer": question.kind.value,
        "question": words.formats.spoken(question.words),
        "hint": _spoken(words, question.hints),
        "note": _spoken(words, kind.hint) if draft.at == 0 else None,
        "is_required": question.required,
        "is_edit": draft.is_edit,
        "choices": _choices(words, question, draft),
        "given": _given(words, question, draft),
        "photos": len(draft.photos),
    }
    await show(context, press, "requests/question", **params)


async def show_menu(context: Context, press: CallbackQuery, draft: Draft, kind: KindView) -> None:
    """Let one choose which answer to change."""
    words = await context.words()
    titles = [words.formats.spoken(question.words) for question in kind.form.questions]
    params = {**_form_params(draft, kind), "titles": titles}
    await show(context, press, "requests/change_which", **params)


async def summary_params(context: Context, draft: Draft, kind: KindView) -> dict[str, Any]:
    """What `requests/_summary.html` shows of a form, whosever it is."""
    words = await context.words()
    lines = answer_lines(words, kind.form, draft.answers, len(draft.photos))
    return {**_form_params(draft, kind), "lines": lines}


def form_button(
    words: Words, name: str, params: Mapping[str, Any], act: str, at: int = 0, value: int = 0
) -> InlineKeyboardButton:
    """A button of the form `params["form"]` that says `buttons/<name>`."""
    return button(words, name, FormPress(form=params["form"], act=act, at=at, value=value))


def _form_params(draft: Draft, kind: KindView) -> dict[str, Any]:
    return {"form": draft.id, "kind": kind.sign}


def _spoken(words: Words, texts: Mapping[str, str]) -> str | None:
    return words.formats.spoken(texts) if texts else None


def _choices(words: Words, question: Question, draft: Draft) -> list[dict[str, Any]]:
    given = draft.answers.get(question.name, [])
    chosen = given if isinstance(given, list) else [given]
    return [
        {"label": show_choice(words, question, choice), "is_chosen": choice in chosen}
        for choice in question.choices
    ]


def _given(words: Words, question: Question, draft: Draft) -> str | None:
    """What was answered before, for one who came back to it."""
    if question.kind is AnswerKind.PHOTO:
        return "📷" * len(draft.photos) or None
    return show_answer(words, question, draft.answers.get(question.name)) or None


def _question_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(*_answer_rows(words, params), *_moving_rows(words, params))


def _answer_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    at = params["at"]
    match params["kind_of_answer"]:
        case AnswerKind.CHOICE:
            return _choice_rows(params, FormAct.CHOOSE)
        case AnswerKind.SEVERAL:
            return _choice_rows(params, FormAct.TOGGLE)
        case AnswerKind.NUMBER:
            presses = (
                FormPress(form=params["form"], act=FormAct.NUMBER, at=at, value=n)
                for n in range(1, _NUMBERS + 1)
            )
            return [[label_button(str(each.value), each) for each in presses]]
        case AnswerKind.DATE:
            days = [
                form_button(words, name, params, FormAct.DAY, at, ahead)
                for ahead, name in enumerate(_DAYS)
            ]
            other = form_button(words, "need_other_day", params, FormAct.OTHER_DAY, at)
            return in_rows([*days, other], 2)
    return []


def _choice_rows(params: dict[str, Any], act: FormAct) -> list[Row]:
    labels = [("✓ " if each["is_chosen"] else "") + each["label"] for each in params["choices"]]
    buttons = [
        label_button(label, FormPress(form=params["form"], act=act, at=params["at"], value=value))
        for value, label in enumerate(labels)
    ]
    is_narrow = all(cell_width(label) <= _SHORT for label in labels)
    return in_rows(buttons, 2 if is_narrow else 1)


def _moving_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    at = params["at"]
    on: Row = []
    if params["given"] is not None:
        is_open_ended = params["kind_of_answer"] in (AnswerKind.SEVERAL, AnswerKind.PHOTO)
        name = "need_done" if is_open_ended else "need_keep"
        on.append(form_button(words, name, params, FormAct.KEEP, at))
    if not params["is_required"]:
        on.append(form_button(words, "need_skip", params, FormAct.SKIP, at))
    back: Row = []
    if params["is_edit"]:
        back.append(form_button(words, "need_to_summary", params, FormAct.SUMMARY))
    elif at > 0:
        back.append(form_button(words, "need_back", params, FormAct.BACK, at - 1))
    return [on, [*back, form_button(words, "need_drop", params, FormAct.DROP)]]


def _menu_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    titles = (
        [label_button(title, FormPress(form=params["form"], act=FormAct.EDIT, at=at))]
        for at, title in enumerate(params["titles"])
    )
    return keyboard(*titles, [form_button(words, "need_to_summary", params, FormAct.SUMMARY)])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/question": _question_keyboard,
    "requests/change_which": _menu_keyboard,
}
