"""Copies of one pasted relay, one after the other: what is new, changed or gone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.relay.papers._lines import Line, Verdict
from handlers.relay.pasted import Comparison, Paste, Standing, compare
from storage.community.doors import DoorBook
from storage.relay.kinds import Channel
from storage.relay.papers.queries import Copy, Stands

ONLY = "default"


@dataclass(frozen=True, slots=True)
class Series:
    """A copy beside the one before it.

    Attributes:
        former: None where there is none.
        standing: household and pieces of every row as this copy leaves them.
        gone: households that the list had once and has no more.
    """

    former: Copy | None
    standing: tuple[tuple[int, int], ...]
    gone: frozenset[int]
    comparison: Comparison


def find_former(copies: Iterable[Copy], households: Collection[int]) -> Copy | None:
    """The newest copy of the same list: of which half is in this one, or the other way round.

    Other groups' lists of the same relay have hardly a household in common.
    """
    for copy in copies:
        known = {household for household, _ in copy.standing}
        smaller = min(len(known), len(households))
        if smaller and len(known & set(households)) * 2 >= smaller:
            return copy
    return None


def follow(paste: Paste, former: Copy | None, book: DoorBook) -> Series:
    """Put a copy beside the one before it."""
    doors = {door.household_id: door.key for door in book} if former else {}
    before = former.standing if former else ()
    standing = [
        Standing(doors[household], {ONLY: pieces})
        for household, pieces in before
        if household in doors
    ]
    gone = {doors[household] for household in former.gone if household in doors} if former else ()
    comparison = compare(standing, paste, gone=gone)
    left = {_household(book, door) for door in comparison.withdrawn}
    now = tuple(
        (_household(book, each.door), each.items.get(ONLY, 1)) for each in comparison.active
    )
    earlier = former.gone if former else frozenset()
    return Series(former, now, (earlier | left) - {household for household, _ in now}, comparison)


def mark_known(
    lines: Sequence[Line], series: Series, stands: Mapping[int, Stands], doors: Mapping[int, str]
) -> list[Line]:
    """Lines of a copy as they differ from the copy before, and those that are gone from it.

    Args:
        doors: by household, of those that the copy before had.
    """
    if series.former is None:
        return list(lines)
    before = dict(series.former.standing)
    marked = [_mark(line, before, stands) for line in lines]
    return marked + _list_gone(series, stands, doors, first=len(lines))


def _mark(line: Line, before: Mapping[int, int], stands: Mapping[int, Stands]) -> Line:
    household = line.household_id
    if line.verdict is not Verdict.ENTER or household is None or household not in before:
        return line
    entry = stands.get(household)
    if entry is None:
        # It was in the copy before and has no place now: staff took it out, and it stays out.
        return replace(line, verdict=Verdict.PASSED, code="taken_out")
    if entry.channel is Channel.PASTE and line.quantity not in (before[household], entry.quantity):
        params = {"before": entry.quantity}
        return replace(line, verdict=Verdict.CHANGE, code="changed", params=params)
    return replace(line, verdict=Verdict.STANDS, code="")


def _list_gone(
    series: Series, stands: Mapping[int, Stands], doors: Mapping[int, str], *, first: int
) -> list[Line]:
    """Households that the list has no more: they keep their place until staff decide."""
    assert series.former is not None
    now = {household for household, _ in series.standing}
    gone = [
        household
        for household, _ in series.former.standing
        if household not in now
        and household in stands
        and stands[household].channel is Channel.PASTE
    ]
    return [
        Line(
            key=key,
            number=0,
            verdict=Verdict.ASK,
            door=doors[household],
            household_id=household,
            quantity=stands[household].quantity,
            channel=Channel.PASTE,
            code="gone",
        )
        for key, household in enumerate(gone, start=first)
    ]


def _household(book: DoorBook, key: str) -> int:
    door = book.by_key(key)
    assert door is not None
    return door.household_id
