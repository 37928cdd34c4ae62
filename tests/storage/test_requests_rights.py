"""Every action by every role: what is not allowed is refused and changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.tables import Committee
from storage.errors import RuleError
from storage.requests import actions, queries
from storage.requests.kinds import Handover, Outcome, Source
from storage.requests.queries import BoardFilter
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    ANNAS_SON,
    BORIS,
    LEAD,
    NOW,
    OTHER_LEAD,
    OTHER_STAFF,
    STRANGER,
    TODAY,
    VOLUNTEER,
    World,
    make_world,
    photo,
)

FOREIGN_STAFF = 900_100
EVERYBODY = (
    STAFF, OTHER_STAFF, LEAD, OTHER_LEAD, VOLUNTEER, ANNA, ANNAS_SON, BORIS, STRANGER,
    FOREIGN_STAFF,
)  # fmt: skip
THE_STAFF = {STAFF, OTHER_STAFF}

# Actions and their arguments after the request, with what the request needs beforehand.
WORK: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "open": (actions.open_request, ()),
    "claim": (actions.claim, ()),
    "assign": (actions.assign, (STAFF,)),
    "hand over": (actions.hand_over, (STAFF, "请接手")),
    "ask back": (actions.ask_back, ("几盒？",)),
    "note": (actions.add_note, ("已联系药房",)),
    "source": (actions.set_source, (Source.LOOKING,)),
    "deliver": (actions.deliver, (Handover.DOOR,)),
    "close": (actions.close, (Outcome.SOLVED, "好了")),
    "photos": (actions.note_shown, (STAFF, [1])),
}
OWN: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "change": (actions.change_answers, ({"hospital": "瑞金医院"},)),
    "photo": (actions.add_photo, (photo(),)),
    "withdraw": (actions.withdraw, ()),
    "answer": (actions.answer_back, ("两盒",)),
    "confirm": (actions.confirm_receipt, ()),
    "again": (actions.ask_again, ()),
    "erase": (actions.erase_request, ()),
}


@pytest.fixture
async def world(work: Work) -> World:
    made = await make_world(work)
    await work.write(_make_foreign_staff)
    return made


async def _allowed(world: World, action: Any, *args: Any, refusal: str) -> set[int]:
    """Who may: tried by everybody, each attempt undone."""
    may, codes = set(), set()
    for person in EVERYBODY:
        try:
            await world.work.write(_undone, action, args, person)
        except _UndoneError:
            may.add(person)
        except RuleError as refused:
            codes.add(refused.code)
    assert codes == {refusal}
    return may


class _UndoneError(Exception):
    pass


def _undone(session: Session, action: Any, args: tuple[Any, ...], person: int) -> None:
    action(session, *args, by=person, now=NOW)
    raise _UndoneError


async def test_work_is_for_staff_and_on_plain_kinds_for_the_buildings_lead(world: World) -> None:
    secret, plain = await world.ask(), await world.ask(slug="repairs")
    for name, (action, args) in WORK.items():
        may = await _allowed(world, action, secret.id, *args, refusal="not_staff")
        assert (name, may) == (name, THE_STAFF)
        may = await _allowed(world, action, plain.id, *args, refusal="not_staff")
        assert (name, may) == (name, THE_STAFF | {LEAD})


async def test_release_is_for_those_who_may_work(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    may = await _allowed(world, actions.release, view.id, refusal="not_staff")
    assert may == THE_STAFF


async def test_own_side_is_the_requesters_alone(world: World) -> None:
    view = await world.ask()
    for name, (action, args) in OWN.items():
        may = await _allowed(world, action, view.id, *args, refusal="need_not_yours")
        assert (name, may) == (name, {ANNA})


async def test_for_a_caller_staff_press_the_buttons(world: World) -> None:
    view = await world.enter()
    for name, (action, args) in OWN.items():
        may = await _allowed(world, action, view.id, *args, refusal="need_not_yours")
        assert (name, may) == (name, THE_STAFF)


async def test_closed_ones_are_rated_by_the_requester_and_reopened_by_both(world: World) -> None:
    view = await world.ask()
    await world.do(actions.close, view.id, Outcome.SOLVED)

    rated = await _allowed(world, actions.rate, view.id, True, refusal="need_not_yours")
    reopened = await _allowed(world, actions.reopen, view.id, "?", refusal="need_not_yours")
    assert (rated, reopened) == ({ANNA}, THE_STAFF | {ANNA})


async def test_what_is_not_there_is_told_by_the_requester(world: World) -> None:
    view = await world.ask()
    await world.do(actions.deliver, view.id, Handover.DOOR)

    told = await _allowed(world, actions.report_absent, view.id, "?", refusal="need_not_yours")
    assert told == {ANNA}


async def test_sessions_are_answered_by_the_requester_and_set_by_both(world: World) -> None:
    view = await world.ask(slug="dialysis", answers={"next": TODAY.isoformat()})

    answered = await _allowed(
        world, actions.answer_session, view.id, True, refusal="need_not_yours"
    )
    day = date(2022, 4, 20)
    moved = await _allowed(world, actions.set_session, view.id, day, refusal="need_not_yours")
    assert (answered, moved) == ({ANNA}, THE_STAFF | {ANNA})


async def test_asking_is_for_the_household_and_entering_for_those_who_work(world: World) -> None:
    new = world.new(0)
    asked = await _allowed(world, actions.ask, new, refusal="not_tied")
    entered = await _allowed(world, actions.enter, new, refusal="not_staff")
    assert asked == {ANNA, ANNAS_SON}
    assert entered == THE_STAFF | {LEAD}


async def test_many_at_once_are_for_staff(world: World) -> None:
    kind = world.kinds["repairs"].id
    claimed = await _allowed(world, actions.claim_all, 1, kind, refusal="not_staff")
    closed = await _allowed(world, actions.close_delivered, 1, refusal="not_staff")
    assert (claimed, closed) == (THE_STAFF, THE_STAFF)


async def test_board_is_for_staff_and_leads(world: World) -> None:
    may, codes = set(), set()
    for person in EVERYBODY:
        for query in (queries.list_board, queries.count_board):
            try:
                await world.work.read(query, 1, BoardFilter(), person, NOW)
                may.add(person)
            except RuleError as refused:
                codes.add(refused.code)
    assert codes == {"not_staff"}
    assert may == THE_STAFF | {LEAD, OTHER_LEAD}


async def test_unknown_request_is_told_to_be_unknown(world: World) -> None:
    for action, args in (*WORK.values(), *OWN.values()):
        assert (await world.refused(action, 99, *args)).code == "need_unknown"


async def test_right_that_ended_counts_no_more(world: World) -> None:
    view = await world.ask(slug="repairs")
    await world.do(actions.claim, view.id, by=LEAD)
    role = await world.work.read(_role_of, LEAD)
    await world.work.write(community.revoke_role, role, by=STAFF, now=NOW)
    assert (await world.refused(actions.release, view.id, by=LEAD)).code == "not_staff"


def _role_of(session: Session, person_id: int) -> int:
    from storage.community.queries import list_roles

    return next(role.id for role in list_roles(session, 1, NOW) if role.person_id == person_id)


def _make_foreign_staff(session: Session) -> None:
    committee = Committee(name="别处居委会")
    session.add(committee)
    session.flush()
    assert committee.id is not None
    community.meet_person(session, FOREIGN_STAFF, "外", "zh", now=NOW, reachable=True)
    community.grant_role(session, FOREIGN_STAFF, committee.id, RoleKind.STAFF, now=NOW)
