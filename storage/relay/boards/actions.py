"""What hangs on the wall: maps in groups, files that are taken out, doors to be knocked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.outbox.actions import place_card
from storage.outbox.tables import Card
from storage.relay.boards.queries import list_absent
from storage.relay.kinds import RelayState
from storage.relay.queries import RelayView, find_relay
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay
from storage.volunteers.actions import NewTask, cancel_tasks, open_task
from storage.volunteers.kinds import LIVE, TaskKind
from storage.volunteers.queries import list_tasks_about
from storage.volunteers.rules import can_lead
from storage.volunteers.tables import Task

MAP_KIND = "relay_map"
SUBJECT = "relay"
_RUNNING = (RelayState.SCHEDULED, RelayState.OPEN)


def post_maps(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """Have a living map stand in every group in which the relay's card stands (S17). Repeatable.

    Returns:
        In how many groups.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    _check_answers_for(session, _find(session, relay_id), None, by, now)
    cards = session.execute(
        select(col(Card.chat_id), col(Card.thread_id)).where(
            col(Card.kind) == CARD_KIND,
            col(Card.subject_id) == relay_id,
            col(Card.gone_at).is_(None),
        )
    ).all()
    for chat_id, thread_id in cards:
        place_card(session, MAP_KIND, relay_id, chat_id, thread_id)
    record(session, "relay.map_posted", f"relay:{relay_id}", at=now, actor_id=by, groups=len(cards))
    return len(cards)


def follow_maps(session: Session, _now: datetime) -> None:
    """Have the maps in groups looked at again whose relay's log has gone on."""
    last = (
        select(col(Relay.last_event)).where(col(Relay.id) == col(Card.subject_id)).scalar_subquery()
    )
    session.execute(
        update(Card)
        .where(
            col(Card.kind) == MAP_KIND,
            col(Card.gone_at).is_(None),
            col(Card.version) <= last,
        )
        .values(version=last + 1)
        .execution_options(synchronize_session=False)
    )


def note_export(
    session: Session,
    relay_id: int,
    what: str,
    *,
    by: int,
    now: datetime,
    building_ids: Collection[int] | None = None,
) -> None:
    """Put down that somebody took a file with doors out of the bot.

    Args:
        building_ids: whose doors stand in it, where it may be a lead's file; None: the estate's.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    relay = _find(session, relay_id)
    _check_answers_for(session, relay, building_ids, by, now)
    record(session, "relay.exported", f"relay:{relay_id}", at=now, actor_id=by, what=what)


def send_knockers(
    session: Session, relay_id: int, building_ids: Collection[int], *, by: int, now: datetime
) -> int:
    """Open a task for volunteers for each building with doors that have not joined (S12, S33).

    Repeatable; a task that ended with such doors still left is followed by another.

    Returns:
        How many buildings have a task now.

    Raises:
        RuleError: `relay_unknown`; `relay_closed` where nobody can join any more; `not_staff`
            for whoever is neither staff nor the building's lead.
    """
    relay = _find(session, relay_id)
    _check_answers_for(session, relay, building_ids, by, now)
    if relay.state not in _RUNNING:
        raise RuleError("relay_closed", closed_at=relay.closes_at.isoformat())
    ended = Counter(
        task.building_id
        for task in list_tasks_about(session, SUBJECT, relay_id)
        if task.state not in LIVE
    )
    houses = list_absent(session, relay_id, building_ids)
    for house in houses:
        _open(session, relay, house.id, ended[house.id], by, now)
    return len(houses)


def end_knocking(session: Session, now: datetime) -> int:
    """Call off the tasks about relays that nobody can join any more; returns how many."""
    over = (
        select(col(Task.subject_id))
        .join(Relay, col(Relay.id) == col(Task.subject_id))
        .where(
            col(Task.subject) == SUBJECT,
            col(Task.state).in_(LIVE),
            col(Relay.state).not_in(_RUNNING),
        )
        .distinct()
    )
    relays = [each for each in session.execute(over).scalars() if each is not None]
    return sum(cancel_tasks(session, SUBJECT, each, by=None, now=now) for each in relays)


def _open(
    session: Session, relay: RelayView, building_id: int, ended: int, by: int, now: datetime
) -> None:
    again = f":{ended}" if ended else ""
    new = NewTask(
        kind=TaskKind.KNOCK,
        committee_id=relay.committee_id,
        key=f"{SUBJECT}:{relay.id}:knock:{building_id}{again}",
        title=relay.title,
        building_id=building_id,
        subject=SUBJECT,
        subject_id=relay.id,
        due_at=relay.closes_at,
        is_again=bool(again),
    )
    open_task(session, new, now=now, by=by)


def _find(session: Session, relay_id: int) -> RelayView:
    relay = find_relay(session, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


def _check_answers_for(
    session: Session,
    relay: RelayView,
    building_ids: Collection[int] | None,
    by: int,
    now: datetime,
) -> None:
    """Staff answer for all of their committee, a lead for the building; None is the estate."""
    actor = find_actor(session, by, now)
    wanted = [None] if building_ids is None else building_ids
    if not all(can_lead(actor, relay.committee_id, each) for each in wanted):
        raise RuleError("not_staff")
