"""What delivery asks: whether there is work, who will read it, how far it lags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, text
from sqlmodel import Session, col, select

from storage.community.queries import find_common_zone
from storage.community.tables import Chat, Committee, Estate, Resident
from storage.outbox.statements import HAS_WORK, READING_GROUP, READING_PERSON, is_open
from storage.outbox.tables import Deed, OutboxMessage, SendState


@dataclass(frozen=True)
class Outgoing:
    """A claimed message, as it was told; `attempts` counts this one, `doubts` does not."""

    id: int
    chat_id: int
    thread_id: int | None
    reply_to: int | None
    template: str
    params: dict[str, Any]
    language: str | None
    urgency: int
    attempts: int
    deed: Deed
    target_id: int | None
    silent: bool
    doubts: int


@dataclass(frozen=True)
class LaggingCard:
    """A claimed card. Showing what is known now brings it to `version` at least."""

    id: int
    kind: str
    subject_id: int
    chat_id: int
    thread_id: int | None
    message_id: int | None
    version: int
    shown_digest: str | None


@dataclass(frozen=True)
class Reader:
    """Who will read a message in a chat.

    Attributes:
        languages: preferences, the strongest first: the person's choice and Telegram's
            setting, or the group's; then the committee's. Any may be missing.
        time_zone: IANA name of the committee's; for a person of none, the one that all share.
        is_reachable: False where Telegram has said that nothing arrives there any more.
    """

    languages: tuple[str | None, ...]
    time_zone: str
    is_reachable: bool


STRANGER = Reader((), "UTC", is_reachable=True)


@dataclass(frozen=True)
class Backlog:
    """How far delivery lags: open messages that are due, and since when the oldest is."""

    messages: int
    oldest_due_at: datetime | None


@dataclass(frozen=True)
class Doubts:
    """Messages that may have arrived twice, because nobody knew whether they had arrived once.

    Attributes:
        templates: how many of them were made from each template.
    """

    messages: int
    templates: Mapping[str, int]


def has_work(session: Session, now: datetime) -> bool:
    """Whether a message or a card could leave now. A read: claiming would lock the writer."""
    return bool(session.scalar(HAS_WORK, {"now": now}))


def find_backlog(session: Session, now: datetime) -> Backlog:
    """How many open messages are due, and the oldest moment at which one was."""
    lag = select(func.count(), func.min(OutboxMessage.due_at)).where(
        is_open(OutboxMessage), col(OutboxMessage.due_at) <= now
    )
    messages, oldest = session.exec(lag).one()
    return Backlog(messages, oldest)


def find_doubts(session: Session, since: datetime, *, committee_id: int | None = None) -> Doubts:
    """What was left since then and sent again in doubt. Settled rows are kept for 30 days.

    Args:
        committee_id: only what went to its groups and its residents.
    """
    counted = (
        select(OutboxMessage.template, func.count())
        # Spelled as the partial index spells it. What is on its way just now is in no doubt yet.
        .where(text("outbox_message.doubts > 0"), OutboxMessage.state != SendState.SENDING)
        .where(col(OutboxMessage.created_at) >= since)
        .group_by(OutboxMessage.template)
    )
    if committee_id is not None:
        counted = counted.where(_goes_to(committee_id))
    templates = dict(session.exec(counted).all())
    return Doubts(sum(templates.values()), templates)


def _goes_to(committee_id: int) -> ColumnElement[bool]:
    estates = select(Estate.id).where(Estate.committee_id == committee_id)
    groups = select(Chat.telegram_id).where(col(Chat.estate_id).in_(estates))
    residents = select(Resident.person_id).where(col(Resident.estate_id).in_(estates))
    chat_id = col(OutboxMessage.chat_id)
    return or_(chat_id.in_(groups), chat_id.in_(residents))


def find_reader(session: Session, chat_id: int) -> Reader:
    """Who reads what is sent to `chat_id`: a person (positive) or a group (negative)."""
    return _find_person(session, chat_id) if chat_id > 0 else _find_group(session, chat_id)


def _find_person(session: Session, person_id: int) -> Reader:
    found = session.exec(READING_PERSON, params={"chat_id": person_id}).first()
    if found is None:
        return STRANGER
    person, committee = found
    languages = (person.language, person.telegram_language)
    if committee is None:
        # A child abroad acts for a household here: what it is told is by the clock here.
        return Reader(languages, find_common_zone(session), person.reachable)
    return _reader(languages, committee, person.reachable)


def _find_group(session: Session, chat_id: int) -> Reader:
    found = session.exec(READING_GROUP, params={"chat_id": chat_id}).first()
    if found is None:
        return STRANGER
    chat, committee = found
    return _reader((chat.language,), committee, chat.left_at is None)


def _reader(
    languages: tuple[str | None, ...], committee: Committee | None, is_reachable: bool
) -> Reader:
    if committee is None:
        return Reader(languages, STRANGER.time_zone, is_reachable)
    return Reader((*languages, committee.language), committee.time_zone, is_reachable)
