"""Staff's conversations: what they keep, what they leave alone, and what fits into a message."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from handlers.context import DOOR_STEP
from handlers.faq.staff import _new
from storage.community.actions import forget_person, save_conversation
from storage.community.queries import ConversationView, find_conversation
from storage.faq.entries import MOST_VARIANTS, VARIANT
from tests.handlers.estate_play import labels, newest, turns
from tests.handlers.faq_play import seed
from tests.handlers.faq_staff_play import ask_in_vain, entries, entry, says, walk
from tests.town import Town

FINISH_FIRST = "Finish or drop what you are writing first"


async def _conversation(town: Town) -> ConversationView:
    found = await town.work.read(find_conversation, town.staff.id, town.staff.id)
    assert found is not None
    return found


async def test_answers_leave_a_relay_draft_alone(town: Town) -> None:
    await says(town.staff, "/relay")
    question = await says(town.staff, "Masks, first round")
    before = await _conversation(town)
    await ask_in_vain(town, town.residents[0], "Where are the cats?")
    note = await town.staff.next_message()

    refused = await town.staff.presses(note, "✍️ Reply")
    assert FINISH_FIRST in (refused.text or "")
    assert await _conversation(town) == before
    going_on = await says(town.staff, "masks 2")
    assert "how many households" in (going_on.text or "")

    await turns(town.staff, question, "Drop")
    asked = await turns(town.staff, note, "✍️ Reply")
    assert "Where are the cats?" in (asked.text or "")


async def test_a_door_that_was_asked_for_does_not_hold_staff_up(town: Town) -> None:
    await ask_in_vain(town, town.residents[0], "Where are the cats?")
    note = await town.staff.next_message()
    me, now = town.staff.id, town.clock.now()
    await town.work.write(save_conversation, me, me, DOOR_STEP, {"estate_id": 1}, now=now)

    asked = await turns(town.staff, note, "✍️ Reply")

    assert "Where are the cats?" in (asked.text or "")


async def test_a_question_is_kept_where_it_was_asked_alone(town: Town) -> None:
    resident = town.residents[0]
    item = await ask_in_vain(town, resident, "I live in 3-502: where are my pills?")
    note = await town.staff.next_message()
    await turns(town.staff, note, "✍️ Reply")
    await says(town.staff, "At the gate.")
    await town.staff.presses(note, data=f"qsi:{item}:send")
    await town.staff.presses(note, data=f"qsi:{item}:make")
    page = newest(note, town.staff)
    assert "I live in 3-502" in (page.text or "")
    assert "3-502" not in str((await _conversation(town)).data)

    await town.work.write(forget_person, resident.id, now=town.clock.now())
    old = await town.staff.presses(note, data=f"qsi:{item}:make")

    assert "out of date" in (old.text or "")


async def test_a_draft_is_made_once_although_the_bot_is_killed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = await says(town.staff, "/faq")
    await walk(town.staff, board, "✍️ Write the first myself", "🧪 Testing")
    sender = {"id": town.staff.id, "is_bot": False, "first_name": "陈主任", "language_code": "en"}
    message = {
        "message_id": 900,
        "date": 0,
        "chat": {"id": town.staff.id, "type": "private", "first_name": "陈主任"},
        "from": sender,
        "text": "Where is the test site?\nAt the gate.",
    }
    update = {"update_id": 900_000_001, "message": message}

    async def killed(*_: Any, **__: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(_new, "find_own_entry", killed)
        with pytest.raises(asyncio.CancelledError):
            await town.app.switchboard.handle(update)
    await town.app.switchboard.handle(update)

    source = await town.staff.next_message()
    assert "Where does it come from?" in (source.text or "")
    assert len(await entries(town)) == 1


@pytest.mark.parametrize("letter", ["x", "😀"])
async def test_as_many_and_as_long_wordings_as_may_be_fit_into_a_message(
    town: Town, letter: str
) -> None:
    entry_id = await seed(town, "testing")
    board = await says(town.staff, "/faq")
    await town.staff.presses(board, data=f"qsf:{entry_id}:variants")

    wordings = [f"{number:03d}".ljust(VARIANT, letter) for number in range(MOST_VARIANTS)]
    for number in range(0, MOST_VARIANTS, 5):
        shown = await says(town.staff, "\n".join(wordings[number : number + 5]))

    assert f"✖ {MOST_VARIANTS}" in labels(shown)
    assert f"\n{MOST_VARIANTS}. 019" in (shown.text or "")
    assert (await entry(town, entry_id)).source_text.variants == tuple(wordings)


async def test_few_wordings_are_shown_whole(town: Town) -> None:
    entry_id = await seed(town, "testing")
    board = await says(town.staff, "/faq")
    await town.staff.presses(board, data=f"qsf:{entry_id}:variants")

    shown = await says(town.staff, "where ".ljust(VARIANT, "x"))

    assert "where ".ljust(VARIANT, "x") in (shown.text or "")
