"""Staff draft a relay: by questions or by one line, with a preview, and change their mind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.relay.queries import find_relay
from tests.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=1) as opened:
        yield opened


async def _asks(town: Town, text: str) -> str:
    await town.staff.says(text)
    return (await town.staff.next_message()).text or ""


async def test_questions_lead_to_a_preview_and_nothing_is_posted_before(town: Town) -> None:
    group = await town.group()
    assert "What is it called?" in await _asks(town, "/relay")
    assert "how many pieces" in await _asks(town, "Masks, first round")
    assert "how many households" in await _asks(town, "masks 2")
    assert "From when to when" in await _asks(town, "no limit")
    assert "Where do people register?" in await _asks(town, "tomorrow 8:00 - 20:00")
    assert "Who may join?" in await _asks(town, "in this group")
    assert "collected" in await _asks(town, "all households")
    preview = await _asks(town, "pharmacy, Monday")

    assert "Preview" in preview
    assert "masks, up to 2 a household" in preview
    assert "No limit" in preview
    assert "12 households may join" in preview
    assert await town.work.read(find_relay, 1) is None
    assert not [message for message in group.messages if message.is_by_bot and message.buttons]


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (["x" * 81], "Too long"),
        (["Masks", "masks 0"], "number from 1"),
        (["Masks", "masks 2", "many"], "Please give a number"),
        (["Masks", "masks 2", "5", "soon"], "cannot read that time"),
        (["Masks", "masks 2", "5", "20:00 - 8:00"], "after the beginning"),
    ],
)
async def test_answers_that_cannot_be_are_refused_and_asked_again(
    town: Town, answers: list[str], refusal: str
) -> None:
    await _asks(town, "/relay")

    said = [await _asks(town, answer) for answer in answers]

    assert refusal in said[-1]
    assert await town.work.read(find_relay, 1) is None


async def test_line_with_a_missing_fact_asks_for_that_one_only(town: Town) -> None:
    said = await _asks(
        town, "/relay Masks; masks 2; places 500; time tomorrow 8:00-20:00; where here; who all"
    )

    assert "Where and when is it collected?" in said


async def test_fact_is_edited_from_the_preview_and_the_draft_published_once(town: Town) -> None:
    await town.staff.says(
        "/relay Masks; masks 2; places 500; time tomorrow 8:00-20:00; where here; who all; "
        "collect pharmacy"
    )
    preview = await town.staff.next_message()
    await town.staff.presses(preview, "Title")
    assert "called" in ((await town.staff.next_message()).text or "")
    await town.staff.says("Gloves")
    second = await town.staff.next_message()
    assert "Gloves" in (second.text or "")
    await town.staff.presses(second, "Buildings")
    await town.staff.next_message()
    await town.staff.says("2")
    third = await town.staff.next_message()
    assert "6 households may join" in (third.text or "")

    await town.staff.presses(third, "✅ Publish")
    await town.staff.presses(preview, "✅ Publish")

    relay = await town.work.read(find_relay, 1)
    assert relay is not None
    assert (relay.title, relay.buildings, relay.capacity) == ("Gloves", ("2",), 500)
    assert await town.work.read(find_relay, 2) is None


async def test_dropped_draft_is_gone(town: Town) -> None:
    await town.staff.says("/relay")
    question = await town.staff.next_message()

    await town.staff.presses(question, "Drop")

    assert "Nothing was posted" in (town.staff.chat.messages[-1].text or "")
    answer = await town.staff.presses(question, data="rd:publish:")
    assert "no longer" in (answer.text or "").lower() or answer.show_alert


async def test_residents_cannot_open_relays(town: Town) -> None:
    await town.residents[0].says("/relay")

    assert "staff" in ((await town.residents[0].next_message()).text or "").lower()
