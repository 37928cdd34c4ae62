"""Forms as JSON values and back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storage.requests.forms import Form, Question
from storage.requests.kinds import AnswerKind, Purpose


def to_values(form: Form) -> list[dict[str, Any]]:
    """A form as it is kept."""
    return [_question_values(question) for question in form.questions]


def from_values(values: Iterable[Mapping[str, Any]]) -> Form:
    """A form that was kept."""
    return Form(tuple(_question(each) for each in values))


def _question_values(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "kind": question.kind.value,
        "purpose": question.purpose.value if question.purpose is not None else None,
        "required": question.required,
        "choices": list(question.choices),
        "words": dict(question.words),
        "hints": dict(question.hints),
        "choice_words": {key: dict(words) for key, words in question.choice_words.items()},
        "most": question.most,
    }


def _question(values: Mapping[str, Any]) -> Question:
    purpose = values["purpose"]
    return Question(
        name=values["name"],
        kind=AnswerKind(values["kind"]),
        purpose=Purpose(purpose) if purpose is not None else None,
        required=values["required"],
        choices=tuple(values["choices"]),
        words=values["words"],
        hints=values["hints"],
        choice_words=values["choice_words"],
        most=values["most"],
    )
