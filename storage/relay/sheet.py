"""One relay as a batch of presses sees it. Pure.

Deciding on a sheet changes only the sheet; what changed is then written in bulk. After every move
its state is what `pools.allocate` would make of the list as it stands: who comes earlier takes the
place of the last of a pool, who goes leaves it to the first who would rather have it, and so on
until nobody moves any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.relay.entries import Act, Entry, Event
from storage.relay.kinds import OFFLINE, Channel, EntryState, EventKind
from storage.relay.lots import Lots
from storage.relay.order import offer_end
from storage.relay.pools import COMMON, RESERVE, Pool, allocate, candidate_pools
from storage.relay.rules import Terms, from_stamp, to_stamp


@dataclass(slots=True)
class Sheet:
    """One relay, as far as what is decided needs it.

    Attributes:
        pools: whose places there are; one, the common one, where there are no shares.
        admitted: households admitted at present, without granted places.
        waiting: households on the waiting list at present.
        drawing: households in the pot at present.
        last_number: number of the newest entry.
        last_ordered_at: latest stamp in the list; the next online entry gets a later one.
        is_drawing: who comes is put into the pot.
        shares_opened: places that nobody of their pool wants become common.
        entries: active entries by household, of the households that it is about.
        lots: the entries that may move, where anything but joining at the end is decided.
    """

    terms: Terms
    pools: dict[int, Pool]
    admitted: int = 0
    waiting: int = 0
    drawing: int = 0
    last_number: int = 0
    last_ordered_at: int = 0
    is_drawing: bool = False
    shares_opened: bool = False
    entries: dict[int, Entry] = field(default_factory=dict)
    lots: Lots | None = None
    added: list[Entry] = field(default_factory=list)
    changed: dict[int, Entry] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    _before: dict[int, tuple[Entry, EntryState, int | None]] = field(default_factory=dict)
    _open_to: dict[tuple[int, bool], tuple[int, ...]] = field(default_factory=dict)
    _gave_over: bool = False

    def open_to(self, entry: Entry) -> tuple[int, ...]:
        """The pools that an entry may take a place of, in the order in which it tries them."""
        return self.pools_for(entry.building_id, entry.channel)

    def pools_for(self, building_id: int, channel: Channel) -> tuple[int, ...]:
        """The same for a household of a building that comes by a channel."""
        kind = (building_id, channel in OFFLINE)
        found = self._open_to.get(kind)
        if found is None:
            found = self._open_to[kind] = candidate_pools(self.pools, building_id, channel)
        return found

    def know(self, entries: Iterable[Entry]) -> None:
        """Take in active entries that may move."""
        if self.lots is None:
            self.lots = Lots(self.open_to)
        for entry in entries:
            if _is_listed(entry):
                self.lots.add(entry)

    def add(self, entry: Entry) -> None:
        """Begin an entry: it stands nowhere yet."""
        self.last_number = entry.number
        self.last_ordered_at = max(self.last_ordered_at, entry.ordered_at)
        self.entries[entry.household_id] = entry
        self.added.append(entry)

    def put(self, entry: Entry, state: EntryState, pool: int | None = None) -> None:
        """Have an entry stand there from now on."""
        self._before.setdefault(entry.number, (entry, entry.state, entry.pool))
        self._count(entry, -1)
        if self.lots is not None and _is_listed(entry):
            self.lots.remove(entry)
        entry.state, entry.pool = state, pool
        self._count(entry, 1)
        if self.lots is not None and _is_listed(entry):
            self.lots.add(entry)
        self.changed[entry.number] = entry

    def find_place(self, entry: Entry) -> tuple[int, Entry | None] | None:
        """The first place that an entry may take and from whom; None: it must wait."""
        for key in self.open_to(entry):
            if self.pools[key].has_room:
                return key, None
            last = None if self.lots is None else self.lots.last_of(key)
            if last is not None and entry.claim < last.claim:
                return key, last
        return None

    def settle(self, entry: Entry) -> None:
        """Give an entry the first place that its order allows; whom it takes it from goes on."""
        mover: Entry | None = entry
        while mover is not None:
            found = self.find_place(mover)
            if found is None:
                self.put(mover, EntryState.WAITING)
                return
            pool, last = found
            if last is not None:
                self.put(last, EntryState.WAITING)
            self.put(mover, EntryState.ADMITTED, pool)
            mover = last

    def fill(self, pool: int | None) -> None:
        """Give the free places of a pool to those who would rather have them, in order."""
        while pool is not None and pool != RESERVE and self.pools[pool].has_room:
            first = None if self.lots is None else self.lots.first_for(pool)
            if first is None:
                if not self._give_over(pool):
                    return
                pool = COMMON
                continue
            freed = first.pool
            self.put(first, EntryState.ADMITTED, pool)
            if freed is not None:
                self.fill(freed)

    def _give_over(self, key: int) -> bool:
        """Make what nobody of its pool wants common, once the shares were opened."""
        if not self.shares_opened or key == COMMON:
            return False
        pool, common = self.pools[key], self.pools[COMMON]
        assert pool.quota is not None
        assert common.quota is not None
        free = pool.quota - pool.taken
        pool.quota -= free
        common.quota += free
        self._gave_over = True
        return True

    def reallocate(self, quotas: Mapping[int, int | None], listed: Sequence[Entry]) -> None:
        """Give all places out anew: the order or the pools have changed.

        Args:
            listed: all entries that compete, in order.
        """
        self.reset_pools(quotas)
        self.admitted = self.waiting = self.drawing = 0
        claims: list[Entry] = sorted(listed, key=_claim_of)
        held = allocate(claims, quotas)
        for entry in listed:
            self._before[entry.number] = (entry, entry.state, entry.pool)
            entry.pool = held[entry.number]
            entry.state = EntryState.WAITING if entry.pool is None else EntryState.ADMITTED
            self._count(entry, 1)
            if self._before[entry.number][1:] != (entry.state, entry.pool):
                self.changed[entry.number] = entry
        self.lots = None
        self.know(listed)
        for key in quotas:
            self.fill(key)

    def reset_pools(self, quotas: Mapping[int, int | None]) -> None:
        """Have empty pools of these quotas."""
        self.pools = {key: Pool(key, quota) for key, quota in quotas.items()}
        self._open_to.clear()

    def log(
        self,
        kind: EventKind,
        act: Act,
        entry: Entry | None = None,
        *,
        claimed_at: int | None = None,
        because_of: int | None = None,
        note: dict[str, Any] | str | None = None,
        makes: bool = False,
    ) -> None:
        """Write down what an entry, or the relay, came to."""
        if entry is not None and entry.offer_until is not None:
            note = (note if isinstance(note, dict) else {}) | {"offer_until": entry.offer_until}
        event = Event(
            entry,
            kind,
            act.at,
            act.by,
            act.update_id,
            claimed_at,
            because_of,
            act.role,
            0 if entry is None else entry.quantity,
            None if entry is None else entry.state,
            None if entry is None else entry.pool,
            None if entry is None else entry.ordered_at,
            note,
            act.reason,
            makes,
        )
        self.events.append(event)

    def log_moved(self, at: int, because_of: int) -> None:
        """Write down who else moved since the last time, and offer places to who moved up."""
        cause = Act(at)
        if self._gave_over:
            self.log(EventKind.SHARES, cause, because_of=because_of, note=self.quotas_note())
        for entry, state, pool in self._before.values():
            if entry.number == because_of:
                continue
            if (kind := _kind_of_move(entry, state, pool)) is not None:
                self._offer(entry, kind, at)
                self.log(kind, cause, entry, because_of=because_of)
        self.forget_moves()

    def forget_moves(self) -> None:
        """Begin a new move: all that moved before is written down."""
        self._before.clear()
        self._gave_over = False

    def _offer(self, entry: Entry, kind: EventKind, at: int) -> None:
        minutes = self.terms.offer_minutes
        if kind is EventKind.DEMOTED:
            entry.offer_until = None
        elif kind is EventKind.PROMOTED and minutes and entry.channel is Channel.ONLINE:
            # Nobody of a household that came on paper could press.
            end = offer_end(from_stamp(at), minutes, self.terms.time_zone)
            entry.offer_until = to_stamp(end)

    def quotas_note(self) -> dict[str, Any]:
        """The places of each pool, as the log publishes them."""
        return {"pools": {str(key): pool.quota for key, pool in sorted(self.pools.items())}}

    def _count(self, entry: Entry, step: int) -> None:
        if entry.state is EntryState.ADMITTED:
            if entry.pool is not None and entry.pool != RESERVE:
                self.admitted += step
                self.pools[entry.pool].taken += step
        elif entry.state is EntryState.WAITING:
            self.waiting += step
            for key in self.open_to(entry):
                self.pools[key].waiting += step
        elif entry.state is EntryState.DRAWING:
            self.drawing += step


def _claim_of(entry: Entry) -> tuple[bool, int, int]:
    return entry.claim


def _is_listed(entry: Entry) -> bool:
    return entry.pool != RESERVE and entry.state in (EntryState.ADMITTED, EntryState.WAITING)


def _kind_of_move(entry: Entry, state: EntryState, pool: int | None) -> EventKind | None:
    if entry.state is EntryState.ADMITTED and state is EntryState.WAITING:
        return EventKind.PROMOTED
    if entry.state is EntryState.WAITING and state is EntryState.ADMITTED:
        return EventKind.DEMOTED
    is_moved = entry.state is EntryState.ADMITTED and state is entry.state and entry.pool != pool
    return EventKind.MOVED if is_moved else None
