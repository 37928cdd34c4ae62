"""Merge a confirmed batch of papers into the relay, and take one back. One transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.relay.kinds import Channel, EventKind
from storage.relay.moves import (
    Correction,
    Former,
    PaperOutcome,
    PaperRow,
    correct_all,
    enter_papers,
)
from storage.relay.papers.kinds import BatchKind, PaperAct
from storage.relay.papers.queries import Ground, find_ground, list_standing
from storage.relay.papers.tables import PaperBatch, PaperLine
from storage.relay.tables import Relay


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row to be entered.

    Attributes:
        line: where it stands in what was brought; what is told of it names this.
    """

    line: int
    row: PaperRow


@dataclass(frozen=True, slots=True)
class Batch:
    """What staff have confirmed.

    Attributes:
        rows: to be entered, in the order of the list.
        changes: household and pieces, of rows that were entered by the copy before.
        withdrawn: households whose row was taken back in the list.
        follows_id: batch of the copy before.
        standing: household and pieces of every row of a copy, in order.
        gone: households of earlier copies that it has no more.
    """

    kind: BatchKind
    read_at: datetime
    rows: tuple[BatchRow, ...]
    changes: tuple[tuple[int, int], ...] = ()
    withdrawn: tuple[int, ...] = ()
    follows_id: int | None = None
    standing: tuple[tuple[int, int], ...] = ()
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What came of a batch: of every row in order, and how many others changed or left."""

    batch_id: int
    outcomes: tuple[tuple[int, PaperOutcome], ...]
    changed: int
    withdrawn: int


def merge_batch(
    session: Session,
    relay_id: int,
    batch: Batch,
    *,
    by: int,
    now: datetime,
    update_id: int,
    reason: str = "",
) -> MergeReport:
    """Enter all rows of a batch in one step; a row that a rule refuses does not stop the others.

    Args:
        by: staff, or a lead with the right for the buildings of the rows.
        update_id: of the press; the same one again enters nothing.
        reason: what households that are withdrawn are told.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `not_staff`, `stale_button` (entered before).
    """
    session.exec(select(Relay.id).where(Relay.id == relay_id).with_for_update()).first()
    ground = find_ground(session, relay_id, by=by, now=now)
    _check_new(session, relay_id, update_id, by)
    kept = _keep(session, relay_id, batch, by, now, update_id)
    rows = [each.row for each in batch.rows]
    outcomes = enter_papers(session, relay_id, rows, by=by, now=now) if rows else ()
    lines = [
        _line_of(row, outcome)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.kind in ("joined", "retimed")
    ]
    changes = _change(session, ground, batch, by, now)
    withdrawn = _withdraw(session, relay_id, batch, by, now, reason)
    _write_lines(session, kept, [*lines, *changes, *withdrawn])
    record(session, "relay.papers_entered", f"relay:{relay_id}", at=now, actor_id=by, batch=kept)
    return MergeReport(
        batch_id=kept,
        outcomes=tuple(
            (row.line, outcome) for row, outcome in zip(batch.rows, outcomes, strict=True)
        ),
        changed=len(changes),
        withdrawn=len(withdrawn),
    )


def undo_batch(session: Session, batch_id: int, *, by: int, now: datetime, reason: str) -> int:
    """Take back what a batch did, as far as it still stands so; returns how many lines.

    Undoing again changes nothing.

    Args:
        by: staff of the committee, or the lead who brought it.
        reason: what the log says, and the households concerned are told.

    Raises:
        RuleError: `papers_unknown`, `relay_cancelled`, `not_staff`.
    """
    batch = session.exec(
        select(PaperBatch).where(PaperBatch.id == batch_id).with_for_update()
    ).first()
    if batch is None:
        raise RuleError("papers_unknown")
    ground = find_ground(session, batch.relay_id, by=by, now=now)
    is_own = batch.entered_by == by
    if not is_own and not find_actor(session, by, now).is_staff(ground.committee_id):
        raise RuleError("not_staff")
    if batch.undone_at is not None:
        return 0
    batch.undone_at, batch.undone_by = now, by
    session.add(batch)
    statement = select(PaperLine).where(PaperLine.batch_id == batch_id)
    lines = session.exec(statement.order_by(col(PaperLine.line).desc())).all()
    asked = [_reverse(line) for line in lines]
    undone = sum(correct_all(session, batch.relay_id, asked, reason=reason, by=by, now=now))
    subject = f"relay:{batch.relay_id}"
    record(session, "relay.papers_undone", subject, at=now, actor_id=by, batch=batch_id)
    return undone


def drop_batches(session: Session, relay_id: int) -> None:
    """Forget what was brought in for a relay: a rehearsal leaves nothing behind."""
    own = select(PaperBatch.id).where(PaperBatch.relay_id == relay_id)
    session.exec(delete(PaperLine).where(col(PaperLine.batch_id).in_(own)))
    session.exec(delete(PaperBatch).where(col(PaperBatch.relay_id) == relay_id))


def _check_new(session: Session, relay_id: int, update_id: int, by: int) -> None:
    same = select(PaperBatch.id).where(
        PaperBatch.relay_id == relay_id,
        PaperBatch.update_id == update_id,
        PaperBatch.entered_by == by,
    )
    if session.exec(same).first() is not None:
        raise RuleError("stale_button")


def _keep(
    session: Session, relay_id: int, batch: Batch, by: int, now: datetime, update_id: int
) -> int:
    kept = PaperBatch(
        relay_id=relay_id,
        kind=batch.kind,
        read_at=batch.read_at,
        entered_by=by,
        entered_at=now,
        update_id=update_id,
        follows_id=batch.follows_id,
        standing=[list(pair) for pair in batch.standing],
        gone=sorted(batch.gone),
    )
    session.add(kept)
    session.flush()
    assert kept.id is not None
    return kept.id


def _line_of(row: PaperRow, outcome: PaperOutcome) -> dict[str, Any]:
    moved = outcome.former
    return {
        "entry_number": outcome.number,
        "act": PaperAct.ENTERED if moved is None else PaperAct.EARLIER,
        "quantity": row.quantity,
        "former": None if moved is None else asdict(moved),
    }


def _change(
    session: Session, ground: Ground, batch: Batch, by: int, now: datetime
) -> list[dict[str, Any]]:
    stands = list_standing(session, ground.relay_id, [household for household, _ in batch.changes])
    asked = [
        Correction(entry.number, EventKind.CHANGED, quantity, stands_with=entry.quantity)
        for household, quantity in batch.changes
        if (entry := stands.get(household)) is not None and entry.quantity != quantity
    ]
    done = correct_all(session, ground.relay_id, asked, reason="", by=by, now=now) if asked else []
    return [
        {
            "entry_number": each.number,
            "act": PaperAct.CHANGED,
            "quantity": each.quantity,
            "former_quantity": each.stands_with,
        }
        for each, is_done in zip(asked, done, strict=True)
        if is_done
    ]


def _withdraw(
    session: Session, relay_id: int, batch: Batch, by: int, now: datetime, reason: str
) -> list[dict[str, Any]]:
    stands = list_standing(session, relay_id, batch.withdrawn)
    asked = [
        Correction(entry.number, EventKind.VOIDED, entry.quantity) for entry in stands.values()
    ]
    done = correct_all(session, relay_id, asked, reason=reason, by=by, now=now) if asked else []
    return [
        {"entry_number": each.number, "act": PaperAct.WITHDRAWN, "quantity": each.quantity}
        for each, is_done in zip(asked, done, strict=True)
        if is_done
    ]


def _write_lines(session: Session, batch_id: int, lines: Sequence[dict[str, Any]]) -> None:
    session.add_all(
        PaperLine(batch_id=batch_id, line=number, **line)
        for number, line in enumerate(lines, start=1)
    )
    session.flush()


def _reverse(line: PaperLine) -> Correction:
    """What undoes a line; what has befallen its entry since is left as it is."""
    number = line.entry_number
    if line.act is PaperAct.ENTERED:
        return Correction(number, EventKind.VOIDED)
    if line.act is PaperAct.CHANGED:
        assert line.former_quantity is not None
        return Correction(
            number, EventKind.CHANGED, line.former_quantity, stands_with=line.quantity
        )
    if line.act is PaperAct.WITHDRAWN:
        return Correction(number, EventKind.RESTORED)
    kept = line.former or {}
    former = Former(**(kept | {"channel": Channel(kept["channel"])}))
    return Correction(number, EventKind.RETIMED, former=former)
