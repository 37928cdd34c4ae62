"""Groups: noticed, bound to houses by staff, and left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions._removals import keep_former, tell_removed, tell_returned
from storage.community.queries import (
    ChatView,
    find_actor,
    find_chat,
    find_estate,
    list_chat_languages,
)
from storage.community.rules import check_may_bind
from storage.community.tables import Building, Chat
from storage.errors import RuleError
from storage.faq.upkeep import forget_manner
from storage.local_time import MINUTES_A_DAY
from storage.outbox.tables import Card
from storage.upsert import upsert

_UNBOUND: dict[str, Any] = {
    "estate_id": None,
    "building_id": None,
    "bound_by": None,
    "bound_at": None,
}


def note_chat(
    session: Session,
    telegram_id: int,
    *,
    now: datetime,
    reads_all: bool | None = None,
    thread_id: int | None = None,
    language: str | None = None,
) -> None:
    """Notice that the bot is in a group. What is not told stays as it was known.

    Staff of the houses that it spoke for before the bot was removed are told that it is back.

    Args:
        reads_all: whether Telegram shows the bot every message there.
        thread_id: the forum topic that cards go to.
    """
    known = find_chat(session, telegram_id)
    told = {"reads_all": reads_all, "thread_id": thread_id, "language": language}
    row = {"telegram_id": telegram_id, "left_at": None, **told, "reads_all": bool(reads_all)}
    kept = frozenset(name for name, value in told.items() if value is None)
    _welcome_back(session, telegram_id, now)
    upsert(session, Chat, row, keys=["telegram_id"], kept=kept)
    if known is None:
        record(session, "chat.noted", f"chat:{telegram_id}", at=now, actor_id=None)


def bind_chat(
    session: Session,
    telegram_id: int,
    estate_id: int,
    *,
    by: int | None,
    now: datetime,
    building_id: int | None = None,
    thread_id: int | None = None,
    reads_all: bool | None = None,
) -> ChatView:
    """Let a group speak for an estate or for one of its buildings. Binding again re-binds.

    Args:
        by: staff of the estate's committee; None for an anonymous administrator or a channel.

    Raises:
        RuleError: `not_found` for an unknown estate or another estate's building, or what
            `check_may_bind` raises.
    """
    estate = find_estate(session, estate_id)
    if estate is None:
        raise RuleError("not_found", kind="estate")
    known = find_chat(session, telegram_id)
    actor = find_actor(session, by, now) if by is not None else None
    check_may_bind(actor, estate.committee_id, known.committee_id if known else None)
    _check_building(session, building_id, estate_id)
    note_chat(session, telegram_id, now=now, reads_all=reads_all, thread_id=thread_id)
    houses = {"estate_id": estate_id, "building_id": building_id}
    if known is not None and (known.estate_id, known.building_id) != (estate_id, building_id):
        # Cards about other people's houses are edited no further; whose turn it is now is placed
        # by the features themselves.
        _drop_cards(session, telegram_id, now)
    if known is not None and known.committee_id != estate.committee_id:
        forget_manner(session, telegram_id)
    _change(session, telegram_id, {**houses, "bound_by": by, "bound_at": now})
    record(session, "chat.bound", f"chat:{telegram_id}", at=now, actor_id=by, **houses)
    bound = find_chat(session, telegram_id)
    assert bound is not None
    return bound


def unbind_chat(session: Session, telegram_id: int, *, by: int | None, now: datetime) -> None:
    """Let a group speak for no houses any more; its cards are edited no further.

    Raises:
        RuleError: `chat_not_bound`, or what `check_may_bind` raises.
    """
    known = find_chat(session, telegram_id)
    if known is None or known.committee_id is None:
        raise RuleError("chat_not_bound")
    actor = find_actor(session, by, now) if by is not None else None
    check_may_bind(actor, known.committee_id, known.committee_id)
    _change(session, telegram_id, _UNBOUND)
    _drop_cards(session, telegram_id, now)
    forget_manner(session, telegram_id)
    record(session, "chat.unbound", f"chat:{telegram_id}", at=now, actor_id=by)


def set_also_language(
    session: Session,
    telegram_id: int,
    language: str,
    is_wanted: bool,
    *,
    by: int,
    now: datetime,
) -> tuple[str, ...]:
    """Tell a group things in a further language, or no longer. Again changes nothing.

    Returns:
        All languages of the group, its own first.

    Raises:
        RuleError: `chat_not_bound`, or what `check_may_bind` raises.
    """
    chat = _lock_own(session, telegram_id, by, now)
    if is_wanted != (language in chat.also_languages):
        others = [code for code in chat.also_languages if code != language]
        chat.also_languages = [*others, language] if is_wanted else others
        session.flush()
        record(session, "chat.languages", f"chat:{telegram_id}", at=now, actor_id=by)
    return list_chat_languages(session, telegram_id)


def set_chat_quiet(
    session: Session,
    telegram_id: int,
    span: tuple[int, int] | None,
    *,
    by: int,
    now: datetime,
) -> None:
    """Set a group's own quiet hours. Again changes nothing.

    Args:
        span: first minute past midnight, and that in which they end; it may run over midnight.
            None for no quiet hours.

    Raises:
        RuleError: `chat_not_bound`, `wrong_number` (fact, limit), or what `check_may_bind` raises.
    """
    if span is not None and not all(0 <= minute < MINUTES_A_DAY for minute in span):
        raise RuleError("wrong_number", fact="quiet_hours", limit=MINUTES_A_DAY - 1)
    chat = _lock_own(session, telegram_id, by, now)
    begins, ends = span or (None, None)
    if (chat.quiet_from, chat.quiet_until) != (begins, ends):
        chat.quiet_from, chat.quiet_until = begins, ends
        session.flush()
        record(session, "chat.quiet", f"chat:{telegram_id}", at=now, actor_id=by)


def leave_chat(session: Session, telegram_id: int, *, now: datetime) -> None:
    """The bot is no longer in a group: its binding ends, its cards are gone, staff are told.

    Whoever adds the bot again must be staff to bind it again. Leaving twice changes nothing.
    """
    standing = select(Chat).where(Chat.telegram_id == telegram_id, col(Chat.left_at).is_(None))
    chat = session.exec(standing.with_for_update()).first()
    if chat is None:
        return
    keep_former(chat)
    tell_removed(session, chat, now)
    session.flush()
    _change(session, telegram_id, {**_UNBOUND, "left_at": now})
    _drop_cards(session, telegram_id, now)
    forget_manner(session, telegram_id)
    record(session, "chat.left", f"chat:{telegram_id}", at=now, actor_id=None)


def _lock_own(session: Session, telegram_id: int, by: int, now: datetime) -> Chat:
    known = find_chat(session, telegram_id)
    if known is None or known.committee_id is None:
        raise RuleError("chat_not_bound")
    check_may_bind(find_actor(session, by, now), known.committee_id, known.committee_id)
    standing = select(Chat).where(Chat.telegram_id == telegram_id)
    return session.exec(standing.with_for_update()).one()


def _welcome_back(session: Session, telegram_id: int, now: datetime) -> None:
    was_left = Chat.telegram_id == telegram_id, col(Chat.left_at).is_not(None)
    chat = session.exec(select(Chat).where(*was_left)).first()
    if chat is not None:
        tell_returned(session, chat, now)
        session.flush()


def _change(session: Session, telegram_id: int, values: dict[str, Any]) -> None:
    session.execute(update(Chat).where(col(Chat.telegram_id) == telegram_id).values(**values))


def _drop_cards(session: Session, telegram_id: int, now: datetime) -> None:
    standing = col(Card.chat_id) == telegram_id, col(Card.gone_at).is_(None)
    session.execute(update(Card).where(*standing).values(gone_at=now))


def _check_building(session: Session, building_id: int | None, estate_id: int) -> None:
    if building_id is None:
        return
    building = session.get(Building, building_id)
    if building is None or building.estate_id != estate_id:
        raise RuleError("not_found", kind="building")
