"""The hash chain of a relay's log (存证链): each line's digest seals all lines before it. Pure.

A line of the proof shows what everybody may see. Whose door an entry is of, who acted and why
are in it as digests only, each under a key of its own that is made from the line's salt: a
household that is told its key can recognise its own door, and learns nothing of anybody else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from storage.relay.kinds import EventKind

VERSION = 1
# What a line of the proof says, in this order. Changing it needs a new version.
FIELDS = (
    "number",
    "entry",
    "kind",
    "at",
    "quantity",
    "role",
    "state",
    "pool",
    "ordered_at",
    "claimed_at",
    "because_of",
    "building",
    "who",
    "by",
    "why",
    "note",
)
_SALT = 32
_KEY = 32
# A receipt is read out over the telephone; the code in the group is what a forger would have
# to meet, and 128 bits of a digest cannot be met.
_RECEIPT = 12
_CODE = 32
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Line(NamedTuple):
    """One event, with what only staff and the household may see.

    Attributes:
        building_id: of the entry, on the line that makes it; None on all others.
        door: of the household, on the line that makes the entry; None on all others.
        reason: why staff acted, as they wrote it.
    """

    number: int
    entry_number: int
    kind: str
    at: int
    quantity: int
    role: str
    state: str | None = None
    pool: int | None = None
    ordered_at: int | None = None
    claimed_at: int | None = None
    because_of: int | None = None
    note: str | None = None
    actor_id: int | None = None
    update_id: int | None = None
    reason: str | None = None
    building_id: int | None = None
    door: str | None = None


class Link(NamedTuple):
    """What the chain adds to a line, in hex: 16 random bytes, and a SHA-256."""

    salt: str
    digest: str


def link_lines(relay_id: int, head: str | None, lines: Sequence[Line]) -> list[Link]:
    """Chain new lines to the last digest of a relay's log; None where the log begins.

    Returns:
        A link for each line; the last one's digest is the new head.
    """
    previous = start(relay_id) if head is None else head
    salts = os.urandom(len(lines) * _SALT // 2).hex()
    links: list[Link] = []
    for place, line in enumerate(lines):
        salt = salts[place * _SALT : (place + 1) * _SALT]
        previous = seal(previous, public_fields(line, salt))
        links.append(Link(salt, previous))
    return links


def start(relay_id: int) -> str:
    """What the first line of a relay's log is chained to."""
    return _digest(f"linli relay log {VERSION}|{relay_id}")


def seal(previous: str, fields: Sequence[Any]) -> str:
    """The digest of a line that follows `previous`."""
    return _digest(f"{previous}\n{_encode(fields)}")


def public_fields(line: Line, salt: str) -> tuple[Any, ...]:
    """A line as the proof shows it, in the order of `FIELDS`.

    The building of a place from the daily reserve is left out: its people are nobody's
    business (S03).
    """
    by = f"{line.role}|{_or_none(line.actor_id)}|{_or_none(line.update_id)}"
    return (
        line.number,
        line.entry_number,
        line.kind,
        line.at,
        line.quantity,
        line.role,
        line.state,
        line.pool,
        line.ordered_at,
        line.claimed_at,
        line.because_of,
        None if line.kind == EventKind.GRANTED else line.building_id,
        None if line.door is None else commit(key_of(salt, "who"), line.door),
        commit(key_of(salt, "by"), by),
        None if line.reason is None else commit(key_of(salt, "why"), line.reason),
        line.note,
    )


def key_of(salt: str, field: str) -> str:
    """The key under which `who`, `by` or `why` is hidden: one may be told without the others."""
    return _digest(f"{salt}|{field}")[:_KEY]


def commit(key: str, text: str) -> str:
    """The digest that stands for `text` in the proof."""
    return _digest(f"{key}|{text}")


def receipt(digest: str) -> str:
    """What a household keeps of its line."""
    return digest[:_RECEIPT]


def short_code(digest: str) -> str:
    """A digest as it is posted in the group: `3f2a 91b0 …`, eight groups of four."""
    return " ".join(digest[place : place + 4] for place in range(0, _CODE, 4))


def to_note(facts: Mapping[str, Any]) -> str | None:
    """Public facts of a line as the text that is kept; None where there are none."""
    known = {name: value for name, value in facts.items() if value is not None}
    if not known:
        return None
    return json.dumps(known, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_note(note: str | None) -> dict[str, Any]:
    """The facts of a note; none where there is none."""
    facts: dict[str, Any] = json.loads(note) if note else {}
    return facts


def _or_none(value: int | None) -> int | str:
    return "" if value is None else value


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
