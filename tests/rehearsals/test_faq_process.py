"""The process around the models: its start, its restart, what it logs, and what it forgets."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

import pytest
from sqlmodel import Session, select

from bot.app import running_app
from bot.logs import set_up_logs
from bot.matching.ports import Encoder, Matrix, Vector
from simulator import Clock, Simulator
from storage.faq import actions
from storage.faq.queries import count_questions, find_question
from storage.faq.tables import FaqVector
from tests.builders import OPENING, build_neighbourhood
from tests.faq_play import (
    DOG,
    entry_of,
    load_models_by,
    publish_few,
    real_models,
    until_read,
    with_models,
)
from tests.handlers.estate_play import asks, text_of, turns
from tests.town import TOKEN, Town, open_town, town_settings

pytestmark = with_models


class ReadOnly:
    """A model that knows questions, and cannot read any text anew."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.model, self.batch = encoder.name, encoder.model, encoder.batch

    def embed_question(self, text: str) -> Vector:
        return self._encoder.embed_question(text)

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        raise AssertionError("a text was embedded twice")


async def kept_vectors(town: Town) -> Counter[str]:
    """How many vectors are kept, by model."""

    def count(session: Session) -> Counter[str]:
        return Counter(session.exec(select(FaqVector.model)))

    return await town.work.read(count)


async def test_commands_are_answered_while_the_models_load(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_load = threading.Event()

    def load() -> Sequence[Encoder]:
        may_load.wait(60)
        return real_models()

    load_models_by(monkeypatch, load)
    async with open_town(sqlite_url, models=True) as town:
        try:
            helped = await asks(town.residents[0], "/help")
            assert "/ask" in text_of(helped)
            assert not town.app.services.matcher.is_warm
        finally:
            may_load.set()
        await until_read(town)
        assert town.app.services.matcher.is_warm


async def test_restart_reads_no_text_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(OPENING)
    async with Simulator(clock=clock) as simulator:
        world = simulator.world(token=TOKEN, bot_username="linli_bot", inline=True)
        people = [world.person(name, language_code="en") for name in ("住户", "陈主任")]
        for person in people:
            person.chat.is_started = True
        settings = town_settings(simulator, sqlite_url, models=True)
        resident, staff = people

        load_models_by(monkeypatch)
        async with running_app(settings, clock) as app:
            place = await app.services.work.write(
                build_neighbourhood, people=[resident.id], staff=staff.id, language=None
            )
            town = Town(simulator, world, clock, app, place, [resident], staff)
            await publish_few(town)
            before = await kept_vectors(town)

        load_models_by(monkeypatch, lambda: [ReadOnly(one) for one in real_models()])
        async with running_app(settings, clock) as app:
            town = Town(simulator, world, clock, app, place, [resident], staff)
            await until_read(town)
            dog = await entry_of(town, "pets-dog-walking")
            # No word of the question stands in the Korean text: words alone would not find it.
            answer = await asks(resident, DOG["ko"])
            assert dog.texts["ko"].answer in text_of(answer)
            assert await kept_vectors(town) == before

        load_models_by(monkeypatch)
        async with running_app(settings, clock) as app:
            town = Town(simulator, world, clock, app, place, [resident], staff)
            await town.work.write(
                actions.add_variant, dog.id, "en", "puppies", by=staff.id, now=clock.now()
            )
            await until_read(town)
            after = await kept_vectors(town)
    assert after - before == Counter(dict.fromkeys(before, 1))


async def test_logs_hold_no_question(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    load_models_by(monkeypatch)
    set_up_logs("DEBUG")
    async with open_town(sqlite_url, models=True) as town:
        await publish_few(town)
        for words in (*DOG.values(), "What about zebras?", "/ask Zebras?", "胸口疼 zebra"):
            await asks(town.residents[0], words)
        await town.residents[0].asks_inline("zebra walking")
        kept = await town.work.read(find_question, 1)
    logged = "".join(capfd.readouterr())
    assert kept is not None
    assert "question_id=1" in logged
    assert [each for each in (*DOG.values(), "zebra", "Zebra", "胸口") if each in logged] == []


async def test_erasing_oneself_erases_what_one_asked(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_models_by(monkeypatch)
    async with open_town(sqlite_url, models=True) as town:
        await publish_few(town)
        person, other = town.residents[:2]
        for each in (person, person, other):
            await asks(each, DOG["en"])
        assert await town.work.read(count_questions, person.id) == 2

        held = await asks(person, "/me")
        question = await turns(person, held, "Erase me")
        await turns(person, question, "Yes, erase everything")

        assert await town.work.read(find_question, 1) is None
        assert await town.work.read(count_questions, person.id) == 0
        assert await town.work.read(count_questions, other.id) == 1
