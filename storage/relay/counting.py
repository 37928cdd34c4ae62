"""Places of entries in the list and among those who wait, counted in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from storage import batch
from storage.relay import statements as sql
from storage.relay.kinds import EntryState
from storage.relay.ranking import Ranked, Ranks, waiting_place
from storage.relay.sheet import Sheet


def count_places(connection: Connection, sheet: Sheet, numbers: Iterable[int]) -> dict[int, Ranked]:
    """Places by entry number, however many are asked; those that stand in no list are left out."""
    wanted = {"relay": sheet.terms.relay_id, "numbers": batch.numbers(numbers)}
    return {row.number: _ranked(sheet, row) for row in connection.execute(sql.COUNT_PLACES, wanted)}


def _ranked(sheet: Sheet, row: Any) -> Ranked:
    if row.state is EntryState.DRAWING:
        return Ranked(0, None)
    if row.state is not EntryState.WAITING:
        return Ranked(row.place, None)
    ranks = Ranks(row.of_all, row.of_building, row.of_kind, row.of_both, bool(row.is_offline))
    return Ranked(row.place, waiting_place(sheet, ranks))
