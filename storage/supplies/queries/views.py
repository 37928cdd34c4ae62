"""What queries return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.supplies.kinds import Channel, DoorState, Light, RoundState
from storage.supplies.rules import HAS_ARRIVED


@dataclass(frozen=True, slots=True)
class PackageView:
    """One package. `price` is in hundredths of the currency, `stock` None no limit.

    Attributes:
        supplied: pieces that came; None is as many as were ordered.
    """

    id: int
    name: str
    contents: str
    price: int
    per_household: int
    stock: int | None
    is_urgent: bool
    ordered: int
    supplied: int | None

    @property
    def left(self) -> int | None:
        """Pieces that can still be ordered; None is no limit."""
        return None if self.stock is None else max(self.stock - self.ordered, 0)

    @property
    def given(self) -> int:
        """Pieces that households get."""
        return self.ordered if self.supplied is None else self.supplied


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with all that its card says.

    Attributes:
        is_checked: the committee vouches for the supplier (S67).
        households: that have ordered something; a group sees it above a floor only.
        buildings: labels of the buildings that may order; empty is the whole estate.
    """

    id: int
    committee_id: int
    estate_id: int
    estate: str
    time_zone: str
    state: RoundState
    title: str
    supplier: str
    is_checked: bool
    arrives: str
    opens_at: datetime
    closes_at: datetime
    households: int
    packages: tuple[PackageView, ...]
    buildings: tuple[str, ...]

    def takes_orders(self, now: datetime) -> bool:
        """Whether a household may order now."""
        runs = self.opens_at <= now < self.closes_at
        return runs and self.state in (RoundState.SCHEDULED, RoundState.OPEN)

    @property
    def price(self) -> int:
        """Of all that households get, in hundredths of the currency."""
        return sum(package.price * package.given for package in self.packages)


@dataclass(frozen=True, slots=True)
class LineView:
    """Pieces of one package in one order; `given` is what the household gets of `quantity`."""

    package_id: int
    name: str
    price: int
    is_urgent: bool
    quantity: int
    given: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """A household's order, for the household itself, staff and whoever carries it.

    Attributes:
        door: the household's key: `3-501`.
        state: how far the bag has come.
    """

    round_id: int
    number: int
    household_id: int
    building_id: int
    building: str
    door: str
    channel: Channel
    state: DoorState
    is_missing: bool
    lines: tuple[LineView, ...]

    @property
    def pieces(self) -> int:
        """What the household gets, of all packages together."""
        return sum(line.given for line in self.lines)

    @property
    def price(self) -> int:
        """Of what the household gets, in hundredths of the currency."""
        return sum(line.price * line.given for line in self.lines)

    @property
    def has_arrived(self) -> bool:
        """Whether the bag was handed over, left at the door or confirmed."""
        return self.state in HAS_ARRIVED


@dataclass(frozen=True, slots=True)
class BuildingDoors:
    """How far the doors of one building have come."""

    building_id: int
    label: str
    doors: int
    arrived: int
    again: int


@dataclass(frozen=True, slots=True)
class PickedBuilding:
    """What one building gets: pieces by package, and its doors in order."""

    building_id: int
    label: str
    pieces: dict[int, int]
    orders: tuple[OrderView, ...]


@dataclass(frozen=True, slots=True)
class StatusView:
    """A line of supply with what was last known of it (S74)."""

    id: int
    committee_id: int
    name: str
    light: Light
    amount: str
    source: str
    as_of: datetime
    is_old: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What was known of a line at one time."""

    light: Light
    amount: str
    source: str
    as_of: datetime
