"""The requester's side: read, change, answer, confirm, reopen, erase; and being forgotten."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, select

from storage.community import actions as community
from storage.outbox.tables import OutboxMessage
from storage.requests import actions, queries
from storage.requests.kinds import EventKind, Handover, Outcome, Purpose, RequestState, Source
from storage.requests.tables import RequestEvent, RequestPhoto
from storage.retention import purge
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    ANNAS_SON,
    BORIS,
    DAY,
    HOUR,
    NOW,
    OTHER_STAFF,
    World,
    make_world,
    photo,
)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_only_the_requester_reads_their_own(world: World) -> None:
    view = await world.ask()
    assert await world.work.read(queries.find_own, view.id, ANNA) == view
    for other in (ANNAS_SON, BORIS, STAFF):
        assert await world.work.read(queries.find_own, view.id, other) is None


async def test_own_list_has_open_ones_first(world: World) -> None:
    first, second, third = [await world.ask() for _ in range(3)]
    await world.do(actions.ask_back, second.id, "?")
    await world.do(actions.confirm_receipt, third.id, by=ANNA)

    lines = await world.work.read(queries.list_own, ANNA)
    assert [line.id for line in lines] == [second.id, first.id, third.id]
    assert [line.is_asked for line in lines] == [True, False, False]
    assert lines[2].is_delivered


async def test_changed_answers_keep_the_others_and_tell_the_owner(world: World) -> None:
    view = await world.ask(answers={"by": "2022-04-20"})
    await world.do(actions.claim, view.id)
    changed = await world.do(
        actions.change_answers, view.id, {"boxes": 3, "by": "4/7", "strength": None}, by=ANNA
    )

    assert changed.find(Purpose.DRUG) == "硝苯地平控释片"
    assert (changed.find(Purpose.QUANTITY), changed.find(Purpose.STRENGTH)) == (3, None)
    assert (changed.needed_by, changed.due_at) == (date(2022, 4, 7), NOW + 24 * HOUR)
    assert await world.heard("changed") == [STAFF]
    event = (await world.work.read(queries.list_events, view.id))[-1]
    assert (event.kind, event.details) == (
        EventKind.CHANGED,
        {"names": ["boxes", "by", "strength"]},
    )


async def test_answer_that_stays_is_not_refused_when_its_day_is_past(world: World) -> None:
    view = await world.ask(answers={"by": "today"})
    later = NOW + 2 * DAY
    kept = {"by": "2022-04-06", "boxes": 4}
    changed = await world.do(actions.change_answers, view.id, kept, by=ANNA, now=later)
    assert changed.find(Purpose.QUANTITY) == 4
    refusal = await world.refused(
        actions.change_answers, view.id, {"by": "2022-04-07"}, by=ANNA, now=later
    )
    assert refusal.code == "need_date_past"


async def test_answers_do_not_change_after_delivery(world: World) -> None:
    view = await world.ask()
    await world.do(actions.deliver, view.id, Handover.DOOR)
    refusal = await world.refused(actions.change_answers, view.id, {"boxes": 3}, by=ANNA)
    assert refusal.code == "need_delivered"


async def test_answer_that_is_demanded_cannot_be_taken_away(world: World) -> None:
    view = await world.ask()
    refusal = await world.refused(actions.change_answers, view.id, {"drug": None}, by=ANNA)
    assert (refusal.code, refusal.params) == ("need_answer_missing", {"name": "drug"})


async def test_withdrawn_its_owner_is_told_once(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    for _ in range(2):
        gone = await world.do(actions.withdraw, view.id, by=ANNA)

    assert (gone.state, gone.outcome) == (RequestState.WITHDRAWN, Outcome.WITHDRAWN)
    assert await world.heard("withdrawn") == [STAFF]
    assert (await world.refused(actions.claim, view.id)).code == "need_closed"


async def test_answer_goes_to_the_duty_where_nobody_owns_it(world: World) -> None:
    view = await world.ask()
    await world.do(actions.answer_back, view.id, "还要棉签", by=ANNA)
    assert await world.heard("answered") == [STAFF, OTHER_STAFF]


async def test_confirmed_twice_is_confirmed_once(world: World) -> None:
    view = await world.ask()
    first = await world.do(actions.confirm_receipt, view.id, by=ANNA)
    again = await world.do(actions.confirm_receipt, view.id, by=ANNA, now=NOW + HOUR)

    assert again == first
    assert (first.delivered_how, first.confirmed_at) == (Handover.TAP, NOW)


async def test_reopened_it_is_new_and_its_clock_begins_again(world: World) -> None:
    view = await world.ask(slug="repairs")
    assert (await world.refused(actions.reopen, view.id, "?", by=ANNA)).code == "need_not_closed"
    await world.do(actions.close, view.id, Outcome.SOLVED)
    later = NOW + DAY
    opened = await world.do(actions.reopen, view.id, "还在漏", by=ANNA, now=later)

    assert (opened.state, opened.owner_id, opened.outcome) == (RequestState.OPEN, None, None)
    assert opened.due_at == later + 72 * HOUR
    assert len(await world.heard("new")) == 4
    assert await world.told("told_reopened") == []


async def test_reopened_by_staff_the_requester_is_told_why(world: World) -> None:
    view = await world.ask(slug="repairs")
    await world.do(actions.close, view.id, Outcome.SOLVED)
    await world.do(actions.reopen, view.id, "师傅明天再来")
    ((person, params),) = await world.told("told_reopened")
    assert (person, params["reply"]) == (ANNA, "师傅明天再来")


async def test_reopened_only_within_two_weeks(world: World) -> None:
    view = await world.ask()
    await world.do(actions.close, view.id, Outcome.IMPOSSIBLE)
    late = NOW + 15 * DAY
    refusal = await world.refused(actions.reopen, view.id, "?", by=ANNA, now=late)
    assert (refusal.code, refusal.params) == ("need_reopen_late", {"days": 14})


def _words(session: Session, request_id: int) -> str:
    events = session.exec(select(RequestEvent).where(RequestEvent.request_id == request_id))
    photos = session.exec(select(RequestPhoto))
    messages = session.exec(select(OutboxMessage))
    said = [event.details for event in events]
    return str([said, [each.file_id for each in photos], [row.params for row in messages]])


async def test_erased_only_a_bare_row_stays(world: World) -> None:
    view = await world.ask(photos=(photo("prescription"),))
    await world.do(actions.open_request, view.id)
    await world.do(actions.set_source, view.id, Source.NONE, "氨氯地平")
    await world.do(actions.note_shown, view.id, STAFF, [5])
    await world.do(actions.erase_request, view.id, by=ANNA)
    assert await world.heard("withdrawn") == [STAFF]

    erased = await world.request(view.id)
    assert (erased.state, erased.person_id, erased.erased_at) == (RequestState.WITHDRAWN, None, NOW)
    assert (dict(erased.answers), erased.photos, erased.caller, erased.alternative) == (
        {},
        (),
        None,
        None,
    )
    words = await world.work.read(_words, view.id)
    assert not [each for each in ("硝苯", "氨氯", "prescription") if each in words]
    assert await world.work.read(queries.list_own, ANNA) == ()
    assert await world.work.read(queries.list_readers, view.id) == ()
    assert len(await world.work.read(queries.list_shown_due, NOW)) == 1
    assert (await world.refused(actions.open_request, view.id)).code == "need_erased"
    assert ("request.erased", ANNA, f"request:{view.id}") in await world.audited()


async def test_forgotten_person_leaves_nothing_that_tells_of_them(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    others = await world.ask(1)
    await world.work.write(community.forget_person, ANNA, now=NOW)

    gone = await world.request(view.id)
    assert (gone.person_id, gone.state, dict(gone.answers)) == (None, RequestState.WITHDRAWN, {})
    assert (await world.request(others.id)).person_id == BORIS
    assert await world.heard("withdrawn") == [STAFF]
    assert await world.told("told_claimed") == []


async def test_forgotten_staff_leave_their_requests_to_others(world: World) -> None:
    view = await world.ask()
    await world.do(actions.open_request, view.id, by=OTHER_STAFF)
    await world.do(actions.claim, view.id, by=OTHER_STAFF)
    await world.work.write(community.forget_person, OTHER_STAFF, now=NOW)

    free = await world.request(view.id)
    assert (free.owner_id, free.state) == (None, RequestState.OPEN)
    assert await world.work.read(queries.list_readers, view.id) == ()
    await world.tick(actions.escalate_due, NOW)
    assert (await world.heard("new"))[-1] == STAFF


async def test_closed_long_ago_is_emptied_and_still_counted(world: World) -> None:
    once = await world.ask(answers={"often": "once", "lasts": None})
    chronic = await world.ask()
    for view in (once, chronic):
        await world.do(actions.confirm_receipt, view.id, by=ANNA)
    waiting = await world.ask()

    await world.tick(purge, NOW + 30 * DAY)
    assert (await world.request(once.id)).erased_at is None
    await world.tick(purge, NOW + 31 * DAY)
    assert dict((await world.request(once.id)).answers) == {}
    # Asked again on the 23rd day, with two weeks to answer.
    assert (await world.request(chronic.id)).answers
    assert (await world.request(waiting.id)).answers
    await world.tick(purge, NOW + 39 * DAY)
    assert dict((await world.request(chronic.id)).answers) == {}
    digest = await world.work.read(queries.find_digest, 1, date(2022, 4, 6), NOW + 40 * DAY)
    assert (digest.asked, digest.closed, digest.open) == (3, 2, 1)


async def test_what_was_brought_is_not_withdrawn(world: World) -> None:
    view = await world.ask()
    await world.do(actions.deliver, view.id, Handover.DOOR)
    assert (await world.refused(actions.withdraw, view.id, by=ANNA)).code == "need_delivered"

    await world.do(actions.report_absent, view.id, "没有", by=ANNA)
    assert (await world.do(actions.withdraw, view.id, by=ANNA)).refill_on is None


async def test_what_was_erased_is_rated_by_nobody(world: World) -> None:
    view = await world.ask()
    await world.do(actions.close, view.id, Outcome.SOLVED)
    await world.do(actions.erase_request, view.id, by=ANNA)
    assert (await world.refused(actions.rate, view.id, True)).code == "need_erased"
