"""How the bot behaves in groups, and how far houses are closed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import lock_estate
from storage.community.queries import find_actor, find_chat
from storage.community.rules import check_staff
from storage.community.tables import Chat
from storage.errors import RuleError
from storage.faq.actions.facts import check_houses
from storage.faq.kinds import ClosureKind
from storage.faq.queries import ChatManner, find_chat_manner
from storage.faq.tables import FaqChat, FaqClosure
from storage.upsert import upsert


def set_listens(
    session: Session, chat_telegram_id: int, listens: bool, *, by: int, now: datetime
) -> ChatManner:
    """Say whether plain questions in a group are answered, as staff of its committee.

    Raises:
        RuleError: `chat_not_bound`, `not_staff`.
    """
    chat = find_chat(session, chat_telegram_id)
    if chat is None or chat.committee_id is None:
        raise RuleError("chat_not_bound")
    check_staff(find_actor(session, by, now), chat.committee_id)
    _put(session, chat_telegram_id, listens=listens)
    record(session, "faq.listens", f"chat:{chat_telegram_id}", at=now, actor_id=by, listens=listens)
    return find_chat_manner(session, chat_telegram_id)


def note_said(
    session: Session,
    chat_telegram_id: int,
    entry_id: int | None,
    message_id: int | None,
    *,
    version: int | None = None,
    now: datetime,
) -> None:
    """Keep what the bot said last in a group, so that it points there rather than says it again.

    A group that the bot does not know changes nothing.

    Args:
        version: the entry's, as it was said.
    """
    _put(
        session,
        chat_telegram_id,
        entry_id=entry_id,
        entry_version=version,
        message_id=message_id,
        said_at=now,
    )


def set_closure(
    session: Session,
    estate_id: int,
    building_id: int | None,
    closure: ClosureKind | None,
    *,
    by: int,
    now: datetime,
) -> None:
    """Say how far an estate, or one building of it, is closed from now on.

    Args:
        building_id: None for the whole estate; a building's own closure goes before it.
        closure: None: not closed, or for a building as its estate is.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    # The estate's row stands for its closures, those that are not there yet too.
    estate = lock_estate(session, estate_id)
    check_staff(find_actor(session, by, now), estate.committee_id)
    check_houses(session, estate.committee_id, estate_id, building_id)
    query = select(FaqClosure).where(
        FaqClosure.estate_id == estate_id,
        col(FaqClosure.building_id).is_not_distinct_from(building_id),
    )
    row = session.exec(query).first()
    if closure == (row.closure if row else None):
        return
    if closure is None:
        session.delete(row)
    else:
        row = row or FaqClosure(estate_id=estate_id, building_id=building_id, closure=closure)
        row.closure, row.since = closure, now
        session.add(row)
    said = closure.value if closure else None
    record(
        session,
        "faq.closure",
        f"estate:{estate_id}",
        at=now,
        actor_id=by,
        building=building_id,
        closure=said,
    )
    session.flush()


def _put(session: Session, chat_telegram_id: int, **values: object) -> None:
    chat_id = session.exec(select(Chat.id).where(Chat.telegram_id == chat_telegram_id)).first()
    if chat_id is not None:
        row = {"chat_id": chat_id, "listens": False, **values}
        kept = frozenset({"listens"} - values.keys())
        upsert(session, FaqChat, row, keys=["chat_id"], kept=kept)
