"""Who gets which place: pure decisions over values.

A `Sheet` is one relay as a batch of presses sees it. Deciding on it changes only the sheet;
what changed is then written in bulk. One list in order of time, cut at the capacity: those
before the cut are admitted, those behind it wait (S13, S14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from storage.errors import RuleError
from storage.relay.kinds import Channel, EntryState, EventKind

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


@dataclass(slots=True)
class Entry:
    """A household's place. Order is `key`."""

    number: int
    household_id: int
    quantity: int
    state: EntryState
    ordered_at: int
    person_id: int | None
    building_id: int
    came_at: int
    channel: Channel = Channel.ONLINE
    entered_by: int | None = None
    left_at: int | None = None
    pool: int | None = None
    not_before: int | None = None
    offer_until: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Time first; entries of one microsecond in the order in which they were written."""
        return self.ordered_at, self.number


class Event(NamedTuple):
    """One line of the log.

    Attributes:
        at: when it happened, a stamp.
        claimed_at: the stamp of the paper, for an entry made by staff.
        because_of: number of the entry whose coming or going moved this one.
    """

    entry: Entry
    kind: EventKind
    at: int
    actor_id: int | None = None
    update_id: int | None = None
    claimed_at: int | None = None
    because_of: int | None = None


class Decision(NamedTuple):
    """What came of a press.

    Attributes:
        kind: `joined`, `already`, `changed` or `left`.
        entry: the entry it is about.
        place: place in the list, from 1; None where rows must be counted to know it.
    """

    kind: str
    entry: Entry
    place: int | None = None


@dataclass(slots=True)
class Sheet:
    """One relay, as far as the presses of one batch need it.

    Attributes:
        admitted: households admitted at present.
        waiting: households on the waiting list at present.
        last_number: number of the newest entry.
        last_ordered_at: latest stamp in the list; the next online entry gets a later one.
        entries: active entries by household, of the households that the batch is about.
        edge: entries on both sides of the cut that the batch may move.
    """

    terms: Terms
    admitted: int
    waiting: int
    last_number: int
    last_ordered_at: int
    entries: dict[int, Entry] = field(default_factory=dict)
    edge: dict[int, Entry] = field(default_factory=dict)
    added: list[Entry] = field(default_factory=list)
    changed: dict[int, Entry] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def join(
        self,
        household_id: int,
        person_id: int,
        *,
        building_id: int,
        quantity: int,
        may_change: bool,
        at: datetime,
        update_id: int,
    ) -> Decision:
        """Give a household its place, or say which it has.

        The first of the household in time keeps the place, whoever of the family presses
        later (S13). The person who pressed may change the number of pieces and keeps the place.

        Raises:
            RuleError: `relay_full`, `wrong_quantity`.
        """
        check_quantity(self.terms, quantity)
        standing = self.entries.get(household_id)
        if standing is not None:
            if may_change and standing.person_id == person_id and standing.quantity != quantity:
                return self._change(standing, quantity, at, person_id, update_id)
            return Decision("already", standing)
        entry = Entry(
            number=self.last_number + 1,
            household_id=household_id,
            quantity=quantity,
            state=self._state_at_end(),
            ordered_at=max(to_stamp(at), self.last_ordered_at + 1),
            person_id=person_id,
            building_id=building_id,
            came_at=to_stamp(at),
        )
        self._add(entry)
        self.events.append(Event(entry, EventKind.JOINED, to_stamp(at), person_id, update_id))
        return Decision("joined", entry, self.admitted + self.waiting)

    def enter(
        self,
        household_id: int,
        staff_id: int,
        *,
        building_id: int,
        quantity: int,
        channel: Channel,
        received_at: datetime,
        now: datetime,
        update_id: int,
    ) -> Decision:
        """Put a household without a telephone where the time of its paper says (S14).

        The list stays in strict order of time: those later move back by one, and where the
        relay is full the last admitted goes to the waiting list, never out of it.

        Raises:
            RuleError: `relay_full`, `wrong_quantity`, `entry_time_outside`.
        """
        check_quantity(self.terms, quantity)
        check_entry_time(self.terms, received_at, now)
        standing = self.entries.get(household_id)
        if standing is not None:
            return Decision("already", standing)
        entry = Entry(
            number=self.last_number + 1,
            household_id=household_id,
            quantity=quantity,
            state=EntryState.ADMITTED,
            ordered_at=to_stamp(received_at),
            person_id=None,
            building_id=building_id,
            came_at=to_stamp(received_at),
            channel=channel,
            entered_by=staff_id,
        )
        displaced = self._displaced_by(entry)
        if displaced is None and self._is_full():
            entry.state = self._state_at_end()
        self._add(entry)
        self.events.append(
            Event(
                entry,
                EventKind.JOINED,
                to_stamp(now),
                staff_id,
                update_id,
                claimed_at=entry.ordered_at,
            )
        )
        if displaced is not None:
            self._move(displaced, EntryState.WAITING, EventKind.DEMOTED, now, entry.number)
        return Decision("joined", entry)

    def leave(self, household_id: int, person_id: int, *, at: datetime, update_id: int) -> Decision:
        """Give a household's place back; the first who waits moves up.

        Raises:
            RuleError: `not_joined`.
        """
        entry = self.entries.pop(household_id, None)
        if entry is None:
            raise RuleError("not_joined")
        was_admitted = entry.state is EntryState.ADMITTED
        entry.state, entry.left_at = EntryState.LEFT, to_stamp(at)
        self.changed[entry.number] = entry
        self.events.append(Event(entry, EventKind.LEFT, to_stamp(at), person_id, update_id))
        if not was_admitted:
            self.waiting -= 1
            return Decision("left", entry)
        self.admitted -= 1
        if self.waiting and not self._is_full():
            head = self._extreme(EntryState.WAITING, min)
            self._move(head, EntryState.ADMITTED, EventKind.PROMOTED, at, entry.number)
        return Decision("left", entry)

    def _change(
        self, entry: Entry, quantity: int, at: datetime, person_id: int, update_id: int
    ) -> Decision:
        entry.quantity = quantity
        self.changed[entry.number] = entry
        self.events.append(Event(entry, EventKind.CHANGED, to_stamp(at), person_id, update_id))
        return Decision("changed", entry)

    def _add(self, entry: Entry) -> None:
        self.last_number = entry.number
        # An online entry is always later than all that stand, so its place is their number.
        self.last_ordered_at = max(self.last_ordered_at, entry.ordered_at)
        self.entries[entry.household_id] = entry
        self.edge[entry.number] = entry
        self.added.append(entry)
        if entry.state is EntryState.ADMITTED:
            self.admitted += 1
        else:
            self.waiting += 1

    def _move(
        self, entry: Entry, state: EntryState, kind: EventKind, at: datetime, because_of: int
    ) -> None:
        entry.state = state
        step = 1 if state is EntryState.ADMITTED else -1
        self.admitted += step
        self.waiting -= step
        self.changed[entry.number] = entry
        self.events.append(Event(entry, kind, to_stamp(at), because_of=because_of))

    def _is_full(self) -> bool:
        return self.terms.capacity is not None and self.admitted >= self.terms.capacity

    def _state_at_end(self) -> EntryState:
        if not self._is_full() and not self.waiting:
            return EntryState.ADMITTED
        if not self.terms.waiting_list:
            raise RuleError("relay_full", capacity=self.terms.capacity)
        return EntryState.WAITING

    def _displaced_by(self, entry: Entry) -> Entry | None:
        if not self._is_full():
            return None
        last = self._extreme(EntryState.ADMITTED, max)
        return last if entry.key < last.key else None

    def _extreme(self, state: EntryState, choose: Callable[..., Entry]) -> Entry:
        return choose(self._all_in(state), key=lambda entry: entry.key)

    def _all_in(self, state: EntryState) -> Iterable[Entry]:
        # An entry may be known both as a household's of this batch and as one at the edge.
        both = {entry.number: entry for entry in self.entries.values()} | self.edge
        return [entry for entry in both.values() if entry.state is state]


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
