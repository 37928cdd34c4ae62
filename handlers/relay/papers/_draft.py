"""What staff have brought and not confirmed yet, as the conversation keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.relay.papers._lines import EFFECTIVE, Line, Verdict, from_json, to_json
from storage.relay.kinds import Channel
from storage.relay.papers.kinds import BatchKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch before it counts.

    Attributes:
        made: number of the update that brought it: buttons of an older preview do not fit it.
        read_at: when it was brought, aware; later than nothing in it.
        channel: as staff said; None is as the text says.
        text: as it was brought, to which further messages are added; empty for a file.
        asking: key of the line that staff are asked about.
    """

    relay_id: int
    made: int
    kind: BatchKind
    read_at: datetime
    lines: tuple[Line, ...]
    text: str = ""
    channel: Channel | None = None
    asking: int | None = None
    follows_id: int | None = None
    standing: tuple[tuple[int, int], ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def effective(self) -> int:
        """How many lines do something when the batch is confirmed."""
        return sum(line.verdict in EFFECTIVE for line in self.lines)

    @property
    def tally(self) -> Counter[Verdict]:
        """How many lines came to what."""
        return Counter(line.verdict for line in self.lines)

    def list_asked(self) -> list[Line]:
        """Lines that staff are still to decide."""
        return [line for line in self.lines if line.verdict is Verdict.ASK]

    def find(self, key: int) -> Line | None:
        """The line with this key."""
        return next((line for line in self.lines if line.key == key), None)

    def having(self, changed: Line) -> Draft:
        """The draft with one line as it is now."""
        lines = (changed if line.key == changed.key else line for line in self.lines)
        return replace(self, lines=tuple(lines))


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """The draft as a conversation keeps it."""
    return {
        "relay_id": draft.relay_id,
        "made": draft.made,
        "kind": draft.kind.value,
        "read_at": draft.read_at.isoformat(),
        "lines": [to_json(line) for line in draft.lines],
        "text": draft.text,
        "channel": draft.channel.value if draft.channel else None,
        "asking": draft.asking,
        "follows_id": draft.follows_id,
        "standing": [list(pair) for pair in draft.standing],
        "gone": list(draft.gone),
    }


def draft_from_json(data: dict[str, Any]) -> Draft:
    """The draft from a conversation's values."""
    return Draft(
        relay_id=data["relay_id"],
        made=data["made"],
        kind=BatchKind(data["kind"]),
        read_at=datetime.fromisoformat(data["read_at"]),
        lines=tuple(from_json(line) for line in data["lines"]),
        text=data["text"],
        channel=Channel(data["channel"]) if data["channel"] else None,
        asking=data["asking"],
        follows_id=data["follows_id"],
        standing=_pairs(data["standing"]),
        gone=tuple(data["gone"]),
    )


def _pairs(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((household, pieces) for household, pieces in rows)
