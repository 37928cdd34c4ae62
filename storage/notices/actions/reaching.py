"""Who was told otherwise than by a message: who answered, who got paper, at whom was knocked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.actor import Actor
from storage.community.queries import find_actor
from storage.community.tables import Household
from storage.errors import RuleError
from storage.notices.actions._rows import SUBJECT, note
from storage.notices.kinds import TICKED, NoticeState, Reach
from storage.notices.queries.reach import find_acknowledged, has_remaining
from storage.notices.rules import check_state, may_tick
from storage.notices.tables import Notice, NoticeHouse, NoticeReach
from storage.upsert import insert_new
from storage.volunteers.actions import settle_tasks
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import list_tasks_about

_KEYS = ["notice_id", "household_id"]
# A driver takes only so many values in one statement.
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Acknowledged:
    """What an answer did; `households`: how many have answered, None below five."""

    is_new: bool
    households: int | None


def acknowledge(session: Session, notice_id: int, *, by: int, now: datetime) -> Acknowledged:
    """Note that a person's household has read a notice (收到). Again, it changes nothing.

    Raises:
        RuleError: `notice_unknown`, `notice_recalled`, `notice_wrong_state` (state) for one that
            never left, `notice_not_yours` for whoever lives in none of its houses.
    """
    notice = session.get(Notice, notice_id)
    if notice is None or notice.id is None:
        raise RuleError("notice_unknown")
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    if notice.sent_at is None:
        raise RuleError("notice_wrong_state", state=notice.state.value)
    houses = _list_homes(session, notice.id, find_actor(session, by, now))
    if not houses:
        raise RuleError("notice_not_yours")
    homes = sorted(houses)
    answered = or_(col(NoticeReach.how).is_(None), col(NoticeReach.how) != Reach.ACKNOWLEDGED)
    new = _note(session, notice.id, homes, Reach.ACKNOWLEDGED, by, now, answered)
    if new:
        record(
            session, "notice.acknowledged", f"notice:{notice.id}",
            at=now, actor_id=by, households=homes,
        )  # fmt: skip
        _end_tasks(session, notice, houses.values(), by, now)
    return Acknowledged(new > 0, find_acknowledged(session, notice.id))


def _list_homes(session: Session, notice_id: int, actor: Actor) -> dict[int, int]:
    """The person's households among a notice's houses, with their buildings."""
    houses = select(col(NoticeHouse.building_id)).where(col(NoticeHouse.notice_id) == notice_id)
    buildings = set(session.execute(houses).scalars())
    ties = (tie for tie in actor.residents if tie.is_active)
    return {tie.household_id: tie.building_id for tie in ties if tie.building_id in buildings}


def _end_tasks(
    session: Session, notice: Notice, buildings: Iterable[int], by: int, now: datetime
) -> None:
    """Where the last door was reached, nobody has to knock any more."""
    assert notice.id is not None
    for building_id in set(buildings):
        if not has_remaining(session, notice, building_id):
            settle_tasks(session, SUBJECT, notice.id, by=by, now=now, building_id=building_id)


def _note(
    session: Session,
    notice_id: int,
    households: list[int],
    how: Reach,
    by: int,
    now: datetime,
    where: object,
) -> int:
    """Write how households were reached, where `where` holds of their line; how many."""
    noted = 0
    for start in range(0, len(households), _AT_ONCE):
        some = households[start : start + _AT_ONCE]
        rows = [{"notice_id": notice_id, "household_id": household} for household in some]
        insert_new(session, NoticeReach, rows, keys=_KEYS)
        changed = (
            update(NoticeReach)
            .where(
                col(NoticeReach.notice_id) == notice_id,
                col(NoticeReach.household_id).in_(some),
                where,  # type: ignore[arg-type]
            )
            .values(how=how, person_id=by, at=now)
            .returning(col(NoticeReach.household_id))
            .execution_options(synchronize_session=False)
        )
        noted += len(session.execute(changed).all())
    return noted


def note_reached(
    session: Session,
    notice_id: int,
    household_ids: Collection[int],
    how: Reach,
    *,
    by: int,
    now: datetime,
) -> int:
    """Tick doors that were told on paper or by knocking; what is known of a door stays.

    Staff may, leads of the building, and who holds its task to knock; that ends with the last door.

    Args:
        how: PAPER or KNOCKED; only its residents acknowledge for a household.

    Returns:
        How many doors are new.

    Raises:
        RuleError: `notice_unknown`, `notice_recalled`, `notice_wrong_state` (state),
            `notice_door_not_yours` where one of the doors is not theirs to tick.
    """
    if how not in TICKED:
        raise ValueError(how)
    notice = _find_left(session, notice_id)
    houses = _check_doors(session, notice, household_ids, by, now)
    new = _note(session, notice_id, sorted(houses), how, by, now, col(NoticeReach.how).is_(None))
    if new:
        note(session, notice, how.value, by, now, doors=new)
        _end_tasks(session, notice, houses.values(), by, now)
    return new


def take_back_reached(
    session: Session, notice_id: int, household_ids: Collection[int], *, by: int, now: datetime
) -> int:
    """Untick doors that were ticked by mistake; what a household answered itself stays.

    Returns:
        How many were ticked.

    Raises:
        RuleError: as `note_reached`.
    """
    notice = _find_left(session, notice_id)
    doors = list(_check_doors(session, notice, household_ids, by, now))
    is_ticked = (
        col(NoticeReach.notice_id) == notice_id,
        col(NoticeReach.household_id).in_(doors),
        col(NoticeReach.how).in_(TICKED),
    )
    changed = update(NoticeReach).where(*is_ticked).values(how=None, person_id=None, at=None)
    cleared = changed.returning(col(NoticeReach.id)).execution_options(synchronize_session=False)
    taken = len(session.execute(cleared).all())
    if taken:
        note(session, notice, "unticked", by, now, doors=taken)
    return taken


def _find_left(session: Session, notice_id: int) -> Notice:
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise RuleError("notice_unknown")
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    return notice


def _check_doors(
    session: Session, notice: Notice, households: Iterable[int], by: int, now: datetime
) -> dict[int, int]:
    """The doors with their buildings, if they are all the notice's and may all be ticked."""
    wanted = sorted(set(households))
    query = (
        select(col(Household.id), col(Household.building_id))
        .join(NoticeHouse, col(NoticeHouse.building_id) == col(Household.building_id))
        .where(col(NoticeHouse.notice_id) == notice.id, col(Household.id).in_(wanted))
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    allowed = _list_allowed(session, notice, set(found.values()), by, now)
    if len(found) < len(wanted) or allowed != set(found.values()):
        raise RuleError("notice_door_not_yours")
    return found


def _list_allowed(
    session: Session, notice: Notice, buildings: set[int], by: int, now: datetime
) -> set[int]:
    actor = find_actor(session, by, now)
    own = {house for house in buildings if may_tick(actor, notice.committee_id, house)}
    if own == buildings or not any(
        right.committee_id == notice.committee_id for right in actor.roles
    ):
        return own
    assert notice.id is not None
    tasks = list_tasks_about(session, SUBJECT, notice.id)
    held = {
        task.building_id
        for task in tasks
        if task.state is TaskState.CLAIMED and task.claimed_by == by
    }
    return own | (buildings & held)
