"""What coverage allows. Pure: values and days in, an answer or a `RuleError` out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.community.actor import Actor
from storage.community.doors import canonical_part
from storage.community.kinds import RoleKind
from storage.community.roster.checks import find_room_flaw
from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.local_time import at_local
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.kinds import DayState

WORDS_LENGTH = 300
CHASED_AT = 19 * 60
"""Minutes past midnight: in the evening everybody is back who was going to be."""
OFF = (DayState.SKIPPED, DayState.PAUSED, DayState.CALLED_OFF)
"""Days on which nobody is sampled."""
MARKED_AFTER = timedelta(days=3)
"""So long after a day its doors may still be marked: papers come in late."""
CODE_DAYS = 30
CODE_WARNING = 25
"""A code can be shown for 30 days; on the 25th its holder is reminded (S51)."""
ANTIGEN_BACK = 7
"""Days. An older self-test says nothing of today."""
_ROOM_LENGTH = 20


@dataclass(frozen=True)
class Place:
    """A building, and who is responsible for it."""

    committee_id: int
    building_id: int


def is_staff(actor: Actor, place: Place) -> bool:
    """Whether the person works for the building's committee."""
    return actor.is_staff(place.committee_id)


def is_lead(actor: Actor, place: Place) -> bool:
    """Whether the person leads this building, or all of its committee's."""
    return any(
        right.kind is RoleKind.LEAD
        and right.committee_id == place.committee_id
        and right.building_id in (None, place.building_id)
        for right in actor.roles
    )


def find_how(actor: Actor, place: Place, *, is_in_squad: bool = False) -> SeenBy:
    """As what somebody marks a door that is not their own.

    Args:
        is_in_squad: the person goes round on this day, and the household is sampled at home.

    Raises:
        RuleError: `doors_not_yours`.
    """
    if is_staff(actor, place):
        return SeenBy.STAFF
    if is_lead(actor, place):
        return SeenBy.LEAD
    if is_in_squad:
        return SeenBy.SQUAD
    raise RuleError("doors_not_yours")


def check_may_see(actor: Actor, place: Place) -> None:
    """Whether somebody may see which doors of a building are left.

    Raises:
        RuleError: `doors_not_yours`.
    """
    find_how(actor, place)


def check_day(state: DayState, day: date, today: date, mark: MarkState) -> None:
    """Whether doors of a day may be marked so now. Who cannot come may say so beforehand.

    Raises:
        RuleError: `testing_over` for a day that was called off or lies too far back,
            `doors_too_early` for one that has not begun.
    """
    if state in OFF or today > day + MARKED_AFTER:
        raise RuleError("testing_over")
    if today < day and mark is not MarkState.CANNOT:
        raise RuleError("doors_too_early")


def find_chase(day: date, ends_at: datetime, zone: str) -> datetime:
    """When those who were not seen on a day are asked: that evening, after its last slot."""
    return max(ends_at, at_local(day, CHASED_AT, zone))


def check_own_change(how: SeenBy | None, state: MarkState | None) -> None:
    """Whether a household may change what is put down of it.

    What somebody saw at the door stands: a household does not undo it. Nobody at home, or a
    reason that has passed, may become a yes.

    Args:
        how: who put the mark down that stands; None: there is none.

    Raises:
        RuleError: `doors_seen`.
    """
    if how not in (None, SeenBy.RESIDENT) and state is MarkState.DONE:
        raise RuleError("doors_seen")


def clean_words(text: str) -> str:
    """A reason or a remark as it is kept: one line, nothing invisible.

    Raises:
        RuleError: `fact_missing` for no words, `text_too_long` with `limit`.
    """
    cleaned = clean_name(text, WORDS_LENGTH + 1)
    if not cleaned:
        raise RuleError("fact_missing", fact="text")
    if len(cleaned) > WORDS_LENGTH:
        raise RuleError("text_too_long", limit=WORDS_LENGTH)
    return cleaned


def check_taken(day: date, today: date) -> None:
    """A self-test was made today or a few days ago.

    Raises:
        RuleError: `antigen_day_wrong` with `days`.
    """
    if not today - timedelta(days=ANTIGEN_BACK) <= day <= today:
        raise RuleError("antigen_day_wrong", days=ANTIGEN_BACK)


def check_fetched(day: date, today: date) -> None:
    """A code was fetched today, or so lately that it still holds.

    Raises:
        RuleError: `code_day_wrong` with `days`.
    """
    if not today - timedelta(days=CODE_DAYS - 1) <= day <= today:
        raise RuleError("code_day_wrong", days=CODE_DAYS)


def check_until(until: date | None, today: date) -> None:
    """Home visits end today at the earliest.

    Raises:
        RuleError: `expiry_in_past`.
    """
    if until is not None and until < today:
        raise RuleError("expiry_in_past")


def read_room(text: str, *, has_units: bool) -> tuple[str, str]:
    """The unit, empty where the building has none, and the room that were written.

    Args:
        text: `501`, `501室`; with its unit `2-501`.

    Raises:
        RuleError: `room_unreadable`; `room_without_unit` where the building has units.
    """
    unit, _, room = text.strip().rpartition("-")
    unit, room = canonical_part(unit), canonical_part(room)
    if not room or find_room_flaw(room, "") or max(len(room), 2 * len(unit)) > _ROOM_LENGTH:
        raise RuleError("room_unreadable")
    if has_units and not unit:
        raise RuleError("room_without_unit")
    if unit and not has_units:
        raise RuleError("room_unreadable")
    return unit, room


def antigen_key(report_id: int | None) -> str:
    """How the dedupe keys of all messages about a self-test begin."""
    return f"antigen:{report_id}:"
