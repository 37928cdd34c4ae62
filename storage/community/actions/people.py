"""Telegram accounts: met, spoken to in their language, and forgotten when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, update
from sqlmodel import Session, col, select

from storage.audit.actions import erase_failed_updates, record
from storage.community.actions._locks import lock_committee
from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import find_actor, list_roles
from storage.community.rules import check_not_last_staff, clean_name
from storage.community.tables import (
    Conversation,
    Duty,
    DutyNote,
    Person,
    Resident,
    Role,
    Shift,
)
from storage.emergency.upkeep import forget_caller
from storage.errors import RuleError
from storage.faq.upkeep import forget_asker
from storage.notices.upkeep import forget_reader
from storage.outbox.tables import OutboxMessage, SendState
from storage.proxies.actions import forget_proxy
from storage.relay.kinds import EntryState, RelayState
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.upkeep import forget_checker
from storage.requests.upkeep import forget_requester
from storage.runs.upkeep import forget_planner
from storage.schedules.upkeep import forget_maker
from storage.supplies.upkeep import forget_orderer, ordering_households
from storage.testing.coverage.upkeep import forget_tested
from storage.testing.upkeep import forget_listener
from storage.upsert import upsert
from storage.volunteers.upkeep import forget_volunteer

_LANGUAGE_LENGTH = 10


@dataclass(frozen=True)
class Forgotten:
    """How much was erased."""

    ties: int
    roles: int
    messages: int
    questions: int


def meet_person(
    session: Session,
    person_id: int,
    name: str,
    telegram_language: str | None,
    *,
    now: datetime,
    reachable: bool | None = None,
) -> None:
    """Note a Telegram account, or refresh what is known of it. Their own choices are kept.

    Where nothing is new, nothing is written.

    Args:
        name: as Telegram gives it; hostile characters are taken out.
        reachable: None where the contact says nothing about it: a message in a group.
    """
    language = (telegram_language or "")[:_LANGUAGE_LENGTH] or None
    cleaned = clean_name(name)
    known = session.get(Person, person_id)
    told = (cleaned, language, known.reachable if known and reachable is None else reachable)
    if known is not None and told == (known.name, known.telegram_language, known.reachable):
        return
    row = {
        "id": person_id,
        "name": cleaned,
        "telegram_language": language,
        "reachable": bool(reachable),
        "seen_at": now,
    }
    kept = frozenset({"reachable"} if reachable is None else ())
    upsert(session, Person, row, keys=["id"], kept=kept)


def choose_language(session: Session, person_id: int, language: str, *, now: datetime) -> None:
    """Keep a person's own choice of language.

    Raises:
        RuleError: `not_found` for a person that was never met.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise RuleError("not_found", kind="person")
    person.language = language[:_LANGUAGE_LENGTH]
    person.seen_at = now


def set_reachable(session: Session, person_id: int, reachable: bool) -> None:
    """Remember whether the bot may write to a person. An unknown person changes nothing."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(reachable=reachable))


def forget_person(session: Session, person_id: int, *, now: datetime) -> Forgotten:
    """Erase what is held of a person who asks for it. Again, it changes nothing.

    Their household's places in relays stay: they are the household's (S13). A tie that its
    household disputed or that staff removed stays too, as bare numbers without name or
    language: otherwise whoever was objected to could forget themselves and join again. So does,
    as a removed one, a tie to a household with a place in a relay that still runs, or with an order
    in a round: otherwise one account could take the places of many doors. Staff can renew it. What
    they asked goes; an answer that staff gave to others as well stays.

    Raises:
        RuleError: `last_staff` where a committee would be left without staff.
    """
    _check_staff_remain(session, person_id, now)
    messages = _erase_messages(session, person_id)
    erase_failed_updates(session, person_id)
    tests = forget_tested(session, person_id)
    ties = _erase_ties(session, person_id)
    roles = _erase(session, delete(Role).where(col(Role.person_id) == person_id))
    questions = forget_asker(session, person_id, now=now)
    requests = forget_requester(session, person_id, now=now)
    forget_caller(session, person_id, now=now)
    offers = forget_volunteer(session, person_id, now=now)
    forget_orderer(session, person_id)
    forget_planner(session, person_id)
    forget_listener(session, person_id)
    forget_maker(session, person_id)
    forget_reader(session, person_id)
    forget_proxy(session, person_id)
    forget_checker(session, person_id, now=now)
    for table in (Conversation, Duty):
        _erase(session, delete(table).where(col(table.person_id) == person_id))
    session.execute(
        update(RelayEntry).where(col(RelayEntry.person_id) == person_id).values(person_id=None)
    )
    for rota in (Shift, DutyNote):
        _erase(session, update(rota).where(col(rota.person_id) == person_id).values(person_id=None))
    _erase_person(session, person_id)
    forgotten = Forgotten(ties, roles, messages, questions)
    if any((ties, roles, messages, questions, requests, offers, tests)):
        record(session, "person.forgotten", f"person:{person_id}", at=now, actor_id=person_id)
    return forgotten


def _check_staff_remain(session: Session, person_id: int, now: datetime) -> None:
    for committee_id in find_actor(session, person_id, now).staff_committees:
        lock_committee(session, committee_id)
        staff = [
            role for role in list_roles(session, committee_id, now) if role.kind is RoleKind.STAFF
        ]
        own = [role.id for role in staff if role.person_id == person_id]
        others = [role.id for role in staff if role.person_id != person_id]
        for role_id in own:
            check_not_last_staff(role_id, [role_id, *others])


def _erase_ties(session: Session, person_id: int) -> int:
    """Delete a person's ties, or leave a bare mark where their household has a running place."""
    placed = (
        select(RelayEntry.household_id)
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .where(
            col(RelayEntry.state) != EntryState.LEFT,
            col(Relay.state).in_([RelayState.SCHEDULED, RelayState.OPEN]),
        )
    )
    mine = col(Resident.person_id) == person_id, col(Resident.state) == ResidentState.ACTIVE
    marked = _erase(
        session,
        update(Resident)
        .where(
            *mine,
            or_(
                col(Resident.household_id).in_(placed),
                col(Resident.household_id).in_(ordering_households()),
            ),
        )
        .values(state=ResidentState.REMOVED, confirmed_by=None),
    )
    return marked + _erase(session, delete(Resident).where(*mine))


def _erase_messages(session: Session, person_id: int) -> int:
    """What was told to them, and what their household was told about them."""
    about = session.exec(select(Resident.id).where(Resident.person_id == person_id)).all()
    told = [
        col(OutboxMessage.dedupe_key).startswith(new_member_key(tie), autoescape=True)
        for tie in about
        if tie is not None
    ]
    _blank_names(session, set(about))
    erased = _erase(session, delete(OutboxMessage).where(col(OutboxMessage.chat_id) == person_id))
    return erased + sum(_erase(session, delete(OutboxMessage).where(each)) for each in told)


def _blank_names(session: Session, resident_ids: set[int | None]) -> None:
    """What is yet to be told about a tie is told without a name; what was told holds none."""
    is_open = col(OutboxMessage.state).in_([SendState.WAITING, SendState.SENDING])
    for row in session.exec(select(OutboxMessage).where(is_open)):
        if "name" in row.params and row.params.get("resident_id") in resident_ids:
            row.params = {**row.params, "name": ""}
            session.add(row)
    session.flush()


def new_member_key(resident_id: int) -> str:
    """How the dedupe keys of all messages about a new member begin."""
    return f"new_member:{resident_id}:"


def _erase_person(session: Session, person_id: int) -> None:
    is_tied = select(Resident.id).where(Resident.person_id == person_id)
    if session.exec(is_tied).first() is None:
        _erase(session, delete(Person).where(col(Person.id) == person_id))
        return
    blank = {"name": "", "language": None, "telegram_language": None, "reachable": False}
    session.execute(update(Person).where(col(Person.id) == person_id).values(**blank))


def _erase(session: Session, statement: Any) -> int:
    result = cast("CursorResult[Any]", session.execute(statement))
    return result.rowcount
