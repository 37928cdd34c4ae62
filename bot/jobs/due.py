"""What falls due by itself, and how often it is looked for. Each entry is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.calendar import CALENDAR
from bot.jobs.ticks import Tick
from storage.community.actions import tell_shifts
from storage.emergency.calling import repeat_alerts
from storage.faq.actions import announce_items, remind_expiring, say_in_groups, send_week
from storage.notices.actions import follow_copies, has_due_notices, send_due_notices, settle_ended
from storage.relay.actions import turn_due_relays
from storage.relay.boards.actions import end_knocking, follow_maps
from storage.relay.moves import has_lapsing_offers, lapse_offers
from storage.relay.queries import has_due_relays
from storage.relay.releases.actions import follow_points, report_days
from storage.relay.releases.joining import has_due_joins, join_due
from storage.relay.vouchers.issuing import issue_due_vouchers
from storage.requests.actions import (
    ask_after_sessions,
    escalate_due,
    remind_refills,
    send_digests,
    settle_requests,
)
from storage.retention import purge
from storage.runs.actions import settle_runs, take_from_former
from storage.schedules.actions import end_spent
from storage.supplies.actions import turn_due_rounds
from storage.supplies.queries import has_due_rounds
from storage.testing.actions import extend_rounds, follow_zone, tell_due, turn_rounds
from storage.testing.coverage.actions import chase_missed, remind_codes
from storage.testing.queries import has_due_reminders
from storage.volunteers.upkeep import return_tasks, tell_ending, tell_late
from storage.work import Work

Due = Callable[[Session, datetime], object]
IsDue = Callable[[Session, datetime], bool]

SECOND, MOMENT, MINUTE, FIVE_MINUTES, HOUR = 1, 15, 60, 300, 3600

# What has to happen in its second. Each second is asked whether there is anything: to ask is a
# read, and holds up no writer.
WATCHED: Mapping[str, tuple[IsDue, Due]] = {
    "notices": (has_due_notices, partial(send_due_notices, calendar=CALENDAR)),
    "relay_offers": (has_lapsing_offers, lapse_offers),
    "relay_rehearsals": (has_due_joins, join_due),
    "relays": (has_due_relays, turn_due_relays),
    "supplies": (has_due_rounds, turn_due_rounds),
    "testing": (has_due_reminders, tell_due),
}

# Seconds between two looks, and storage's actions by the name that the log knows them by.
DUE: Mapping[int, Mapping[str, Due]] = {
    MOMENT: {"alerts": repeat_alerts, "notices_copies": follow_copies},
    MINUTE: {
        "requests_unclaimed": escalate_due,
        "requests_sessions": ask_after_sessions,
        "duty_shifts": tell_shifts,
        "relay_vouchers": issue_due_vouchers,
        "notices_ended": settle_ended,
        "relay_knocks": end_knocking,
        "relay_maps": follow_maps,
        "runs_copies": take_from_former,
        "schedules_spent": partial(end_spent, calendar=CALENDAR),
        "testing_missed": chase_missed,
        "testing_ended": turn_rounds,
        "testing_zones": follow_zone,
        "testing_ahead": partial(extend_rounds, calendar=CALENDAR),
    },
    FIVE_MINUTES: {
        "faq_items": announce_items,
        "faq_groups": say_in_groups,
        "faq_expiring": remind_expiring,
        "faq_week": send_week,
        "relay_points": follow_points,
        "relay_days": report_days,
        "requests_refills": remind_refills,
        "requests_digests": send_digests,
        "requests_settled": settle_requests,
        "runs_settled": settle_runs,
        "testing_codes": remind_codes,
        "volunteers_returned": return_tasks,
        "volunteers_late": tell_late,
        "volunteers_ending": tell_ending,
    },
    HOUR: {"retention": purge},
}


def as_ticks(
    actions: Mapping[str, Due], work: Work, now: Callable[[], datetime]
) -> dict[str, Tick]:
    """The actions as functions to be called; what one finds due does not hold up another."""
    return {name: _tick(action, work, now) for name, action in actions.items()}


def watch(
    watched: Mapping[str, tuple[IsDue, Due]], work: Work, now: Callable[[], datetime]
) -> dict[str, Tick]:
    """The actions as functions that write only where their question is answered with yes."""
    return {name: _watcher(is_due, action, work, now) for name, (is_due, action) in watched.items()}


def _tick(action: Due, work: Work, now: Callable[[], datetime]) -> Tick:
    return lambda: work.write(action, now())


def _watcher(is_due: IsDue, action: Due, work: Work, now: Callable[[], datetime]) -> Tick:
    async def look() -> None:
        at = now()
        if await work.read(is_due, at):
            await work.write(action, at)

    return look
