"""The scene of needs in `linli demo`, as a newcomer plays it."""

from __future__ import annotations

import pytest

from bot.commands.demo import TOKEN
from bot.commands.demo_needs import DUTY_PHONE
from simulator import Person, World
from tests.demo_play import rehearsal
from tests.faq_play import load_models_by


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of the models here."""
    load_models_by(monkeypatch, lambda: ())


def _person(world: World, name: str) -> Person:
    return next(each for each in world.people.values() if each.user.first_name == name)


async def test_guide_leads_from_a_wish_to_the_runs() -> None:
    async with rehearsal() as (simulator, played):
        await played.play("needs")
        world = simulator.worlds[TOKEN]
        wang, chen = _person(world, "王阿姨"), _person(world, "陈晓兰")
        driver = _person(world, "何静")

        await wang.says("我妈胸口疼，喘不上气")
        await wang.chat.wait_until(lambda: _says(wang, "120"))
        assert _says(wang, DUTY_PHONE)
        await chen.chat.wait_until(lambda: _says(chen, "喘不上气"))
        await chen.says("/board")
        await chen.chat.wait_until(lambda: _says(chen, "看板"))
        await chen.says("/runs")
        await chen.chat.wait_until(lambda: _says(chen, "仁济医院"))
        await wang.says("/supply")
        await wang.chat.wait_until(lambda: _says(wang, "周末保供团购"))
        await driver.says("/tasks")
        await driver.chat.wait_until(lambda: _says(driver, "任务"))


def _says(person: Person, words: str) -> bool:
    texts = [
        (each.text or each.caption or "")
        + "".join(
            button.text
            for row in (each.reply_markup.inline_keyboard if each.reply_markup else [])
            for button in row
        )
        for each in person.chat.messages
    ]
    return any(words in text for text in texts)
