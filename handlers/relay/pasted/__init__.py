"""A pasted relay (接龙) read by a grammar: lines, doors, items, what each comes to. Pure."""

from __future__ import annotations

from handlers.relay.pasted.comparing import (
    Change,
    Comparison,
    Open,
    Standing,
    compare,
    digest_line,
)
from handlers.relay.pasted.model import (
    ONLY,
    Header,
    OtherLine,
    Paste,
    Row,
    Status,
    Terms,
    Why,
)
from handlers.relay.pasted.reading import read_paste
from handlers.relay.pasted.recognising import looks_like_paste

__all__ = [
    "ONLY",
    "Change",
    "Comparison",
    "Header",
    "Open",
    "OtherLine",
    "Paste",
    "Row",
    "Standing",
    "Status",
    "Terms",
    "Why",
    "compare",
    "digest_line",
    "looks_like_paste",
    "read_paste",
]
