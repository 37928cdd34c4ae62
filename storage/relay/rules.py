"""What a relay takes and from whom: its published terms, and what contradicts them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.errors import RuleError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_stamp(moment: datetime) -> int:
    """Microseconds since 1970: what entries are ordered by."""
    return (moment - _EPOCH) // _MICROSECOND


def from_stamp(stamp: int) -> datetime:
    """The instant of a stamp, aware UTC."""
    return _EPOCH + stamp * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Terms:
    """What was published about a relay: fixed while presses are decided.

    Attributes:
        closed_at: when the clock or staff closed it; from then on nothing is taken.
        capacity: households admitted at most; None is no limit.
        per_household: most pieces that one household may ask for.
        buildings: ids of the buildings that may join; None is the whole estate.
        offer_minutes: how long a place that became free is held for who moves up; None admits
            at once.
        time_zone: IANA name, of the committee.
        drawn_until: end of the opening window that is drawn; None where the clock orders (T4).
    """

    relay_id: int
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    is_cancelled: bool
    capacity: int | None
    waiting_list: bool
    per_household: int
    buildings: frozenset[int] | None
    offer_minutes: int | None = None
    time_zone: str = "UTC"
    drawn_until: datetime | None = None


def check_open(terms: Terms, now: datetime) -> None:
    """Refuse before the opening second, from the closing second on, and what was called off.

    Raises:
        RuleError: `relay_cancelled`, `relay_not_open` (opens_at), `relay_closed` (closed_at).
    """
    if terms.is_cancelled:
        raise RuleError("relay_cancelled")
    if terms.closed_at is not None or now >= terms.closes_at:
        raise RuleError("relay_closed", closed_at=ending(terms).isoformat())
    if now < terms.opens_at:
        raise RuleError("relay_not_open", opens_at=terms.opens_at.isoformat())


def ending(terms: Terms) -> datetime:
    """The instant from which nothing is taken: as published, or earlier where staff closed."""
    return min(terms.closes_at, terms.closed_at or terms.closes_at)


def check_eligible(terms: Terms, building_id: int) -> None:
    """Refuse a building that the relay is not for.

    Raises:
        RuleError: `not_eligible`.
    """
    if terms.buildings is not None and building_id not in terms.buildings:
        raise RuleError("not_eligible")


def check_not_served(served_at: int | None) -> None:
    """Refuse to move an entry whose voucher was collected: what was handed out is.

    Args:
        served_at: when, a stamp; None where it was not.

    Raises:
        RuleError: `voucher_collected` (at).
    """
    if served_at is not None:
        raise RuleError("voucher_collected", at=from_stamp(served_at).isoformat())


def check_quantity(terms: Terms, quantity: int) -> None:
    """Refuse less than one piece or more than the household's limit.

    Raises:
        RuleError: `wrong_quantity` (limit).
    """
    if not 1 <= quantity <= terms.per_household:
        raise RuleError("wrong_quantity", limit=terms.per_household)


def check_entry_time(terms: Terms, received_at: datetime, now: datetime) -> None:
    """Refuse a paper that claims a time outside the relay's, or in the future.

    Raises:
        RuleError: `relay_cancelled`, `entry_time_outside` (opens_at, closes_at).
    """
    if terms.is_cancelled:
        raise RuleError("relay_cancelled")
    if not terms.opens_at <= received_at < ending(terms) or received_at > now:
        raise RuleError(
            "entry_time_outside",
            opens_at=terms.opens_at.isoformat(),
            closes_at=min(ending(terms), now).isoformat(),
        )
