"""What every change to a release begins with: the relay held, the right re-read, the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.relay.kinds import RelayState
from storage.relay.releases.books import find_relay_row
from storage.relay.releases.tables import RelayPlan
from storage.relay.tables import Relay


@dataclass(frozen=True)
class Held:
    """A relay that nobody else changes now, its plan, and its committee's zone."""

    relay: Relay
    plan: RelayPlan
    committee_id: int
    time_zone: str

    @property
    def relay_id(self) -> int:
        """The relay's number."""
        assert self.relay.id is not None
        return self.relay.id


def hold(session: Session, relay_id: int) -> Held:
    """Lock the relay's row: presses, papers and releases are decided one after another.

    Raises:
        RuleError: `relay_unknown`.
    """
    # What was read before the lock may have changed since.
    locked = select(Relay).where(Relay.id == relay_id).with_for_update()
    if session.exec(locked.execution_options(populate_existing=True)).first() is None:
        raise RuleError("relay_unknown")
    relay, committee = find_relay_row(session, relay_id)
    plan = session.get(RelayPlan, relay_id) or RelayPlan(relay_id=relay_id)
    session.add(plan)
    session.flush()
    assert committee.id is not None
    return Held(relay, plan, committee.id, committee.time_zone)


def hold_own(session: Session, relay_id: int, by: int, now: datetime) -> Held:
    """The same for somebody of staff.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    held = hold(session, relay_id)
    if not find_actor(session, by, now).is_staff(held.committee_id):
        raise RuleError("not_staff")
    if held.relay.state is RelayState.CANCELLED:
        raise RuleError("relay_cancelled")
    return held


def note(
    session: Session, held: Held, action: str, by: int | None, at: datetime, **of: Any
) -> None:
    """Put `release.<action>` into the audit."""
    record(session, f"release.{action}", f"relay:{held.relay_id}", at=at, actor_id=by, **of)
