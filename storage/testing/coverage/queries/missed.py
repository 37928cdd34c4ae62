"""What the evening's messages say at the moment they leave: who was seen since is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries.days import count_done, find_day_facts
from storage.testing.coverage.queries.doors import find_mark
from storage.testing.coverage.queries.views import BuildingCount
from storage.testing.coverage.rules import OFF

_SEEN = (MarkState.DONE, MarkState.CANNOT)
_MOST_LINES = 20


def load_missed(session: Session, params: dict[str, Any]) -> dict[str, Any] | None:
    """The question to a household; None where it has answered or was seen meanwhile."""
    mark = find_mark(session, params["day_id"], params["household_id"])
    is_seen = mark is not None and mark.state in _SEEN
    return None if is_seen or not _is_on(session, params["day_id"]) else params


def load_missed_doors(session: Session, params: dict[str, Any]) -> dict[str, Any] | None:
    """The number for a lead or staff as it stands; None where nobody is missing any more."""
    counts = count_done(session, params["day_id"]).values()
    own = set(params["building_ids"])
    missing = [each for each in counts if each.building_id in own and each.left]
    if not missing or not _is_on(session, params["day_id"]):
        return None
    return params | number_missed(missing)


def number_missed(missing: Sequence[BuildingCount]) -> dict[str, Any]:
    """How many doors are left in buildings that miss some, most first."""
    most_first = sorted(missing, key=lambda each: -each.left)[:_MOST_LINES]
    return {
        "left": sum(each.left for each in missing),
        "buildings": [{"label": each.label, "left": each.left} for each in most_first],
        "more": len(missing) - len(most_first),
    }


def _is_on(session: Session, day_id: int) -> bool:
    day = find_day_facts(session, day_id)
    return day is not None and day.state not in OFF
