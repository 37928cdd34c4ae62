"""Compare a relay's rows with its chained log: whoever changed one of them is found out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from sqlmodel import Session, col, select

from storage.community.tables import Household
from storage.errors import RuleError
from storage.relay.kinds import EntryState, EventKind, RelayState, Role, SplitRule
from storage.relay.lottery import seed_digest
from storage.relay.pools import RESERVE
from storage.relay.proof import verify
from storage.relay.proof.chain import FIELDS, VERSION, Line, from_note, public_fields, seal, start
from storage.relay.proof.export import LogLine, read_log
from storage.relay.proof.notes import published_facts
from storage.relay.rules import to_stamp
from storage.relay.tables import Relay, RelayEntry, RelayGrant, RelayPool

# How a household itself gave up a place of the reserve.
_GIVEN_UP = (EventKind.LEFT, EventKind.LAPSED)


def check_log(session: Session, relay_id: int) -> list[str]:
    """What in the rows of a relay is not as its log says, in words; empty is a sound relay.

    Raises:
        RuleError: `relay_unknown`, `log_not_chained`.
    """
    relay = session.get(Relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    log = list(read_log(session, relay_id))
    if not log and not relay.last_number:
        # Terms are published with the first line: before it there is nothing to compare.
        return []
    report = verify.verify(
        {
            "version": VERSION,
            "relay": relay_id,
            "head": relay.head,
            "fields": FIELDS,
            "lines": [public_fields(kept.line, kept.salt) for kept in log],
        }
    )
    faults = [*_broken_links(relay, log), *report.problems]
    if not report.terms:
        return faults
    return [
        *faults,
        *_changed_entries(session, relay_id, log, report),
        *_doubled_households(log, report),
        *_changed_relay(relay, report),
        *_changed_pools(session, relay_id, report),
        *_changed_grants(session, relay_id, log),
    ]


def _broken_links(relay: Relay, log: list[LogLine]) -> Iterator[str]:
    assert relay.id is not None
    previous = start(relay.id)
    for kept in log:
        if seal(previous, public_fields(kept.line, kept.salt)) != kept.digest:
            yield f"line {kept.line.number} was changed"
        previous = kept.digest
    if relay.last_event != len(log):
        yield f"the relay counts {relay.last_event} lines, the log has {len(log)}"
    if relay.root is not None and all(kept.digest != relay.root for kept in log):
        yield "the posted root is of no line"


def _changed_entries(
    session: Session, relay_id: int, log: list[LogLine], report: verify.Report
) -> Iterator[str]:
    made = {kept.line.entry_number: kept.line for kept in log if kept.line.door is not None}
    rows = _read_entries(session, relay_id)
    for number in sorted(rows.keys() ^ report.entries.keys()):
        yield f"No. {number} is in the log or among the entries, but not in both"
    for number in sorted(rows.keys() & report.entries.keys()):
        row, building_id = rows[number]
        expected = _expected(report.entries[number], made[number])
        for column, value in (expected | {"building_id": building_id}).items():
            if getattr(row, column) != value and not _is_forgotten(row, column):
                yield f"No. {number}: {column} was changed"


def _doubled_households(log: list[LogLine], report: verify.Report) -> Iterator[str]:
    """What the proof cannot show without the doors: a household that stands in the list twice."""
    standing: dict[str, list[int]] = {}
    for kept in log:
        entry = report.entries.get(kept.line.entry_number)
        if kept.line.door is not None and entry is not None and entry.last.state != "left":
            standing.setdefault(kept.line.door, []).append(entry.number)
    for numbers in standing.values():
        if len(numbers) > 1:
            yield f"one household stands in the list as No. {', '.join(map(str, numbers))}"


def _read_entries(session: Session, relay_id: int) -> dict[int, tuple[RelayEntry, int]]:
    """The entries by number, each with the building of its household."""
    rows = session.exec(
        select(RelayEntry, Household.building_id)
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id)
    )
    return {entry.number: (entry, building_id) for entry, building_id in rows}


def _expected(entry: verify.Entry, made: Line) -> dict[str, Any]:
    is_pressed = made.role in (Role.HOUSEHOLD, Role.PROXY)
    return {
        "quantity": entry.last.quantity,
        "state": entry.last.state,
        "pool": entry.last.pool,
        "ordered_at": entry.last.ordered_at,
        "channel": entry.channel,
        "came_at": entry.came_at,
        "not_before": entry.not_before,
        "offer_until": entry.offer_until,
        "left_at": entry.left_at,
        "served_at": entry.served_at,
        "person_id": made.actor_id if is_pressed else None,
        "entered_by": None if is_pressed else made.actor_id,
    }


def _is_forgotten(row: RelayEntry, column: str) -> bool:
    # Who asks to be forgotten is taken out of their entry; the place is the household's (S13).
    return column == "person_id" and row.person_id is None


def _changed_relay(relay: Relay, report: verify.Report) -> Iterator[str]:
    for name, value in published_facts(relay).items():
        if report.terms.get(name) != value:
            yield f"relay: {name} is not as published"
    states = Counter(
        entry.last.state for entry in report.entries.values() if entry.last.pool != RESERVE
    )
    expected = {
        "admitted": states["admitted"],
        "waiting": states["waiting"],
        "drawing": states["drawing"],
        "last_number": len(report.entries),
        "last_ordered_at": report.newest,
        "drawn_at": report.drawn_at,
        "shares_opened_at": report.shares_at,
    }
    if relay.state is not RelayState.CANCELLED:
        # Calling a relay off is no line of its log: the list is not touched by it.
        expected["closed_at"] = report.closed_at
    for column, wanted in expected.items():
        if _plain(getattr(relay, column)) != wanted:
            yield f"relay: {column} is not as the log says"
    if relay.seed is not None and seed_digest(relay.seed) != relay.seed_digest:
        yield "relay: seed is not the one that was promised"
    if report.seed is not None and relay.seed != report.seed:
        yield "relay: seed is not the one that was drawn with"
    is_called_off = relay.state is RelayState.CANCELLED
    if not is_called_off and (relay.state is RelayState.CLOSED) != (report.closed_at is not None):
        yield "relay: state is not as the log says"


def _plain(value: Any) -> Any:
    return to_stamp(value) if hasattr(value, "tzinfo") else value


def _changed_pools(session: Session, relay_id: int, report: verify.Report) -> Iterator[str]:
    rows = session.exec(select(RelayPool).where(RelayPool.relay_id == relay_id)).all()
    kept = {row.key: (row.quota, row.taken, row.waiting) for row in rows}
    expected = _expected_pools(report)
    for key in sorted(kept.keys() | expected.keys()):
        if kept.get(key) != expected.get(key):
            yield f"pool {key} is not as the log says"


def _expected_pools(report: verify.Report) -> dict[int, tuple[int | None, int, int]]:
    if report.terms["split_rule"] == SplitRule.NONE and not report.terms["offline_share"]:
        return {}
    entries = report.entries.values()
    taken = Counter(entry.last.pool for entry in entries)
    waiting = Counter(
        pool
        for entry in entries
        if entry.last.state == EntryState.WAITING
        for pool in verify.open_to(entry)
    )
    return {key: (quota, taken[key], waiting[key]) for key, quota in report.quotas.items()}


def _changed_grants(session: Session, relay_id: int, log: list[LogLine]) -> Iterator[str]:
    rows = session.exec(
        select(RelayGrant).where(col(RelayGrant.relay_id) == relay_id).order_by(col(RelayGrant.id))
    ).all()
    households = dict(
        session.exec(
            select(RelayEntry.number, RelayEntry.household_id).where(
                RelayEntry.relay_id == relay_id
            )
        ).all()
    )
    lines = [kept.line for kept in log if kept.line.kind == EventKind.GRANTED]
    for line, row in zip_longest(lines, rows):
        if line is None or row is None:
            yield "a grant is in the log or among the grants, but not in both"
        elif not _is_grant(line, row, households) or not _is_ended(row, line, log):
            yield f"No. {row.entry_number}: its grant is not as the log says"


def _is_grant(line: Line, row: RelayGrant, households: dict[int, int]) -> bool:
    said = (line.entry_number, line.actor_id, line.at, line.reason, from_note(line.note)["day"])
    reason, at = f"{row.group_name}: {row.reason}", to_stamp(row.granted_at)
    is_same = said == (row.entry_number, row.granted_by, at, reason, row.day.isoformat())
    was_listed = line.door is None
    own = households.get(line.entry_number)
    return is_same and row.was_listed == was_listed and row.household_id == own


def _is_ended(row: RelayGrant, line: Line, log: list[LogLine]) -> bool:
    """Whether a grant was taken back exactly where the log says so."""
    after = [kept.line for kept in log[line.number :] if kept.line.entry_number == row.entry_number]
    ended = next((each for each in after if each.pool != RESERVE), None)
    revoked_at = None if row.revoked_at is None else to_stamp(row.revoked_at)
    if ended is not None and (ended.kind in _GIVEN_UP or ended.reason is not None):
        # The place had gone before: taking the grant back moved nobody.
        return revoked_at is None or revoked_at >= ended.at
    if ended is None:
        return row.revoked_by is None and revoked_at is None
    return (row.revoked_by, revoked_at) == (ended.actor_id, ended.at)
