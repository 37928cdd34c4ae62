"""The row of a round is locked before anything about it is decided.

Orders of the same second are decided wholly before or wholly after the change.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.outbox.actions import touch_cards
from storage.supplies.statements import CARD_KIND
from storage.supplies.tables import SupplyRound


def check_staff(session: Session, committee_id: int, by: int, now: datetime) -> None:
    """Whether a person works for the committee now.

    Raises:
        RuleError: `not_staff`.
    """
    if not find_actor(session, by, now).is_staff(committee_id):
        raise RuleError("not_staff")


def lock_round(session: Session, round_id: int) -> SupplyRound:
    """The round's row, locked and read anew.

    Raises:
        RuleError: `supply_unknown`.
    """
    query = select(SupplyRound).where(SupplyRound.id == round_id).with_for_update()
    supplies = session.exec(query.execution_options(populate_existing=True)).first()
    if supplies is None:
        raise RuleError("supply_unknown")
    return supplies


def lock_own_round(session: Session, round_id: int, by: int, now: datetime) -> SupplyRound:
    """The round's row, locked, for its committee's staff.

    Raises:
        RuleError: `supply_unknown`, `not_staff`.
    """
    supplies = lock_round(session, round_id)
    check_staff(session, supplies.committee_id, by, now)
    return supplies


def note(
    session: Session,
    supplies: SupplyRound,
    action: str,
    by: int | None,
    now: datetime,
    **details: int | str | None,
) -> None:
    """Audit what befell a round, and have its cards looked at again."""
    assert supplies.id is not None
    session.add(supplies)
    touch_cards(session, CARD_KIND, supplies.id)
    record(session, f"supply.{action}", f"supply:{supplies.id}", at=now, actor_id=by, **details)
