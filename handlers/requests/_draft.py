"""A form that is being filled in, as it is kept between two messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import find_conversation
from storage.errors import RuleError
from storage.requests.forms import Form, Question, check_answer
from storage.requests.kinds import AnswerKind

# Updates. What is resent lies close behind; numbers that start anew after a quiet week do not.
_RESENT = 10_000


@dataclass(frozen=True)
class Draft:
    """A form on its way. It lives in the person's private conversation, which is sealed.

    Attributes:
        id: number of the update that began it: what makes sending it twice one request.
        answers: by the question's name; JSON values that `check_answer` gave.
        photos: what was sent: `file_id` and `size` in bytes each.
        passed: names of the questions that were left out.
        at: index of the question that is asked; None: the summary is shown.
        is_edit: one answer is being changed, and the summary comes next.
        request_id: the request whose answers are being changed; 0 for a new one.
        more: what else the flow keeps, as JSON values.
        update_id: the update that was taken last.
    """

    id: int
    kind_id: int
    household_id: int
    answers: dict[str, Any] = field(default_factory=dict)
    photos: list[dict[str, Any]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    at: int | None = None
    is_edit: bool = False
    request_id: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    update_id: int = 0

    def took(self, update_id: int) -> bool:
        """Whether Telegram sends again what was taken before the process died."""
        return self.update_id - _RESENT < update_id <= self.update_id

    def given(self, name: str, value: Any) -> Draft:
        """With an answer."""
        passed = [each for each in self.passed if each != name]
        return replace(self, answers={**self.answers, name: value}, passed=passed)

    def without(self, name: str) -> Draft:
        """Without an answer."""
        answers = {key: value for key, value in self.answers.items() if key != name}
        return replace(self, answers=answers)

    def left_out(self, name: str) -> Draft:
        """With a question left out, and what was answered to it gone."""
        return replace(self.without(name), passed=[*self.passed, name])

    def fitted(self, form: Form, day: date) -> Draft:
        """With the answers that the kind takes still: it may have been changed, or a day passed."""
        asked = {question.name: question for question in form.questions}
        answers = {
            name: value
            for name, value in self.answers.items()
            if name in asked and _is_taken(asked[name], value, day)
        }
        return replace(self, answers=answers)

    def next_open(self, form: Form) -> int | None:
        """Index of the first question that is neither answered nor left out."""
        for index, question in enumerate(form.questions):
            done = question.name in self.answers or question.name in self.passed
            if not done and not (question.kind is AnswerKind.PHOTO and self.photos):
                return index
        return None


def _is_taken(question: Question, value: Any, day: date) -> bool:
    if isinstance(value, list) is not (question.kind is AnswerKind.SEVERAL):
        return False
    try:
        check_answer(question, value, day)
    except RuleError:
        return False
    return True


async def find_draft(context: Context, *steps: str) -> tuple[str, Draft] | None:
    """The form that the person has open at one of these steps, and the step."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step not in steps:
        return None
    return found.step, Draft(**found.data)


async def save_draft(context: Context, step: str, draft: Draft) -> Draft:
    """Keep a form as it stands now."""
    kept = replace(draft, update_id=context.update_id)
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        asdict(kept),
        now=context.received_at,
    )
    return kept


async def keep_sent(context: Context, step: str, draft: Draft) -> None:
    """Keep what became of a form that was sent, for its old buttons.

    Nothing more is expected of it, so no update is noted as taken: anything may take its place.
    """
    data = {name: value for name, value in asdict(draft).items() if name != "update_id"}
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )
