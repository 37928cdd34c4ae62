"""Telegram accounts: met, spoken to in their language, and forgotten when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community._upsert import upsert
from storage.community.kinds import ResidentState
from storage.community.rules import clean_name
from storage.community.tables import Conversation, Person, Resident, Role
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.relay.tables import RelayEntry

_LANGUAGE_LENGTH = 10


@dataclass(frozen=True)
class Forgotten:
    """How much was erased."""

    ties: int
    roles: int
    messages: int


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
    language: otherwise whoever was objected to could forget themselves and join again.
    """
    messages = _erase_messages(session, person_id)
    ties = _erase(
        session,
        delete(Resident).where(
            col(Resident.person_id) == person_id, col(Resident.state) == ResidentState.ACTIVE
        ),
    )
    roles = _erase(session, delete(Role).where(col(Role.person_id) == person_id))
    _erase(session, delete(Conversation).where(col(Conversation.person_id) == person_id))
    session.execute(
        update(RelayEntry).where(col(RelayEntry.person_id) == person_id).values(person_id=None)
    )
    _erase_person(session, person_id)
    forgotten = Forgotten(ties, roles, messages)
    if any((ties, roles, messages)):
        record(session, "person.forgotten", f"person:{person_id}", at=now, actor_id=person_id)
    return forgotten


def _erase_messages(session: Session, person_id: int) -> int:
    """What was told to them, and what their household was told about them."""
    about = select(Resident.id).where(Resident.person_id == person_id)
    told = [
        col(OutboxMessage.dedupe_key).startswith(new_member_key(tie), autoescape=True)
        for tie in session.exec(about)
        if tie is not None
    ]
    erased = _erase(session, delete(OutboxMessage).where(col(OutboxMessage.chat_id) == person_id))
    return erased + sum(_erase(session, delete(OutboxMessage).where(each)) for each in told)


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
