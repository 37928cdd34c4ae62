"""The list of households that are sampled at home (S54), and who goes round. Staff keep it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.queries import find_actor, list_roles
from storage.community.tables import Household
from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.actions import leave
from storage.testing.actions.visiting import add_visits
from storage.testing.coverage.queries import DayFacts, find_day_facts, find_place
from storage.testing.coverage.rules import check_until, clean_words, is_staff
from storage.testing.coverage.tables import HomeVisit, SquadMember
from storage.upsert import insert_new, upsert


def add_home(
    session: Session,
    household_id: int,
    *,
    note: str | None = None,
    until: date | None = None,
    by: int,
    now: datetime,
) -> None:
    """Have a household sampled at home; adding it again brings remark and end up to date.

    Rounds that are planned get a visit to its building on the days that have not begun.

    Where nobody has seen the household for so long, the remark goes as marks do (`drop_coverage`).

    Raises:
        RuleError: `not_staff`, `stale_button`, `text_too_long`, `expiry_in_past`.
    """
    zone = _check_staff(session, household_id, by, now)
    check_until(until, local_day(now, zone))
    row = {
        "household_id": household_id,
        "note": clean_words(note) if note else None,
        "added_by": by,
        "added_at": now,
        "until": until,
    }
    upsert(session, HomeVisit, row, keys=["household_id"])
    record(session, "home.added", f"household:{household_id}", at=now, actor_id=by)
    session.flush()
    add_visits(session, session.get_one(Household, household_id).building_id, by=by, now=now)


def remove_home(session: Session, household_id: int, *, by: int, now: datetime) -> None:
    """Take a household off the list. Again changes nothing.

    Raises:
        RuleError: `not_staff`, `stale_button`.
    """
    _check_staff(session, household_id, by, now)
    visit = session.get(HomeVisit, household_id)
    if visit is not None:
        session.delete(visit)
        record(session, "home.removed", f"household:{household_id}", at=now, actor_id=by)


def name_helper(session: Session, day_id: int, person_id: int, *, by: int, now: datetime) -> None:
    """Send somebody round to the households of a day, and tell them so. Again changes nothing.

    Only who works or helps for the committee can be named.

    Raises:
        RuleError: `not_staff`, `testing_unknown`, `volunteer_gone`.
    """
    day = _check_day_staff(session, day_id, by, now)
    helpers = {role.person_id for role in list_roles(session, day.committee_id, now)}
    if person_id not in helpers:
        raise RuleError("volunteer_gone")
    row = {"day_id": day_id, "person_id": person_id, "named_by": by, "named_at": now}
    if not insert_new(session, SquadMember, [row], keys=["day_id", "person_id"]):
        return
    _record_squad(session, "named", day_id, person_id, by, now)
    if person_id != by:
        leave(
            session,
            person_id,
            "testing/squad_named",
            {"day_id": day_id, "title": day.title, "day": day.day.isoformat()},
            now=now,
            dedupe_key=f"testing:squad:{day_id}:{person_id}",
        )


def unname_helper(session: Session, day_id: int, person_id: int, *, by: int, now: datetime) -> None:
    """Send somebody round no longer: from now on the list is closed to them.

    Raises:
        RuleError: `not_staff`, `testing_unknown`.
    """
    _check_day_staff(session, day_id, by, now)
    gone = delete(SquadMember).where(
        col(SquadMember.day_id) == day_id, col(SquadMember.person_id) == person_id
    )
    if session.exec(gone).rowcount:
        _record_squad(session, "unnamed", day_id, person_id, by, now)


def _record_squad(
    session: Session, act: str, day_id: int, person_id: int, by: int, now: datetime
) -> None:
    subject = f"testing_day:{day_id}"
    record(session, f"squad.{act}", subject, at=now, actor_id=by, person_id=person_id)


def _check_staff(session: Session, household_id: int, by: int, now: datetime) -> str:
    """The clock of the household's committee, if the person works for it."""
    place = find_place(session, household_id)
    if place is None:
        raise RuleError("stale_button")
    actor = find_actor(session, by, now)
    if not is_staff(actor, place):
        raise RuleError("not_staff")
    return actor.time_zone


def _check_day_staff(session: Session, day_id: int, by: int, now: datetime) -> DayFacts:
    day = find_day_facts(session, day_id)
    if day is None:
        raise RuleError("testing_unknown")
    if not find_actor(session, by, now).is_staff(day.committee_id):
        raise RuleError("not_staff")
    return day
