"""The statements of the orders' hot road, built once: building costs more than running."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update

from storage.batch import Insert, among, gather, listed
from storage.columns import Moment
from storage.community.kinds import RoleKind
from storage.community.tables import Household, Resident, Role
from storage.outbox.tables import Card
from storage.supplies.tables import (
    SupplyBuilding,
    SupplyEvent,
    SupplyOrder,
    SupplyOrderLine,
    SupplyPackage,
    SupplyRound,
)

CARD_KIND = "supply"

_round = SupplyRound.__table__  # type: ignore[attr-defined]
_scope = SupplyBuilding.__table__  # type: ignore[attr-defined]
_package = SupplyPackage.__table__  # type: ignore[attr-defined]
_order = SupplyOrder.__table__  # type: ignore[attr-defined]
_line = SupplyOrderLine.__table__  # type: ignore[attr-defined]
_event = SupplyEvent.__table__  # type: ignore[attr-defined]
_resident = Resident.__table__  # type: ignore[attr-defined]
_household = Household.__table__  # type: ignore[attr-defined]
_role = Role.__table__  # type: ignore[attr-defined]
_card = Card.__table__  # type: ignore[attr-defined]


def _any(name: str) -> Any:
    return bindparam(name, expanding=True)


# Locks the scarce rows, always in the same order. SQLite has one writer and needs no lock.
LOCK_ROUNDS = (
    select(_round).where(_round.c.id.in_(_any("rounds"))).order_by(_round.c.id).with_for_update()
)
SCOPES = select(_scope).where(_scope.c.round_id.in_(_any("rounds")))
PACKAGES = select(_package).where(_package.c.round_id.in_(_any("rounds")))

TIES = (
    gather(
        _resident.c.person_id,
        _resident.c.estate_id,
        _resident.c.state,
        _household.c.id,
        _household.c.building_id,
    )
    .select_from(_resident)
    .join(_household, _household.c.id == _resident.c.household_id)
    .where(among(_resident.c.person_id, "people"))
)
STAFF = select(_role.c.person_id, _role.c.committee_id).where(
    _role.c.person_id.in_(_any("people")),
    _role.c.kind == RoleKind.STAFF,
    _role.c.revoked_at.is_(None),
    or_(_role.c.expires_at.is_(None), _role.c.expires_at > bindparam("now", type_=Moment)),
)
HOMES = select(_household.c.id, _household.c.estate_id, _household.c.building_id).where(
    _household.c.id.in_(_any("households"))
)
# Outer, so that SQLite, which keeps no statistics here, looks each household up in the index.
_wanted = listed("households")
STANDING = (
    gather(
        _order.c.number,
        _order.c.household_id,
        _order.c.person_id,
        _line.c.package_id,
        _line.c.quantity,
        _line.c.ordered_at,
        only=_order.c.number.is_not(None),
    )
    .select_from(_wanted)
    .outerjoin(
        _order,
        and_(_order.c.round_id == bindparam("round"), _order.c.household_id == _wanted.c.value),
    )
    .outerjoin(
        _line, and_(_line.c.round_id == _order.c.round_id, _line.c.order_number == _order.c.number)
    )
)
TOLD = gather(_event.c.round_id, _event.c.actor_id, _event.c.update_id).where(
    among(_event.c.update_id, "updates")
)

INSERT_ORDERS = Insert(
    _order,
    ("round_id", "number", "household_id", "person_id", "channel", "entered_by", "door"),
)
INSERT_LINES = Insert(_line, ("round_id", "order_number", "package_id", "quantity", "ordered_at"))
INSERT_EVENTS = Insert(
    _event,
    (
        "round_id",
        "number",
        "order_number",
        "kind",
        "package_id",
        "quantity",
        "at",
        "actor_id",
        "update_id",
    ),
)
UPDATE_LINES = (
    update(_line)
    .where(
        _line.c.round_id == bindparam("of_round"),
        _line.c.order_number == bindparam("of_order"),
        _line.c.package_id == bindparam("of_package"),
    )
    .values(quantity=bindparam("new_quantity"), ordered_at=bindparam("new_ordered_at"))
)
UPDATE_PACKAGES = (
    update(_package)
    .where(_package.c.id == bindparam("of_package"))
    .values(ordered=bindparam("new_ordered"))
)
UPDATE_ROUNDS = (
    update(_round)
    .where(_round.c.id == bindparam("of_round"))
    .values(
        households=bindparam("new_households"),
        last_order=bindparam("new_order"),
        last_event=bindparam("new_event"),
        last_ordered_at=bindparam("new_ordered_at"),
    )
)
TOUCH_CARDS = (
    update(_card)
    .where(_card.c.kind == CARD_KIND, _card.c.subject_id == bindparam("of_round"))
    .values(version=_card.c.version + 1)
)
