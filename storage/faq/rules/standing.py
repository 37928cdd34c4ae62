"""Where and when an entry holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.errors import RuleError
from storage.faq.kinds import ClosureKind, EntryState, Standing


@dataclass(frozen=True)
class Place:
    """Where and when a question is asked.

    Attributes:
        day: of the committee's calendar.
        time_zone: IANA name.
        estates: the estates that it is about; empty where only the committee is known.
        closures: how far those houses are closed now.
        is_known: False for a stranger, of whom no house is known.
    """

    committee_id: int
    day: date
    time_zone: str
    estates: frozenset[int]
    buildings: frozenset[int]
    closures: frozenset[ClosureKind]
    is_known: bool


def find_standing(
    state: EntryState, valid_from: date | None, valid_until: date | None, day: date
) -> Standing:
    """How an entry stands on a day. It holds on its last day still."""
    if state is not EntryState.IN_FORCE:
        return Standing(state.value)
    if valid_from is not None and day < valid_from:
        return Standing.NOT_YET
    if valid_until is not None and day > valid_until:
        return Standing.EXPIRED
    return Standing.IN_FORCE


def does_apply(
    estate_id: int | None, building_id: int | None, closure: ClosureKind | None, place: Place
) -> bool:
    """Whether an entry of this scope holds at a place of its committee."""
    return (
        (estate_id is None or estate_id in place.estates)
        and (building_id is None or building_id in place.buildings)
        and (closure is None or closure in place.closures)
    )


def check_dates(valid_from: date | None, valid_until: date | None) -> None:
    """An entry cannot end before it begins.

    Raises:
        RuleError: `faq_dates_reversed`.
    """
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise RuleError("faq_dates_reversed")


def check_not_over(standing: Standing) -> None:
    """Publishing what has ended already is a slip.

    Raises:
        RuleError: `faq_dates_over`.
    """
    if standing is Standing.EXPIRED:
        raise RuleError("faq_dates_over")


def check_scope(estate_id: int | None, building_id: int | None, lies_in: int | None) -> None:
    """A building is named together with the estate that it stands in.

    Args:
        lies_in: the building's estate; None for a building that there is not.

    Raises:
        RuleError: `not_found` with `kind`.
    """
    if building_id is not None and (estate_id is None or lies_in != estate_id):
        raise RuleError("not_found", kind="building")
