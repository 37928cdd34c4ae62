"""What a reminder says: due ones gathered into messages. Pure.

A group that speaks for several buildings hears a batch in one message, and the evening before in
one message all that awaits its buildings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.testing.kinds import ReminderKind, SlotKind

# More lines than a phone shows at once; what is left out is counted.
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class RoundFact:
    """What every message about a round says; `days` is 0 for a round without an end."""

    round_id: int
    title: str
    site: str
    lanes: int
    days: int


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder with the slot and the day that it is about."""

    id: int
    turn: int
    kind: ReminderKind
    minutes: int
    due_at: datetime
    expires_at: datetime
    slot_id: int
    slot_kind: SlotKind
    batch: int
    site: str | None
    starts_at: datetime
    ends_at: datetime
    building_id: int
    label: str
    day_id: int
    ordinal: int
    day: date
    delay: int


def gather(due: Iterable[DueReminder]) -> Iterator[tuple[DueReminder, ...]]:
    """The reminders that are told together: the same words for several buildings."""
    together: dict[Hashable, list[DueReminder]] = defaultdict(list)
    for reminder in due:
        together[_words(reminder)].append(reminder)
    return (tuple(reminders) for reminders in together.values())


def template_of(reminder: DueReminder) -> str:
    """The template's key; who is sampled at home is told other things."""
    at_home = "home_" if reminder.slot_kind is SlotKind.HOME else ""
    return f"testing/{at_home}{reminder.kind.value}"


def reminder_params(fact: RoundFact, reminders: Sequence[DueReminder]) -> dict[str, Any]:
    """The values of a message about reminders that are told together."""
    first = reminders[0]
    params: dict[str, Any] = {
        "round_id": fact.round_id,
        "day_id": first.day_id,
        "title": fact.title,
        "site": first.site or fact.site,
        "lanes": fact.lanes,
        "n": first.ordinal,
        "m": fact.days,
        "day": first.day.isoformat(),
        "buildings": [reminder.label for reminder in reminders],
        "starts_at": min(reminder.starts_at for reminder in reminders).isoformat(),
        "ends_at": max(reminder.ends_at for reminder in reminders).isoformat(),
        "minutes": _minutes_left(first),
        "delay": first.delay,
        "reminders": [[reminder.id, reminder.turn] for reminder in reminders],
    }
    if first.kind is ReminderKind.EVENING:
        params |= cut(_lines(reminders))
    return params


def _minutes_left(reminder: DueReminder) -> int:
    """What is left of the time before a slot: quiet hours may have taken some of it."""
    if reminder.kind is not ReminderKind.BEFORE:
        return reminder.minutes
    return round((reminder.starts_at - reminder.due_at).total_seconds() / 60)


def cut(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """As many lines as a message takes, and how many are left out."""
    return {"lines": list(lines[:MOST_LINES]), "more": max(len(lines) - MOST_LINES, 0)}


def only(reminders: Iterable[DueReminder], buildings: Collection[int]) -> list[DueReminder]:
    """Those about some buildings."""
    return [reminder for reminder in reminders if reminder.building_id in buildings]


def _words(reminder: DueReminder) -> Hashable:
    common = (reminder.day_id, reminder.slot_kind, reminder.kind, reminder.minutes)
    if reminder.kind is ReminderKind.EVENING:
        return common
    return (*common, reminder.batch, reminder.site, reminder.starts_at, reminder.ends_at)


def _lines(reminders: Iterable[DueReminder]) -> list[dict[str, Any]]:
    spans: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
    for reminder in reminders:
        spans[reminder.starts_at, reminder.ends_at].append(reminder.label)
    return [
        {"buildings": labels, "starts_at": begin.isoformat(), "ends_at": end.isoformat()}
        for (begin, end), labels in sorted(spans.items())
    ]
