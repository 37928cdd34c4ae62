"""Hostile names, endless texts, files and broken updates: nothing changed, nothing leaked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.hostile_scene import FIRST_RAW, Scene, open_scene
from tests.people import hears, kept, newest, private_panel
from tests.town import Town

HOSTILE = '<b>王</b>&lt;<a href="tg://user?id=1">x</a>\u202e\u200b\u2066@all'


@pytest.fixture
async def scene(sqlite_url: str) -> AsyncIterator[Scene]:
    async with open_scene(sqlite_url) as opened:
        yield opened


async def test_hostile_names_are_only_names(scene: Scene) -> None:
    town = scene.town
    hostile = town.world.person(HOSTILE, last_name="\u202e" * 64, language_code="en")
    await hostile.says("/start")
    await hostile.presses(await hears(hostile, "In which estate"), "图们小区")
    await hostile.says("1-101")
    notice = await hears(scene.victim, "has given your door")
    await hostile.opens_link(private_panel(1))
    panel = await hears(hostile, "No. 1")

    for message in (notice, panel, newest(town, scene.card)):
        assert not re.search("[\u200b\u202e\u2066]", message.text or "")
        assert not {"text_link", "text_mention"} & {e.type for e in message.entities or []}
    assert "<b>王</b>" in (notice.text or "")
    answer = await hostile.presses(scene.card, "✋ 报2份")
    assert answer.text.startswith("住户0 has already joined")
    assert not town.world.refusals


TALK = {
    "long": "接龙 " + "1" * 10_000,
    "lines": "接龙 1-103\n" * 3000,
    "blanks": "接龙" + " " * 10_000 + "3-501",
    "marks": "接龙" + "\u200b\u202e" * 5000,
    "slash": "/" + "x" * 10_000,
    "add": "/add " + "3栋" * 3000,
    "digits": "代报 " + "9" * 4000,
    "start": "/start r_" + "9" * 60,
    "start_other": "/start r_" + "١" * 20,
    "html": "接龙 <b>8-888</b> & <script>",
    "combining": "接龙 1" + "\u0301" * 4000,
    "null": "接龙 8-888\u0000",
    "nothing": "接龙 0份",
    "negative": "接龙 -3份",
    "plus_zero": "+0",
}


async def _kept_but_questions(town: Town) -> dict[str, Any]:
    """Words in private that are nothing else are a question, and kept as one."""
    return {table: rows for table, rows in (await kept(town)).items() if table != "faq_question"}


@pytest.mark.parametrize("who", ["attacker", "staff"])
async def test_endless_and_broken_texts_are_answered(scene: Scene, who: str) -> None:
    town = scene.town
    person = scene.attacker if who == "attacker" else town.staff
    before, since = await _kept_but_questions(town), len(town.world.requests)

    for number, (name, text) in enumerate(TALK.items()):
        for place, chat in enumerate((person.chat, scene.group)):
            raw = scene.raw(2 * number + place, person, chat, text=text)
            asked = len(town.world.requests)
            await town.app.switchboard.handle(raw)
            is_answered = len(town.world.requests) > asked
            assert is_answered or chat is scene.group, name
            assert await _kept_but_questions(town) == before, name
    await town.world.settled()

    assert await scene.failures() == []
    assert not town.world.refusals
    if who == "attacker":
        await scene.assert_nothing_leaked(since, person)


async def test_a_draft_takes_no_endless_fact_and_no_file(scene: Scene) -> None:
    town, staff = scene.town, scene.town.staff
    await staff.says("/relay")
    await hears(staff, "What is it called?")
    before = await kept(town)

    endless = ["x" * 10_000, "x\n" * 3000, "-" * 9000, " " * 3000 + "x" * 81, "\u200b\u0000"]
    for number, text in enumerate(endless):
        await town.app.switchboard.handle(scene.raw(number, staff, staff.chat, text=text))
        await hears(staff, "Too long" if number < 4 else "cannot be empty")
    await staff.sends_document("口罩.csv", b"3-501\n")
    await hears(staff, "cannot be empty")
    await town.app.switchboard.handle(
        scene.raw(90, staff, staff.chat, text="/relay " + "；".join(["时间 --"] * 3000))
    )
    await hears(staff, "I cannot read that time")
    await hears(staff, "What is it called?")

    assert await kept(town) == before
    assert await scene.failures() == []


async def test_files_where_text_is_expected(scene: Scene) -> None:
    town, before = scene.town, await kept(scene.town)
    for person in (scene.attacker, scene.outsider):
        await person.sends_document("x.exe", b"MZ", caption="接龙 1-103 2份")
        await hears(person, "I did not understand")
        await person.sends_photo()
        await hears(person, "I did not understand")
    await scene.attacker.sends_document("x", b"x", "+1", in_=scene.group)
    await town.world.settled()

    assert await kept(town) == before


BROKEN_UPDATES: list[dict[str, Any]] = [
    {"update_id": FIRST_RAW},
    {"update_id": FIRST_RAW + 1, "message": {}},
    {"update_id": FIRST_RAW + 2, "message": {"message_id": "x", "text": 3}},
    {"update_id": FIRST_RAW + 3, "callback_query": {"id": 5}},
    {"update_id": FIRST_RAW + 4, "unheard_of": {"a": [1, 2, {"b": None}]}},
    {"update_id": FIRST_RAW + 5, "edited_message": None, "poll": "x"},
    {"update_id": "x"},
    {},
]


async def test_updates_that_nobody_can_read_stop_nothing(scene: Scene) -> None:
    before = await kept(scene.town)
    for raw in BROKEN_UPDATES:
        await scene.town.app.switchboard.handle(raw)
    assert await kept(scene.town) == before
    assert "No. 2" in (await scene.attacker.presses(scene.card, "✋ 报1份")).text
