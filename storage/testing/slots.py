"""When each building is called, so that none waits in a crowd (S50). Pure.

A batch is called only for as long as the lanes need for everybody in it, and the next one begins
when it ends. Those who cannot walk are sampled at home first, then their building comes to the
site (S54).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from storage.errors import RuleError
from storage.local_time import MINUTES_A_DAY
from storage.testing.kinds import SlotKind

# Slots begin and end at minutes that people remember.
GRAIN = 5
# Small buildings are called together until they need this long: a shorter slot is missed by
# whoever waits for the lift.
SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly a site works.

    Attributes:
        people_tenths: people a household, in tenths: 25 is 2.5.
        home_minutes: what the squad needs for one household at home, the way included.
    """

    lanes: int = 2
    seconds_per_person: int = 30
    people_tenths: int = 25
    home_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Block:
    """A building to be called; `homes` of its households are sampled at home."""

    building_id: int
    households: int
    homes: int = 0

    @property
    def walking(self) -> int:
        """Households that come to the site."""
        return max(self.households - self.homes, 0)


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """One building in one slot, before it is a row.

    Attributes:
        begins: minutes past midnight on the committee's wall clock; so is `ends`.
        batch: buildings of one batch are called together; 0 where the squad goes round.
        lane: where a plan names one.
        site: where it is not the round's own.
        day: None is every day of the plan.
        line: of the file that it was read from.
    """

    building_id: int
    begins: int
    ends: int
    kind: SlotKind = SlotKind.SITE
    batch: int = 1
    lane: int | None = None
    site: str | None = None
    day: date | None = None
    line: int | None = None


def people_of(households: int, pace: Pace) -> int:
    """How many people are expected from so many households, rounded up."""
    return -(-households * pace.people_tenths // 10)


def minutes_needed(people: int, pace: Pace) -> int:
    """Minutes in which the lanes sample so many people, rounded up."""
    return -(-people * pace.seconds_per_person // (pace.lanes * 60))


def compute_slots(
    blocks: Sequence[Block],
    pace: Pace,
    begins: int,
    ends: int | None = None,
    batches: Sequence[Collection[int]] | None = None,
) -> tuple[SlotDraft, ...]:
    """Give every building its time, in the order in which the buildings stand.

    A building whose homes the squad has not finished is passed over until it has; the site
    stands idle only where every building left waits for the squad.

    Args:
        begins: when the squad sets out and the site opens, minutes past midnight.
        ends: when all must be over; None is midnight.
        batches: ids of buildings that are called together, in order; a building that is in none
            comes last. None: small buildings are called together.

    Raises:
        RuleError: `testing_no_building`; `testing_day_too_short` with `until`, when it would end.
    """
    if not blocks:
        raise RuleError("testing_no_building")
    visits = _plan_visits(blocks, pace, begins)
    free_from = {slot.building_id: slot.ends for slot in visits}
    walking = [block for block in blocks if block.walking or not block.homes]
    groups = list(_group(walking, pace, free_from, batches))
    slots = [*visits, *_call(groups, pace, begins, free_from)]
    last = max(slot.ends for slot in slots)
    if last > (MINUTES_A_DAY if ends is None else ends):
        raise RuleError("testing_day_too_short", until=to_clock(last))
    return tuple(slots)


def visit_minutes(homes: int, pace: Pace) -> int:
    """How long the squad is in a building with so many households that are sampled at home."""
    return _round_up(homes * pace.home_minutes)


def to_clock(minute: int) -> str:
    """Minutes past midnight as a clock shows them; `24:00` and later are told as such."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _plan_visits(blocks: Sequence[Block], pace: Pace, begins: int) -> list[SlotDraft]:
    slots = []
    for block in blocks:
        if block.homes:
            ends = begins + visit_minutes(block.homes, pace)
            slots.append(SlotDraft(block.building_id, begins, ends, SlotKind.HOME, batch=0))
            begins = ends
    return slots


def _group(
    blocks: Sequence[Block],
    pace: Pace,
    free_from: Mapping[int, int],
    batches: Sequence[Collection[int]] | None,
) -> Iterator[list[Block]]:
    if batches is None:
        # A building that waits for the squad must not hold up its neighbours.
        waits = groupby(blocks, key=lambda block: block.building_id in free_from)
        for _, neighbours in waits:
            yield from _gather_small(neighbours, pace)
        return
    left = dict.fromkeys(blocks)
    for batch in batches:
        group = [block for block in left if block.building_id in batch]
        for block in group:
            del left[block]
        if group:
            yield group
    if left:
        yield list(left)


def _gather_small(blocks: Iterator[Block], pace: Pace) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if _duration(group, pace) >= SHORTEST:
            yield group
            group = []
    if group:
        yield group


def _call(
    groups: list[list[Block]], pace: Pace, begins: int, free_from: Mapping[int, int]
) -> Iterator[SlotDraft]:
    def ready_at(group: list[Block]) -> int:
        return max((free_from.get(block.building_id, 0) for block in group), default=0)

    batch = 0
    while groups:
        ready = next((group for group in groups if ready_at(group) <= begins), None)
        group = ready or min(groups, key=ready_at)
        groups.remove(group)
        begins = max(begins, ready_at(group))
        ends = begins + _duration(group, pace)
        batch += 1
        for block in group:
            yield SlotDraft(block.building_id, begins, ends, batch=batch)
        begins = ends


def _duration(group: Sequence[Block], pace: Pace) -> int:
    people = people_of(sum(block.walking for block in group), pace)
    return max(_round_up(minutes_needed(people, pace)), GRAIN)


def _round_up(minutes: int) -> int:
    return -(-minutes // GRAIN) * GRAIN
