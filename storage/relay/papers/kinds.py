"""The words in which batches of papers and what they did are kept."""

from __future__ import annotations

from enum import StrEnum


class BatchKind(StrEnum):
    """What was brought: a relay copied from another chat, a list of papers, or a file."""

    PASTE = "paste"
    LIST = "list"
    FILE = "file"


class PaperAct(StrEnum):
    """What a line did to the relay. A line that did nothing is not kept."""

    ENTERED = "entered"
    EARLIER = "earlier"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
