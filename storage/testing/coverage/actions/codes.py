"""Codes that hold for thirty days: their holders are reminded in time (S51)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.local_time import at_local, local_day
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.testing.coverage.rules import CODE_DAYS, CODE_WARNING, check_fetched
from storage.testing.coverage.tables import Code
from storage.upsert import upsert

_AT = 9 * 60
"""Minutes past midnight at which holders are told."""
_AT_ONCE = 500


def note_code(session: Session, fetched_on: date, *, by: int, now: datetime) -> None:
    """Remember when somebody fetched their code; a new one takes the place of the old.

    Raises:
        RuleError: `code_day_wrong`.
    """
    zone = find_actor(session, by, now).time_zone
    check_fetched(fetched_on, local_day(now, zone))
    row = {
        "person_id": by,
        "fetched_on": fetched_on,
        "time_zone": zone,
        "next_at": _find_next(fetched_on, zone, now),
    }
    upsert(session, Code, row, keys=["person_id"])
    record(session, "code.noted", f"person:{by}", at=now, actor_id=by)


def drop_code(session: Session, *, by: int, now: datetime) -> None:
    """Be reminded no more. Where nothing is noted, nothing changes."""
    code = session.get(Code, by)
    if code is not None:
        session.delete(code)
        record(session, "code.dropped", f"person:{by}", at=now, actor_id=by)


def remind_codes(session: Session, now: datetime) -> int:
    """Tell holders of codes that end soon or have ended; returns how many were told.

    Two processes at once tell each holder once. A holder who cannot be reached is passed over by
    delivery, not here: the days are noted as told either way.
    """
    due = select(Code).where(col(Code.next_at) <= now).order_by(col(Code.next_at)).limit(_AT_ONCE)
    codes = session.exec(due.with_for_update(skip_locked=True)).all()
    for code in codes:
        last_day = code.fetched_on + timedelta(days=CODE_DAYS - 1)
        has_ended = local_day(now, code.time_zone) > last_day
        leave(
            session,
            code.person_id,
            "testing/code_ended" if has_ended else "testing/code_ending",
            {"last_day": last_day.isoformat()},
            now=now,
            urgency=Urgency.REMINDER,
            dedupe_key=f"code:{code.person_id}:{code.fetched_on}:{has_ended}",
            expires_at=now + timedelta(days=5),
        )
        code.next_at = None if has_ended else _find_next(code.fetched_on, code.time_zone, now)
        session.add(code)
    return len(codes)


def _find_next(fetched_on: date, zone: str, now: datetime) -> datetime | None:
    """The next of the two mornings that lies ahead."""
    for days in (CODE_WARNING, CODE_DAYS):
        at = at_local(fetched_on + timedelta(days=days), _AT, zone)
        if at > now:
            return at
    return None
