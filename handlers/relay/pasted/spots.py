"""The doors that an entry writes: which, where, and how sure.

doors = door { joint (door | room of the same building) }
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from handlers.relay.pasted import words
from handlers.relay.pasted.masks import fill
from storage.community.doors import Door, DoorBook, DoorMatch


class Sure(Enum):
    """How well a written door is known."""

    ONE = auto()
    SEVERAL = auto()
    UNKNOWN = auto()
    ELSEWHERE = auto()
    MISREAD = auto()
    NO_ROOM = auto()


@dataclass(frozen=True, slots=True)
class Spot:
    """One written door: `start` and `end` in the entry's text, and what it may be."""

    sure: Sure
    start: int
    end: int
    door: Door | None = None
    written: str = ""
    building: str | None = None
    candidates: tuple[str, ...] = ()


_NEXT_ROOM = re.compile(
    r"\s*(?:室|号)?\s*[、,，/和与及跟&+]\s*(?P<room>\d{3,4})(?:室|号)?(?![\d-])"
)
_ROOM_AND_COUNT = re.compile(
    r"(?<![\d\-.])(?P<room>\d{3,4}|[1-9]\d?[A-Za-z])(?:室|号|호|"
    r"号室)?(?P<joint>\s*[-_~:：,，/.]\s*)(?=\d{1,2}(?![\d\-]))"
)
_DOOR_AND_COUNT = re.compile(r"(?<=\d)(?P<joint>\s?[-_~:：/]\s?)(?=\d{1,2}(?!\d))(?!\d-)")
_FLOOR = re.compile(r"(?<![\d\-])(?P<floor>(?P<number>\d{1,2})(?:楼|层|f))(?=\s*(?P=number)\d{2})")
_BLURRED = re.compile(
    r"(?<![A-Za-z\d])(?=[\dOolI|]*[OolI|])(?=[\dOolI|]*\d)[\dOolI|]{3,4}(?![A-Za-z\d])"
)
_DASHED = re.compile(r"(?<=\d)一(?=\d{2})")
_RANGE = re.compile(
    r"(?<!\d)\d{3,4}(?:室|号)?\s?[~至到]\s?(?:\d{1,3}-)?\d{3,4}(?!\d)|(?<=\d-)\d{3,4}-\d{3,4}(?!\d)"
)
_SLASHED = re.compile(r"(?<=\d)\s?[/&+]\s?(?=\d{1,2}-(?:\d-)?\d{3}|[a-z][\s-]?\d{3})")
_ENCLOSED = re.compile(r"(?<=[号楼栋幢座])\s?\((?=\d{3,4}室?\))")
_CLEAR = str.maketrans("OolI|", "00111")


class Spots:
    """Finds doors in the lines of one paste.

    Args:
        building: whose rooms are written bare; None where each door names its building.
        unit: of that building, where the list is of one unit.
    """

    def __init__(self, book: DoorBook, building: str | None = None, unit: str = "") -> None:
        self._book = book
        self.building = building
        self._unit = unit

    def of(self, building: str, unit: str) -> Spots:
        """The same doors, below a heading that names a building."""
        return Spots(self._book, building, unit)

    def find(self, text: str) -> list[Spot]:
        """The doors of a masked text, from left to right; a household stands once."""
        if shop := words.SHOP.search(text):
            return [self._read_shop(text, shop)]
        blurred = _BLURRED.search(text) or _DASHED.search(text)
        if blurred and (spot := self._read_blurred(text, blurred)):
            return [spot]
        if _RANGE.search(text):
            return [self._read_range(text)]
        text = _ENCLOSED.sub(lambda joint: " " * len(joint[0]), text)
        text = _SLASHED.sub(lambda joint: "," * len(joint[0]), self._part_counts(text))
        spans = self._book.list_spans(text)
        if len(spans) > 1:
            return self._read_each(text, spans)
        spot = self._read(text, 0)
        return self._follow(text, spot) if spot else []

    def find_one(self, text: str) -> Door | None:
        """The household that a name (`21-1803宋霞`) carries; None unless it is exactly one."""
        match = self._book.find(text, self.building)
        return match.household

    def drop_floors(self, text: str) -> str:
        """In a list of one building the floor of `2楼202` is no building."""
        if self.building is not None:
            for found in _FLOOR.finditer(text):
                text = fill(text, *found.span("floor"))
        return text

    def _part_counts(self, text: str) -> str:
        """In a list of one building `1112-1` is a room and a count."""
        if self.building is None:
            return text
        for found in _ROOM_AND_COUNT.finditer(text):
            text = fill(text, *found.span("joint"))
        return text

    def _read(self, text: str, offset: int) -> Spot | None:
        match = self._find(text)
        if match.household is None and not match.candidates:
            for found in reversed(list(_DOOR_AND_COUNT.finditer(text))):
                shorter = self._find(text[: found.start()])
                if shorter.household is not None or shorter.candidates:
                    return _settle(shorter, offset)
        return _settle(self._read_otherwise(match), offset)

    def _read_otherwise(self, match: DoorMatch) -> DoorMatch:
        """`502/3` and `3-5-02` may be room 502 of building 3: to be asked, not taken."""
        parts = match.written.split("-")
        turned = "-".join(reversed(parts))
        joined = f"{parts[0]}-{''.join(parts[1:-1])}{parts[-1]:0>2}"
        found = [self._book.find(each).household for each in (turned, joined) if match.written]
        if self.building and len(parts) > 1:
            # `201-202` of one building are two rooms.
            found += [self._book.find(part, self.building).household for part in parts]
        doors = tuple(door for door in found if door is not None)
        if match.household or match.is_elsewhere or not doors:
            return match
        keys = dict.fromkeys(doors)
        return DoorMatch(candidates=tuple(keys), building="", span=match.span)

    def _find(self, text: str) -> DoorMatch:
        lead = len(text) - len(text.lstrip())
        match = self._book.find(text, self.building)
        if self._unit and len(match.candidates) > 1:
            match = self._in_unit(match)
        if not lead or match.span == (0, 0):
            return match
        start, end = match.span
        return _move(match, (start + lead, end + lead))

    def _in_unit(self, match: DoorMatch) -> DoorMatch:
        fitting = [
            door
            for door in match.candidates
            if door.unit == self._unit and door.building == self.building
        ]
        if len(fitting) != 1:
            return match
        return DoorMatch(household=fitting[0], building=match.building, span=match.span)

    def _read_each(self, text: str, spans: list[tuple[int, int]]) -> list[Spot]:
        spots: dict[tuple[str, ...], Spot] = {}
        begin = 0
        for _, end in spans:
            spot = self._read(text[begin:end], begin)
            if spot is not None:
                key = (spot.door.key,) if spot.door else (spot.written, *spot.candidates)
                spots.setdefault(key, spot)
                for more in self._follow(text, spot)[1:]:
                    assert more.door is not None
                    spots.setdefault((more.door.key,), more)
            begin = end
        return list(spots.values())

    def _follow(self, text: str, spot: Spot) -> list[Spot]:
        """`3-501、502`: rooms of the same building hang on the first."""
        spots = [spot]
        while spot.sure is Sure.ONE and (found := _NEXT_ROOM.match(text, spots[-1].end)):
            door = self._book.find(found["room"], spot.building).household
            if door is None:
                break
            spots.append(Spot(Sure.ONE, *found.span("room"), door, "", door.building))
        return spots

    def _read_shop(self, text: str, shop: re.Match[str]) -> Spot:
        before = text[: shop.start()]
        number = re.search(r"([\dA-Za-z]+)[甲乙丙丁]?\W*(?:号楼|号|楼|栋|幢)?\W*$", before)
        building = self._book.find(before).building or (number[1] if number else "")
        written = "-".join(filter(None, (building, shop["kind"] + shop["number"])))
        start = number.start() if number else shop.start()
        return Spot(Sure.UNKNOWN, start, shop.end(), None, written, building or None)

    def _read_range(self, text: str) -> Spot:
        found = _RANGE.search(text)
        assert found is not None
        start = re.search(r"[\d\-号楼栋]*$", text[: found.start()])
        return Spot(Sure.SEVERAL, start.start() if start else found.start(), found.end())

    def _read_blurred(self, text: str, blurred: re.Match[str]) -> Spot | None:
        mended = blurred[0].translate(_CLEAR).replace("一", "-")
        clear = text[: blurred.start()] + mended + text[blurred.end() :]
        match = self._find(clear)
        if match.household is None:
            return None
        return Spot(Sure.MISREAD, *match.span, candidates=(match.household.key,))


def _settle(match: DoorMatch, offset: int) -> Spot | None:
    start, end = match.span[0] + offset, match.span[1] + offset
    if match.is_elsewhere:
        return Spot(Sure.ELSEWHERE, start, end)
    if match.household is not None:
        door = match.household
        return Spot(Sure.ONE, start, end, door, "", door.building)
    keys = tuple(door.key for door in match.candidates)
    if match.building is None and not match.written and len(keys) > 1:
        return Spot(Sure.NO_ROOM, start, end)
    if keys:
        return Spot(Sure.SEVERAL, start, end, None, "", match.building, keys)
    if match.written:
        return Spot(Sure.UNKNOWN, start, end, None, match.written, match.building)
    near = tuple(door.key for door in match.nearest)
    if near:
        return Spot(Sure.SEVERAL, start, end, None, "", match.building, near)
    return Spot(Sure.NO_ROOM, start, end, building=match.building) if match.building else None


def _move(match: DoorMatch, span: tuple[int, int]) -> DoorMatch:
    return DoorMatch(
        match.household,
        match.candidates,
        match.nearest,
        match.building,
        match.rest,
        match.written,
        span,
        match.is_elsewhere,
    )
