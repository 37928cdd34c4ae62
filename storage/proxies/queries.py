"""Who acts for whom, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from storage.community.tables import Estate, Household, Person
from storage.proxies.kinds import Consent, ProxyState
from storage.proxies.tables import Proxy


@dataclass(frozen=True, slots=True)
class ProxyView:
    """A proxy with the door that it is for.

    Attributes:
        name: Telegram's first name, for the household and staff only; empty for an invitation.
        until: when the proxy, the invitation or the question ends by itself.
    """

    id: int
    household_id: int
    building_id: int
    estate_id: int
    committee_id: int
    estate: str
    door: str
    person_id: int | None
    name: str
    state: ProxyState
    consent: Consent | None
    until: datetime


def find_proxy(session: Session, proxy_id: int) -> ProxyView | None:
    """A proxy, whatever its state."""
    return next(iter(_list(session, col(Proxy.id) == proxy_id)), None)


def may_act(session: Session, person_id: int, household_id: int, now: datetime) -> bool:
    """Whether a household accepted a person, and it still holds."""
    found = session.exec(
        select(Proxy.id).where(
            Proxy.person_id == person_id, Proxy.household_id == household_id, _holds(now)
        )
    )
    return found.first() is not None


def list_for_person(session: Session, person_id: int, now: datetime) -> tuple[ProxyView, ...]:
    """The households that a person may act for."""
    return _list(session, col(Proxy.person_id) == person_id, _holds(now))


def list_for_household(session: Session, household_id: int, now: datetime) -> tuple[ProxyView, ...]:
    """Who acts for a household or asks to, and its invitations that nobody used yet."""
    return _list(
        session,
        col(Proxy.household_id) == household_id,
        col(Proxy.state) != ProxyState.ENDED,
        col(Proxy.until) > now,
    )


def list_asked(
    session: Session, committee_ids: Sequence[int], now: datetime
) -> tuple[ProxyView, ...]:
    """Questions that wait for an answer, by a household or for it by staff."""
    return _list(
        session,
        col(Estate.committee_id).in_(committee_ids),
        col(Proxy.state) == ProxyState.ASKED,
        col(Proxy.until) > now,
    )


def _holds(now: datetime) -> ColumnElement[bool]:
    return (col(Proxy.state) == ProxyState.ACTIVE) & (col(Proxy.until) > now)


def _list(session: Session, *conditions: ColumnElement[bool]) -> tuple[ProxyView, ...]:
    statement = (
        select(Proxy, Household, Estate, Person.name)
        .join(Household, col(Household.id) == col(Proxy.household_id))
        .join(Estate, col(Estate.id) == col(Household.estate_id))
        .outerjoin(Person, col(Person.id) == col(Proxy.person_id))
        .where(*conditions)
        .order_by(col(Proxy.id))
    )
    return tuple(_view(*row) for row in session.exec(statement))


def _view(proxy: Proxy, household: Household, estate: Estate, name: str | None) -> ProxyView:
    assert proxy.id is not None
    assert estate.id is not None
    return ProxyView(
        id=proxy.id,
        household_id=proxy.household_id,
        building_id=household.building_id,
        estate_id=estate.id,
        committee_id=estate.committee_id,
        estate=estate.name,
        door=household.door,
        person_id=proxy.person_id,
        name=name or "",
        state=proxy.state,
        consent=proxy.consent,
        until=proxy.until,
    )
