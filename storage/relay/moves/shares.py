"""The draw of an opening window, and the opening of shares that nobody used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.errors import RuleError
from storage.outbox.actions import tell
from storage.outbox.tables import Card
from storage.relay import whole
from storage.relay.entries import Act
from storage.relay.kinds import Role
from storage.relay.moves.table import Table, check_staff, take_table
from storage.relay.rules import to_stamp
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay


def open_shares(
    session: Session,
    relay_id: int,
    *,
    by: int | None,
    now: datetime,
    update_id: int | None = None,
) -> int:
    """Make places that buildings and the offline share did not use common (T2).

    Who waits moves up in order, and the relay's groups are told.

    Args:
        by: staff; None is the clock, at the published time.

    Returns:
        How many moved up.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `no_shares`, `shares_opened`,
            `shares_before_draw`.
    """
    table = take_table(session, relay_id)
    if by is not None:
        check_staff(table, by, now)
    _check_openable(table)
    table.know_all()
    role = Role.CLOCK if by is None else Role.STAFF
    act = Act(to_stamp(now), by, role, update_id)
    moved = whole.open_shares(table.sheet, whole.list_competing(table.sheet), act)
    table.write()
    _mark(session, relay_id, shares_opened_at=now)
    tell_groups(
        session, relay_id, "relay/shares_opened", now, title=table.page.row.title, count=moved
    )
    record(session, "relay.shares_opened", f"relay:{relay_id}", at=now, actor_id=by)
    return moved


def draw_relay(session: Session, relay_id: int, *, now: datetime) -> None:
    """Draw the order of all who came within the opening window (T4). Once, it stays.

    Raises:
        RuleError: `relay_unknown`.
    """
    table = take_table(session, relay_id)
    if not table.sheet.is_drawing:
        return
    table.know_all()
    seed = table.page.row.seed
    assert seed is not None
    pot = whole.list_competing(table.sheet)
    whole.draw(table.sheet, pot, seed, Act(to_stamp(now)))
    table.write()
    _mark(session, relay_id, drawn_at=now)
    record(session, "relay.drawn", f"relay:{relay_id}", at=now, actor_id=None, drawn=len(pot))


def tell_groups(
    session: Session, relay_id: int, template: str, now: datetime, **params: Any
) -> None:
    """Tell every group in which the relay's card stands."""
    cards = select(Card).where(
        Card.kind == CARD_KIND, Card.subject_id == relay_id, col(Card.gone_at).is_(None)
    )
    for card in session.exec(cards).all():
        tell(
            session,
            card.chat_id,
            template,
            now=now,
            thread_id=card.thread_id,
            relay_id=relay_id,
            **params,
        )


def _check_openable(table: Table) -> None:
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    if not table.page.has_pools:
        raise RuleError("no_shares")
    if table.sheet.shares_opened:
        raise RuleError("shares_opened")
    if table.sheet.is_drawing:
        raise RuleError("shares_before_draw")


def _mark(session: Session, relay_id: int, **moments: datetime) -> None:
    session.execute(update(Relay).where(col(Relay.id) == relay_id).values(**moments))
    session.expire_all()
