"""The week as a list and as a picture, for staff."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from locales.drawing import WIDTH
from locales.pictures import MOST_RANKED, Ranked, render_week
from simulator import Person, StoredMessage
from storage.faq import actions
from storage.faq.kinds import Feedback, Outcome
from tests.handlers.estate_play import labels, turns
from tests.handlers.faq_play import DELIVERIES, seed
from tests.handlers.faq_staff_play import ask_in_vain, content_of, says, stranger_staff, walk
from tests.people import hears
from tests.town import Town

MONDAY = date(2020, 2, 3)


async def _ask(town: Town, person: Person, entry_id: int, number: int, feedback: str = "") -> None:
    question_id = await town.work.write(
        actions.record_question,
        committee_id=town.place.committee_id,
        person_id=person.id,
        chat_id=person.id,
        message_id=number,
        thread_id=None,
        language="en",
        text=f"question {number}",
        outcome=Outcome.ANSWERED,
        entry_id=entry_id,
        certainty=3.0,
        now=town.clock.now(),
    )
    if feedback:
        await town.work.write(actions.mark_feedback, question_id, Feedback(feedback), by=person.id)


async def _busy_week(town: Town) -> None:
    """Two entries asked three times and once, and a question that nobody could answer."""
    testing, parcels = await seed(town, "testing"), await seed(town, "parcels", DELIVERIES)
    first, second, third, _ = town.residents
    await _ask(town, first, testing, 1, "helpful")
    await _ask(town, second, testing, 2, "helpful")
    await _ask(town, third, testing, 3, "not_helpful")
    await _ask(town, first, parcels, 4)
    await ask_in_vain(town, second, "Who feeds the cats?")


async def _this_week(town: Town) -> StoredMessage:
    board = await says(town.staff, "/faq")
    while "📊 This week" not in labels(board):
        board = await town.staff.next_message()
    return await turns(town.staff, board, "📊 This week")


async def test_week_lists_what_was_asked_most_and_what_nobody_answered(town: Town) -> None:
    await _busy_week(town)

    week = await _this_week(town)

    assert week.text is not None
    assert "27 Jan 2020 – 2 Feb 2020" in week.text
    assert "Asked: 5" in week.text
    assert "1. Where can I get tested at the weekend? ×3 👍 66.7%" in week.text
    assert "2. Where do I pick up parcels? ×1" in week.text
    assert "❓ Who feeds the cats? ×1" in week.text


async def test_picture_is_sent_with_what_its_numbers_mean(town: Town) -> None:
    await _busy_week(town)
    week = await _this_week(town)

    await town.staff.presses(week, "🖼 Show the picture")
    sent = await town.staff.next_message()

    assert sent.photo
    assert "1. Where can I get tested at the weekend?" in (sent.caption or "")
    content = content_of(town, sent.photo[-1].file_id)
    assert Image.open(BytesIO(content)).width == WIDTH


async def test_empty_week_says_so_and_has_no_picture(town: Town) -> None:
    await seed(town, "testing")

    week = await _this_week(town)
    assert "Nobody asked anything" in (week.text or "")
    assert labels(week) == ["‹ Week before", "‹ All answers"]
    forged = await town.staff.presses(week, data=f"qsw:{town.place.committee_id}:0:picture")

    assert "nothing to draw" in (forged.text or "")


async def test_old_buttons_show_the_week_that_they_were_made_for(town: Town) -> None:
    await _busy_week(town)
    week = await _this_week(town)
    town.clock.advance(8 * 86_400)

    before = await turns(town.staff, week, "‹ Week before")
    assert "20 Jan 2020 – 26 Jan 2020" in (before.text or "")
    same = await turns(town.staff, before, "Week after ›")
    assert "Asked: 5" in (same.text or "")
    last = await walk(town.staff, same, "Week after ›", "Week after ›")

    assert "10 Feb 2020 – 16 Feb 2020" in (last.text or "")
    assert "Week after ›" not in labels(last)


async def test_monday_message_leads_to_the_picture(town: Town) -> None:
    await says(town.staff, "/start")
    await _busy_week(town)
    # From Sunday 01:00 to Monday 09:00 in Shanghai.
    town.clock.advance(32 * 3600)
    assert await town.work.write(actions.send_week, town.clock.now()) == 1
    notice = await hears(town.staff, "Your week")
    assert "Asked: 5" in (notice.text or "")

    await town.staff.presses(notice, "🖼 Show the picture")

    assert (await town.staff.next_message()).photo


async def test_week_of_another_committee_stays_closed(town: Town) -> None:
    await _busy_week(town)
    week = await _this_week(town)

    for person in (await stranger_staff(town), town.residents[0]):
        answer = await person.presses(week, "🖼 Show the picture")
        assert answer.show_alert


@pytest.mark.parametrize(
    ("by_day", "ranked"),
    [
        ((0, 0, 0, 0, 0, 0, 1), []),
        ((1, 2, 3, 4, 5, 6, 7), [Ranked(7, 7, 0), Ranked(3, 0, 3), Ranked(1, 0, 0)]),
        ((12_345, 0, 0, 0, 0, 0, 9_876), [Ranked(10_674, 5_000, 600)] * 12),
        ((1, 0, 0, 0, 0, 0, 0), [Ranked(1, 2, 2)]),
    ],
)
def test_picture_grows_with_what_is_ranked(by_day: tuple[int, ...], ranked: list[Ranked]) -> None:
    few = Image.open(BytesIO(render_week(MONDAY, by_day, [])))

    drawn = Image.open(BytesIO(render_week(MONDAY, by_day, ranked)))

    assert drawn.format == "PNG"
    assert drawn.width == WIDTH
    assert (drawn.height > few.height) == bool(ranked)
    most = Image.open(BytesIO(render_week(MONDAY, by_day, [*ranked[:1]] * MOST_RANKED)))
    assert drawn.height <= most.height
    # Something is drawn in the colour of bars.
    colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 20) or []}
    assert (0x21, 0x66, 0xAC) in colours
