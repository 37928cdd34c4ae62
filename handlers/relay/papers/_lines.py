"""The lines of a batch between reading and merging: what each will do, or why it is asked about.

Values only; they survive in a conversation as JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.relay.kinds import Channel


class Verdict(StrEnum):
    """What becomes of a line when the batch is confirmed."""

    ENTER = "enter"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    ASK = "ask"
    STANDS = "stands"
    PASSED = "passed"
    OUT = "out"


# What a confirmed batch does; all else is left as it is.
EFFECTIVE = frozenset({Verdict.ENTER, Verdict.CHANGE, Verdict.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Line:
    """One household's row.

    Attributes:
        key: from 0, in the order of the list; a line of the text may give several rows.
        number: of the line in the text or file, from 1; 0 for a row that is there no more.
        door: the household's, or what was written.
        came_at: the latest time at which it can have come, ISO; None where it needs none.
        not_before: the time before which it cannot have come, where only a span is known.
        code: why it is asked about, left out, or worth a look; empty where nothing is to be said.
        candidates: ids and doors of the households that may be meant.
        text: as written, where staff are asked.
    """

    key: int
    number: int
    verdict: Verdict
    door: str = ""
    household_id: int | None = None
    quantity: int | None = None
    channel: Channel = Channel.STALL
    came_at: str | None = None
    not_before: str | None = None
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    candidates: tuple[tuple[int, str], ...] = ()
    text: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing but somebody's word that it is right."""
        return self.household_id is not None and self.quantity is not None


def to_json(line: Line) -> dict[str, Any]:
    """A line as JSON values, without what says nothing."""
    return {name: value for name, value in asdict(line).items() if value not in (None, "", {}, ())}


def from_json(values: dict[str, Any]) -> Line:
    """A line from JSON values."""
    given = dict(values)
    given["verdict"] = Verdict(given["verdict"])
    given["channel"] = Channel(given["channel"])
    given["candidates"] = tuple((number, door) for number, door in given.get("candidates", ()))
    return Line(**given)


def instant(text: str | None) -> datetime | None:
    """An instant from its ISO form."""
    return datetime.fromisoformat(text) if text else None
