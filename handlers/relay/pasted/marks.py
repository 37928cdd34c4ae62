"""A row in the making: what an entry has come to so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.relay.pasted.drafts import Draft
from handlers.relay.pasted.model import NOTHING, Row, Status, Why

_FIRST = Why("first")


@dataclass(slots=True)
class Mark:
    """A row in the making."""

    draft: Draft
    order: int | None
    status: Status = Status.OK
    why: Why = _FIRST
    items: dict[str, int] = field(default_factory=dict)
    door: str | None = None
    of: int | None = None
    candidates: tuple[str, ...] = ()
    likely: str | None = None
    is_place_open: bool = False

    def come_to(self, status: Status, code: str, **params: str | int | tuple[str, ...]) -> None:
        """Settle what the row is, and why."""
        self.status, self.why = status, Why(code, params)

    @property
    def stands(self) -> bool:
        """Whether its household is in the list by it, for sure or perhaps."""
        return self.status in (Status.OK, Status.DOUBTFUL) and self.draft.door is not None


def make_row(mark: Mark) -> Row:
    """The row that a mark has become."""
    draft = mark.draft
    is_gone = mark.status is Status.CANCELLED
    return Row(
        line=draft.line,
        last_line=draft.last_line,
        order=mark.order,
        status=mark.status,
        why=mark.why,
        door=mark.door,
        household_id=draft.door.household_id if draft.door else None,
        items=NOTHING if is_gone else dict(mark.items),
        name=draft.said.name or draft.sender or None,
        of=mark.of,
        candidates=mark.candidates,
        likely=mark.likely,
        at=draft.at,
        is_place_open=mark.is_place_open,
        text=draft.said.text,
    )
