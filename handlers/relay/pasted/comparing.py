"""Successive pastes of one growing list: who is new, changed, gone, and whose place is open.

A paste carries no times, but two pastes bound them: who is first seen now came after everybody
who was seen before, whatever the printed numbers say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from handlers.relay.pasted.model import Items, Paste, Row, Status


class Standing(NamedTuple):
    """A household that earlier pastes left in the list."""

    door: str
    items: Items


class Change(NamedTuple):
    """A household whose number differs now."""

    door: str
    before: Items
    after: Items


class Open(NamedTuple):
    """A household for which a person must decide: `squeezed_in`, `came_back`, `unclear_now`."""

    door: str
    code: str


class Comparison(NamedTuple):
    """What a further paste says against what stood before; `active` is in order of place."""

    new: tuple[str, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[str, ...]
    doubtful: tuple[Open, ...]
    active: tuple[Standing, ...]


def compare(standing: Sequence[Standing], paste: Paste, gone: Collection[str] = ()) -> Comparison:
    """Set a paste against what the pastes before left, first come first.

    Args:
        standing: who stands, in order of place.
        gone: doors that an earlier paste had and that were missing from a later one.
    """
    rows = {row.door: row for row in paste.rows if row.status is Status.OK and row.door}
    unclear = {row.door for row in paste.rows if row.status is Status.DOUBTFUL and row.door}
    unclear |= {key for row in paste.rows for key in row.candidates} - rows.keys()
    known = {each.door: each for each in standing}
    new = tuple(door for door in rows if door not in known)
    kept = [each for each in standing if each.door in rows or each.door in unclear]
    changed = tuple(
        Change(each.door, each.items, rows[each.door].items)
        for each in standing
        if each.door in rows and dict(rows[each.door].items) != dict(each.items)
    )
    active = [
        Standing(each.door, rows[each.door].items if each.door in rows else each.items)
        for each in kept
    ]
    active += [Standing(door, rows[door].items) for door in new]
    return Comparison(
        new=new,
        changed=changed,
        withdrawn=tuple(each.door for each in standing if each not in kept),
        doubtful=tuple(_list_open(paste, known.keys(), new, unclear, gone)),
        active=tuple(active),
    )


def _list_open(
    paste: Paste,
    known: Collection[str],
    new: Sequence[str],
    unclear: Collection[str | None],
    gone: Collection[str],
) -> list[Open]:
    ordered = sorted((row for row in paste.rows if row.order), key=lambda row: row.order or 0)
    last_known = max(
        (row.order or 0 for row in ordered if row.door in known and row.status is Status.OK),
        default=0,
    )
    opened = []
    for row in ordered:
        if row.door is None or row.door not in new or row.status is not Status.OK:
            continue
        if row.door in gone:
            opened.append(Open(row.door, "came_back"))
        elif (row.order or 0) < last_known:
            opened.append(Open(row.door, "squeezed_in"))
    return opened + [Open(door, "unclear_now") for door in sorted(known) if door in unclear]


def digest_line(row: Row) -> bytes:
    """A fingerprint by which the same row is known again; it holds no name and no text."""
    items = ",".join(f"{key}={count}" for key, count in sorted(row.items.items()))
    return hashlib.sha256(f"{row.status}|{row.door}|{items}".encode()).digest()
