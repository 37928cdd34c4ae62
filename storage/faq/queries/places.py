"""Where somebody asks, how far it is closed there, and how the bot behaves in a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.community.actor import Actor
from storage.community.queries import (
    find_actor,
    find_chat,
    find_committee,
    list_buildings,
    list_committees,
    list_estates,
)
from storage.community.tables import Building, Chat
from storage.faq.kinds import ClosureKind
from storage.faq.queries.views import ChatManner, ClosureView
from storage.faq.rules import Place
from storage.faq.tables import FaqChat, FaqClosure
from storage.local_time import local_day

Houses = Collection[tuple[int, int | None]]
"""Estates, each with one of its buildings or None for the estate as a whole."""


def find_place(
    session: Session, person_id: int | None, chat_id: int | None, now: datetime
) -> Place | None:
    """Where a question is asked, or None where no committee is known.

    A bound group is its houses, whoever asks there. In private a person is where they live;
    staff without a home there are in all houses that they answer for; a stranger is in the only
    committee there is.

    Args:
        chat_id: Telegram's id of a group; None in private and inline.
    """
    if chat_id is not None:
        chat = find_chat(session, chat_id)
        if chat is None or chat.committee_id is None or chat.estate_id is None:
            return None
        houses = [(chat.estate_id, chat.building_id)]
        return _place(session, chat.committee_id, houses, now)
    if person_id is not None:
        actor = find_actor(session, person_id, now)
        if home := _find_home(session, actor, now):
            return home
    return _find_only_committee(session, now)


def find_closures(session: Session, estate_id: int) -> tuple[ClosureView, ...]:
    """What is closed in an estate now: the estate as a whole first, then its buildings."""
    query = (
        select(col(FaqClosure.building_id), col(Building.label), col(FaqClosure.closure))
        .outerjoin(Building, col(Building.id) == col(FaqClosure.building_id))
        .where(col(FaqClosure.estate_id) == estate_id)
        .order_by(col(FaqClosure.building_id).is_not(None), col(Building.position))
    )
    return tuple(ClosureView(*row) for row in session.execute(query))


def find_chat_manner(session: Session, chat_telegram_id: int) -> ChatManner:
    """How the bot behaves in a group; quiet where nothing was set."""
    query = (
        select(
            col(FaqChat.listens),
            col(FaqChat.entry_id),
            col(FaqChat.entry_version),
            col(FaqChat.message_id),
            col(FaqChat.said_at),
            col(Chat.reads_all),
        )
        .select_from(Chat)
        .outerjoin(FaqChat, col(FaqChat.chat_id) == col(Chat.id))
        .where(col(Chat.telegram_id) == chat_telegram_id)
    )
    row = session.execute(query).first()
    if row is None:
        return ChatManner(False, None, None, None, None, can_hear=False)
    return ChatManner(
        bool(row.listens),
        row.entry_id,
        row.entry_version,
        row.message_id,
        row.said_at,
        row.reads_all,
    )


def _find_home(session: Session, actor: Actor, now: datetime) -> Place | None:
    ties = [tie for tie in actor.residents if tie.is_active]
    if ties:
        committee_id = ties[0].committee_id
        houses = {
            (tie.estate_id, tie.building_id) for tie in ties if tie.committee_id == committee_id
        }
        return _place(session, committee_id, houses, now)
    if actor.is_staff_anywhere:
        committee_id = actor.staff_committees[0]
        return _place(session, committee_id, _list_houses(session, committee_id), now)
    return None


def _find_only_committee(session: Session, now: datetime) -> Place | None:
    committees = list_committees(session)
    if len(committees) != 1:
        return None
    return _place(session, committees[0].id, (), now, is_known=False)


def _list_houses(session: Session, committee_id: int) -> Houses:
    estates = list_estates(session, committee_id)
    return [
        (estate.id, building)
        for estate in estates
        for building in (None, *(each.id for each in list_buildings(session, estate.id)))
    ]


def _place(
    session: Session, committee_id: int, houses: Houses, now: datetime, *, is_known: bool = True
) -> Place:
    committee = find_committee(session, committee_id)
    assert committee is not None
    return Place(
        committee_id=committee_id,
        day=local_day(now, committee.time_zone),
        time_zone=committee.time_zone,
        estates=frozenset(estate for estate, _ in houses),
        buildings=frozenset(building for _, building in houses if building is not None),
        closures=frozenset(_list_closures(session, houses)),
        is_known=is_known,
    )


def _list_closures(session: Session, houses: Houses) -> Iterable[ClosureKind]:
    """A building is closed as was said of it, else as its estate is."""
    for estate_id in {estate for estate, _ in houses}:
        said = {view.building_id: view.closure for view in find_closures(session, estate_id)}
        for estate, building in houses:
            if estate == estate_id and (closure := said.get(building) or said.get(None)):
                yield closure
