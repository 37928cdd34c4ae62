"""Alerts that are taken and left alone, of unknown places, and two cries at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.community import actions as community
from storage.community.tables import Role
from storage.emergency import actions
from storage.emergency.calling import repeat_alerts
from storage.emergency.kinds import AlertState
from storage.engine import Database
from storage.work import Work
from tests.builders import KEYRING, STAFF, Neighbourhood
from tests.people import build_other_estate
from tests.storage.test_emergency import (
    ANNA,
    BORIS,
    COLLEAGUE,
    MINUTE,
    NOW,
    OTHERS_STAFF,
    STRANGER,
    a_cry,
    cry,
    heard,
    place,
    refused,
    told,
    view,
)

__all__ = ["place"]


async def test_a_taker_who_says_nothing_is_asked_and_then_relieved(
    work: Work, place: Neighbourhood
) -> None:
    raised = await cry(work)
    await work.write(actions.take_alert, raised.alert_id, by=COLLEAGUE, now=NOW)
    rounds = [
        minute for minute in range(90) if await work.write(repeat_alerts, NOW + minute * MINUTE)
    ]

    assert rounds == [10, 20]
    asked = await told(work, "still")
    assert [(row.chat_id, row.params["is_mine"]) for row in asked] == [
        (COLLEAGUE, True),
        *((person, person == COLLEAGUE) for person in sorted((STAFF, COLLEAGUE))),
    ]
    over = await work.write(
        actions.take_alert, raised.alert_id, by=STAFF, now=NOW + 21 * MINUTE, is_over=True
    )
    assert over.taken_by == STAFF
    assert await heard(work, "taken") == [COLLEAGUE]
    assert await heard(work, "told_taken") == [ANNA]


@pytest.mark.parametrize("is_unreachable", [True, False])
async def test_a_taker_who_is_gone_has_it_no_longer(
    work: Work, place: Neighbourhood, is_unreachable: bool
) -> None:
    def leave(session: Session) -> None:
        query = select(Role).where(Role.person_id == COLLEAGUE)
        session.exec(query).one().revoked_at = NOW

    raised = await cry(work)
    second = await cry(work, a_cry(BORIS, update=9))
    for alert_id in (raised.alert_id, second.alert_id):
        await work.write(actions.take_alert, alert_id, by=COLLEAGUE, now=NOW)
    if is_unreachable:
        await work.write(community.set_reachable, COLLEAGUE, False)
    else:
        await work.write(leave)

    taken = await work.write(actions.take_alert, second.alert_id, by=STAFF, now=NOW + MINUTE)
    assert taken.taken_by == STAFF
    await cry(work, a_cry(words="没有人来", update=2), now=NOW + 2 * MINUTE)
    assert STAFF in await heard(work, "alert_words")
    assert await heard(work, "told_nobody") == [ANNA]
    assert await work.write(repeat_alerts, NOW + 2 * MINUTE) == 1
    assert (await view(work, raised.alert_id)).state is AlertState.OPEN
    assert STAFF in await heard(work, "alert")


async def test_one_that_cannot_be_opened_holds_up_no_other(
    work: Work, place: Neighbourhood
) -> None:
    lost = await cry(work)
    other = await cry(work, a_cry(BORIS, update=2))

    def spoil(session: Session) -> None:
        query = "update alert set words = 'x' || words where id = "
        session.connection().exec_driver_sql(query + str(lost.alert_id))

    await work.write(spoil)
    assert await work.write(repeat_alerts, NOW + 3 * MINUTE) == 1
    told_of = [row.params["alert_id"] for row in await told(work, "alert")]
    assert told_of.count(other.alert_id) == 3


async def test_new_words_reach_the_taker_and_the_duty(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)
    await work.write(actions.take_alert, raised.alert_id, by=STAFF, now=NOW)

    await cry(work, a_cry(words="没有呼吸", update=2), now=NOW + MINUTE)

    assert sorted(await heard(work, "alert_words")) == sorted([STAFF, COLLEAGUE])


async def test_where_nobody_points_at_a_place_every_committee_is_called(
    work: Work, place: Neighbourhood
) -> None:
    await work.write(build_other_estate, staff=OTHERS_STAFF, resident=BORIS)
    raised = await cry(work, a_cry(STRANGER))
    assert await work.write(repeat_alerts, NOW + 2 * MINUTE) == 1

    assert await heard(work, "alert") == [COLLEAGUE, OTHERS_STAFF]
    assert await work.write(repeat_alerts, NOW + 7 * MINUTE) == 1
    assert await heard(work, "told_nobody") == [STRANGER]
    assert STAFF in await heard(work, "alert")
    for by in (ANNA, STRANGER):
        await refused("not_staff", work.write(actions.take_alert, raised.alert_id, by=by, now=NOW))
    now = NOW + 8 * MINUTE
    await work.write(actions.take_alert, raised.alert_id, by=OTHERS_STAFF, now=now)
    assert sorted(await heard(work, "taken")) == sorted([COLLEAGUE, STAFF])

    await work.write(
        actions.place_alert, raised.alert_id, place.estate_id, None, by=STRANGER, now=now
    )
    assert (await view(work, raised.alert_id)).state is AlertState.OPEN
    await work.write(actions.take_alert, raised.alert_id, by=COLLEAGUE, now=now + MINUTE)


async def test_an_update_that_was_settled_raises_nothing_new(
    work: Work, place: Neighbourhood
) -> None:
    raised = await cry(work)
    await cry(work, a_cry(words="没有呼吸", update=2))
    await work.write(actions.close_alert, raised.alert_id, by=STAFF, now=NOW)

    for update_id in (1, 2):
        again = await cry(work, a_cry(update=update_id), now=NOW + MINUTE)
        assert (again.alert_id, again.is_joined) == (raised.alert_id, True)


@pytest.mark.parametrize("updates", [(1, 2), (1, 1)])
async def test_two_cries_at_once_are_one_alert(
    work: Work, place: Neighbourhood, updates: tuple[int, int]
) -> None:
    url = str(work.database.url.render_as_string(False))
    databases = [Database(url, KEYRING) for _ in range(2)]
    try:
        for number in range(5):
            raised = await asyncio.gather(
                *(
                    cry(
                        Work(database, after_commit=lambda: None),
                        a_cry(update=10 * number + update_id),
                        NOW + number * timedelta(hours=1),
                    )
                    for database, update_id in zip(databases, updates, strict=True)
                )
            )
            assert len({each.alert_id for each in raised}) == 1
    finally:
        for database in databases:
            database.close()
