"""Groups, the houses that they speak for, and half-finished dialogues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session, col

from storage.community.queries.views import ChatView, ConversationView
from storage.community.tables import Building, Chat, Committee, Conversation, Estate


def find_chat(session: Session, telegram_id: int) -> ChatView | None:
    """A group that the bot is or was in, by its Telegram id."""
    row = session.execute(_chats().where(col(Chat.telegram_id) == telegram_id)).first()
    return _chat(row) if row else None


def list_chat_languages(session: Session, telegram_id: int) -> tuple[str, ...]:
    """The languages that a group is told things in, its own first; none for an unknown one."""
    chat = find_chat(session, telegram_id)
    return chat.languages if chat else ()


def list_chats(session: Session) -> tuple[ChatView, ...]:
    """Every group that the bot has not left."""
    rows = session.execute(_chats().where(col(Chat.left_at).is_(None)))
    return tuple(map(_chat, rows))


def list_bound_chats(
    session: Session, estate_id: int, building_ids: Collection[int] | None = None
) -> tuple[ChatView, ...]:
    """The groups in which something about these houses belongs.

    Args:
        building_ids: the buildings it is about; None for the whole estate. The estate's own
            groups belong to both, a building's group to nothing about other buildings only.
    """
    query = _chats().where(col(Chat.estate_id) == estate_id, col(Chat.left_at).is_(None))
    if building_ids is not None:
        is_whole = col(Chat.building_id).is_(None)
        query = query.where(or_(is_whole, col(Chat.building_id).in_(building_ids)))
    return tuple(map(_chat, session.execute(query)))


def find_conversation(session: Session, person_id: int, chat_id: int) -> ConversationView | None:
    """The dialogue that a person has not finished in a chat."""
    query = select(
        col(Conversation.step), col(Conversation.data), col(Conversation.updated_at)
    ).where(col(Conversation.person_id) == person_id, col(Conversation.chat_id) == chat_id)
    row = session.execute(query).first()
    return ConversationView(*row) if row else None


def _chat(row: Sequence[Any]) -> ChatView:
    *columns, also_languages, begins, ends = row
    quiet = None if begins is None or ends is None else (begins, ends)
    return replace(ChatView(*columns), also_languages=tuple(also_languages), quiet=quiet)


def _chats() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Chat.telegram_id),
            col(Chat.thread_id),
            col(Chat.estate_id),
            col(Estate.committee_id),
            col(Chat.building_id),
            col(Building.label),
            func.coalesce(col(Chat.language), col(Committee.language)),
            func.coalesce(col(Committee.time_zone), "UTC"),
            col(Chat.reads_all),
            col(Chat.also_languages),
            col(Chat.quiet_from),
            col(Chat.quiet_until),
        )
        .outerjoin(Estate, col(Estate.id) == col(Chat.estate_id))
        .outerjoin(Committee, col(Committee.id) == col(Estate.committee_id))
        .outerjoin(Building, col(Building.id) == col(Chat.building_id))
        .order_by(col(Chat.id))
    )
