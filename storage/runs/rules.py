"""What may be done with a medicine run, by whom and when. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Protocol

from storage.community.actor import Actor
from storage.errors import RuleError
from storage.runs.kinds import LineState, RouteKind, RunState

MOST_LINES = 60
"""What one person can fetch and carry in a day."""
LONGEST_FACT = 80
LONGEST_NOTE = 200
CODE_LETTERS = "ACEFHJKMNPRTWXY34679"
"""Nothing that a tired eye or a bad line takes for another: no 0 O, 1 I L, 2 Z, 5 S, 8 B."""
CODE_LENGTH = 4

LIVE = frozenset({RunState.OPEN, RunState.ON_THE_WAY})
CHANGEABLE = frozenset({RunState.PLANNED, RunState.OPEN})
OVER = frozenset({RunState.DONE, RunState.CANCELLED})
CARRIED = frozenset({LineState.BOUGHT, LineState.PARTLY})
PENDING = CARRIED | {LineState.WAITING}


class Relation(StrEnum):
    """What somebody is to a run."""

    STAFF = "staff"
    RUNNER = "runner"
    HELPER = "helper"
    REQUESTER = "requester"
    NOBODY = "nobody"


class Act(StrEnum):
    """What can be done with a run."""

    PLAN = "plan"
    SEE = "see"
    READ = "read"
    TICK = "tick"
    DELIVER = "deliver"
    CONFIRM = "confirm"


ALLOWED: dict[Act, frozenset[Relation]] = {
    Act.PLAN: frozenset({Relation.STAFF}),
    Act.SEE: frozenset({Relation.STAFF, Relation.RUNNER, Relation.HELPER}),
    Act.READ: frozenset({Relation.STAFF, Relation.RUNNER}),
    Act.TICK: frozenset({Relation.STAFF, Relation.RUNNER}),
    Act.DELIVER: frozenset({Relation.STAFF, Relation.RUNNER}),
    Act.CONFIRM: frozenset({Relation.REQUESTER}),
}


class Facts(Protocol):
    """What the rules need to know of a run."""

    @property
    def committee_id(self) -> int:
        """Whose run it is."""

    @property
    def state(self) -> RunState:
        """How far it has come."""

    @property
    def runner_id(self) -> int | None:
        """Who holds its task now."""


def find_relations(
    actor: Actor, run: Facts, requesters: Collection[int] = ()
) -> frozenset[Relation]:
    """All that a person is to a run.

    A helper may take it, and sees it from when it is opened. A runner whose role has ended is none
    any more; names and doors stay with a runner only while the run is under way (S84).
    """
    found = {Relation.NOBODY}
    if actor.is_staff(run.committee_id):
        found.add(Relation.STAFF)
    if any(right.committee_id == run.committee_id for right in actor.roles):
        if run.state is not RunState.PLANNED and _drives_anywhere(actor, run.committee_id):
            found.add(Relation.HELPER)
        if actor.person_id == run.runner_id and run.state in LIVE:
            found.add(Relation.RUNNER)
    if actor.person_id in requesters:
        found.add(Relation.REQUESTER)
    return frozenset(found)


def _drives_anywhere(actor: Actor, committee_id: int) -> bool:
    """Whether a right is for the whole committee: a run goes to many buildings."""
    return any(
        right.committee_id == committee_id and right.building_id is None for right in actor.roles
    )


def check_may(act: Act, relations: Collection[Relation], state: RunState) -> None:
    """Whether one of these relations allows an act.

    Raises:
        RuleError: `not_staff` for what only staff do; `run_over` for a helper who comes too
            late, whether it was theirs or not; else `run_not_yours`.
    """
    if not ALLOWED[act].isdisjoint(relations):
        return
    if act is Act.PLAN:
        raise RuleError("not_staff")
    is_late = state in OVER and Relation.HELPER in relations and Relation.RUNNER in ALLOWED[act]
    raise RuleError("run_over" if is_late else "run_not_yours")


def check_changeable(state: RunState) -> None:
    """Whether requests may still be put in and taken out.

    Raises:
        RuleError: `run_left` once the runner is on the way, `run_over` after the end.
    """
    if state is RunState.ON_THE_WAY:
        raise RuleError("run_left")
    if state not in CHANGEABLE:
        raise RuleError("run_over")


def check_live(state: RunState) -> None:
    """Whether a run is being driven.

    Raises:
        RuleError: `run_not_open` before it was opened, `run_over` after its end.
    """
    if state is RunState.PLANNED:
        raise RuleError("run_not_open")
    if state not in LIVE:
        raise RuleError("run_over")


def check_ready(
    *, lines: int, day: date | None, today: date, route: RouteKind, handover: str | None
) -> None:
    """Whether a run can be opened to volunteers.

    Raises:
        RuleError: `run_empty`, `run_day_missing`, `run_day_past`; `run_handover_missing` for a
            cross-district run without whoever hands over there (S85).
    """
    if not lines:
        raise RuleError("run_empty")
    if day is None:
        raise RuleError("run_day_missing")
    if day < today:
        raise RuleError("run_day_past")
    if route is RouteKind.CROSS and not handover:
        raise RuleError("run_handover_missing")


def check_room(lines: int) -> int:
    """How many more requests fit into a run of so many.

    Raises:
        RuleError: `run_full` with `most`.
    """
    if lines >= MOST_LINES:
        raise RuleError("run_full", most=MOST_LINES)
    return MOST_LINES - lines


def check_text(text: str, most: int) -> str:
    """A short text as it is kept: one line, trimmed.

    Raises:
        RuleError: `run_text_empty`, `run_text_long` with `most`.
    """
    cleaned = " ".join(text.split())
    if not cleaned:
        raise RuleError("run_text_empty")
    if len(cleaned) > most:
        raise RuleError("run_text_long", most=most)
    return cleaned


def check_tick(state: LineState, run: RunState) -> None:
    """Whether the result of shopping may still be noted for a line.

    Raises:
        RuleError: `run_not_open`, `run_over`; `run_line_delivered`; `run_line_out` for a request
            that is no longer in the run.
    """
    check_live(run)
    if state is LineState.DELIVERED:
        raise RuleError("run_line_delivered")
    if state is LineState.OUT:
        raise RuleError("run_line_out")


def find_line_state(state: LineState, *, is_delivered: bool, is_live: bool) -> LineState:
    """How a line stands now: its household may have confirmed or withdrawn the request meanwhile.

    Args:
        is_delivered: the request was brought, whoever recorded it.
        is_live: the request still waits for something.
    """
    if state in {LineState.MISSING, LineState.OUT}:
        return state
    if is_delivered:
        return LineState.DELIVERED
    return state if is_live else LineState.OUT


def bag_code(run_number: int, bag_number: int) -> str:
    """What stands on a bag: `R3-07`. It tells nobody whose it is."""
    return f"R{run_number}-{bag_number:02}"


def read_code(text: str) -> str:
    """A collection code as it is kept, however it was typed."""
    return "".join(text.split()).replace("-", "").upper()
