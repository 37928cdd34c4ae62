"""Which houses a notice is for: checked, and written down so that they can be joined with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.community.tables import Building, Estate
from storage.errors import RuleError
from storage.notices.audience import Audience
from storage.notices.queries.targets import list_houses
from storage.notices.tables import Notice, NoticeHouse
from storage.upsert import insert_new


def address(session: Session, notice: Notice, audience: Audience) -> None:
    """Let a notice be for these.

    Raises:
        RuleError: `not_found` (kind) for another committee's houses.
    """
    _check_own(session, notice.committee_id, audience)
    notice.audience = audience.to_json()
    settle_houses(session, notice)


def settle_houses(session: Session, notice: Notice) -> None:
    """Write down which buildings a notice is for now: an estate may have got another one."""
    assert notice.id is not None
    audience = Audience.from_json(notice.audience)
    houses = () if audience.roles else list_houses(session, notice.committee_id, audience)
    old = col(NoticeHouse.notice_id) == notice.id, col(NoticeHouse.building_id).not_in(houses)
    session.execute(delete(NoticeHouse).where(*old))
    rows = [{"notice_id": notice.id, "building_id": building} for building in houses]
    if rows:
        insert_new(session, NoticeHouse, rows, keys=["notice_id", "building_id"])


def _check_own(session: Session, committee_id: int, audience: Audience) -> None:
    estates = select(col(Estate.id)).where(
        Estate.committee_id == committee_id, col(Estate.id).in_(audience.estates)
    )
    _check_all(audience.estates, session.exec(estates), "estate")
    buildings = (
        select(col(Building.id))
        .join(Estate, col(Estate.id) == col(Building.estate_id))
        .where(Estate.committee_id == committee_id, col(Building.id).in_(audience.buildings))
    )
    _check_all(audience.buildings, session.exec(buildings), "building")


def _check_all(chosen: Iterable[int], found: Iterable[Any], kind: str) -> None:
    if set(chosen) - set(found):
        raise RuleError("not_found", kind=kind)
