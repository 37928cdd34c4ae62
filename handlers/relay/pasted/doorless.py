"""Entries that name no household, or not exactly one: unknown doors, several doors, no door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.relay.pasted.marks import Mark
from handlers.relay.pasted.model import Status
from handlers.relay.pasted.spots import Spot, Sure

Heads = Mapping[str, tuple[str, ...]]


def settle_without_door(mark: Mark, heads: Heads, earlier: Sequence[Mark]) -> None:
    """Decide an entry without one known household.

    Args:
        heads: door keys by the name of a household's head; they are proposed, never taken.
        earlier: what a withdrawal without a door may mean.
    """
    spot, said = mark.draft.spot, mark.draft.said
    if "several_households" in mark.draft.doubts:
        mark.candidates = tuple(each.door.key for each in said.spots if each.door)
        mark.come_to(Status.DOUBTFUL, "several_households", doors=mark.candidates)
    elif spot is None:
        _settle_nowhere(mark)
    elif spot.sure is Sure.ELSEWHERE:
        mark.come_to(Status.UNKNOWN_DOOR, "no_household")
    elif spot.sure is Sure.UNKNOWN:
        _settle_unknown(mark, spot)
    else:
        _settle_among(mark, spot)
    if mark.status is Status.DOUBTFUL:
        _propose(mark, heads.get(said.name, ()))
    if said.withdraws or mark.draft.order.mode != "set":
        _shake(mark, earlier)
    if said.withdraws:
        mark.items = {}


def _settle_nowhere(mark: Mark) -> None:
    said = mark.draft.said
    if said.is_office:
        mark.come_to(Status.UNKNOWN_DOOR, "no_household")
        return
    mark.come_to(Status.DOUBTFUL, "no_door")
    if not said.order.is_counted and not said.is_wish and not said.name:
        mark.items = {}


def _settle_unknown(mark: Mark, spot: Spot) -> None:
    if mark.draft.said.has_riddle or mark.draft.order.doubt == "several_amounts":
        mark.come_to(Status.DOUBTFUL, "unsure")
        return
    mark.door = spot.written
    mark.come_to(Status.UNKNOWN_DOOR, "no_such_door", door=spot.written)


def _settle_among(mark: Mark, spot: Spot) -> None:
    mark.candidates = spot.candidates
    if spot.sure is Sure.MISREAD:
        mark.likely = spot.candidates[0]
        mark.come_to(Status.DOUBTFUL, "unsure")
    elif spot.sure is Sure.SEVERAL:
        mark.come_to(Status.DOUBTFUL, "several_doors", doors=spot.candidates)
    elif spot.building is not None:
        mark.come_to(Status.DOUBTFUL, "no_room", building=spot.building)
    else:
        mark.come_to(Status.DOUBTFUL, "no_door")


def _propose(mark: Mark, keys: tuple[str, ...]) -> None:
    mark.candidates = mark.candidates or keys
    fitting = [key for key in keys if key in mark.candidates]
    if len(fitting) == 1:
        mark.likely = fitting[0]


def _shake(mark: Mark, earlier: Sequence[Mark]) -> None:
    """A change or withdrawal that may mean an earlier entry makes that one unsure."""
    name = mark.draft.said.name
    for other in earlier:
        is_namesake = bool(name) and mark.draft.spot is None and other.draft.said.name == name
        if other.status is Status.OK and (is_namesake or other.door in mark.candidates):
            other.come_to(Status.DOUBTFUL, "unattributed", line=mark.draft.line)
