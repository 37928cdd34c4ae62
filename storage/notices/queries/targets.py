"""Which houses, groups and people an audience is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, or_, select
from sqlmodel import Session, col

from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import ChatView, list_bound_chats, list_roles
from storage.community.tables import Building, Estate, Household, Person, Resident, Role
from storage.notices.audience import Audience
from storage.notices.queries.views import AudienceView, BuildingLine, ChatLine
from storage.notices.rules import is_mass


def list_houses(
    session: Session, committee_id: int, audience: Audience
) -> dict[int, tuple[int, BuildingLine]]:
    """The audience's buildings with their estates' ids, in order; other committees' are none."""
    chosen = or_(
        col(Building.estate_id).in_(audience.estates) if audience.estates else false(),
        col(Building.id).in_(audience.buildings) if audience.buildings else false(),
    )
    query = (
        select(col(Building.id), col(Building.label), col(Estate.name), col(Estate.id))
        .join(Estate, col(Estate.id) == col(Building.estate_id))
        .where(col(Estate.committee_id) == committee_id, chosen)
        .order_by(col(Estate.id), col(Building.position), col(Building.id))
    )
    return {row[0]: (row[3], BuildingLine(*row[:3])) for row in session.execute(query)}


def list_groups(
    session: Session, committee_id: int, audience: Audience
) -> tuple[tuple[ChatLine, ...], tuple[BuildingLine, ...]]:
    """The groups that hear a notice, and the buildings that no group speaks for.

    An estate's own group hears what is for the whole estate, and what is for a building without
    a group of its own.
    """
    chats: list[ChatLine] = []
    unbound: list[BuildingLine] = []
    if not audience.has_groups:
        return (), ()
    houses = list_houses(session, committee_id, audience)
    for estate_id in dict.fromkeys(estate for estate, _ in houses.values()):
        lines = {line.id: line for estate, line in houses.values() if estate == estate_id}
        bound = list_bound_chats(session, estate_id, lines)
        own = [chat for chat in bound if chat.building_id is not None]
        whole = [chat for chat in bound if chat.building_id is None]
        bare = lines.keys() - {chat.building_id for chat in own}
        heard = [*whole, *own] if bare or estate_id in audience.estates else own
        name = next(iter(lines.values())).estate
        chats += [_line(chat, name) for chat in heard]
        unbound += [line for line in lines.values() if line.id in bare and not whole]
    return tuple(chats), tuple(unbound)


def _line(chat: ChatView, estate: str) -> ChatLine:
    return ChatLine(
        chat.telegram_id, chat.building_id, chat.building, estate, chat.languages, chat.thread_id
    )


def select_readers(
    committee_id: int, audience: Audience, houses: Iterable[int], now: datetime
) -> Select[*tuple[Any, ...]]:
    """Each person once: id, whether they can be written to, the language that they read.

    It is the one that they chose, else that of their Telegram, as Telegram calls it.

    A disputed tie hears nothing.
    """
    language = func.coalesce(col(Person.language), col(Person.telegram_language))
    people = select(col(Person.id), col(Person.reachable), language).order_by(col(Person.id))
    if not audience.has_private:
        return people.where(false())
    if audience.roles:
        return people.where(col(Person.id).in_(_holders(committee_id, audience, houses, now)))
    tied = (
        select(col(Resident.person_id))
        .join(Household, col(Household.id) == col(Resident.household_id))
        .where(
            col(Resident.state) == ResidentState.ACTIVE,
            col(Household.building_id).in_(tuple(houses)),
        )
    )
    return people.where(col(Person.id).in_(tied))


def _holders(
    committee_id: int, audience: Audience, houses: Iterable[int], now: datetime
) -> Select[*tuple[Any, ...]]:
    """Who holds one of the roles; a role for the whole committee is one for every house."""
    query = select(col(Role.person_id)).where(
        col(Role.committee_id) == committee_id,
        col(Role.kind).in_(audience.roles),
        col(Role.revoked_at).is_(None),
        or_(col(Role.expires_at).is_(None), col(Role.expires_at) > now),
    )
    if audience.estates or audience.buildings:
        is_within = col(Role.building_id).in_(tuple(houses))
        query = query.where(or_(col(Role.building_id).is_(None), is_within))
    return query


def list_audience(
    session: Session, committee_id: int, audience: Audience, now: datetime
) -> AudienceView:
    """Whom a notice would go to now, as its preview says."""
    houses = list_houses(session, committee_id, audience)
    chats, unbound = list_groups(session, committee_id, audience)
    readers = session.execute(select_readers(committee_id, audience, houses, now)).all()
    people = sum(reachable for _, reachable, _ in readers)
    spoken = {language for chat in chats for language in chat.languages}
    chosen = {language for _, reachable, language in readers if reachable and language}
    return AudienceView(
        chats=chats,
        people=people,
        blocked=len(readers) - people,
        households=0 if audience.roles else _count_households(session, houses),
        unbound=unbound,
        is_mass=is_mass(audience, len(chats) + people, is_whole=_has_whole(session, houses)),
        languages=tuple(sorted(spoken | chosen)),
    )


def _has_whole(session: Session, houses: dict[int, tuple[int, BuildingLine]]) -> bool:
    """Whether these are all the buildings of an estate."""
    chosen = Counter(estate for estate, _ in houses.values())
    query = (
        select(col(Building.estate_id), func.count())
        .where(col(Building.estate_id).in_(tuple(chosen)))
        .group_by(col(Building.estate_id))
    )
    return any(chosen[estate] == count for estate, count in session.execute(query))


def _count_households(session: Session, houses: Iterable[int]) -> int:
    query = select(func.count()).where(col(Household.building_id).in_(tuple(houses)))
    counted: int = session.execute(query).scalar_one()
    return counted


def list_staff(session: Session, committee_id: int, now: datetime) -> tuple[int, ...]:
    """Everybody who is staff of a committee now, each once."""
    roles = list_roles(session, committee_id, now)
    staff = (role.person_id for role in roles if role.kind is RoleKind.STAFF)
    return tuple(dict.fromkeys(staff))
