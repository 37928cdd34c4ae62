"""Sessions of those who only telephone are kept by staff (S86)."""

from __future__ import annotations

from datetime import date

from simulator import StoredMessage
from storage.requests import actions
from storage.requests.actions import NewRequest
from storage.requests.queries import RequestView
from tests.handlers.estate_play import labels, turns
from tests.handlers.requests_board_play import asked, page, says_to
from tests.handlers.requests_play import DIALYSIS, kind_of, offer, reread, text, told
from tests.town import Town

TODAY = date(2020, 2, 2)


async def _register(town: Town) -> RequestView:
    """A dialysis of somebody who telephoned, with a session today."""
    await offer(town, DIALYSIS)
    new = NewRequest(
        kind_id=(await kind_of(town, DIALYSIS)).id,
        household_id=town.place.households[0],
        answers={"where": "中山医院", "slots": ["am"], "on": TODAY.isoformat()},
        language="zh-hans",
        caller="王阿姨",
    )
    return await town.work.write(actions.enter, new, by=town.staff.id, now=town.clock.now())


async def _session(town: Town, request: RequestView) -> StoredMessage:
    shown = await page(town.staff, request)
    assert "Caller: 王阿姨" in text(shown)
    assert "💬 Ask back" not in labels(shown)
    return await turns(town.staff, shown, "📅 Session")


async def test_a_missed_session_raises_the_alarm(town: Town) -> None:
    request = await _register(town)

    await turns(town.staff, await _session(town, request), "❌ It was missed")

    await told(town, town.staff, "A session was missed")


async def test_held_and_the_next_day_is_set(town: Town) -> None:
    request = await _register(town)
    shown = await turns(town.staff, await _session(town, request), "✅ It took place")
    shown = await turns(town.staff, shown, "📅 Session")
    await turns(town.staff, shown, "📅 Set the day")
    await says_to(town.staff, "when he can", "day")
    await says_to(town.staff, "yesterday, 1 February", "day")
    shown = await says_to(town.staff, "2020-02-05", "Next session")

    assert (await reread(town, request)).session_on == date(2020, 2, 5)
    shown = await turns(town.staff, shown, "📅 Session")
    assert "✅ It took place" not in labels(shown)
    await turns(town.staff, shown, "🚫 No more sessions")
    assert (await reread(town, request)).session_on is None


async def test_a_kind_without_sessions_has_none(town: Town) -> None:
    request = await asked(town)
    shown = await page(town.staff, request)
    assert "📅 Session" not in labels(shown)

    for data in ("session:", "session_end:", "held:2020-02-02", "held:x", "session_day:"):
        answer = await town.staff.presses(shown, data=f"wr:{request.id}:{data}")
        assert answer.show_alert, data
