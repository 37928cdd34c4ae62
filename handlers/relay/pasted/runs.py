"""Numbered lines in stretches: which numbers count, where the entries begin, what is a copy."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.relay.pasted import words
from handlers.relay.pasted.entry import Reader, Said
from handlers.relay.pasted.lines import Kind, Line
from handlers.relay.pasted.numbering import Numbered, counts_upwards, read_number
from handlers.relay.pasted.spots import Spot, Spots, Sure

_MENU_MOST = 4
_SURELY_A_NUMBER = 99


def read_numbers(lines: Sequence[Line], spots: Spots) -> dict[int, Numbered]:
    """The numbers of a list by line; a bare number only where it cannot be a door."""
    likely = _list_likely(lines)
    numbers: dict[int, Numbered] = {}
    weak: dict[int, Numbered] = {}
    last = 0
    for line, numbered in likely:
        if not numbered.is_strong:
            follows = numbered.value == 1 or 0 <= numbered.value - last <= 2
            below = spots.of(*line.building) if line.building else spots
            if not follows or not _names_door(below.find(numbered.body)):
                continue
            weak[line.number] = numbered
        numbers[line.number] = numbered
        last = numbered.value
    if not counts_upwards([each.value for each in numbers.values()]):
        return {at: each for at, each in numbers.items() if at not in weak}
    return numbers


def _list_likely(lines: Sequence[Line]) -> list[tuple[Line, Numbered]]:
    """Lines that may be numbered. `601、602各1块` far from any count is two rooms."""
    found = []
    for line in lines:
        numbered = None if line.is_row or line.kind is not Kind.TEXT else read_number(line.text)
        if numbered is not None and (numbered.is_strong or not line.is_own_time):
            found.append((line, numbered))
    values = {numbered.value for _, numbered in found if numbered.is_strong}
    return [
        (line, numbered)
        for line, numbered in found
        if numbered.value <= _SURELY_A_NUMBER
        or not values.isdisjoint((numbered.value - 1, numbered.value + 1))
    ]


def _names_door(spots: Sequence[Spot]) -> bool:
    return any(spot.sure is not Sure.NO_ROOM for spot in spots)


def find_start(lines: Sequence[Line], numbers: dict[int, Numbered], reader: Reader) -> int:
    """The line on which the entries begin; one past the last where there are none."""
    runs = _list_runs(lines, numbers)
    below = {line.number: line.building for line in lines}
    placed = [
        run
        for run in runs
        if any(reader.read(numbers[at].body, below[at]).names_door for at in run)
    ]
    by_number = placed[0][0] if placed else (runs[-1][0] if runs else None)
    loose = next((line.number for line in lines if _opens(line, numbers, reader)), None)
    starts = [at for at in (by_number, loose) if at is not None]
    return min(starts) if starts else lines[-1].number + 1


def find_copies(lines: Sequence[Line], numbers: dict[int, Numbered]) -> dict[int, bool]:
    """Lines of a list that is pasted again below itself: True where they say the same."""
    copies: dict[int, bool] = {}
    seen: set[str] = set()
    for run in _list_runs(lines, numbers):
        bodies = {at: "".join(numbers[at].body.split()) for at in run}
        same = [at for at in run if bodies[at] in seen]
        if len(same) * 2 >= len(run) or len(same) > 1:
            copies.update((at, at in same) for at in run if at in same or len(same) * 2 >= len(run))
        seen.update(bodies.values())
    return copies


def list_notes(
    lines: Sequence[Line], numbers: dict[int, Numbered], reader: Reader, start: int
) -> set[int]:
    """Numbered lines of further stretches that are rules or notes, not entries."""
    below = [line for line in lines if line.number >= start]
    notes: set[int] = set()
    for run in _list_runs(below, numbers)[1:]:
        said = [reader.read(numbers[at].body) for at in run]
        is_spoken = [words.FOOTER.search(each.text.casefold()) for each in said]
        if not any(each.names_door for each in said) and any(is_spoken):
            notes.update(run)
    return notes


def _list_runs(lines: Sequence[Line], numbers: dict[int, Numbered]) -> list[list[int]]:
    """Numbered lines in stretches that count on; each new `1` begins one."""
    runs: list[list[int]] = []
    last = 0
    for line in lines:
        if line.number not in numbers or words.EXAMPLE.match(line.text):
            continue
        value = numbers[line.number].value
        if not runs or (value <= last and value <= 1):
            runs.append([])
        runs[-1].append(line.number)
        last = value
    return runs


def _opens(line: Line, numbers: dict[int, Numbered], reader: Reader) -> bool:
    """A line without a number that is an entry all the same."""
    if line.kind is not Kind.TEXT or line.number in numbers or not line.text:
        return False
    if line.is_row or line.is_own_time:
        return True
    if words.EXAMPLE.match(line.text) or words.EXAMPLE_TAIL.search(line.text):
        return False
    said = reader.read(line.text, line.building)
    # Above a numbered list a door is often the organiser's own.
    is_plain = not numbers or said.order.is_counted or said.spots[:1] == []
    is_plain = is_plain or said.spots[0].start < _MENU_MOST
    return is_plain and is_entry(said, line.text)


def is_entry(said: Said, text: str) -> bool:
    """Whether a line without a number writes a door as entries do."""
    sure = {spot.sure for spot in said.spots}
    if not sure or sure <= {Sure.NO_ROOM} or words.FOOTER.search(text.casefold()):
        return False
    return not (sure == {Sure.UNKNOWN} and said.spots[0].start > _MENU_MOST * 3)
