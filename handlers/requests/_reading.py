"""What people press, write or send, read as the answer to a question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiogram.types import Message

from handlers.context import Context
from handlers.requests._callbacks import FormAct, FormPress
from handlers.requests._draft import Draft
from handlers.requests._photos import read_photo
from storage.errors import RuleError
from storage.requests.forms import Form, Question, check_answer
from storage.requests.kinds import AnswerKind

MOST_PHOTOS = 5
"""Of one request, where the question sets no number of its own."""

_LAST_DAY = 2
_SEPARATORS = re.compile(r"[\s,;，、；]+")


async def today(context: Context) -> date:
    """The committee's day."""
    return context.received_at.astimezone((await context.words()).zone).date()


class Taken(NamedTuple):
    """A form after a press or a message; `is_done`: on to the next question."""

    draft: Draft
    is_done: bool


def read_press(form: Form, data: FormPress, draft: Draft, day: date, update_id: int) -> Taken:
    """The form after a button under a question. Those of older questions answer them anew.

    Raises:
        RuleError: `stale_button` for a question, choice or button that the kind does not have; as
            `check_answer` for a day or number that does not fit.
    """
    if not 0 <= data.at < len(form.questions):
        raise RuleError("stale_button")
    question = form.questions[data.at]
    match data.act:
        case FormAct.BACK:
            return Taken(replace(draft, at=data.at), is_done=False)
        case FormAct.EDIT:
            return Taken(replace(draft, at=data.at, is_edit=True), is_done=False)
        case FormAct.TOGGLE:
            # Resent, it must not take back what it did.
            done = draft if draft.took(update_id) else _toggle(question, data, draft)
            return Taken(done, is_done=False)
        case FormAct.SKIP:
            return Taken(_leave_out(question, draft), is_done=True)
        case FormAct.KEEP:
            _check_given(question, draft, day)
            return Taken(draft, is_done=True)
    return Taken(draft.given(question.name, _read_value(question, data, day)), is_done=True)


def _read_value(question: Question, data: FormPress, day: date) -> Any:
    match data.act, question.kind:
        case FormAct.CHOOSE, AnswerKind.CHOICE if 0 <= data.value < len(question.choices):
            return check_answer(question, question.choices[data.value], day)
        case FormAct.DAY, AnswerKind.DATE if 0 <= data.value <= _LAST_DAY:
            return check_answer(question, (day + timedelta(days=data.value)).isoformat(), day)
        case FormAct.NUMBER, AnswerKind.NUMBER:
            return check_answer(question, str(data.value), day)
    raise RuleError("stale_button")


def _toggle(question: Question, data: FormPress, draft: Draft) -> Draft:
    """Tick or untick one of several."""
    if question.kind is not AnswerKind.SEVERAL or not 0 <= data.value < len(question.choices):
        raise RuleError("stale_button")
    chosen = question.choices[data.value]
    now = draft.answers.get(question.name, [])
    ticked = [each for each in question.choices if (each in now) is not (each == chosen)]
    changed = draft.given(question.name, ticked) if ticked else draft.without(question.name)
    return replace(changed, at=data.at)


def _leave_out(question: Question, draft: Draft) -> Draft:
    if question.required:
        raise RuleError("stale_button")
    photos = [] if question.kind is AnswerKind.PHOTO else draft.photos
    return replace(draft.left_out(question.name), photos=photos)


def _check_given(question: Question, draft: Draft, day: date) -> None:
    """What was given may stand: several that were ticked, pictures, an answer gone back to.

    Raises:
        RuleError: as `check_answer`, also for a day that has passed meanwhile.
    """
    if question.kind is not AnswerKind.PHOTO:
        check_answer(question, draft.answers.get(question.name, ""), day)
    elif not draft.photos:
        raise RuleError("need_photo_wanted")


def read_message(
    message: Message, form: Form, question: Question, draft: Draft, day: date
) -> Taken:
    """The form after what somebody wrote or sent.

    A picture is kept also where words were asked for, if the form has room for pictures; words
    under it are the answer then.

    Raises:
        RuleError: `need_photo_large`, `need_photos_many`, `need_photo_wanted`,
            `need_words_wanted`; as `check_answer`.
    """
    photo = read_photo(message)
    if question.kind is AnswerKind.PHOTO:
        if photo is None:
            raise RuleError("need_photo_wanted")
        return Taken(_with_photo(draft, question, photo), is_done=False)
    pictures = next((each for each in form.questions if each.kind is AnswerKind.PHOTO), None)
    is_kept = photo is not None and pictures is not None
    if photo is not None and pictures is not None:
        draft = _with_photo(draft, pictures, photo)
    text = (message.text or message.caption or "").strip()
    if text:
        raw = _SEPARATORS.split(text) if question.kind is AnswerKind.SEVERAL else text
        return Taken(draft.given(question.name, check_answer(question, raw, day)), is_done=True)
    if not is_kept:
        raise RuleError("need_words_wanted")
    return Taken(draft, is_done=False)


def _with_photo(draft: Draft, question: Question, photo: dict[str, Any]) -> Draft:
    if photo in draft.photos:
        return draft
    limit = question.most or MOST_PHOTOS
    if len(draft.photos) >= limit:
        raise RuleError("need_photos_many", most=limit)
    passed = [each for each in draft.passed if each != question.name]
    return replace(draft, photos=[*draft.photos, photo], passed=passed)
