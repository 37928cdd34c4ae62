"""Staff choose how places are shared, change it in public, give the reserve, begin a round."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from simulator import Group, StoredMessage
from storage.community.tables import Committee
from storage.relay.actions import close_relay, turn_due_relays
from storage.relay.moves import Changes, change_terms, list_grants
from storage.relay.queries import find_relay
from tests.builders import OPENING
from tests.people import bound_group, hears, newest, shows
from tests.town import Town, open_town

LINE = (
    "/relay Masks, round 1; masks 2; places 7; time tomorrow 0:00-20:00; where here; who all; "
    "collect pharmacy"
)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=4) as opened:
        yield opened


async def english_group(town: Town) -> Group:
    """A bound group whose committee speaks the language of the source texts."""

    def speak(session: Session) -> None:
        committee = session.get(Committee, town.place.committee_id)
        assert committee is not None
        committee.language = "en"

    await town.work.write(speak)
    return await bound_group(town)


async def chooses(town: Town, message: StoredMessage, *buttons: str) -> StoredMessage:
    """Press one button after another on the same message; how it stands then."""
    for button in buttons:
        await town.staff.presses(newest(town, message), button)
    return newest(town, message)


async def publishes(town: Town, line: str) -> int:
    await town.staff.says(line)
    preview = await hears(town.staff, "Preview")
    await town.staff.presses(preview, "✅ Publish")
    await town.world.settled()
    return 1


async def opens(town: Town, relay_id: int) -> None:
    relay = await town.work.read(find_relay, relay_id)
    assert relay is not None
    town.clock.advance((relay.opens_at - town.clock.now()).total_seconds() + 1)
    await town.work.write(turn_due_relays, town.clock.now())


def said(message: StoredMessage) -> str:
    return message.text or ""


async def test_sharing_is_chosen_by_buttons_and_the_card_says_it(town: Town) -> None:
    group = await english_group(town)
    await town.staff.says(LINE)
    preview = await hears(town.staff, "First come, first served")

    page = await chooses(town, preview, "⚖️ How places are shared", "🏢 By building")
    assert "2 buildings, places for each: 3" in said(page)
    assert "One more place: building 1." in said(page)
    page = await chooses(town, page, "Left over: first houses", "The next in order")
    assert "1 place left over: for the next in order" in said(page)
    await chooses(town, page, "Held offline: 0")
    await town.staff.says("2")
    page = await hears(town.staff, "lobby sheet: 2")
    assert "2 buildings, places for each: 2" in said(page)
    await chooses(town, page, "Daily reserve: 0")
    await town.staff.says("3 a day: pregnancy, dialysis")
    page = await hears(town.staff, "Daily reserve (pregnancy and dialysis): 3 a day")
    page = await chooses(town, page, "Moves up at once", "2 hours", "✅ Done", "✅ Publish")

    assert "is published" in said(page)
    card = await shows(town, group, "evenly by building", "0/3 today", "2 hours to accept")
    assert "At closing, unused places go to the next in order" in said(card)


async def test_what_contradicts_is_said_before_it_is_published(town: Town) -> None:
    await town.staff.says(LINE.replace("places 7", "places no limit; sharing by building"))
    preview = await hears(town.staff, "Preview")

    assert "needs a number of places" in said(preview)
    answer = await town.staff.presses(preview, "✅ Publish")
    assert "needs a number of places" in (answer.text or "")
    assert await town.work.read(find_relay, 1) is None


async def test_line_takes_all_choices_at_once(town: Town) -> None:
    await town.staff.says(f"{LINE}; sharing draw; draw 30 min; reserve 2 dialysis; bring card")
    preview = await hears(town.staff, "Places are drawn by lot.")

    assert "00:30 all who join have the same chance" in said(preview)
    assert "Please bring: card" in said(preview)


async def test_terms_are_changed_in_public_once_it_has_opened(town: Town) -> None:
    group = await english_group(town)
    relay_id = await publishes(town, f"{LINE}; offline 2")
    await opens(town, relay_id)
    await town.staff.says("/relays")
    page = await hears(town.staff, "For staff")

    page = await chooses(town, page, "⚖️ Rules", "🔧 Change", "Places")
    await town.staff.says("9")
    page = await hears(town.staff, "Places: 7 → 9")
    assert "every group will be told" in said(page)
    page = await chooses(town, page, "⚖️ How places are shared", "Held offline: 2")
    await town.staff.says("3")
    page = await hears(town.staff, "lobby sheet: 3")
    page = await chooses(town, page, "✅ Done")
    assert "Held for sign-ups without a phone: 2 → 3" in said(page)
    page = await chooses(town, page, "📣 Change it")

    assert "Changed" in said(page)
    notice = await shows(town, group, "were changed", "Places: 7 → 9")
    assert "by the committee" in said(notice)
    assert "陈" not in said(notice)
    relay = await town.work.read(find_relay, relay_id)
    assert relay is not None
    assert (relay.capacity, relay.sharing.offline_share) == (9, 3)


async def test_what_a_colleague_announced_meanwhile_is_not_taken_back(town: Town) -> None:
    await english_group(town)
    relay_id = await publishes(town, LINE)
    await opens(town, relay_id)
    await town.staff.says("/relays")
    page = await hears(town.staff, "For staff")
    await chooses(town, page, "⚖️ Rules", "🔧 Change", "Where")
    await town.staff.says("the gate")
    page = await hears(town.staff, "→ the gate")
    by, now = town.staff.id, town.clock.now()
    await town.work.write(change_terms, relay_id, Changes(capacity=9), by=by, now=now)

    await chooses(town, page, "📣 Change it")

    relay = await town.work.read(find_relay, relay_id)
    assert relay is not None
    assert (relay.capacity, relay.place) == (9, "the gate")


async def test_unused_places_are_opened_by_staff_once(town: Town) -> None:
    await english_group(town)
    relay_id = await publishes(town, f"{LINE}; offline 2")
    await opens(town, relay_id)
    await town.staff.says("/relays")
    page = await hears(town.staff, "For staff")

    page = await chooses(town, page, "⚖️ Rules", "🔓 Open unused places", "🔓 Open them now")

    assert "0 households moved up" in said(page)
    answer = await town.staff.presses(page, data=f"rt:{relay_id}:shares_sure:")
    assert "already" in (answer.text or "")


async def test_reserve_is_given_with_a_reason_and_shown_as_a_number(town: Town) -> None:
    group = await english_group(town)
    relay_id = await publishes(town, f"{LINE}; reserve 2 pregnancy, dialysis")
    await opens(town, relay_id)
    door = "1-101"
    await town.staff.says(f"/reserve {door}")
    page = await hears(town.staff, "why is it in the reserve?")
    await town.staff.presses(page, "dialysis")
    await hears(town.staff, "what is the reason?")
    await town.staff.says("card of the hospital seen")
    page = await hears(town.staff, "Give this place?")
    page = await chooses(town, page, "✅ Give it")

    assert "Today: 1 of 2 given" in said(page)
    card = await shows(town, group, "1/2 today")
    assert "101" not in said(card)
    page = await chooses(town, page, f"↩️ {door}", "↩️ Take it back")
    assert "(taken back)" in said(page)
    await shows(town, group, "0/2 today")
    grants = await town.work.read(list_grants, relay_id)
    assert [(grant.reason, grant.revoked_at is None) for grant in grants] == [
        ("card of the hospital seen", False)
    ]
    refused = await town.residents[0].presses(page, data=f"rg:{relay_id}:give:0")
    assert "staff" in (refused.text or "").lower()


async def test_next_round_takes_over_all_but_the_times(town: Town) -> None:
    relay_id = await publishes(town, f"{LINE}; sharing by building; offline 1")
    await opens(town, relay_id)
    await town.work.write(close_relay, relay_id, by=town.staff.id, now=town.clock.now())
    await town.staff.says("/relays")
    page = await hears(town.staff, "For staff")
    await town.staff.presses(page, "🔁 New round")
    await hears(town.staff, "Round 2", "Households served so far: 0")
    await town.staff.says("tomorrow 8:00 - 20:00")
    preview = await hears(town.staff, "Preview", "evenly by building")
    page = await chooses(
        town,
        preview,
        "⚖️ How places are shared",
        "For: everybody",
        "Only who was not served yet",
        "✅ Done",
        "✅ Publish",
    )

    assert "is published" in said(page)
    second = await town.work.read(find_relay, relay_id + 1)
    assert second is not None
    assert (second.title, second.round_number, second.follows_id) == ("Masks, round 2", 2, relay_id)
    assert second.sharing.served_rule == "unserved"
    assert second.sharing.offline_share == 1
    assert second.opens_at > OPENING + timedelta(hours=1)
