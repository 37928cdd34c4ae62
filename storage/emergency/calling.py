"""Whom an alert is told, and told again until somebody comes and says how it stands (S88, S120)."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlmodel import Session, col, select

from storage.community.queries import find_duty_phone
from storage.emergency import rules
from storage.emergency.kinds import LIVE, AlertState
from storage.emergency.queries import AlertView, find_alert, list_callable, list_duty
from storage.emergency.tables import Alert
from storage.emergency.telling import (
    ADDED,
    RAISED,
    STILL,
    find_called,
    tell_caller,
    tell_staff,
)
from storage.sealing import SealedError

_log = logging.getLogger(__name__)


def repeat_alerts(session: Session, now: datetime) -> int:
    """Tell all staff of the alerts that nobody has taken in time; returns of how many.

    After the first time the caller hears that nobody has come yet. Whoever has taken one is
    asked whether it is seen to, then everybody is told; who cannot be on it any more has it no
    longer. One that cannot be opened holds up none of the others.
    """
    query = select(col(Alert.id)).where(col(Alert.repeat_at) <= now, col(Alert.state).in_(LIVE))
    # Two processes look at once: each alert is told by one of them.
    waiting = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()
    done = 0
    for alert_id in waiting:
        try:
            with session.begin_nested():
                _tell_again(session, session.get_one(Alert, alert_id), now)
        except SealedError:
            _log.error("Alert %d cannot be opened with the keys at hand", alert_id)
        else:
            done += 1
    return done


def call(session: Session, alert: Alert, now: datetime) -> int:
    """Tell the people on duty for the first time; returns how many they are.

    Where nobody knows which committee, it waits a little for the caller to point at a place.
    """
    if alert.committee_id is None:
        alert.repeat_at = now + rules.PLACE_WITHIN
        session.add(alert)
        return 0
    view = see(session, alert)
    people = list_duty(session, alert.committee_id, now)
    told = tell_staff(
        session, view, people, RAISED, key=f"call{alert.committee_id}", now=now, round=0
    )
    alert.told += 1
    if alert.state is AlertState.OPEN:
        alert.repeat_at = now + rules.FIRST_REPEAT
    session.add(alert)
    return told


def tell_more(session: Session, alert: Alert, key: str, now: datetime) -> int:
    """Tell what is new to who has taken it and to the duty; untaken, to all who were called."""
    if alert.told == 0:
        return 0
    is_with_all = alert.taken_by is None and alert.told > 1
    find = list_callable if is_with_all else list_duty
    people = set(find(session, alert.committee_id, now))
    if alert.taken_by is not None:
        people.add(alert.taken_by)
    return tell_staff(session, see(session, alert), sorted(people), ADDED, key=key, now=now)


def tell_others(
    session: Session, view: AlertView, template: str, by: int | None, now: datetime
) -> None:
    """Tell everybody who was called, but for who acts, how the alert stands now."""
    called = find_called(session, view.id)
    callable_ones = list_callable(session, view.committee_id, now)
    others = (one for one in callable_ones if one in called and one != by)
    state = {"state": view.state.value, "helper": view.helper or ""}
    key = f"{view.state.value}{int(now.timestamp())}"
    tell_staff(session, view, others, template, key=key, now=now, **state)


def is_lost(session: Session, alert: Alert, now: datetime) -> bool:
    """Whether who has taken it may not answer for it any more, or cannot be reached."""
    if alert.taken_by is None:
        return False
    return alert.taken_by not in list_callable(session, alert.committee_id, now)


def give_back_if_lost(session: Session, alert: Alert, now: datetime) -> bool:
    """Open an alert again whose taker is lost; whether that was so."""
    lost = is_lost(session, alert, now)
    if lost:
        give_back(session, alert, now)
    return lost


def give_back(session: Session, alert: Alert, now: datetime) -> None:
    """Open an alert again: everybody hears of it at the next tick, and the caller at once."""
    alert.state, alert.taken_by, alert.taken_at = AlertState.OPEN, None, None
    alert.heard_at = alert.repeat_at = now
    session.add(alert)
    _tell_nobody(session, alert, now)


def see(session: Session, alert: Alert) -> AlertView:
    """An alert as it stands after what was just changed."""
    session.add(alert)
    session.flush()
    assert alert.id is not None
    view = find_alert(session, alert.id)
    assert view is not None
    return view


def _tell_again(session: Session, alert: Alert, now: datetime) -> None:
    if alert.state is AlertState.TAKEN and not give_back_if_lost(session, alert, now):
        _check(session, alert, now)
    else:
        _repeat(session, alert, now)


def _repeat(session: Session, alert: Alert, now: datetime) -> None:
    # Only one without a committee has not been told to any duty yet.
    find = list_callable if alert.told else list_duty
    people = find(session, alert.committee_id, now)
    key = f"round{alert.told}"
    tell_staff(session, see(session, alert), people, RAISED, key=key, now=now, round=alert.told)
    if alert.told == 1:
        _tell_nobody(session, alert, now)
    alert.told += 1
    alert.repeat_at = rules.find_next_repeat(alert.heard_at, now)
    session.add(alert)


def _check(session: Session, alert: Alert, now: datetime) -> None:
    """Ask the taker whether it is seen to; the second time tell everybody."""
    assert alert.taken_at is not None
    assert alert.taken_by is not None
    view = see(session, alert)
    alert.repeat_at = rules.find_next_check(alert.taken_at, now)
    key = f"still{int(alert.taken_at.timestamp())}:{'again' if alert.repeat_at else 'all'}"
    everybody = () if alert.repeat_at else list_callable(session, alert.committee_id, now)
    for person_id in sorted({alert.taken_by, *everybody}):
        is_mine = person_id == alert.taken_by
        more = {"helper": view.helper or "", "is_mine": is_mine}
        tell_staff(session, view, (person_id,), STILL, key=key, now=now, **more)
    session.add(alert)


def _tell_nobody(session: Session, alert: Alert, now: datetime) -> None:
    """Tell the caller that nobody is on it; once between two rounds."""
    committee_id = alert.committee_id
    phone = "" if committee_id is None else find_duty_phone(session, committee_id)
    key, view = f"nobody{alert.told}", see(session, alert)
    tell_caller(session, view, "emergency/told_nobody", key=key, now=now, phone=phone)
