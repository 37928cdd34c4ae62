"""What queries of medicine runs return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.requests.kinds import RequestState
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.rules import CARRIED, PENDING, bag_code
from storage.runs.totals import Total, Wanted


@dataclass(frozen=True)
class GroupView:
    """Requests that name one hospital and one route, and are in no run.

    Attributes:
        hospital: as it is written most often.
        lead_id: the request that the group is called by: its most urgent.
        alike: hospitals of other groups on this route that may be the same place.
    """

    hospital: str
    route: RouteKind
    lead_id: int
    request_ids: tuple[int, ...]
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineView:
    """One request in a run, without what it asks for; `state` is how it stands now."""

    id: int
    run_id: int
    request_id: int
    number: int
    bag_id: int | None
    bag_number: int | None
    state: LineState
    stored: LineState
    reason: str | None
    building: str
    door: str
    household_id: int
    person_id: int | None
    request_state: RequestState

    @property
    def is_pending(self) -> bool:
        """Whether the runner still has to do something about it."""
        return self.state in PENDING

    @property
    def is_carried(self) -> bool:
        """Whether it was bought and is not handed over yet."""
        return self.state in CARRIED


@dataclass(frozen=True)
class RunView:
    """A run and how far it is; nothing here tells of a household.

    Attributes:
        runner_id: who holds its task now.
        task_id: its task that is open or held.
        buildings: labels, in the estate's order.
    """

    id: int
    committee_id: int
    number: int
    state: RunState
    route: RouteKind
    hospital: str
    handover: str | None
    place: str | None
    day: date | None
    created_by: int | None
    ended_at: datetime | None
    runner_id: int | None
    runner_name: str | None
    task_id: int | None
    lines: tuple[LineView, ...]

    @property
    def code(self) -> str:
        """What people call it."""
        return f"R{self.number}"

    @property
    def buildings(self) -> tuple[str, ...]:
        """Where its bags go."""
        return tuple(dict.fromkeys(line.building for line in self.shown))

    @property
    def shown(self) -> tuple[LineView, ...]:
        """The lines that are not taken out."""
        return tuple(line for line in self.lines if line.state is not LineState.OUT)

    @property
    def bags(self) -> tuple[tuple[LineView, ...], ...]:
        """The lines of each bag, in the order of their numbers; none before the run is open."""
        packed: dict[int, list[LineView]] = {}
        for line in self.shown:
            if line.bag_number is not None:
                packed.setdefault(line.bag_number, []).append(line)
        return tuple(tuple(packed[number]) for number in sorted(packed))

    def count(self, *states: LineState) -> int:
        """How many lines stand like this."""
        return sum(line.state in states for line in self.lines)

    def bag_code(self, number: int | None) -> str:
        """What stands on a bag of it."""
        return bag_code(self.number, number or 0)


@dataclass(frozen=True)
class WantedLine:
    """A line with what it asks for, for whoever fetches it."""

    line: LineView
    name: str
    phone: str
    wanted: Wanted
    details: str


@dataclass(frozen=True)
class BagView:
    """One bag, for the runner and for staff. `code` is what its owner says to collect it."""

    id: int
    run: RunView
    number: int
    code: str | None
    lines: tuple[WantedLine, ...]

    @property
    def label(self) -> str:
        """What stands on it."""
        return self.run.bag_code(self.number)


@dataclass(frozen=True)
class ManifestView:
    """All that is fetched, summed up and bag by bag; `codes` by the number of the bag."""

    run: RunView
    totals: tuple[Total, ...]
    lines: tuple[WantedLine, ...]
    codes: dict[int, str]
