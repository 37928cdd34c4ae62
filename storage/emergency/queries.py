"""Questions about alerts: SELECTs that return frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.community.kinds import RoleKind
from storage.community.queries import find_duty, list_buildings, list_roles
from storage.community.tables import Building, Committee, Estate, Household, Person
from storage.emergency.kinds import LIVE, AlertKind, AlertState
from storage.emergency.rules import JOINS_WITHIN
from storage.emergency.tables import Alert, AlertCry
from storage.faq.queries import find_place
from storage.faq.rules import Place


@dataclass(frozen=True)
class AlertView:
    """An alert with whom and where it is about, for the people on duty only.

    Attributes:
        name: the caller's Telegram name; empty for who was forgotten or hides.
        estate, building, door: labels; None where nobody knows.
        helper: the name of who took it.
    """

    id: int
    kind: AlertKind
    state: AlertState
    committee_id: int | None
    person_id: int | None
    name: str
    estate: str | None
    building: str | None
    door: str | None
    is_in_group: bool
    words: str
    language: str
    raised_at: datetime
    taken_by: int | None
    helper: str | None
    note: str | None


@dataclass(frozen=True)
class Spot:
    """Where somebody calls from: whose duty is called, and its telephone."""

    place: Place
    duty_phone: str

    @property
    def committee_id(self) -> int:
        """The committee that is called."""
        return self.place.committee_id

    @property
    def estate_id(self) -> int | None:
        """The estate, where it can be only one."""
        return _only(self.place.estates)

    @property
    def building_id(self) -> int | None:
        """The building, where it can be only one."""
        return _only(self.place.buildings)


def _only(houses: frozenset[int]) -> int | None:
    return next(iter(houses)) if len(houses) == 1 else None


@dataclass(frozen=True)
class Choice:
    """An estate or a building that a caller can point at."""

    id: int
    label: str


def find_spot(
    session: Session, person_id: int | None, chat_id: int | None, now: datetime
) -> Spot | None:
    """Whose duty is called: the group's committee, else that of the person's home.

    Args:
        chat_id: Telegram's id of a group; None in private.
    """
    place = find_place(session, person_id, chat_id, now)
    if place is None and chat_id is not None and person_id is not None:
        place = find_place(session, person_id, None, now)
    if place is None:
        return None
    return Spot(place, session.get_one(Committee, place.committee_id).duty_phone)


def find_alert(session: Session, alert_id: int) -> AlertView | None:
    """One alert, as the people on duty see it."""
    helper = aliased(Person)
    query = (
        select(
            Alert,
            func.coalesce(col(Person.name), ""),
            col(Estate.name),
            col(Building.label),
            col(Household.door),
            col(helper.name),
        )
        .outerjoin(Person, col(Person.id) == col(Alert.person_id))
        .outerjoin(Estate, col(Estate.id) == col(Alert.estate_id))
        .outerjoin(Building, col(Building.id) == col(Alert.building_id))
        .outerjoin(Household, col(Household.id) == col(Alert.household_id))
        .outerjoin(helper, col(helper.id) == col(Alert.taken_by))
        .where(col(Alert.id) == alert_id)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    alert: Alert = row[0]
    assert alert.id is not None
    return AlertView(
        id=alert.id,
        kind=alert.kind,
        state=alert.state,
        committee_id=alert.committee_id,
        person_id=alert.person_id,
        name=row[1],
        estate=row[2],
        building=row[3],
        door=row[4],
        is_in_group=alert.group_id is not None,
        words=alert.words,
        language=alert.language,
        raised_at=alert.raised_at,
        taken_by=alert.taken_by,
        helper=row[5],
        note=alert.note,
    )


def find_live(
    session: Session, person_id: int | None, group_id: int | None, now: datetime
) -> int | None:
    """The alert that more words of a person belong to: not settled, and heard of just now.

    Those who write as a group are one to it.
    """
    is_nobody = col(Alert.person_id).is_(None) & (col(Alert.group_id) == group_id)
    is_theirs = is_nobody if person_id is None else col(Alert.person_id) == person_id
    query = (
        select(col(Alert.id))
        .where(
            is_theirs,
            col(Alert.state).in_(LIVE),
            col(Alert.heard_at) > now - JOINS_WITHIN,
        )
        .order_by(col(Alert.id).desc())
        .limit(1)
    )
    return session.execute(query).scalar()


def find_heard(session: Session, update_id: int) -> int | None:
    """The alert that an update has raised or belongs to."""
    query = select(col(AlertCry.alert_id)).where(col(AlertCry.update_id) == update_id)
    return session.execute(query).scalar()


def list_choices(session: Session, estate_id: int | None) -> tuple[Choice, ...]:
    """The buildings of an estate, or every estate, for a caller who is asked where they are."""
    if estate_id is not None:
        houses = list_buildings(session, estate_id)
        return tuple(Choice(house.id, house.label) for house in houses)
    query = select(col(Estate.id), col(Estate.name)).order_by(col(Estate.id))
    return tuple(Choice(*row) for row in session.execute(query))


def list_duty(session: Session, committee_id: int | None, now: datetime) -> tuple[int, ...]:
    """Who is called first: whoever has the duty; of every committee where none is known."""
    on_duty = (find_duty(session, each, now).people for each in _list_called(session, committee_id))
    return tuple(sorted({person_id for people in on_duty for person_id in people}))


def list_callable(session: Session, committee_id: int | None, now: datetime) -> tuple[int, ...]:
    """Everybody who can be called: the staff, and whoever has the duty; see `list_duty`."""
    staff = {
        role.person_id
        for each in _list_called(session, committee_id)
        for role in list_roles(session, each, now)
        if role.kind is RoleKind.STAFF
    }
    query = select(col(Person.id)).where(col(Person.id).in_(staff), col(Person.reachable))
    reachable = set(session.execute(query).scalars())
    return tuple(sorted(reachable | set(list_duty(session, committee_id, now))))


def _list_called(session: Session, committee_id: int | None) -> tuple[int, ...]:
    if committee_id is not None:
        return (committee_id,)
    return tuple(session.execute(select(col(Committee.id)).order_by(col(Committee.id))).scalars())
