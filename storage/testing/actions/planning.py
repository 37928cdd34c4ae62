"""A plan becomes a round: its days, slots and reminders, and a card in every group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.community.actions import lock_estate
from storage.community.queries import find_actor, list_bound_chats
from storage.community.rules import check_staff
from storage.local_time import local_day
from storage.outbox.actions import NewMessage, leave_many, place_card
from storage.outbox.tables import Urgency
from storage.schedules.actions import make_schedule
from storage.schedules.kinds import ScheduleKind
from storage.schedules.rules import Calendar, to_json
from storage.testing.actions._locks import note
from storage.testing.actions.reminding import plan_reminders
from storage.testing.actions.repeating import extend_rounds
from storage.testing.actions.rows import add_day, to_pattern
from storage.testing.audience import find_audience
from storage.testing.kinds import CARD_KIND, DayState, RoundState, SlotKind
from storage.testing.messages import cut
from storage.testing.plan import DayDraft, Place, Plan, check_plan, draft_days
from storage.testing.queries.place import find_place
from storage.testing.queries.reminders import fact_of
from storage.testing.tables import Day, Round, Slot


def plan_round(
    session: Session,
    plan: Plan,
    *,
    by: int,
    now: datetime,
    calendar: Calendar,
    update_id: int | None = None,
) -> int:
    """Plan a round: its card stands in every group of its buildings, and listeners are told.

    Args:
        update_id: of Telegram; the same one again plans nothing.

    Returns:
        The round's number.

    Raises:
        RuleError: `not_found`, `not_staff`, or what `check_plan` raises.
    """
    committee_id = lock_estate(session, plan.estate_id).committee_id
    check_staff(find_actor(session, by, now), committee_id)
    known = _find_planned(session, update_id)
    if known is not None:
        return known
    place = find_place(session, plan.estate_id)
    check_plan(plan, place, now, calendar)
    testing = _add_round(session, plan, place, committee_id, by, now, update_id)
    assert testing.id is not None
    if plan.is_open:
        _repeat(session, testing, plan, by, now, calendar)
    else:
        _add_days(session, testing, draft_days(plan, calendar, local_day(now, testing.zone)), now)
    buildings = {slot.building_id for slot in plan.slots}
    for chat in list_bound_chats(session, plan.estate_id, buildings):
        place_card(session, CARD_KIND, testing.id, chat.telegram_id, chat.thread_id)
    _tell_listeners(session, testing, now)
    note(session, testing, "planned", by, now, buildings=len(buildings))
    return testing.id


def place_testing_cards(session: Session, telegram_id: int, *, now: datetime) -> int:
    """Put the cards of rounds that go on into a group that was bound after they were planned."""
    placed = 0
    ahead = select(Day.round_id).where(col(Day.ends_at) > now)
    planned = col(Round.state) == RoundState.PLANNED, col(Round.id).in_(ahead)
    for testing in session.exec(select(Round).where(*planned).order_by(col(Round.id))):
        assert testing.id is not None
        slots = select(Slot.building_id).join(Day, col(Day.id) == col(Slot.day_id))
        buildings = set(session.exec(slots.where(col(Day.round_id) == testing.id)))
        for chat in list_bound_chats(session, testing.estate_id, buildings):
            if chat.telegram_id == telegram_id:
                place_card(session, CARD_KIND, testing.id, telegram_id, chat.thread_id)
                placed += 1
    return placed


def _find_planned(session: Session, update_id: int | None) -> int | None:
    if update_id is None:
        return None
    return session.exec(select(Round.id).where(col(Round.update_id) == update_id)).first()


def _add_round(
    session: Session,
    plan: Plan,
    place: Place,
    committee_id: int,
    by: int,
    now: datetime,
    update_id: int | None,
) -> Round:
    pace, manner = plan.pace, plan.manner
    testing = Round(
        committee_id=committee_id,
        estate_id=plan.estate_id,
        title=plan.title.strip(),
        site=plan.site.strip(),
        lanes=pace.lanes,
        seconds_per_person=pace.seconds_per_person,
        people_tenths=pace.people_tenths,
        home_minutes=pace.home_minutes,
        evening_at=manner.evening_at,
        before_minutes=list(manner.before_minutes),
        last_call_minutes=manner.last_call_minutes,
        quiet_from=manner.quiet_from,
        quiet_until=manner.quiet_until,
        zone=place.time_zone,
        rule=to_json(plan.rule) if plan.rule is not None else None,
        pattern=to_pattern(plan.slots) if plan.is_open else None,
        update_id=update_id,
        made_by=by,
        made_at=now,
    )
    session.add(testing)
    session.flush()
    return testing


def _add_days(session: Session, testing: Round, days: Iterable[DayDraft], now: datetime) -> None:
    rows = [
        add_day(session, testing, number, draft.day, draft.slots)
        for number, draft in enumerate(days, start=1)
    ]
    plan_reminders(session, [row.id for row in rows if row.id is not None], now)


def _repeat(
    session: Session, testing: Round, plan: Plan, by: int, now: datetime, calendar: Calendar
) -> None:
    """Have a round without an end recur; the days within the horizon stand at once."""
    assert plan.rule is not None
    assert testing.id is not None
    schedule = make_schedule(
        session,
        committee_id=testing.committee_id,
        kind=ScheduleKind.TESTING,
        subject_id=testing.id,
        rule=plan.rule,
        minute=min(slot.begins for slot in plan.slots),
        starts_on=plan.starts_on or local_day(now, testing.zone),
        by=by,
        now=now,
        calendar=calendar,
    )
    testing.schedule_id = schedule.id
    session.add(testing)
    session.flush()
    extend_rounds(session, now, calendar)


def _tell_listeners(session: Session, testing: Round, now: datetime) -> None:
    listeners = find_audience(session, testing.estate_id).listeners
    lines = _lines_by_building(session, testing) if listeners else {}
    fact = fact_of(session, testing)
    messages = [
        NewMessage(
            chat_id=person_id,
            template="testing/planned",
            params={
                "round_id": fact.round_id,
                "title": fact.title,
                "site": fact.site,
                "lanes": fact.lanes,
                "m": fact.days,
                **cut(lines[building_id]),
            },
            dedupe_key=f"testing:planned:{testing.id}:{person_id}",
            urgency=Urgency.BULK,
        )
        for building_id, people in listeners.items()
        if building_id in lines
        for person_id in people
    ]
    leave_many(session, messages, now=now)


def _lines_by_building(session: Session, testing: Round) -> dict[int, list[dict[str, Any]]]:
    query = (
        select(Slot, col(Day.day))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .where(
            col(Day.round_id) == testing.id,
            col(Day.state) == DayState.PLANNED,
            col(Slot.kind) == SlotKind.SITE,
        )
        .order_by(col(Slot.starts_at))
    )
    lines: dict[int, list[dict[str, Any]]] = {}
    for slot, day in session.exec(query):
        line = {
            "day": day.isoformat(),
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
        }
        lines.setdefault(slot.building_id, []).append(line)
    return lines
