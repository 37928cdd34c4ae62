"""A testing day of many buildings, whose reminders have all to be planned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from _estate import sqlite_url
from sqlalchemy import insert
from sqlmodel import Session

from storage import schema
from storage.community.tables import Building, Committee, Estate
from storage.engine import Database
from storage.sealing import Keyring, new_key
from storage.testing.actions import plan_reminders
from storage.testing.kinds import SlotKind
from storage.testing.tables import Day, Round, Slot

BEGINS = datetime(2022, 4, 3, 23, 30, tzinfo=UTC)
BEFORE = timedelta(days=2)
# Half past seven, and a batch every ten minutes.
FIRST_MINUTE, BATCH_MINUTES, BATCHES = 450, 10, 48
EVENING = 19 * 60
ZONE = ZoneInfo("Asia/Shanghai")


def plan_reminders_of(buildings: int) -> tuple[int, float]:
    """Rows written, and the seconds until they were committed, for a day of so many buildings."""
    with sqlite_url() as url:
        schema.upgrade(url)
        database = Database(url, Keyring(new_key()))
        with database.writer.begin() as connection, Session(connection) as session:
            _fill(session, buildings)
        begun = perf_counter()
        with database.writer.begin() as connection, Session(connection) as session:
            rows = plan_reminders(session, [1], BEGINS - BEFORE)
        took = perf_counter() - begun
        database.close()
    return rows, took


def _fill(session: Session, buildings: int) -> None:
    session.add(Committee(id=1, name="浦东"))
    session.flush()
    session.add(Estate(id=1, committee_id=1, name="浦东"))
    session.flush()
    session.execute(
        insert(Building),
        [
            {"id": n, "estate_id": 1, "label": str(n), "position": n, "link_code": f"code{n}"}
            for n in range(1, buildings + 1)
        ],
    )
    add_round(session, buildings, BEGINS)


def add_round(session: Session, buildings: int, begins: datetime) -> None:
    """A round of one day, round and day number 1, for the first so many buildings."""
    session.add(
        Round(
            id=1,
            committee_id=1,
            estate_id=1,
            title="核酸",
            site="中心花园",
            lanes=3,
            seconds_per_person=30,
            people_tenths=25,
            home_minutes=10,
            evening_at=EVENING,
            before_minutes=[30],
            last_call_minutes=5,
            zone=ZONE.key,
            made_at=begins - BEFORE,
        )
    )
    session.flush()
    ends, day = begins + timedelta(minutes=BATCHES * BATCH_MINUTES), begins.astimezone(ZONE).date()
    session.add(Day(id=1, round_id=1, ordinal=1, day=day, starts_at=begins, ends_at=ends))
    session.flush()
    session.execute(insert(Slot), [_slot(n, begins) for n in range(1, buildings + 1)])
    session.flush()


def _slot(building: int, begins: datetime) -> dict[str, Any]:
    offset = building % BATCHES * BATCH_MINUTES
    starts_at = begins + timedelta(minutes=offset)
    return {
        "day_id": 1,
        "building_id": building,
        "kind": SlotKind.SITE,
        "batch": 1 + building % BATCHES,
        "planned_minute": FIRST_MINUTE + offset,
        "starts_minute": FIRST_MINUTE + offset,
        "ends_minute": FIRST_MINUTE + offset + BATCH_MINUTES,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=BATCH_MINUTES),
    }
