"""An entry on its way from the text to the ledger, and the moves that later lines make."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from handlers.relay.pasted.entry import Reader, Said
from handlers.relay.pasted.orders import Order
from handlers.relay.pasted.spots import Spot, Sure
from storage.community.doors import Door


class Act(Enum):
    """What a line does: asks for itself, or moves what its sender or household asked for."""

    ENTER = auto()
    EDIT = auto()
    COMPLETE = auto()


@dataclass(slots=True)
class Draft:
    """One entry or edit, read.

    Attributes:
        line: physical; `last_line` where it goes on below.
        door: the household where exactly one is written or known from the sender.
        doubts: codes, the worst first.
        corrects: says that its sender's entry was wrong.
        heading: the building that the line above its part of the list names.
        is_late_section: stands below a line that closes the list.
        is_restated: stands otherwise in a copy of the list that was pasted above.
    """

    line: int
    last_line: int
    said: Said
    order: Order
    act: Act = Act.ENTER
    spot: Spot | None = None
    door: Door | None = None
    sender: str = ""
    at: datetime | None = None
    corrects: bool = False
    heading: str | None = None
    is_late_section: bool = False
    is_restated: bool = False
    doubts: list[str] = field(default_factory=list)


def split_households(draft: Draft, reader: Reader) -> list[Draft]:
    """One draft for each household of a line; one doubtful draft where it is not plain."""
    said = draft.said
    if len(said.spots) < 2:
        return [draft]
    orders = _share_orders(said, reader)
    if not orders:
        draft.doubts.append("several_households")
        draft.spot = draft.door = None
        return [draft]
    return [
        replace(draft, spot=spot, door=spot.door, order=order, doubts=list(draft.doubts))
        for spot, order in zip(said.spots, orders, strict=True)
    ]


def _share_orders(said: Said, reader: Reader) -> list[Order]:
    """What each household of a line orders; nothing where it is not plain."""
    is_plain = all(spot.sure is Sure.ONE for spot in said.spots)
    if not is_plain or said.withdraws or said.order.mode != "set":
        return []
    starts = [spot.start for spot in said.spots]
    ends = [spot.end for spot in said.spots]
    behind = list(zip(ends, [*starts[1:], len(said.body)], strict=True))
    shares = [reader.read_share(said, *stretch) for stretch in behind]
    if any(token.kind == "each" for token in shares[-1].tokens):
        return _repeat(shares, said)
    if all(share.is_counted for share in shares) and not _is_counted(said, reader, 0, starts[0]):
        return shares
    before = list(zip([0, *ends[:-1]], starts, strict=True))
    shares = [reader.read_share(said, *stretch) for stretch in before]
    is_behind = _is_counted(said, reader, ends[-1], len(said.body))
    return shares if all(share.is_counted for share in shares) and not is_behind else []


def _repeat(shares: list[Order], said: Said) -> list[Order]:
    last = shares[-1]
    if any(share.is_counted for share in shares[:-1]) or last.doubt or not last.items:
        return []
    return [replace(last, items=dict(last.items)) for _ in said.spots]


def _is_counted(said: Said, reader: Reader, start: int, end: int) -> bool:
    return reader.read_share(said, start, end).is_counted
