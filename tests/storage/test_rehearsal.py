"""A rehearsal measures the time of a person, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, func, select

from storage.community.queries import list_estates
from storage.community.tables import Building, Chat, Estate
from storage.errors import RuleError
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.actions import turn_due_relays
from storage.relay.boards.actions import post_maps, send_knockers
from storage.relay.queries import find_relay, list_relays_in_chat
from storage.relay.releases import actions, rehearsal
from storage.relay.releases.joining import count_joined, has_due_joins, join_due
from storage.relay.releases.proposing import propose_slots, use_measured
from storage.relay.releases.queries import find_plan
from storage.relay.tables import Relay
from storage.work import Work
from tests.builders import STAFF, build_neighbourhood
from tests.storage.releases_world import GROUP, MORNING, NINE, build_list


def _counts(session: Session) -> dict[str, int]:
    tables = SQLModel.metadata.tables
    return {
        name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in tables.items()
    }


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Plain rows: what one database shows holds for the other."""
    return sqlite_url


@pytest.fixture
async def relay_id(work: Work) -> int:
    place = await work.write(build_neighbourhood)
    return await work.write(build_list, place, 6)


async def _refusal(work: Work, action: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        await work.write(action, *args, **options)
    return refusal.value.code


async def test_a_rehearsal_measures_and_leaves_nothing_behind(work: Work, relay_id: int) -> None:
    """大连路 (S43): about two minutes a person, found in a rehearsal."""
    before = await work.read(_counts)
    own: dict[str, Any] = {"by": STAFF, "now": MORNING}
    practice = await work.write(rehearsal.begin_rehearsal, relay_id, 20, **own)

    assert len(await work.read(list_estates)) == 1, "its estate stands in no menu"
    again = await _refusal(work, rehearsal.begin_rehearsal, relay_id, 20, **own)
    assert again == "rehearsal_runs"
    nested = await _refusal(work, rehearsal.begin_rehearsal, practice, 5, **own)
    assert nested == "rehearsal_of_rehearsal"
    await work.write(actions.release_next, practice, 12, **own)
    for turn in range(10):
        at = NINE + timedelta(seconds=110 * turn)
        assert await work.write(rehearsal.serve_next, practice, by=STAFF, now=at) == turn + 1
    assert await work.read(rehearsal.find_measured, practice) == (10, 110)
    plan = await work.read(find_plan, practice, now=NINE)
    assert (plan.admitted, plan.called, plan.collected) == (20, 12, 10)

    def told(session: Session) -> list[int]:
        return list(session.exec(select(OutboxMessage.chat_id)))

    assert GROUP not in await work.read(told), "no group and no resident hears of it"
    await work.write(rehearsal.erase_rehearsal, practice, by=STAFF, now=NINE)
    assert await work.read(_counts) == before


async def test_a_real_relay_is_never_erased_or_served_by_practice(
    work: Work, relay_id: int
) -> None:
    for action in (rehearsal.erase_rehearsal, rehearsal.serve_next):
        assert await _refusal(work, action, relay_id, by=STAFF, now=NINE) == "not_a_rehearsal"
        assert await _refusal(work, action, relay_id, by=77, now=NINE) == "not_staff"


async def _bind_group(work: Work) -> None:
    def bind(session: Session) -> None:
        estate = session.exec(select(Estate.id)).one()
        session.add(Chat(telegram_id=GROUP, estate_id=estate))

    await work.write(bind)


@pytest.mark.parametrize(
    ("seconds", "joined"), [(0, 0), (30, 9), (60, 16), (120, 26), (179, 29), (180, 30), (999, 30)]
)
def test_most_join_at_once_and_all_in_three_minutes(seconds: int, joined: int) -> None:
    assert count_joined(30, timedelta(seconds=seconds)) == joined


async def test_in_a_group_households_join_by_themselves_and_the_card_goes(
    work: Work, relay_id: int
) -> None:
    await _bind_group(work)
    before = await work.read(_counts)
    own: dict[str, Any] = {"by": STAFF, "now": MORNING}
    away = await _refusal(work, rehearsal.begin_rehearsal, relay_id, 30, chat_id=-5, **own)
    assert away == "stale_button"
    practice = await work.write(rehearsal.begin_rehearsal, relay_id, 30, chat_id=GROUP, **own)
    assert not await work.read(has_due_joins, MORNING)
    for seconds, joined in ((30, 9), (60, 16), (200, 30)):
        at = MORNING + timedelta(seconds=seconds)
        assert await work.read(has_due_joins, at)
        assert await work.write(turn_due_relays, at) == 0, "it ends by its own clock"
        assert await work.write(join_due, at) == 1
        relay = await work.read(find_relay, practice)
        assert relay is not None
        assert (relay.admitted, relay.state.value) == (joined, "open" if joined < 30 else "closed")
    assert not await work.read(has_due_joins, MORNING + timedelta(hours=1))

    await work.write(actions.release_next, practice, 5, by=STAFF, now=NINE)
    await work.write(post_maps, practice, by=STAFF, now=NINE)

    def deliver(session: Session) -> None:
        cards = session.exec(select(Card).where(Card.subject_id == practice)).all()
        for number, card in enumerate(cards):
            card.message_id = 70 + number
        posted = select(OutboxMessage).where(OutboxMessage.template == "relay/release_posted")
        message = session.exec(posted).one()
        message.message_id = 80
        assert message.params["is_rehearsal"]

    await work.write(deliver)
    shown = await work.read(rehearsal.list_group_messages, practice)
    assert sorted(shown) == [(GROUP, 70), (GROUP, 71), (GROUP, 80)]
    await work.write(rehearsal.erase_rehearsal, practice, by=STAFF, now=NINE)
    assert await work.read(_counts) == before


async def test_a_running_rehearsal_is_no_signup_that_a_line_could_mean(
    work: Work, relay_id: int
) -> None:
    await _bind_group(work)
    before = await work.read(_counts)
    practice = await work.write(
        rehearsal.begin_rehearsal, relay_id, 30, chat_id=GROUP, by=STAFF, now=MORNING
    )
    assert await work.read(list_relays_in_chat, GROUP, now=MORNING) == ()
    await work.write(send_knockers, practice, await _houses(work, practice), by=STAFF, now=MORNING)
    await work.write(rehearsal.erase_rehearsal, practice, by=STAFF, now=MORNING)
    assert await work.read(_counts) == before, "doors to be knocked at are gone as well"


async def _houses(work: Work, relay_id: int) -> list[int]:
    def read(session: Session) -> list[int]:
        estate = session.get_one(Relay, relay_id).estate_id
        houses = session.exec(select(Building.id).where(Building.estate_id == estate))
        return [house for house in houses if house is not None]

    return await work.read(read)


async def test_slots_of_the_real_signup_follow_from_what_was_measured(
    work: Work, relay_id: int
) -> None:
    own: dict[str, Any] = {"by": STAFF, "now": MORNING}
    practice = await work.write(rehearsal.begin_rehearsal, relay_id, 20, **own)
    assert await work.read(propose_slots, practice, now=MORNING) is None
    assert not await work.write(use_measured, practice, **own)
    await work.write(actions.release_next, practice, 12, **own)
    for turn in range(9):
        at = NINE + timedelta(seconds=100 * turn)
        await work.write(rehearsal.serve_next, practice, by=STAFF, now=at)

    found = await work.read(propose_slots, practice, now=MORNING)
    assert found is not None
    assert (found.relay_id, found.seconds, found.planned) == (relay_id, 100, 120)
    assert (found.an_hour, found.people, found.beyond) == (36, 6, 0)
    assert found.done_at == NINE + timedelta(seconds=600)
    assert await work.write(use_measured, practice, **own)
    plan = await work.read(find_plan, relay_id, now=MORNING)
    assert (plan.seconds_per_person, len(plan.points)) == (100, 1)
