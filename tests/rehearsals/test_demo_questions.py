"""`linli demo`: the prepared answers, and the scene in which people ask."""

from __future__ import annotations

import asyncio

import pytest

from bot.commands.demo import TOKEN, Rehearsal
from bot.commands.demo_entries import (
    EARLIER,
    FILLED,
    SLIP,
    SLIP_SUCCESSOR,
    SLIP_WORDS,
    UNANSWERED,
)
from locales.faq import STARTER
from simulator import Person, Simulator, World
from storage.faq.files import read_folder
from storage.faq.kinds import Standing
from storage.faq.queries import EntryView, find_week, list_entries, list_items
from storage.work import Work
from tests.demo_play import rehearsal
from tests.faq_play import load_models_by


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are rehearsed elsewhere; here they would only take their time."""
    load_models_by(monkeypatch, lambda: ())


def work_of(played: Rehearsal) -> Work:
    """The database of the scene that is played."""
    assert played._app is not None
    return played._app.services.work


async def answers_of(simulator: Simulator, played: Rehearsal, least: int) -> tuple[EntryView, ...]:
    """The committee's answers, once there are so many."""
    async with asyncio.timeout(30):
        while True:
            found = await work_of(played).read(list_entries, 1, simulator.clock.now())
            if len(found) >= least:
                return found
            await asyncio.sleep(0.05)


def person(world: World, name: str) -> Person:
    """Somebody of the cast."""
    return next(one for one in world.people.values() if one.user.first_name == name)


async def test_prepared_answers_come_in_while_one_plays() -> None:
    count = len(read_folder(STARTER).files)
    async with rehearsal() as (simulator, played):
        answers = await answers_of(simulator, played, count)
    drafted = [entry for entry in answers if entry.standing is Standing.DRAFTED]
    assert {entry.standing for entry in answers} == {Standing.IN_FORCE, Standing.DRAFTED}
    assert all(entry.needs_filling for entry in drafted)
    assert {entry.slug for entry in answers if entry.standing is Standing.IN_FORCE} >= set(FILLED)


async def test_estate_that_asks_has_answers_and_a_past() -> None:
    async with rehearsal() as (simulator, played):
        await played.play("questions")
        now, work = simulator.clock.now(), work_of(played)
        answers = {entry.slug: entry for entry in await work.read(list_entries, 1, now)}
        slip, successor = answers[SLIP], answers[SLIP_SUCCESSOR]
        weeks = [await work.read(find_week, 1, now, ago=ago) for ago in range(3)]
        items = await work.read(list_items, 1)
    assert {asked.slug for asked in EARLIER if asked.slug} <= answers.keys()
    assert (slip.standing, slip.replaced_by) == (Standing.EXPIRED, successor.id)
    assert successor.standing is Standing.IN_FORCE
    assert sum(week.asked for week in weeks) == len(EARLIER)
    assert [(item.text, item.askers) for item in items] == [(UNANSWERED, 2)]


async def test_guide_leads_from_a_question_to_chen() -> None:
    async with rehearsal() as (simulator, played):
        await played.play("questions")
        wang, chen = (person(simulator.worlds[TOKEN], name) for name in ("王阿姨", "陈晓兰"))
        drafts = [step.draft for step in played.scene.steps if step.phone.person is wang]
        _, slip, unknown = drafts

        await wang.says(slip)
        ended = await wang.next_message()
        assert SLIP_WORDS["zh-hans"][0] in (ended.text or "")
        assert SLIP_WORDS["zh-hans"][2] not in (ended.text or "")
        await wang.says(unknown)
        async with asyncio.timeout(10):
            while unknown not in ((await chen.next_message()).text or ""):
                pass
        world = simulator.worlds[TOKEN]
        assert (world.refusals, world.warnings) == ([], [])
