"""What a rehearsal measured, and the slots of the real signup that follow from it (S43)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.community.tables import Building
from storage.relay.kinds import RelayState
from storage.relay.releases.actions.planning import first_point, open_plan, set_pace
from storage.relay.releases.books import find_relay_row, list_lines, list_points, read_slots
from storage.relay.releases.queries import LEAD
from storage.relay.releases.rehearsal import find_measured
from storage.relay.releases.slots import Caller, Desks, Point, lay_out, next_grain, open_spans
from storage.relay.releases.tables import RelayPlan
from storage.relay.tables import Relay

AN_HOUR = 3600
_FILLING = (RelayState.SCHEDULED, RelayState.OPEN)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Slots of the real signup at the pace that was measured.

    Attributes:
        relay_id: the real signup.
        seconds: a desk needs so many for one person.
        planned: as the real signup plans now.
        an_hour: people at all its desks.
        people: who are still to be called: those in the list, or all its places while it fills.
        done_at: when the last of them is served; `beyond` find no turn before the last day ends.
    """

    relay_id: int
    seconds: int
    planned: int
    an_hour: int
    people: int
    done_at: datetime | None
    beyond: int


def propose_slots(session: Session, relay_id: int, *, now: datetime) -> Proposal | None:
    """What the real signup's days come to at the pace that its rehearsal measured.

    Raises:
        RuleError: `relay_unknown`.
    """
    _, seconds = find_measured(session, relay_id)
    real_id = find_relay_row(session, relay_id)[0].follows_id
    if seconds is None or real_id is None:
        return None
    relay, committee = find_relay_row(session, real_id)
    zone = committee.time_zone
    points = list_points(session, real_id) or (first_point(relay, zone, now),)
    callers = _list_callers(session, relay, real_id)
    slots = lay_out(
        callers,
        points,
        {point.number: Desks(point.desks, seconds, open_spans(point, zone)) for point in points},
        not_before=_soonest(session, real_id, relay, now),
    )
    last = max((slot.starts_at for slot in slots), default=None)
    plan = session.get(RelayPlan, real_id) or RelayPlan(relay_id=real_id)
    return Proposal(
        relay_id=real_id,
        seconds=seconds,
        planned=plan.seconds_per_person,
        an_hour=_an_hour(points, seconds),
        people=len(callers),
        done_at=last + timedelta(seconds=seconds) if last else None,
        beyond=len(callers) - len(slots),
    )


def use_measured(session: Session, relay_id: int, *, by: int, now: datetime) -> bool:
    """Have the real signup plan with the pace that its rehearsal measured. Repeatable.

    Returns:
        False where too few were served to tell.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    found = propose_slots(session, relay_id, now=now)
    if found is None:
        return False
    open_plan(session, found.relay_id, by=by, now=now)
    set_pace(session, found.relay_id, found.seconds, by=by, now=now)
    return True


def _an_hour(points: Sequence[Point], seconds: int) -> int:
    return sum(point.desks for point in points) * AN_HOUR // seconds


def _soonest(session: Session, real_id: int, relay: Relay, now: datetime) -> datetime:
    """Nobody is called before the list is closed, nor before who was called already."""
    times = [slot.starts_at for slot in read_slots(session, real_id).values()]
    if relay.state in _FILLING:
        times.append(relay.closes_at)
    return max([next_grain(now + LEAD), *times])


def _list_callers(session: Session, relay: Relay, real_id: int) -> list[Caller]:
    called = read_slots(session, real_id)
    callers = [
        Caller(line.number, line.building_id)
        for line in list_lines(session, real_id)
        if line.number not in called and line.collected_at is None
    ]
    free = (relay.capacity or 0) - relay.admitted if relay.state in _FILLING else 0
    homes = select(Building.id).where(Building.estate_id == relay.estate_id)
    houses = session.exec(homes.order_by(col(Building.position))).all() or [0]
    # Nobody knows yet from which houses the others will come: evenly from all.
    others = [Caller(-n, houses[n % len(houses)] or 0) for n in range(1, free + 1)]
    return [*callers, *others]
