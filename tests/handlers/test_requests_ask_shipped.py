"""Every kind that is shipped can be asked for from its link to its number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram.types import Message

from locales.kinds import STARTER
from simulator import Person
from storage.requests.actions import seed_kinds
from storage.requests.files import read_kinds
from storage.requests.forms import KindDraft, Question
from storage.requests.kinds import AnswerKind
from tests.handlers.requests_play import newest_of, opens, says, sends, text, turns, writes
from tests.town import open_town

# Whatever a form asks; more steps than this is a form that goes round.
MOST_STEPS = 15


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_every_shipped_kind_is_asked_for(sqlite_url: str, language: str) -> None:
    async with open_town(sqlite_url, language=language, before=timedelta(hours=-1)) as town:
        kinds = read_kinds(STARTER)
        await town.work.write(seed_kinds, town.place.committee_id, kinds, now=town.clock.now())
        for number, kind in enumerate(kinds, start=1):
            resident = town.residents[number % len(town.residents)]
            summary = await _fill_in(resident, kind, language)
            sent = await sends(resident, summary, language)

            assert f"№{number}" in text(sent), kind.slug
            request = await newest_of(town, resident)
            assert request.kind.slug == kind.slug
            asked = {each.name for each in kind.form.questions if each.required}
            assert asked <= set(request.answers), kind.slug


async def _fill_in(resident: Person, kind: KindDraft, language: str) -> Message:
    """Answer every question that must be answered, and leave out the others."""
    shown: Message = await opens(resident, kind)
    for _ in range(MOST_STEPS):
        asked = _asked(kind, text(shown), language)
        if asked is None:
            return shown
        shown = await _answer(resident, shown, asked, language)
    raise AssertionError(f"{kind.slug} does not end")


def _asked(kind: KindDraft, shown: str, language: str) -> Question | None:
    """The question that is asked, if one is: its words stand alone in a line."""
    lines = shown.splitlines()
    if f"/{len(kind.form.questions)}" not in lines[0]:
        return None
    number = int(lines[0].rpartition("·")[2].partition("/")[0])
    question = kind.form.questions[number - 1]
    assert question.words[language] in lines
    return question


async def _answer(resident: Person, shown: Message, question: Question, language: str) -> Message:
    if not question.required:
        return await turns(resident, shown, says("skip", language))
    match question.kind:
        case AnswerKind.CHOICE:
            return await turns(resident, shown, _first(question, language))
        case AnswerKind.SEVERAL:
            ticked = await turns(resident, shown, _first(question, language))
            return await turns(resident, ticked, says("done", language))
        case AnswerKind.DATE:
            return await turns(resident, shown, says("tomorrow", language))
        case AnswerKind.NUMBER:
            return await turns(resident, shown, "2")
        case _:
            return await writes(resident, "中山医院")


def _first(question: Question, language: str) -> str:
    return question.choice_words[question.choices[0]][language]
