"""Lines of a plan's file (date, begin, end, building, batch, lane, site) as slots."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from storage.errors import RuleError
from storage.requests.dates import read_day
from storage.testing.plan.checks import Fault
from storage.testing.plan.values import Place
from storage.testing.slots import SlotDraft

ReadBuildings = Callable[[str, Iterable[str]], list[str]]

_CLOCK = re.compile(r"(\d{1,2})(?:[:.点點時时시h](?:(\d{2})分?)?(?::00)?)")
_NUMBER = re.compile(r"\D{0,3}(\d{1,4})\D{0,3}")
_HOURS, _MINUTES = 24, 60


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The cells of one line as text; an empty day is each day of the plan."""

    number: int
    day: str = ""
    begins: str = ""
    ends: str = ""
    building: str = ""
    batch: str = ""
    lane: str = ""
    site: str = ""


def read_lines(
    lines: Iterable[PlanLine], place: Place, today: date, read_buildings: ReadBuildings
) -> tuple[tuple[SlotDraft, ...], tuple[Fault, ...]]:
    """The slots that the lines mean, and what cannot be read in the others.

    Args:
        read_buildings: the labels meant by a text; a line may name several: `3-5, 8`.
    """
    slots: list[SlotDraft] = []
    faults: list[Fault] = []
    reader = _Reader(place, today, read_buildings)
    for line in lines:
        try:
            slots += reader.read(line)
        except RuleError as refusal:
            faults.append(Fault(line.number, refusal.code, refusal.params))
    return tuple(slots), tuple(faults)


def read_clock(text: str) -> int:
    """Minutes past midnight: `7:30`, `07：30`, `7点`, `24:00`.

    Raises:
        RuleError: `testing_time_unread` (value), also for a 61st minute.
    """
    match = _CLOCK.fullmatch(_fold(text))
    if match is not None:
        hour, minute = int(match[1]), int(match[2] or 0)
        if minute < _MINUTES and (hour < _HOURS or (hour, minute) == (_HOURS, 0)):
            return hour * _MINUTES + minute
    raise RuleError("testing_time_unread", value=text[:20])


class _Reader:
    """Reads line after line; lines without a batch form one with those of the same time."""

    def __init__(self, place: Place, today: date, read_buildings: ReadBuildings) -> None:
        self._ids = {fact.label: building for building, fact in place.buildings.items()}
        self._today = today
        self._read_buildings = read_buildings
        self._batches: dict[tuple[date | None, int, int, str], int] = {}

    def read(self, line: PlanLine) -> list[SlotDraft]:
        day = self._read_day(line.day)
        begins, ends = read_clock(line.begins), read_clock(line.ends)
        batch = _read_number(line.batch) or self._batch(day, begins, ends, line.site)
        labels = self._read_buildings(line.building, self._ids) or list(self._ids)
        return [
            SlotDraft(
                self._ids[label],
                begins,
                ends,
                batch=batch,
                lane=_read_number(line.lane),
                site=line.site.strip() or None,
                day=day,
                line=line.number,
            )
            for label in labels
        ]

    def _read_day(self, text: str) -> date | None:
        if not text.strip():
            return None
        day = read_day(text, self._today)
        if day is None:
            raise RuleError("testing_day_unread", value=text[:20])
        return day

    def _batch(self, day: date | None, begins: int, ends: int, site: str) -> int:
        key = (day, begins, ends, site.strip())
        return self._batches.setdefault(key, len(self._batches) + 1)


def _read_number(text: str) -> int | None:
    if not text.strip():
        return None
    match = _NUMBER.fullmatch(_fold(text))
    if match is None or not int(match[1]):
        raise RuleError("testing_number_unread", value=text[:20])
    return int(match[1])


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
