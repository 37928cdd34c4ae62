"""A day in numbers and as a picture, and what was needed most."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from locales.charts import MOST_KINDS, Column, Worked, render_digest
from locales.drawing import WIDTH
from storage.requests.actions import send_digests
from tests.handlers.estate_play import labels, turns
from tests.handlers.requests_board_play import asked, page, says_to
from tests.handlers.requests_play import MEDICINE, text, told
from tests.people import hears
from tests.town import Town

HOURS = [Column(str(hour), hour % 5) for hour in range(24)]


async def test_numbers_of_today_and_what_was_needed_most(town: Town) -> None:
    request = await asked(town)
    await asked(town, household=1)
    await asked(town, MEDICINE)
    town.clock.advance(600)
    shown = await turns(town.staff, await page(town.staff, request), "🙋 I take it")
    town.clock.advance(3600)
    await turns(town.staff, shown, "✅ Close")
    shown = await turns(town.staff, shown, "✅ Solved")
    await turns(town.staff, shown, "Without words")

    numbers = await says_to(town.staff, "/digest", "📊")

    for words in (
        "Asked: 3",
        "Closed: 1",
        "Still open: 2",
        "Usually taken after: 10 minutes",
        "Usually worked on for: 1 hour",
        "🔧 Repairs: asked 2, closed 1",
        "🔧 Repairs: 2 households, 1 open ↑",
        "二甲双胍: 1 household, 1 open",
    ):
        assert words in text(numbers), words


async def test_the_picture_explains_its_letters(town: Town) -> None:
    await asked(town)
    numbers = await says_to(town.staff, "/digest", "📊")

    await town.staff.presses(numbers, "📊 Picture")

    picture = await told(town, town.staff, "full is asked")
    assert picture.photo
    assert "A 🔧 Repairs" in text(picture)
    assert "📋 All numbers" in labels(picture)
    await town.staff.presses(picture, "📋 All numbers")
    await hears(town.staff, "Most needed in seven days")


async def test_other_days_are_turned_to_and_none_ahead(town: Town) -> None:
    await asked(town)
    numbers = await says_to(town.staff, "/digest", "📊")
    assert "Day after ›" not in labels(numbers)

    yesterday = await turns(town.staff, numbers, "‹ Day before")
    assert "Asked: 0" in text(yesterday)
    today = await turns(town.staff, yesterday, "Day after ›")
    assert "Asked: 1" in text(today)

    tomorrow = (town.clock.now() + timedelta(days=2)).date().toordinal()
    for day in (tomorrow, 10**8):
        answer = await town.staff.presses(today, data=f"wd:1:{day}:show")
        assert "out of date" in (answer.text or "")


async def test_the_evening_brings_it_by_itself(town: Town) -> None:
    await asked(town)
    town.clock.advance(20 * 3600)
    await town.work.write(send_digests, town.clock.now())

    picture = await told(town, town.staff, "Requests on")

    assert picture.photo
    assert "Asked: 1" in text(picture)
    shown = await says_to(town.staff, "/board", "🗂")
    assert "📊 Numbers" in labels(shown)


@pytest.mark.parametrize(
    "kinds", [[], [Worked(12, 7), Worked(0, 1), Worked(0, 0)], [Worked(10_674, 9_876)] * 12]
)
def test_chart_grows_with_the_kinds(kinds: list[Worked]) -> None:
    few = Image.open(BytesIO(render_digest(HOURS, [])))
    drawn = Image.open(BytesIO(render_digest(HOURS, kinds)))

    assert drawn.width == WIDTH
    assert (drawn.height > few.height) is bool(kinds)
    most = Image.open(BytesIO(render_digest(HOURS, [Worked(1, 1)] * MOST_KINDS)))
    assert drawn.height <= most.height


def test_a_chart_of_nothing_can_be_drawn() -> None:
    assert render_digest([Column("0", 0)], [Worked(0, 0)])
