"""A relay played on a sheet alone, and what must hold of it after every move."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.errors import RuleError
from storage.relay import corrections, presses, whole
from storage.relay.entries import Act, Entry, Paper
from storage.relay.kinds import Channel, EntryState, EventKind, RemainderRule, Role, SplitRule
from storage.relay.pools import COMMON, RESERVE, House, Pool, allocate, plan_quotas
from storage.relay.rules import Terms, to_stamp
from storage.relay.sharing import Sharing
from storage.relay.sheet import Sheet

OPENS = datetime(2020, 2, 1, 16, 0, tzinfo=UTC)
TERMS = Terms(
    relay_id=1,
    opens_at=OPENS,
    closes_at=OPENS + timedelta(hours=11),
    closed_at=None,
    is_cancelled=False,
    capacity=3,
    waiting_list=True,
    per_household=2,
    buildings=None,
)
SECOND = 1_000_000
HOUSES = tuple(House(place, position=place, households=10 - place) for place in (1, 2, 3))


def building_of(household: int) -> int:
    return 1 + household % len(HOUSES)


def make_sheet(
    capacity: int | None = 3,
    *,
    is_split: bool = False,
    remainder: RemainderRule = RemainderRule.FIRST,
    offline: int = 0,
    waiting_list: bool = True,
    is_drawing: bool = False,
) -> Sheet:
    """An empty list with pools as those rules make them; all its entries will be known."""
    sharing = Sharing(
        split_rule=SplitRule.BUILDINGS if is_split else SplitRule.NONE,
        remainder_rule=remainder,
        offline_share=offline,
    )
    quotas = plan_quotas(sharing, capacity, HOUSES)
    terms = replace(TERMS, capacity=capacity, waiting_list=waiting_list)
    if is_drawing:
        terms = replace(terms, drawn_until=OPENS + timedelta(hours=2))
    pools = {key: Pool(key, quota) for key, quota in quotas.items()}
    sheet = Sheet(terms, pools, is_drawing=is_drawing)
    sheet.know(())
    return sheet


class Play:
    """Moves on one sheet, a second apart from each other."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.second = 3600
        self.gone: list[Entry] = []
        self.refusals: Counter[str] = Counter()

    def act(self, by: int = 0, role: Role = Role.STAFF) -> Act:
        self.second += 1
        return Act(to_stamp(OPENS) + self.second * SECOND, by, role)

    def join(self, household: int, quantity: int = 1) -> None:
        presses.join(
            self.sheet,
            household,
            self.act(household, Role.HOUSEHOLD),
            person_id=household,
            building_id=building_of(household),
            quantity=quantity,
            may_change=True,
        )

    def paper(self, household: int, second: int) -> None:
        stamp = to_stamp(OPENS) + second * SECOND
        paper = Paper(household, building_of(household), 1, Channel.STALL, stamp, stamp)
        presses.enter(self.sheet, paper, self.act())

    def leave(self, household: int) -> None:
        presses.leave(self.sheet, household, self.act(household))

    def void(self, household: int) -> None:
        entry = self._standing(household)
        corrections.void(self.sheet, entry, self.act())
        self.gone.append(entry)

    def restore(self, household: int) -> None:
        for entry in self.gone:
            if entry.household_id == household and household not in self.sheet.entries:
                self.gone.remove(entry)
                corrections.restore(self.sheet, entry, self.act())
                return

    def yields(self, household: int) -> None:
        entry = self._standing(household)
        if entry.state is EntryState.DRAWING or entry.pool == RESERVE:
            raise RuleError("not_joined")
        corrections.yield_place(self.sheet, entry, self.act(household))

    def grant(self, household: int) -> None:
        corrections.grant(
            self.sheet,
            household,
            self.act(),
            building_id=building_of(household),
            quantity=1,
            day="2020-02-02",
        )

    def take_back(self, household: int) -> None:
        entry = self._standing(household)
        if entry.pool == RESERVE:
            corrections.take_back(self.sheet, entry, self.act())

    def open_shares(self) -> None:
        if len(self.sheet.pools) > 1 and not self.sheet.shares_opened and not self.sheet.is_drawing:
            whole.open_shares(self.sheet, whole.list_competing(self.sheet), self.act())

    def draw(self) -> None:
        if self.sheet.is_drawing:
            pot = whole.list_competing(self.sheet)
            whole.draw(self.sheet, pot, "seed", self.act())

    def states(self, *households: int) -> list[str]:
        return [self.sheet.entries[household].state.value for household in households]

    def _standing(self, household: int) -> Entry:
        entry = self.sheet.entries.get(household)
        if entry is None:
            raise RuleError("not_joined")
        return entry


def check_holds(sheet: Sheet) -> None:
    """What is promised of every list, whatever happened to it."""
    listed = whole.list_competing(sheet)
    assert len({entry.household_id for entry in listed}) == len(listed)
    states = Counter(entry.state for entry in listed)
    counted = (sheet.admitted, sheet.waiting, sheet.drawing)
    shown = [EntryState.ADMITTED, EntryState.WAITING, EntryState.DRAWING]
    assert counted == tuple(states[state] for state in shown)
    if sheet.is_drawing:
        assert set(states) <= {EntryState.DRAWING}
        return
    quotas = whole.quotas_of(sheet)
    assert {entry.number: entry.pool for entry in listed} == allocate(listed, quotas)
    held = Counter(entry.pool for entry in listed)
    for key, pool in sheet.pools.items():
        assert pool.taken == held[key]
        assert pool.quota is None or pool.taken <= pool.quota
        waits = [entry for entry in listed if entry.state is EntryState.WAITING]
        assert pool.waiting == sum(key in sheet.open_to(entry) for entry in waits)
    if sheet.terms.capacity is not None:
        assert sum(quota or 0 for quota in quotas.values()) == sheet.terms.capacity
    if sheet.shares_opened and sheet.pools[COMMON].has_room:
        assert not sheet.waiting


def list_moved(sheet: Sheet, kind: EventKind) -> list[int]:
    """Households that lines of a kind are about, in order."""
    return [line.entry.household_id for line in sheet.events if line.entry and line.kind is kind]
