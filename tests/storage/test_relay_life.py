"""The life of a relay: published by staff, opened and closed by the clock, ended early."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community.actions import bind_chat, note_chat, save_conversation
from storage.errors import RuleError
from storage.outbox.tables import Card
from storage.relay.actions import (
    cancel_relay,
    close_relay,
    place_cards_in_chat,
    publish_draft,
    publish_relay,
    turn_due_relays,
)
from storage.relay.drafts import Draft
from storage.relay.kinds import RelayState
from storage.relay.queries import find_relay, has_due_relays, list_relays, list_relays_in_chat
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_neighbourhood

BEFORE = OPENING - timedelta(hours=6)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def place(work: Work) -> Neighbourhood:
    """An estate with a group for all of it and one for its second building."""
    built = await work.write(build_neighbourhood)
    for chat, building in ((-100, None), (-200, built.buildings[1])):
        await work.write(note_chat, chat, now=BEFORE)
        await work.write(
            bind_chat, chat, built.estate_id, by=STAFF, now=BEFORE, building_id=building
        )
    return built


def _draft(place: Neighbourhood, *buildings: int) -> Draft:
    return Draft(
        estate_id=place.estate_id,
        title="第一轮口罩登记",
        item="口罩",
        per_household=2,
        capacity=500,
        waiting_list=True,
        opens_at=OPENING,
        closes_at=OPENING + timedelta(hours=11),
        place="本群",
        eligibility="本小区居民",
        collection="益丰药房",
        buildings=frozenset(buildings),
    )


async def _cards(work: Work) -> dict[int, int]:
    def read(session: Session) -> dict[int, int]:
        return {card.chat_id: card.version for card in session.exec(select(Card))}

    return await work.read(read)


async def test_published_relay_stands_in_every_group_of_its_houses(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)

    relay = await work.read(find_relay, relay_id)
    assert relay is not None
    assert (relay.state, relay.households, relay.joined) == (RelayState.SCHEDULED, 12, 0)
    assert await _cards(work) == {-100: 1, -200: 1}
    here = await work.read(list_relays_in_chat, -200, now=BEFORE)
    assert [found.id for found in here] == [relay_id]


async def test_relay_for_one_building_leaves_the_others_in_peace(
    work: Work, place: Neighbourhood
) -> None:
    draft = _draft(place, place.buildings[0])

    relay_id = await work.write(publish_relay, draft, by=STAFF, now=BEFORE)

    relay = await work.read(find_relay, relay_id)
    assert relay is not None
    assert (relay.buildings, relay.households) == (("1",), 6)
    assert set(await _cards(work)) == {-100}


async def test_only_staff_publish_and_end(work: Work, place: Neighbourhood) -> None:
    stranger = place.person(0)
    with pytest.raises(RuleError, match="not_staff"):
        await work.write(publish_relay, _draft(place), by=stranger, now=BEFORE)
    relay_id = await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)

    for action in (close_relay, cancel_relay):
        with pytest.raises(RuleError, match="not_staff"):
            await work.write(action, relay_id, by=stranger, now=BEFORE)

    relay = await work.read(find_relay, relay_id)
    assert relay is not None
    assert relay.state is RelayState.SCHEDULED


async def test_draft_is_published_once_however_often_it_is_pressed(
    work: Work, place: Neighbourhood
) -> None:
    await work.write(save_conversation, STAFF, STAFF, "relay.draft", {}, now=BEFORE)
    await work.write(publish_draft, _draft(place), "relay.draft", by=STAFF, now=BEFORE)

    with pytest.raises(RuleError, match="stale_button"):
        await work.write(publish_draft, _draft(place), "relay.draft", by=STAFF, now=BEFORE)

    assert len(await work.read(list_relays, [place.estate_id])) == 1


async def test_refused_draft_leaves_the_conversation_to_be_mended(
    work: Work, place: Neighbourhood
) -> None:
    await work.write(save_conversation, STAFF, STAFF, "relay.draft", {}, now=BEFORE)
    late = replace(_draft(place), closes_at=OPENING)

    with pytest.raises(RuleError, match="times_reversed"):
        await work.write(publish_draft, late, "relay.draft", by=STAFF, now=BEFORE)

    await work.write(publish_draft, _draft(place), "relay.draft", by=STAFF, now=BEFORE)


async def test_clock_opens_and_closes_to_the_second_and_touches_the_cards(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)

    async def state_at(now: object) -> RelayState:
        if await work.read(has_due_relays, now):  # type: ignore[arg-type]
            await work.write(turn_due_relays, now)  # type: ignore[arg-type]
        relay = await work.read(find_relay, relay_id)
        assert relay is not None
        return relay.state

    assert await state_at(OPENING - SECOND / 1000) is RelayState.SCHEDULED
    assert await _cards(work) == {-100: 1, -200: 1}
    assert await state_at(OPENING) is RelayState.OPEN
    assert await _cards(work) == {-100: 2, -200: 2}
    assert await state_at(OPENING + timedelta(hours=11) - SECOND / 1000) is RelayState.OPEN
    assert await state_at(OPENING + timedelta(hours=11)) is RelayState.CLOSED
    assert await _cards(work) == {-100: 3, -200: 3}
    assert not await work.read(has_due_relays, OPENING + timedelta(days=9))


async def test_relay_whose_whole_time_was_slept_through_is_closed(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)

    turned = await work.write(turn_due_relays, OPENING + timedelta(days=1))

    relay = await work.read(find_relay, relay_id)
    assert relay is not None
    assert (turned, relay.state) == (2, RelayState.CLOSED)


async def test_ending_early_is_audited_and_final(work: Work, place: Neighbourhood) -> None:
    relay_id = await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)
    await work.write(close_relay, relay_id, by=STAFF, now=BEFORE)
    await work.write(close_relay, relay_id, by=STAFF, now=BEFORE)
    await work.write(cancel_relay, relay_id, by=STAFF, now=BEFORE)

    with pytest.raises(RuleError, match="relay_cancelled"):
        await work.write(close_relay, relay_id, by=STAFF, now=BEFORE)

    def actions(session: Session) -> list[str]:
        subject = AuditRecord.subject == f"relay:{relay_id}"
        return [record.action for record in session.exec(select(AuditRecord).where(subject))]

    expected = ["relay.published", "relay.closed", "relay.cancelled"]
    assert await work.read(actions) == expected


async def test_group_bound_later_gets_the_cards_of_what_runs(
    work: Work, place: Neighbourhood
) -> None:
    await work.write(publish_relay, _draft(place), by=STAFF, now=BEFORE)
    await work.write(note_chat, -300, now=BEFORE)
    await work.write(bind_chat, -300, place.estate_id, by=STAFF, now=BEFORE)

    placed = await work.write(place_cards_in_chat, -300, now=BEFORE)

    assert placed == 1
    assert set(await _cards(work)) == {-100, -200, -300}
