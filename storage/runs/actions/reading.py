"""Names, doors and medicines of a run, for whoever drives it; every reading is noted (S84)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.requests.tables import RequestReading
from storage.runs.actions._rows import lock_run, lock_run_of_bag, view_run
from storage.runs.kinds import LineState
from storage.runs.queries import list_wanted
from storage.runs.rules import Act
from storage.runs.tables import RunBag
from storage.runs.totals import sum_up
from storage.runs.views import BagView, LineView, ManifestView
from storage.upsert import upsert


def open_manifest(session: Session, run_id: int, *, by: int, now: datetime) -> ManifestView:
    """All that is fetched, with names: what was not to be had stands in it no more.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`; `run_over` for the runner after the end.
    """
    run = lock_run(session, run_id, Act.READ, by=by, now=now)
    view = view_run(session, run)
    lines = [line for line in view.shown if line.state is not LineState.MISSING]
    wanted = list_wanted(session, lines)
    _note(session, lines, f"run:{run_id}", by, now)
    bags = session.exec(select(RunBag).where(RunBag.run_id == run_id))
    codes = {bag.number: bag.code for bag in bags if bag.code}
    return ManifestView(view, sum_up(each.wanted for each in wanted), wanted, codes)


def open_bag(session: Session, bag_id: int, *, by: int, now: datetime) -> BagView:
    """One bag, with whose it is and what belongs into it.

    Raises:
        RuleError: as `open_manifest`.
    """
    run, bag = lock_run_of_bag(session, bag_id, Act.READ, by=by, now=now)
    view = view_run(session, run)
    lines = [line for line in view.shown if line.bag_id == bag_id]
    _note(session, lines, f"run_bag:{bag_id}", by, now)
    return BagView(bag_id, view, bag.number, bag.code, list_wanted(session, lines))


def _note(
    session: Session, lines: Sequence[LineView], subject: str, by: int, now: datetime
) -> None:
    """Requesters see who has read what they asked for."""
    for line in lines:
        reading = {
            "request_id": line.request_id,
            "person_id": by,
            "first_at": now,
            "last_at": now,
        }
        keys = ["request_id", "person_id"]
        upsert(session, RequestReading, reading, keys=keys, kept=frozenset({"first_at"}))
    record(session, "run.read", subject, at=now, actor_id=by)
