"""How staff see a kind: its clock, who may read it, its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.requests.residents._choose import need_link
from handlers.requests.staff._talk import check_committee, find_own_committee, forget
from handlers.talk import show
from locales.values import shorten
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.forms import KindDraft, Question
from storage.requests.queries import KindView, find_kind, list_kinds

_MOST_KEYWORDS = 12
_MOST_CHOICES = 6


async def find_own_kind(context: Context, kind_id: int) -> KindView:
    """A kind of a committee that the acting person is staff of.

    Raises:
        RuleError: `in_private_only`; `not_staff`; `stale_button`, also for one that is withdrawn.
    """
    kind = await context.work.read(find_kind, kind_id)
    await check_committee(context, kind.committee_id if kind else 0, leads=False)
    if kind is None or kind.is_withdrawn:
        raise RuleError("stale_button")
    return kind


def to_draft(kind: KindView) -> KindDraft:
    """A kind as it can be changed."""
    return KindDraft(
        slug=kind.slug,
        icon=kind.icon,
        title=kind.title,
        form=kind.form,
        language=kind.language,
        hint=kind.hint,
        keywords=kind.keywords,
        priority=kind.priority,
        respond_minutes=kind.respond_minutes,
        hours=kind.hours,
        is_sensitive=kind.is_sensitive,
    )


async def save(
    context: Context, kind: KindView, change: Callable[[KindDraft], KindDraft]
) -> KindView:
    """Keep a change; requests that were asked before keep their questions."""
    return await context.work.write(
        actions.save_kind,
        kind.committee_id,
        change(to_draft(kind)),
        kind_id=kind.id,
        by=context.person_id,
        now=context.received_at,
    )


async def show_kinds(context: Context, press: CallbackQuery | None, committee_id: int) -> None:
    """All kinds, each a button."""
    committee = await find_own_committee(context, committee_id)
    await forget(context)
    kinds = await context.work.read(list_kinds, committee_id, all=True)
    await show(
        context,
        press,
        "requests/all_kinds",
        committee_id=committee_id,
        committee=committee.name,
        kinds=[{"id": each.id, **each.sign, "is_offered": each.is_offered} for each in kinds],
    )


async def show_kind(
    context: Context, press: CallbackQuery | None, kind: KindView, *, note: str = ""
) -> None:
    """One kind with all that can be changed.

    Args:
        note: what was done just now: `saved`, `added`, `shown`, `hidden`.
    """
    await forget(context)
    await show(
        context,
        press,
        "requests/kind",
        **_params(kind),
        hours=kind.hours,
        respond_minutes=kind.respond_minutes,
        is_sensitive=kind.is_sensitive,
        is_offered=kind.is_offered,
        position=kind.position,
        link=need_link(context, kind.slug),
        keywords=list(kind.keywords.get((await context.words()).language, ()))[:_MOST_KEYWORDS],
        questions=[question_params(each) for each in kind.form.questions],
        note=note,
    )


async def show_questions(context: Context, press: CallbackQuery | None, kind: KindView) -> None:
    """The questions of a kind, each a button."""
    await forget(context)
    await show(
        context,
        press,
        "requests/kind_questions",
        **_params(kind),
        questions=[question_params(each) for each in kind.form.questions],
    )


async def show_question(
    context: Context, press: CallbackQuery | None, kind: KindView, place: int
) -> None:
    """One question with all that can be changed."""
    await forget(context)
    question = kind.form.questions[place]
    await show(
        context,
        press,
        "requests/kind_question",
        **_params(kind),
        place=place,
        each=question_params(question),
    )


async def show_preview(context: Context, press: CallbackQuery, kind: KindView) -> None:
    """What residents are asked, in the reader's language."""
    await context.redraw(
        press,
        "requests/kind_preview",
        **_params(kind),
        hours=kind.hours,
        questions=[_brief(question_params(each)) for each in kind.form.questions],
    )


def _brief(question: dict[str, Any]) -> dict[str, Any]:
    """As much of a question as lets twelve of them stand in one message."""
    return question | {
        "words": _cut(question["words"], 80),
        "hints": _cut(question["hints"], 40),
        "choices": [_cut(each, 20) for each in question["choices"][:_MOST_CHOICES]],
        "more": max(len(question["choices"]) - _MOST_CHOICES, 0),
    }


def _cut(words: Mapping[str, str], limit: int) -> dict[str, str]:
    return {language: shorten(text, limit, len) for language, text in words.items()}


def _params(kind: KindView) -> dict[str, Any]:
    return {
        "kind_id": kind.id,
        "committee_id": kind.committee_id,
        **kind.sign,
        "hint": dict(kind.hint),
    }


def question_params(question: Question) -> dict[str, Any]:
    """A question as templates take it; words in all languages."""
    return {
        "kind": question.kind.value,
        "words": dict(question.words),
        "hints": dict(question.hints),
        "required": question.required,
        "choices": [dict(question.choice_words.get(each, {"": each})) for each in question.choices],
        "purpose": question.purpose.value if question.purpose else None,
    }
