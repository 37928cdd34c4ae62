"""Who gets which pieces: pure decisions over values.

A `Shelf` is one round as a batch of presses sees it. Deciding on it changes only the shelf;
what changed is then written in bulk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from storage.errors import RuleError
from storage.supplies.kinds import Channel, DoorState, EventKind, RoundState, Stock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# Below this no number is shown in a group, so that one household cannot be recognised.
FLOOR = 5
# From here on a group is told that little is left, not how much: one order would show.
FEW_LEFT = 5
# A light that nobody looked after for so long says little (S74).
LIGHT_HOLDS = timedelta(hours=24)

# What staff may turn a round into; the rest follows from the clock and from the doors.
_TURNS: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.SCHEDULED: frozenset({RoundState.CANCELLED}),
    RoundState.OPEN: frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset({RoundState.PICKING, RoundState.AT_GATE, RoundState.CANCELLED}),
    RoundState.PICKING: frozenset({RoundState.AT_GATE, RoundState.CANCELLED}),
    RoundState.AT_GATE: frozenset({RoundState.DELIVERING, RoundState.DONE}),
    RoundState.DELIVERING: frozenset({RoundState.DONE}),
    RoundState.DONE: frozenset(),
    RoundState.CANCELLED: frozenset(),
}
# While the goods are on their way from the gate to the doors.
CARRIED = frozenset({RoundState.AT_GATE, RoundState.DELIVERING})
# What the supplier sends less can be put down until the last bag is handed over.
SHORTENED = frozenset({RoundState.CLOSED, RoundState.PICKING}) | CARRIED
HAS_ARRIVED = frozenset({DoorState.LEFT, DoorState.HANDED_OVER, DoorState.CONFIRMED})


def to_stamp(moment: datetime) -> int:
    """Microseconds since 1970: what orders are ordered by."""
    return (moment - _EPOCH) // _MICROSECOND


def from_stamp(stamp: int) -> datetime:
    """The instant of a stamp, aware UTC."""
    return _EPOCH + stamp * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Terms:
    """What was published about a round: fixed while presses are decided.

    Attributes:
        closed_at: when the clock or staff closed it; from then on nothing is taken.
        buildings: ids of the buildings that may order; None is the whole estate.
    """

    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    is_cancelled: bool
    buildings: frozenset[int] | None


@dataclass(slots=True)
class Package:
    """One package as the shelf counts it; `stock` None is no limit."""

    id: int
    price: int
    per_household: int
    stock: int | None
    ordered: int


@dataclass(slots=True)
class Line:
    """So many pieces of one package; `ordered_at` is when they last became more, a stamp."""

    quantity: int
    ordered_at: int
    is_new: bool = False


@dataclass(slots=True)
class Order:
    """A household's order: one a round, whoever of the household changes it."""

    number: int
    household_id: int
    person_id: int | None
    channel: Channel = Channel.CHAT
    entered_by: int | None = None
    lines: dict[int, Line] = field(default_factory=dict)

    @property
    def pieces(self) -> int:
        """Of all packages together."""
        return sum(line.quantity for line in self.lines.values())


class Event(NamedTuple):
    """One line of the log; `quantity` is what stands afterwards, `package_id` None is all."""

    order_number: int
    kind: EventKind
    package_id: int | None
    quantity: int
    at: int
    actor_id: int
    update_id: int


class Wish(NamedTuple):
    """What is asked for one household.

    Attributes:
        package_id: None takes the whole order back.
        change: pieces more or fewer; counts where `quantity` is None.
        quantity: so many, whatever stands.
        staff_id: who enters it for a household that telephones (S76).
    """

    household_id: int
    person_id: int | None
    package_id: int | None
    change: int
    quantity: int | None
    at: datetime
    update_id: int
    staff_id: int | None = None


@dataclass(slots=True)
class Shelf:
    """One round, as far as the presses of one batch need it.

    Attributes:
        households: how many have ordered something at present.
        last_order: number of the newest order.
        last_ordered_at: latest stamp given; the next one is later.
        orders: by household, of the households that the batch is about.
        lines: what changed, by order and package.
    """

    terms: Terms
    packages: dict[int, Package]
    households: int
    last_order: int
    last_ordered_at: int
    orders: dict[int, Order] = field(default_factory=dict)
    added: list[Order] = field(default_factory=list)
    lines: dict[tuple[int, int], Line] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def put(self, wish: Wish) -> Order | None:
        """Change a household's order; None where it has none and wants none.

        Fewer pieces are always taken. What already stands so is answered and not logged.

        Raises:
            RuleError: `supply_package_unknown`, `supply_limit` (limit), `supply_short` (left).
        """
        order = self.orders.get(wish.household_id)
        if wish.package_id is None:
            return self._withdraw(order, wish)
        package = self.packages.get(wish.package_id)
        if package is None:
            raise RuleError("supply_package_unknown")
        held = order.lines[package.id].quantity if order and package.id in order.lines else 0
        wanted = max(held + wish.change if wish.quantity is None else wish.quantity, 0)
        if wanted == held:
            return order
        if wanted > held:
            check_more(package, held, wanted)
        order = order or self._open_order(wish)
        before = order.pieces
        self._set(order, package, wanted, to_stamp(wish.at))
        self._log(order, EventKind.CHANGED, package.id, wanted, wish)
        self.households += (order.pieces > 0) - (before > 0)
        return order

    def _withdraw(self, order: Order | None, wish: Wish) -> Order | None:
        if order is None or not order.pieces:
            return order
        for package_id, line in order.lines.items():
            if line.quantity:
                self._set(order, self.packages[package_id], 0, to_stamp(wish.at))
        self._log(order, EventKind.WITHDRAWN, None, 0, wish)
        self.households -= 1
        return order

    def _open_order(self, wish: Wish) -> Order:
        self.last_order += 1
        order = Order(
            number=self.last_order,
            household_id=wish.household_id,
            person_id=wish.person_id,
            channel=Channel.CHAT if wish.staff_id is None else Channel.PHONE,
            entered_by=wish.staff_id,
        )
        self.orders[wish.household_id] = order
        self.added.append(order)
        return order

    def _set(self, order: Order, package: Package, quantity: int, at: int) -> None:
        line = order.lines.get(package.id)
        if line is None:
            line = order.lines[package.id] = Line(0, at, is_new=True)
        if quantity > line.quantity:
            line.ordered_at = self.last_ordered_at = max(at, self.last_ordered_at + 1)
        package.ordered += quantity - line.quantity
        line.quantity = quantity
        self.lines[order.number, package.id] = line

    def _log(
        self, order: Order, kind: EventKind, package_id: int | None, quantity: int, wish: Wish
    ) -> None:
        actor = wish.staff_id if wish.staff_id is not None else wish.person_id
        assert actor is not None
        at = to_stamp(wish.at)
        self.events.append(
            Event(order.number, kind, package_id, quantity, at, actor, wish.update_id)
        )

    def price(self, order: Order) -> int:
        """What an order costs, in hundredths of the currency."""
        return sum(self.packages[key].price * line.quantity for key, line in order.lines.items())


def check_more(package: Package, held: int, wanted: int) -> None:
    """Refuse more than the household's limit, and more than there is.

    Raises:
        RuleError: `supply_limit` (limit), `supply_short` (left).
    """
    if wanted > package.per_household:
        raise RuleError("supply_limit", limit=package.per_household)
    if package.stock is not None and wanted - held > package.stock - package.ordered:
        raise RuleError("supply_short", left=max(package.stock - package.ordered, 0))


def check_open(terms: Terms, at: datetime) -> None:
    """Refuse before the opening second, from the deadline's second on, and what was called off.

    Raises:
        RuleError: `supply_cancelled`, `supply_closed` (closed_at), `supply_not_open` (opens_at).
    """
    if terms.is_cancelled:
        raise RuleError("supply_cancelled")
    if terms.closed_at is not None or at >= terms.closes_at:
        ended = min(terms.closes_at, terms.closed_at or terms.closes_at)
        raise RuleError("supply_closed", closed_at=ended.isoformat())
    if at < terms.opens_at:
        raise RuleError("supply_not_open", opens_at=terms.opens_at.isoformat())


def check_eligible(terms: Terms, building_id: int) -> None:
    """Refuse a building that the round is not for.

    Raises:
        RuleError: `not_eligible`.
    """
    if terms.buildings is not None and building_id not in terms.buildings:
        raise RuleError("not_eligible")


def check_turn(before: RoundState, after: RoundState) -> None:
    """Refuse a step that does not follow.

    Raises:
        RuleError: `supply_wrong_state` (state).
    """
    if after not in _TURNS[before]:
        raise RuleError("supply_wrong_state", state=before.value)


class Claim(NamedTuple):
    """Pieces of one package that a household ordered, with the stamp of when it last asked."""

    order_number: int
    quantity: int
    ordered_at: int


def share_out(claims: Iterable[Claim], supplied: int) -> dict[int, int]:
    """Who gets how many where fewer pieces came than were ordered.

    First come, first served: those who asked last go without, and of two who asked in the same
    microsecond the later order. Whoever stands at the cut gets what is left.

    Returns:
        Pieces by order number; every order is named.
    """
    given: dict[int, int] = {}
    left = supplied
    for claim in sorted(claims, key=lambda claim: (claim.ordered_at, claim.order_number)):
        given[claim.order_number] = min(claim.quantity, left)
        left -= given[claim.order_number]
    return given


def show_count(households: int) -> int | None:
    """How many households a group may be told of; None below the floor."""
    return households if households >= FLOOR else None


def show_stock(left: int | None) -> Stock | None:
    """What a group may be told of the pieces that are left; None where there is no hurry."""
    if left is None or left > FEW_LEFT:
        return None
    return Stock.FEW if left else Stock.SOLD_OUT
