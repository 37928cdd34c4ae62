"""Raising an alert, telling it until somebody comes, and ending it (S88, S92, S102, S120)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor, find_estate, list_buildings
from storage.community.tables import Chat, Person
from storage.emergency import rules
from storage.emergency.calling import (
    call,
    give_back_if_lost,
    is_lost,
    see,
    tell_more,
    tell_others,
)
from storage.emergency.kinds import LIVE, AlertKind, AlertState
from storage.emergency.queries import (
    AlertView,
    Spot,
    find_heard,
    find_live,
    find_spot,
    list_duty,
)
from storage.emergency.tables import Alert, AlertCry
from storage.emergency.telling import tell_caller
from storage.errors import RuleError


@dataclass(frozen=True)
class Cry:
    """What was heard. `words` are empty for a pressed button; `person_id` for who hides is None."""

    kind: AlertKind
    person_id: int | None
    group_id: int | None
    words: str
    language: str
    update_id: int


@dataclass(frozen=True)
class Raised:
    """What became of a cry.

    Attributes:
        told: how many people on duty were told; 0 where none can be reached, or no committee is
            known yet.
        is_joined: it belongs to an alert that was raised before.
    """

    alert_id: int
    told: int
    is_joined: bool
    estate_id: int | None
    building_id: int | None


def raise_alert(session: Session, cry: Cry, *, now: datetime) -> Raised:
    """Keep a cry for help and tell the people on duty; the same update again changes nothing.

    What the same person says within ten minutes joins their alert.
    """
    _lock_caller(session, cry)
    known = find_heard(session, cry.update_id)
    if known is not None:
        alert = _lock(session, known)
        return _raised(alert, alert.told, is_joined=True)
    live = find_live(session, cry.person_id, cry.group_id, now)
    if live is not None:
        alert = _lock(session, live)
        if alert.state in LIVE:
            return _join(session, alert, cry, now)
    return _raise(session, cry, now)


def _raise(session: Session, cry: Cry, now: datetime) -> Raised:
    spot = find_spot(session, cry.person_id, cry.group_id, now)
    alert = Alert(
        kind=cry.kind,
        person_id=cry.person_id,
        group_id=cry.group_id,
        words=rules.join_words("", cry.words),
        language=cry.language,
        raised_at=now,
        heard_at=now,
    )
    if spot is not None:
        _set_place(session, alert, spot, now)
    session.add(alert)
    session.flush()
    _note(session, alert, cry)
    record(session, "alert.raised", f"alert:{alert.id}", at=now, actor_id=cry.person_id)
    return _raised(alert, call(session, alert, now), is_joined=False)


def place_alert(
    session: Session,
    alert_id: int,
    estate_id: int,
    building_id: int | None,
    *,
    by: int,
    now: datetime,
) -> Raised:
    """The caller points at where they are; the people on duty there are told of it.

    Raises:
        RuleError: `not_found` for somebody else's alert and for a place that is none;
            `urgent_over`.
    """
    alert = _lock_own(session, alert_id, by)
    rules.check_live(alert.state)
    estate = find_estate(session, estate_id)
    houses = {house.id for house in list_buildings(session, estate_id)}
    if estate is None or (building_id is not None and building_id not in houses):
        raise RuleError("not_found", kind="building")
    if (alert.estate_id, alert.building_id) == (estate_id, building_id):
        return _raised(alert, alert.told, is_joined=True)
    is_moved = alert.committee_id != estate.committee_id
    alert.committee_id, alert.estate_id, alert.building_id = (
        estate.committee_id, estate_id, building_id,
    )  # fmt: skip
    session.add(alert)
    if is_moved:
        give_back_if_lost(session, alert, now)
        return _raised(alert, call(session, alert, now), is_joined=False)
    told = tell_more(session, alert, f"place:{building_id or 0}", now)
    return _raised(alert, told, is_joined=True)


def look_at_alert(session: Session, alert_id: int, *, by: int, now: datetime) -> AlertView:
    """An alert as it stands, for the people on duty; that they looked is audited.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    alert = _lock_as_staff(session, alert_id, by, now)
    record(session, "alert.seen", f"alert:{alert_id}", at=now, actor_id=by)
    return see(session, alert)


def take_alert(
    session: Session, alert_id: int, *, by: int, now: datetime, is_over: bool = False
) -> AlertView:
    """Be on it: the first one is. The caller and everybody who was called hear of it.

    One whose taker lost the right or cannot be reached is free again.

    Args:
        is_over: take it over from whoever is on it.

    Raises:
        RuleError: `not_found`, `not_staff`, `urgent_taken`, `urgent_over`.
    """
    alert = _lock_as_staff(session, alert_id, by, now)
    is_free = is_over or is_lost(session, alert, now)
    rules.check_takable(alert.state, None if is_free else alert.taken_by, by)
    if alert.taken_by == by:
        return see(session, alert)
    alert.state, alert.taken_by, alert.taken_at = AlertState.TAKEN, by, now
    alert.repeat_at = rules.find_next_check(now, now)
    view = see(session, alert)
    record(session, "alert.taken", f"alert:{alert_id}", at=now, actor_id=by)
    tell_caller(session, view, "emergency/told_taken", key=f"taken{alert.told}", now=now)
    tell_others(session, view, "emergency/taken", by, now)
    return view


def close_alert(
    session: Session, alert_id: int, *, by: int, now: datetime, is_false: bool = False
) -> AlertView:
    """End an alert: it was seen to, or nobody is in danger. Ending it twice changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`; `urgent_over` where it ended the other way.
    """
    alert = _lock_as_staff(session, alert_id, by, now)
    ended = AlertState.FALSE_ALARM if is_false else AlertState.DONE
    if alert.state is ended:
        return see(session, alert)
    rules.check_live(alert.state)
    view = _end(session, alert, ended, by, now)
    if is_false:
        tell_caller(session, view, "emergency/told_false", key="false", now=now)
    tell_others(session, view, "emergency/closed", by, now)
    return view


def note_alert(session: Session, alert_id: int, text: str, *, by: int, now: datetime) -> AlertView:
    """Write down how it ended, for the committee; another note takes the place of the first.

    Raises:
        RuleError: `not_found`, `not_staff`, `urgent_note_empty`, `urgent_note_long`.
    """
    alert = _lock_as_staff(session, alert_id, by, now)
    alert.note = rules.check_note(text)
    view = see(session, alert)
    record(session, "alert.noted", f"alert:{alert_id}", at=now, actor_id=by)
    return view


def withdraw_alert(session: Session, alert_id: int, *, by: int, now: datetime) -> AlertView:
    """The caller says that it was a mistake; who was called hears of it. Twice changes nothing.

    Raises:
        RuleError: `not_found` for somebody else's; `urgent_over`.
    """
    alert = _lock_own(session, alert_id, by)
    if alert.state is AlertState.WITHDRAWN:
        return see(session, alert)
    rules.check_live(alert.state)
    view = _end(session, alert, AlertState.WITHDRAWN, by, now)
    tell_others(session, view, "emergency/closed", None, now)
    return view


def _join(session: Session, alert: Alert, cry: Cry, now: datetime) -> Raised:
    _note(session, alert, cry)
    give_back_if_lost(session, alert, now)
    words = rules.join_words(alert.words, cry.words)
    is_news = words != alert.words
    alert.words, alert.kind = words, rules.join_kinds(alert.kind, cry.kind)
    alert.heard_at = now
    session.add(alert)
    told = tell_more(session, alert, f"words{cry.update_id}", now) if is_news else alert.told
    return _raised(alert, told, is_joined=True)


def _set_place(session: Session, alert: Alert, spot: Spot, now: datetime) -> None:
    alert.committee_id, alert.estate_id = spot.committee_id, spot.estate_id
    alert.building_id = spot.building_id
    if alert.person_id is None:
        return
    ties = find_actor(session, alert.person_id, now).residents
    home = next((tie for tie in ties if tie.committee_id == spot.committee_id), None)
    if home is not None:
        alert.household_id = home.household_id
        alert.estate_id, alert.building_id = home.estate_id, home.building_id


def _end(session: Session, alert: Alert, state: AlertState, by: int, now: datetime) -> AlertView:
    alert.state, alert.closed_by, alert.closed_at = state, by, now
    alert.repeat_at = None
    view = see(session, alert)
    record(session, f"alert.{state.value}", f"alert:{alert.id}", at=now, actor_id=by)
    return view


def _note(session: Session, alert: Alert, cry: Cry) -> None:
    assert alert.id is not None
    session.add(AlertCry(update_id=cry.update_id, alert_id=alert.id))


def _lock_caller(session: Session, cry: Cry) -> None:
    """Two cries at once must see each other, or each would be an alert of its own."""
    if cry.person_id is not None:
        query = select(col(Person.id)).where(col(Person.id) == cry.person_id)
    else:
        query = select(col(Chat.telegram_id)).where(col(Chat.telegram_id) == cry.group_id)
    session.exec(query.with_for_update(key_share=True)).first()


def _lock(session: Session, alert_id: int) -> Alert:
    query = select(Alert).where(Alert.id == alert_id).with_for_update()
    alert = session.exec(query).first()
    if alert is None:
        raise RuleError("not_found", kind="alert")
    return alert


def _lock_own(session: Session, alert_id: int, by: int) -> Alert:
    alert = _lock(session, alert_id)
    if alert.person_id != by:
        raise RuleError("not_found", kind="alert")
    return alert


def _lock_as_staff(session: Session, alert_id: int, by: int, now: datetime) -> Alert:
    alert = _lock(session, alert_id)
    committee_id = alert.committee_id
    duty = list_duty(session, committee_id, now)
    rules.check_may_answer(find_actor(session, by, now), committee_id, duty)
    return alert


def _raised(alert: Alert, told: int, *, is_joined: bool) -> Raised:
    assert alert.id is not None
    return Raised(alert.id, told, is_joined, alert.estate_id, alert.building_id)
