"""Alerts: kept with who is told of them, told until somebody comes, and emptied in time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.tables import Chat, Committee, Person, Role
from storage.emergency import actions, queries
from storage.emergency.actions import Cry, Raised
from storage.emergency.calling import repeat_alerts
from storage.emergency.kinds import AlertKind, AlertState
from storage.emergency.queries import AlertView
from storage.emergency.tables import Alert
from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.retention import purge
from storage.work import Work
from tests.builders import KEYRING, STAFF, Neighbourhood, build_neighbourhood
from tests.people import build_other_estate

NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA, BORIS, STRANGER, COLLEAGUE, OTHERS_STAFF = 1000, 1001, 777, 900_002, 900_003
WORDS = "我爸胸口疼"
GROUP = -1001


def build(session: Session) -> Neighbourhood:
    place = build_neighbourhood(session)
    for person_id in (STRANGER, COLLEAGUE, OTHERS_STAFF):
        session.add(Person(id=person_id, name=f"人{person_id}", reachable=True, seen_at=NOW))
    session.flush()
    session.add(
        Role(
            person_id=COLLEAGUE,
            committee_id=place.committee_id,
            kind=RoleKind.STAFF,
            granted_at=NOW,
        )
    )
    return place


@pytest.fixture
async def place(work: Work) -> Neighbourhood:
    made = await work.write(build)
    # With a colleague on duty the other staff hear only of what she does not take.
    await work.write(community.take_duty, made.committee_id, by=COLLEAGUE, now=NOW)
    return made


def a_cry(person: int | None = ANNA, words: str = WORDS, update: int = 1, **changes: Any) -> Cry:
    return replace(Cry(AlertKind.DANGER, person, None, words, "zh-hans", update), **changes)


async def cry(work: Work, said: Cry | None = None, now: datetime = NOW) -> Raised:
    return await work.write(actions.raise_alert, said or a_cry(), now=now)


async def view(work: Work, alert_id: int) -> AlertView:
    found = await work.read(queries.find_alert, alert_id)
    assert found is not None
    return found


async def told(work: Work, template: str) -> list[OutboxMessage]:
    def read(session: Session) -> list[OutboxMessage]:
        query = select(OutboxMessage).where(OutboxMessage.template == f"emergency/{template}")
        return list(session.exec(query.order_by("id")))

    return await work.read(read)


async def heard(work: Work, template: str) -> list[int]:
    return [row.chat_id for row in await told(work, template)]


async def refused(code: str, doing: Any) -> None:
    with pytest.raises(RuleError) as error:
        await doing
    assert error.value.code == code


async def test_a_cry_is_kept_with_who_is_told_of_it(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)

    assert (raised.told, raised.is_joined) == (1, False)
    alert = await view(work, raised.alert_id)
    assert (alert.state, alert.words, alert.door) == (AlertState.OPEN, WORDS, "1-101")
    (call,) = await told(work, "alert")
    assert call.chat_id == COLLEAGUE
    assert (call.params["asked"], call.params["door"], call.params["caller"]) == (
        WORDS,
        "1-101",
        "住户0",
    )


async def test_the_same_update_again_changes_nothing(work: Work, place: Neighbourhood) -> None:
    first = await cry(work)
    again = await cry(work, now=NOW + MINUTE)

    assert (again.alert_id, again.is_joined) == (first.alert_id, True)
    assert (await view(work, first.alert_id)).words == WORDS
    assert await heard(work, "alert_words") == []


async def test_more_words_join_for_ten_minutes(work: Work, place: Neighbourhood) -> None:
    first = await cry(work, a_cry(words="", kind=AlertKind.BUTTON))
    joined = await cry(work, a_cry(update=2), now=NOW + 9 * MINUTE)
    other = await cry(work, a_cry(BORIS, update=3), now=NOW + 9 * MINUTE)
    later = await cry(work, a_cry(update=4), now=NOW + 20 * MINUTE)

    assert joined.alert_id == first.alert_id
    assert (await view(work, first.alert_id)).kind is AlertKind.DANGER
    assert await heard(work, "alert_words") == [COLLEAGUE]
    assert len({first.alert_id, other.alert_id, later.alert_id}) == 3


async def test_words_after_it_was_settled_are_a_new_alert(work: Work, place: Neighbourhood) -> None:
    first = await cry(work)
    await work.write(actions.close_alert, first.alert_id, by=STAFF, now=NOW + MINUTE, is_false=True)
    again = await cry(work, a_cry(update=2), now=NOW + 2 * MINUTE)

    assert again.alert_id != first.alert_id
    assert await heard(work, "told_false") == [ANNA]


async def test_endless_words_stop_being_told(work: Work, place: Neighbourhood) -> None:
    for number in range(1, 30):
        await cry(work, a_cry(words="救命" * 50, update=number))

    assert len(await heard(work, "alert_words")) < 20


async def test_nobody_takes_it_and_all_staff_hear_for_an_hour(
    work: Work, place: Neighbourhood
) -> None:
    raised = await cry(work)
    rounds = []
    for minute in range(90):
        now = NOW + minute * MINUTE
        if await work.write(repeat_alerts, now):
            rounds.append(minute)
            assert await work.write(repeat_alerts, now) == 0

    assert rounds == [3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58]
    calls = await heard(work, "alert")
    assert (calls.count(COLLEAGUE), calls.count(STAFF)) == (13, 12)
    assert await heard(work, "told_nobody") == [ANNA]
    assert (await view(work, raised.alert_id)).state is AlertState.OPEN


async def test_who_takes_it_ends_the_rounds_and_the_caller_hears(
    work: Work, place: Neighbourhood
) -> None:
    raised = await cry(work)
    await work.write(repeat_alerts, NOW + 3 * MINUTE)
    for _ in range(2):
        await work.write(actions.take_alert, raised.alert_id, by=COLLEAGUE, now=NOW + 4 * MINUTE)

    assert await work.write(repeat_alerts, NOW + 10 * MINUTE) == 0
    (message,) = await told(work, "told_taken")
    assert (message.chat_id, message.language) == (ANNA, "zh-hans")
    assert await heard(work, "taken") == [STAFF]
    await refused(
        "urgent_taken", work.write(actions.take_alert, raised.alert_id, by=STAFF, now=NOW)
    )
    await cry(work, a_cry(words="还在等", update=2), now=NOW + 2 * MINUTE)
    assert await heard(work, "alert_words") == [COLLEAGUE]


async def test_only_the_committee_answers(work: Work, place: Neighbourhood) -> None:
    await work.write(build_other_estate, staff=OTHERS_STAFF, resident=STRANGER)
    raised = await cry(work)
    who: dict[str, Any] = {"now": NOW}
    for by in (ANNA, BORIS, STRANGER, OTHERS_STAFF):
        for action in (actions.take_alert, actions.close_alert, actions.look_at_alert):
            await refused("not_staff", work.write(action, raised.alert_id, by=by, **who))
        await refused(
            "not_staff", work.write(actions.note_alert, raised.alert_id, "好了", by=by, **who)
        )
    for by in (BORIS, STAFF):
        await refused(
            "not_found", work.write(actions.withdraw_alert, raised.alert_id, by=by, **who)
        )


async def test_it_ends_once_and_keeps_a_note(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)
    who: dict[str, Any] = {"by": COLLEAGUE, "now": NOW}
    await work.write(actions.take_alert, raised.alert_id, **who)
    for _ in range(2):
        done = await work.write(actions.close_alert, raised.alert_id, **who)
    assert done.state is AlertState.DONE
    await refused(
        "urgent_over", work.write(actions.close_alert, raised.alert_id, is_false=True, **who)
    )
    await refused("urgent_over", work.write(actions.take_alert, raised.alert_id, **who))
    await refused("urgent_note_empty", work.write(actions.note_alert, raised.alert_id, " ", **who))
    await refused(
        "urgent_note_long", work.write(actions.note_alert, raised.alert_id, "x" * 201, **who)
    )
    noted = await work.write(actions.note_alert, raised.alert_id, "120 送医", **who)
    assert noted.note == "120 送医"


async def test_who_was_never_called_reads_nothing_of_it(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)
    who: dict[str, Any] = {"by": COLLEAGUE, "now": NOW}
    await work.write(actions.take_alert, raised.alert_id, **who)
    await work.write(actions.close_alert, raised.alert_id, **who)

    assert await heard(work, "alert") == [COLLEAGUE]
    assert await heard(work, "taken") == await heard(work, "closed") == []


async def test_the_caller_takes_it_back(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)
    for _ in range(2):
        taken_back = await work.write(
            actions.withdraw_alert, raised.alert_id, by=ANNA, now=NOW + MINUTE
        )

    assert taken_back.state is AlertState.WITHDRAWN
    assert await heard(work, "closed") == [COLLEAGUE]
    assert await work.write(repeat_alerts, NOW + 10 * MINUTE) == 0


async def test_a_stranger_calls_first_and_points_at_the_place_then(
    work: Work, place: Neighbourhood
) -> None:
    await work.write(build_other_estate, staff=OTHERS_STAFF, resident=BORIS)
    raised = await cry(work, a_cry(STRANGER))
    assert (raised.told, raised.estate_id) == (0, None)
    assert await work.write(repeat_alerts, NOW + MINUTE) == 0

    who: dict[str, Any] = {"by": STRANGER, "now": NOW + MINUTE}
    placed = await work.write(actions.place_alert, raised.alert_id, place.estate_id, None, **who)
    assert (placed.told, await heard(work, "alert")) == (1, [COLLEAGUE])
    await work.write(
        actions.place_alert, raised.alert_id, place.estate_id, place.buildings[1], **who
    )
    (more,) = await told(work, "alert_words")
    assert (more.chat_id, more.params["building"]) == (COLLEAGUE, "2")
    await refused(
        "not_found",
        work.write(actions.place_alert, raised.alert_id, place.estate_id, 10_000, **who),
    )
    await refused(
        "not_found",
        work.write(actions.place_alert, raised.alert_id, place.estate_id, None, by=ANNA, now=NOW),
    )


async def test_who_writes_as_the_group_calls_without_a_name(
    work: Work, place: Neighbourhood
) -> None:
    def bind(session: Session) -> None:
        session.add(Chat(telegram_id=GROUP, estate_id=place.estate_id))

    await work.write(bind)
    raised = await cry(work, a_cry(None, group_id=GROUP))
    joined = await cry(work, a_cry(None, "快来人", 2, group_id=GROUP))

    assert (raised.told, joined.alert_id) == (1, raised.alert_id)
    assert (await view(work, raised.alert_id)).name == ""


async def test_where_nobody_can_be_reached_it_is_tried_again(
    work: Work, place: Neighbourhood
) -> None:
    for person in (STAFF, COLLEAGUE):
        await work.write(community.set_reachable, person, False)
    raised = await cry(work)
    assert raised.told == 0

    await work.write(community.set_reachable, STAFF, True)
    assert await work.write(repeat_alerts, NOW + 3 * MINUTE) == 1
    assert await heard(work, "alert") == [STAFF]


async def test_the_telephone_of_the_duty_is_found(work: Work, place: Neighbourhood) -> None:
    def set_phone(session: Session) -> None:
        session.get_one(Committee, place.committee_id).duty_phone = "123"

    await work.write(set_phone)
    spot = await work.read(queries.find_spot, ANNA, None, NOW)

    assert spot is not None
    assert (spot.duty_phone, spot.building_id) == ("123", place.buildings[0])


async def test_who_is_forgotten_called_nobody(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)
    taken = await cry(work, a_cry(BORIS, update=2))
    await work.write(actions.take_alert, taken.alert_id, by=COLLEAGUE, now=NOW)

    await work.write(community.forget_person, ANNA, now=NOW)
    (gone,) = await told(work, "gone")
    assert (gone.chat_id, gone.params["building"]) == (COLLEAGUE, "1")
    assert WORDS not in str(gone.params)
    assert "1-101" not in str(gone.params)
    await work.write(community.forget_person, COLLEAGUE, now=NOW)

    alert = await view(work, raised.alert_id)
    assert (alert.person_id, alert.words, alert.door) == (None, "", None)
    assert alert.state is AlertState.WITHDRAWN
    assert await work.write(repeat_alerts, NOW) == 1
    again = [row for row in await told(work, "alert") if row.chat_id == STAFF]
    assert [row.params["alert_id"] for row in again] == [taken.alert_id]
    opened = await view(work, taken.alert_id)
    assert (opened.state, opened.taken_by) == (AlertState.OPEN, None)
    assert await heard(work, "told_nobody") == [BORIS]
    await work.write(actions.take_alert, taken.alert_id, by=STAFF, now=NOW + MINUTE)


async def test_after_a_month_only_that_somebody_called_is_kept(
    work: Work, place: Neighbourhood
) -> None:
    ended, forgotten = await cry(work), await cry(work, a_cry(BORIS, update=2))
    who: dict[str, Any] = {"by": STAFF, "now": NOW + MINUTE}
    await work.write(actions.close_alert, ended.alert_id, **who)
    await work.write(actions.note_alert, ended.alert_id, "送医", **who)

    await work.write(purge, NOW + timedelta(days=29))
    assert (await view(work, ended.alert_id)).note == "送医"
    await work.write(purge, NOW + timedelta(days=31))

    for alert_id in (ended.alert_id, forgotten.alert_id):
        alert = await view(work, alert_id)
        assert (alert.person_id, alert.words, alert.note, alert.door) == (None, "", None, None)
    assert await told(work, "alert") == []


async def test_who_saw_and_did_what_is_audited_without_words(
    work: Work, place: Neighbourhood
) -> None:
    raised = await cry(work)
    who: dict[str, Any] = {"by": STAFF, "now": NOW}
    await work.write(actions.look_at_alert, raised.alert_id, **who)
    await work.write(actions.take_alert, raised.alert_id, **who)
    await work.write(actions.close_alert, raised.alert_id, **who)

    def read(session: Session) -> list[tuple[str, int | None, dict[str, Any]]]:
        rows = session.exec(select(AuditRecord).order_by("id"))
        return [(row.action, row.actor_id, row.details) for row in rows if "alert" in row.action]

    assert await work.read(read) == [
        ("alert.raised", ANNA, {}),
        ("alert.seen", STAFF, {}),
        ("alert.taken", STAFF, {}),
        ("alert.done", STAFF, {}),
    ]


async def test_words_are_sealed(work: Work, place: Neighbourhood) -> None:
    raised = await cry(work)

    def read(session: Session) -> str:
        query = "select words from alert where id = :id"
        return str(
            session.connection()
            .exec_driver_sql(query.replace(":id", str(raised.alert_id)))
            .scalar_one()
        )

    assert WORDS not in await work.read(read)


async def test_two_who_take_it_at_once_leave_one(work: Work, place: Neighbourhood) -> None:
    url = str(work.database.url.render_as_string(False))
    for number in range(5):
        raised = await cry(work, a_cry(update=number), now=NOW + number * timedelta(hours=1))
        databases = [Database(url, KEYRING) for _ in range(2)]
        try:
            results = await asyncio.gather(
                *(
                    Work(database, after_commit=lambda: None).write(
                        actions.take_alert, raised.alert_id, by=by, now=NOW
                    )
                    for database, by in zip(databases, (STAFF, COLLEAGUE), strict=True)
                ),
                return_exceptions=True,
            )
        finally:
            for database in databases:
                database.close()
        (lost,) = [each for each in results if isinstance(each, BaseException)]
        (won,) = [each for each in results if isinstance(each, AlertView)]
        assert isinstance(lost, RuleError)
        assert (await view(work, raised.alert_id)).taken_by == won.taken_by
        assert len(await told(work, "told_taken")) == number + 1


async def test_an_alert_and_its_calls_are_one_transaction(work: Work, place: Neighbourhood) -> None:
    def dies(session: Session) -> None:
        actions.raise_alert(session, a_cry(), now=NOW)
        session.flush()
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        await work.write(dies)

    assert await heard(work, "alert") == []
    assert await work.read(lambda session: session.exec(select(Alert)).first()) is None
