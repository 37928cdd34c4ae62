"""Who may check entries of a relay, and who may collect in it.

Staff do all of it in the relays of their committee, a building's lead collects in that building,
and somebody of the pharmacy collects in the one relay that they were invited to (S09, S39).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.queries import find_actor
from storage.community.tables import Committee, Estate
from storage.errors import RuleError
from storage.relay.tables import Relay
from storage.relay.vouchers.tables import RelayCollector


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a relay that somebody works on.

    Attributes:
        sees_doors: works for the committee; a pharmacy needs numbers and pieces only (S39).
        buildings: only these; None is all of them.
    """

    relay_id: int
    committee_id: int
    time_zone: str
    is_staff: bool
    sees_doors: bool = True
    buildings: frozenset[int] | None = None

    def covers(self, building_id: int) -> bool:
        """Whether a building is in it."""
        return self.buildings is None or building_id in self.buildings


def find_area(session: Session, relay_id: int, by: int, now: datetime) -> Area:
    """Where somebody may collect.

    Raises:
        RuleError: `relay_unknown`, `not_collector`.
    """
    committee_id, time_zone = _find_place(session, relay_id)
    actor = find_actor(session, by, now)
    if actor.is_staff(committee_id):
        return Area(relay_id, committee_id, time_zone, is_staff=True)
    led = _list_led(actor, committee_id)
    if _is_invited(session, by, now, relay_id):
        return Area(relay_id, committee_id, time_zone, is_staff=False, sees_doors=False)
    if not led:
        raise RuleError("not_collector")
    whole = None in led
    buildings = None if whole else frozenset(each for each in led if each is not None)
    return Area(relay_id, committee_id, time_zone, is_staff=False, buildings=buildings)


def find_staff_area(session: Session, relay_id: int, by: int, now: datetime) -> Area:
    """A relay whose entries somebody may check.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    committee_id, time_zone = _find_place(session, relay_id)
    if not find_actor(session, by, now).is_staff(committee_id):
        raise RuleError("not_staff")
    return Area(relay_id, committee_id, time_zone, is_staff=True)


def lock_relay(session: Session, relay_id: int) -> Relay:
    """The relay's row, held: what is decided of its entries is decided one after another.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = session.exec(select(Relay).where(Relay.id == relay_id).with_for_update()).first()
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


def may_collect_anywhere(session: Session, by: int, now: datetime) -> bool:
    """Whether somebody may collect in any relay at all."""
    kinds = {right.kind for right in find_actor(session, by, now).roles}
    return bool(kinds & {RoleKind.STAFF, RoleKind.LEAD}) or _is_invited(session, by, now)


def _find_place(session: Session, relay_id: int) -> tuple[int, str]:
    row = session.exec(
        select(Committee.id, Committee.time_zone)
        .join(Estate, col(Estate.committee_id) == col(Committee.id))
        .join(Relay, col(Relay.estate_id) == col(Estate.id))
        .where(Relay.id == relay_id)
    ).first()
    if row is None:
        raise RuleError("relay_unknown")
    committee_id, time_zone = row
    assert committee_id is not None
    return committee_id, time_zone


def _is_invited(session: Session, by: int, now: datetime, relay_id: int | None = None) -> bool:
    invited = select(RelayCollector.id).where(
        RelayCollector.person_id == by,
        col(RelayCollector.revoked_at).is_(None),
        col(RelayCollector.expires_at) > now,
    )
    if relay_id is not None:
        invited = invited.where(RelayCollector.relay_id == relay_id)
    return session.exec(invited.limit(1)).first() is not None


def _list_led(actor: Actor, committee_id: int) -> set[int | None]:
    return {
        right.building_id
        for right in actor.roles
        if right.kind is RoleKind.LEAD and right.committee_id == committee_id
    }
