"""What a reminder says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.testing.kinds import ReminderKind, SlotKind
from storage.testing.messages import DueReminder, RoundFact, reminder_params

FACT = RoundFact(round_id=1, title="核酸检测", site="中心花园", lanes=1, days=3)
BEGIN = datetime(2022, 4, 12, 7, 15, tzinfo=UTC)
EARLY = DueReminder(
    id=1,
    turn=1,
    kind=ReminderKind.BEFORE,
    minutes=30,
    due_at=BEGIN - timedelta(minutes=30),
    expires_at=BEGIN,
    slot_id=1,
    slot_kind=SlotKind.SITE,
    batch=1,
    site=None,
    starts_at=BEGIN,
    ends_at=BEGIN + timedelta(minutes=20),
    building_id=1,
    label="1",
    day_id=1,
    ordinal=1,
    day=date(2022, 4, 12),
    delay=0,
)


def test_reminder_that_quiet_hours_put_off_says_what_is_left() -> None:
    put_off = replace(EARLY, due_at=BEGIN - timedelta(minutes=15))

    assert reminder_params(FACT, [EARLY])["minutes"] == 30
    assert reminder_params(FACT, [put_off])["minutes"] == 15
