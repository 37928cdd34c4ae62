"""The row of a round is locked before anything about it is decided, or told.

The clock takes the same lock, so that a building hears of the old time or of the new one, and a
batch that falls due is told by one process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.outbox.actions import touch_cards
from storage.testing.kinds import CARD_KIND, DayState, RoundState
from storage.testing.tables import Day, Round


@dataclass(frozen=True)
class Press:
    """Who changes a round, and what they saw of it.

    Attributes:
        seen: `RoundView.version` that the button was shown for; None asks nothing.
        update_id: of Telegram; the same one again changes nothing.
    """

    by: int
    now: datetime
    seen: int | None = None
    update_id: int | None = None


@dataclass(frozen=True)
class Changed:
    """What a change did; all zero but the version where it had been done before."""

    version: int
    buildings: int = 0
    chats: int = 0
    people: int = 0


def lock_round(session: Session, round_id: int) -> Round:
    """The round's row, locked and read anew.

    Raises:
        RuleError: `testing_unknown`.
    """
    query = select(Round).where(col(Round.id) == round_id).with_for_update()
    testing = session.exec(query.execution_options(populate_existing=True)).first()
    if testing is None:
        raise RuleError("testing_unknown")
    return testing


def lock_for(session: Session, round_id: int, press: Press) -> Round:
    """The round's row, locked, for its committee's staff.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`.
    """
    testing = lock_round(session, round_id)
    check_staff(find_actor(session, press.by, press.now), testing.committee_id)
    if press.seen not in (None, testing.version) and not is_repeated(testing, press):
        raise RuleError("stale_button")
    return testing


def lock_day(session: Session, day_id: int, press: Press) -> tuple[Round, Day]:
    """A day and its round's row, locked, for staff.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`.
    """
    of = session.exec(select(Day.round_id).where(col(Day.id) == day_id)).first()
    if of is None:
        raise RuleError("testing_unknown")
    testing = lock_for(session, of, press)
    return testing, session.get_one(Day, day_id, populate_existing=True)


def is_repeated(testing: Round, press: Press) -> bool:
    """Whether this update has changed the round already."""
    return press.update_id is not None and testing.last_update_id == press.update_id


def check_ahead(testing: Round, day: Day, now: datetime) -> None:
    """Whether anything of a day can still be changed.

    Raises:
        RuleError: `testing_over`.
    """
    is_planned = testing.state is RoundState.PLANNED and day.state is DayState.PLANNED
    if not is_planned or day.ends_at <= now:
        raise RuleError("testing_over")


def keep(
    session: Session,
    testing: Round,
    action: str,
    press: Press,
    undo: dict[str, Any] | None = None,
    **details: int | str | None,
) -> None:
    """Count a change, remember how it is undone, note it, and have the cards looked at."""
    testing.version += 1
    testing.last_change = undo
    testing.last_update_id = press.update_id
    session.add(testing)
    note(session, testing, action, press.by, press.now, **details)


def note(
    session: Session,
    testing: Round,
    action: str,
    by: int | None,
    now: datetime,
    **details: int | str | None,
) -> None:
    """Audit what befell a round, and have its cards looked at."""
    assert testing.id is not None
    touch_cards(session, CARD_KIND, testing.id)
    record(session, f"testing.{action}", f"testing:{testing.id}", at=now, actor_id=by, **details)
