"""Days and their slots, written as rows from what a plan says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from storage.testing.kinds import SlotKind
from storage.testing.rules import slot_span
from storage.testing.slots import SlotDraft
from storage.testing.tables import Day, Round, Slot


def add_day(
    session: Session, testing: Round, number: int, day: date, slots: Sequence[SlotDraft]
) -> Day:
    """Write one day of a round and its slots; its reminders are planned after that."""
    spans = [slot_span(day, slot.begins, slot.ends, testing.zone) for slot in slots]
    assert testing.id is not None
    row = Day(
        round_id=testing.id,
        ordinal=number,
        day=day,
        starts_at=min(begin for begin, _ in spans),
        ends_at=max(end for _, end in spans),
    )
    session.add(row)
    session.flush()
    rows = [
        {
            "day_id": row.id,
            "building_id": slot.building_id,
            "kind": slot.kind,
            "batch": slot.batch,
            "lane": slot.lane,
            "site": slot.site,
            "planned_minute": slot.begins,
            "starts_minute": slot.begins,
            "ends_minute": slot.ends,
            "starts_at": span[0],
            "ends_at": span[1],
        }
        for slot, span in zip(slots, spans, strict=True)
    ]
    session.execute(insert(Slot), rows)
    return row


def to_pattern(slots: Iterable[SlotDraft]) -> list[list[Any]]:
    """The slots of each day as JSON values, for a round without an end."""
    return [
        [
            slot.building_id,
            slot.kind.value,
            slot.batch,
            slot.begins,
            slot.ends,
            slot.lane,
            slot.site,
        ]
        for slot in slots
    ]


def from_pattern(pattern: Iterable[Sequence[Any]]) -> tuple[SlotDraft, ...]:
    """What `to_pattern` wrote."""
    return tuple(
        SlotDraft(building, begins, ends, SlotKind(kind), batch, lane, site)
        for building, kind, batch, begins, ends, lane, site in pattern
    )
