"""What the pages of papers say, as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.relay.papers._draft import Draft
from handlers.relay.papers._lines import Line, Verdict
from storage.relay.kinds import Channel
from storage.relay.papers.actions import MergeReport
from storage.relay.papers.kinds import PaperAct
from storage.relay.papers.queries import BatchView
from storage.relay.queries import RelayView

MOST_LINES = 12
ROWS = 20
MOST_PIECES = 6
CHANNELS = (Channel.STALL, Channel.PHONE, Channel.SMS, Channel.LOBBY, Channel.PASTE)


def preview_params(draft: Draft, relay: RelayView, now: datetime) -> dict[str, Any]:
    """The preview of a batch: what it would do, and what is asked about or left out."""
    tally = draft.tally
    entering = [line for line in draft.lines if line.verdict is Verdict.ENTER]
    noted = [line for line in draft.lines if line.verdict in (Verdict.ASK, Verdict.OUT)]
    return {
        "relay_id": relay.id,
        "made": draft.made,
        "title": relay.title,
        "kind": draft.kind.value,
        "rows": len(draft.lines),
        "entering": len(entering),
        "pieces": sum(line.quantity or 0 for line in entering),
        "earlier": sum(line.code == "earlier" for line in entering),
        "spans": sum(line.not_before is not None for line in entering),
        "changing": tally[Verdict.CHANGE],
        "leaving": tally[Verdict.WITHDRAW],
        "standing": tally[Verdict.STANDS],
        "passed": tally[Verdict.PASSED],
        "asked": tally[Verdict.ASK],
        "gone": sum(line.code == "gone" for line in draft.list_asked()),
        "effective": draft.effective,
        "ties": relay.sharing.tie_rule.value,
        "read_at": draft.read_at.isoformat(),
        "is_late": now > draft.read_at,
        "follows": draft.follows_id is not None,
        "lines": [line_facts(line) for line in noted[:MOST_LINES]],
        "more_lines": max(len(noted) - MOST_LINES, 0),
        "is_text": bool(draft.text),
    }


def line_facts(line: Line) -> dict[str, Any]:
    """One line; `params` say more about its `code`."""
    return {
        "number": line.number,
        "door": line.door,
        "quantity": line.quantity,
        "text": line.text,
        "code": line.code,
        "verdict": line.verdict.value,
        "channel": line.channel.value,
        "came_at": line.came_at,
        "not_before": line.not_before,
        "params": {name: _plain(value) for name, value in line.params.items()},
    }


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def rows_params(draft: Draft, title: str, page: int, pages: int) -> dict[str, Any]:
    """One page of all rows."""
    shown = draft.lines[page * ROWS : (page + 1) * ROWS]
    return {
        "made": draft.made,
        "title": title,
        "page": page,
        "pages": pages,
        "lines": [line_facts(line) for line in shown],
    }


def question_params(draft: Draft, line: Line, relay: RelayView) -> dict[str, Any]:
    """A line that is asked about, with the answers that have a button."""
    asked = draft.list_asked()
    doors = list(line.candidates)
    needs_pieces = line.code != "gone" and relay.per_household > 1
    return {
        "made": draft.made,
        "key": line.key,
        "title": relay.title,
        "line": line_facts(line),
        "left": len(asked),
        "is_complete": line.is_complete,
        "chosen": line.household_id,
        "doors": [{"household_id": household, "door": door} for household, door in doors],
        "amounts": list(range(1, min(relay.per_household, MOST_PIECES) + 1))
        if needs_pieces
        else [],
    }


def report_params(
    report: MergeReport, title: str, relay_id: int, refusals: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """What came of a confirmed batch."""
    kinds = [outcome.kind for _, outcome in report.outcomes]
    waiting = sum(outcome.waiting_place is not None for _, outcome in report.outcomes)
    return {
        "relay_id": relay_id,
        "batch_id": report.batch_id,
        "title": title,
        "joined": kinds.count("joined"),
        "waiting": waiting,
        "earlier": kinds.count("retimed"),
        "duplicates": kinds.count("duplicate"),
        "changed": report.changed,
        "withdrawn": report.withdrawn,
        "refused": list(refusals)[:MOST_LINES],
        "refused_count": len(refusals),
    }


def batch_facts(batch: BatchView) -> dict[str, Any]:
    """A batch that was entered."""
    return {
        "id": batch.id,
        "kind": batch.kind.value,
        "entered_at": batch.entered_at.isoformat(),
        "read_at": batch.read_at.isoformat(),
        "is_undone": batch.undone_at is not None,
        "acts": {act.value: batch.acts.get(act, 0) for act in PaperAct},
        "count": sum(batch.acts.values()),
    }
