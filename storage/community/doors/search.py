"""From the readings of a text and an estate's roster to one door, several, or the nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.community.doors.grammar import ANY, Phrase
from storage.community.doors.index import NEAREST, Door, DoorIndex
from storage.community.doors.places import ends_in_place
from storage.community.doors.readings import Reading, is_group, list_readings, list_starts

_NOTHING = Reading("", "", "", "", end=0)
_BESIDE = " ,，、;；:.-"
_SHORT = 2


@dataclass(frozen=True)
class DoorMatch:
    """What a written door may mean.

    Attributes:
        household: the one door that fits; None otherwise.
        candidates: the doors that fit when it must be asked which.
        nearest: up to four known doors when none fits.
        building: label of the building that was understood, with or without a room.
        rest: what stood beside the door (`2份`), normalised.
        written: the door that was written where none fits, in canonical shape (`3-725`); empty
            where no building and room were.
        span: where the door stood in the text; (0, 0) where none was understood.
        is_elsewhere: another estate's name stands in front of it.
    """

    household: Door | None = None
    candidates: tuple[Door, ...] = ()
    nearest: tuple[Door, ...] = ()
    building: str | None = None
    rest: str = ""
    written: str = ""
    span: tuple[int, int] = (0, 0)
    is_elsewhere: bool = False


class Search:
    """One written door on its way through the roster.

    Args:
        written: normalised text, of which `phrases` were read.
        hint: canonical part of the building to think of where none is written; may be empty.
    """

    def __init__(self, index: DoorIndex, phrases: list[Phrase], written: str, hint: str) -> None:
        self._index = index
        self._written = written
        self._hint = hint
        self._phrases = phrases
        self._found: dict[str, Door] = {}
        self._start, self._end = len(written), 0
        self._is_doubtful = False

    def answer(self) -> DoorMatch:
        """Look everywhere that a door may begin, and say what was found."""
        for phrase in self._phrases:
            for first in list_starts(phrase):
                self._look_at(phrase, first)
        doors = tuple(self._found.values())
        if not doors or self._is_doubtful or ends_in_place(self._written[: self._start]):
            return self._unknown(doors)
        return self._known(doors)

    def _look_at(self, phrase: Phrase, first: int) -> None:
        start = phrase[first].start
        # What lies within the first door's span is mostly its own tail (`3号楼 501`): only
        # what hangs together by itself (`5 3-501`) may be a door of its own.
        if self._found and start < self._end and not is_group(phrase, first):
            return
        may_be_bare = bool(self._hint) and first == 0 and not self._found
        for reading in list_readings(phrase, first):
            if reading.building:
                self._take(reading, phrase, first)
            elif may_be_bare and self._is_free(reading, start):
                self._take(reading._replace(building=self._hint), phrase, first)

    def _is_free(self, reading: Reading, start: int) -> bool:
        """`底商2` is no room 2, while `我是501` is room 501."""
        return len(reading.room) > _SHORT or not self._written[start - 1 : start].isalpha()

    def _take(self, reading: Reading, phrase: Phrase, first: int) -> None:
        doors = self._index.list_doors(reading)
        if not doors:
            return
        # A building that nothing explains stands in front: `25号 3-501`.
        if not self._found and any(piece.roles != ANY for piece in phrase[:first]):
            self._is_doubtful = True
        self._found.update((door.key, door) for door in doors)
        self._start = min(self._start, phrase[first].start)
        self._end = max(self._end, reading.end)

    def _known(self, doors: tuple[Door, ...]) -> DoorMatch:
        labels = {door.building for door in doors}
        return DoorMatch(
            household=doors[0] if len(doors) == 1 else None,
            candidates=doors if len(doors) > 1 else (),
            building=doors[0].building if len(labels) == 1 else None,
            rest=self._rest(),
            span=(self._start, self._end),
        )

    def _rest(self) -> str:
        beside = (self._written[: self._start], self._written[self._end :])
        return " ".join(part.strip(_BESIDE) for part in beside).strip()

    def list_spans(self) -> list[tuple[int, int]]:
        """Where doors stand that were written one after the other."""
        spans: list[tuple[int, int]] = []
        for phrase in self._phrases:
            for first in list_starts(phrase):
                start = phrase[first].start
                if not spans or start >= spans[-1][1]:
                    ends = [reading.end for reading in self._list_fitting(phrase, first)]
                    spans += [(start, max(ends))] if ends else []
        return spans

    def _list_fitting(self, phrase: Phrase, first: int) -> Iterator[Reading]:
        for reading in list_readings(phrase, first):
            if reading.building and self._index.list_doors(reading):
                yield reading

    def _unknown(self, elsewhere: tuple[Door, ...]) -> DoorMatch:
        guesses = [*self._list_guesses(), (_NOTHING, 0)]
        guess, start = max(guesses, key=lambda each: self._index.worth(each[0]))
        label = self._index.labels.get(guess.building)
        if elsewhere:
            return DoorMatch(
                nearest=elsewhere[:NEAREST],
                building=label,
                span=(self._start, self._end),
                is_elsewhere=ends_in_place(self._written[: self._start]),
            )
        span = (start, guess.end)
        if not guess.building:
            bare = self._index.list_bare(guess)
            near = () if bare else self._index.list_parted(guess.room)
            return DoorMatch(candidates=bare, nearest=near, span=span)
        return DoorMatch(
            nearest=self._index.list_nearest(guess),
            building=label,
            written=self._spell(guess),
            span=span,
            is_elsewhere=ends_in_place(self._written[:start]),
        )

    def _spell(self, guess: Reading) -> str:
        if not guess.room:
            return ""
        room = next(iter(guess.list_rooms()), guess.room)
        building = self._index.labels.get(guess.building) or guess.building.upper()
        return "-".join(filter(None, (building, guess.unit, room.upper())))

    def _list_guesses(self) -> Iterator[tuple[Reading, int]]:
        for phrase in self._phrases:
            for first in list_starts(phrase):
                if first == 0 or is_group(phrase, first):
                    for reading in list_readings(phrase, first):
                        hinted = reading._replace(building=reading.building or self._hint)
                        yield hinted, phrase[first].start
