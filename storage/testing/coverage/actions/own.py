"""What residents put down of their own household, in private."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.testing.coverage.actions._marking import (
    check_household,
    drop_mark,
    lock_household,
    put_mark,
)
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.coverage.queries import MarkView, find_mark
from storage.testing.coverage.rules import check_own_change, clean_words


def mark_own(
    session: Session,
    day_id: int,
    household_id: int,
    state: MarkState,
    *,
    reason: str | None = None,
    by: int,
    now: datetime,
) -> None:
    """Say that one's household is done, or cannot come and why. Again, it changes nothing.

    Only the committee's staff read the reason. Without a new one the former stays.

    Raises:
        RuleError: `not_member`, `testing_unknown`, `testing_over`, `doors_too_early`,
            `doors_seen` where somebody who was at the door says that it is done, `stale_button`,
            `text_too_long`.
    """
    if state is MarkState.ABSENT:
        raise RuleError("stale_button")
    _check_own(session, household_id, by, now)
    lock_household(session, household_id)
    day = check_household(session, day_id, household_id, state, now)
    mark = find_mark(session, day_id, household_id)
    words = clean_words(reason) if reason else _kept(mark, state)
    if mark is not None and (mark.state, mark.reason) == (state, words):
        return
    check_own_change(*((mark.how, mark.state) if mark else (None, None)))
    put_mark(session, day, household_id, state, SeenBy.RESIDENT, reason=words, by=by, now=now)


def unmark_own(session: Session, day_id: int, household_id: int, *, by: int, now: datetime) -> None:
    """Take back what one's household said. What others saw at the door stands.

    Raises:
        RuleError: `not_member`, `testing_unknown`, `testing_over`, `doors_seen`, `stale_button`.
    """
    _check_own(session, household_id, by, now)
    lock_household(session, household_id)
    day = check_household(session, day_id, household_id, MarkState.CANNOT, now)
    mark = find_mark(session, day_id, household_id)
    if mark is not None and mark.how is not SeenBy.RESIDENT:
        raise RuleError("doors_seen")
    drop_mark(session, day, household_id, by=by, now=now)


def _check_own(session: Session, household_id: int, by: int, now: datetime) -> None:
    if not find_actor(session, by, now).may_act_for(household_id):
        raise RuleError("not_member")


def _kept(mark: MarkView | None, state: MarkState) -> str | None:
    return mark.reason if mark is not None and mark.state is state else None
