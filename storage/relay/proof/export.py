"""A relay's log as everybody may see it: what the stand-alone verifier reads."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlmodel import Session, col, select

from storage.community.tables import Household
from storage.errors import RuleError
from storage.relay.proof.chain import FIELDS, VERSION, Line, public_fields, short_code
from storage.relay.tables import Relay, RelayEntry, RelayEvent

_KEPT = tuple(name for name in Line._fields if name not in ("building_id", "door"))
_COLUMNS = [col(getattr(RelayEvent, name)) for name in _KEPT]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log as it is kept."""

    line: Line
    salt: str
    digest: str


@dataclass(frozen=True, slots=True)
class LogView:
    """How long a relay's log is, and its codes.

    Attributes:
        code: of its last line; None before the first.
        posted: the one that stands in the groups; None before the closing.
    """

    title: str
    lines: int
    code: str | None
    posted: str | None


def find_log(session: Session, relay_id: int) -> LogView:
    """The state of a relay's log.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = _find(session, relay_id)
    code = relay.head and short_code(relay.head)
    return LogView(relay.title, relay.last_event, code, relay.root and short_code(relay.root))


def read_log(session: Session, relay_id: int) -> Iterator[LogLine]:
    """All lines of a relay's log in order; the line that makes an entry knows its door.

    Raises:
        RuleError: `log_not_chained` where lines are older than the chain.
    """
    made: set[int] = {0}
    for salt, digest, building_id, door, *values in session.execute(_lines(relay_id)):
        if digest is None:
            raise RuleError("log_not_chained")
        line = Line(*values)
        if line.entry_number not in made:
            made.add(line.entry_number)
            line = line._replace(building_id=building_id, door=door)
        yield LogLine(line, salt, digest)


def build_proof(session: Session, relay_id: int) -> dict[str, Any]:
    """The redacted proof: every line with doors, people and reasons as digests only.

    Raises:
        RuleError: `relay_unknown`, `log_not_chained`.
    """
    relay = _find(session, relay_id)
    lines = [public_fields(kept.line, kept.salt) for kept in read_log(session, relay_id)]
    return {
        "version": VERSION,
        "relay": relay_id,
        "title": relay.title,
        "head": relay.head,
        "root": relay.root,
        "fields": FIELDS,
        "lines": lines,
    }


def pack_proof(proof: dict[str, Any], readme: str) -> bytes:
    """A ZIP of the proof, of the script that verifies it, and of how to use it."""
    script = (files("storage.relay.proof") / "verify.py").read_text("utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("proof.json", json.dumps(proof, separators=(",", ":")))
        archive.writestr("verify.py", script)
        archive.writestr("README.txt", readme)
    return packed.getvalue()


def _find(session: Session, relay_id: int) -> Relay:
    relay = session.get(Relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


def _lines(relay_id: int) -> Any:
    entry = (col(RelayEntry.relay_id) == col(RelayEvent.relay_id)) & (
        col(RelayEntry.number) == col(RelayEvent.entry_number)
    )
    return (
        select(RelayEvent.salt, RelayEvent.digest, RelayEntry.building_id, Household.door)
        .add_columns(*_COLUMNS)
        .outerjoin(RelayEntry, entry)
        .outerjoin(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(col(RelayEvent.relay_id) == relay_id)
        .order_by(col(RelayEvent.number))
    )
