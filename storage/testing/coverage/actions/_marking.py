"""What all changes to marks do: lock the household, put the row down, tell the cards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import list_bound_chats
from storage.community.tables import Household
from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.tables import Card
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.coverage.queries import DayFacts, find_day_facts, is_expected
from storage.testing.coverage.rules import check_day
from storage.testing.coverage.tables import Mark
from storage.testing.kinds import CARD_KIND
from storage.upsert import upsert


def lock_household(session: Session, household_id: int) -> None:
    """Two who mark one door do so in turn."""
    query = select(Household.id).where(Household.id == household_id)
    session.exec(query.with_for_update(key_share=True)).first()


def check_household(
    session: Session, day_id: int, household_id: int, state: MarkState, now: datetime
) -> DayFacts:
    """The day, if this household's door may be marked on it now.

    Raises:
        RuleError: `testing_unknown`, `stale_button` for a house that the day is not about,
            `testing_over`, `doors_too_early`.
    """
    day = find_day_facts(session, day_id)
    if day is None:
        raise RuleError("testing_unknown")
    if not is_expected(session, day_id, household_id):
        raise RuleError("stale_button")
    check_day(day.state, day.day, local_day(now, day.zone), state)
    return day


def put_mark(
    session: Session,
    day: DayFacts,
    household_id: int,
    state: MarkState,
    how: SeenBy,
    *,
    reason: str | None,
    by: int,
    now: datetime,
) -> None:
    """Write what is known of the door; the reason goes with the state that it was for."""
    row = {
        "day_id": day.id,
        "household_id": household_id,
        "state": state,
        "how": how,
        "person_id": by,
        "reason": reason,
        "at": now,
    }
    upsert(session, Mark, row, keys=["day_id", "household_id"])
    _note(session, day, state.value, household_id, by, now)


def drop_mark(
    session: Session, day: DayFacts, household_id: int, *, by: int, now: datetime
) -> None:
    """Take a mark back. Where there is none, nothing changes."""
    query = select(Mark).where(col(Mark.day_id) == day.id, col(Mark.household_id) == household_id)
    mark = session.exec(query).first()
    if mark is not None:
        session.delete(mark)
        session.flush()
        _note(session, day, "unmarked", household_id, by, now)


def _note(
    session: Session, day: DayFacts, action: str, household_id: int, by: int, now: datetime
) -> None:
    record(
        session,
        f"door.{action}",
        f"testing_day:{day.id}",
        at=now,
        actor_id=by,
        household_id=household_id,
    )
    _touch_cards(session, day, household_id)


def _touch_cards(session: Session, day: DayFacts, household_id: int) -> None:
    """Have the cards of groups that speak for this house looked at again, and no others.

    On a busy morning each tick would otherwise draw the cards of three hundred groups anew.
    """
    household = session.get_one(Household, household_id)
    chats = list_bound_chats(session, day.estate_id, [household.building_id])
    session.execute(
        update(Card)
        .where(
            col(Card.kind) == CARD_KIND,
            col(Card.subject_id) == day.round_id,
            col(Card.chat_id).in_([chat.telegram_id for chat in chats]),
        )
        .values(version=Card.version + 1)
    )
