"""Staff are told when the bot is put out of a group that spoke for houses, and when it is back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage.community.queries import find_estate, list_duty_staff
from storage.community.tables import Building, Chat
from storage.outbox.actions import leave


def keep_former(chat: Chat) -> None:
    """Remember which houses the group spoke for."""
    chat.former_estate_id, chat.former_building_id = chat.estate_id, chat.building_id


def tell_removed(session: Session, chat: Chat, now: datetime) -> None:
    """Tell staff once that these houses have lost a group."""
    _tell(session, chat, "community/bot_removed", now)


def tell_returned(session: Session, chat: Chat, now: datetime) -> None:
    """Tell staff once that the group has the bot again, and is bound to nothing yet."""
    _tell(session, chat, "community/bot_returned", now)
    chat.former_estate_id = chat.former_building_id = None


def _tell(session: Session, chat: Chat, template: str, now: datetime) -> None:
    if chat.former_estate_id is None:
        return
    estate = find_estate(session, chat.former_estate_id)
    assert estate is not None
    building = session.exec(select(Building.label).where(Building.id == chat.former_building_id))
    params = {"estate": estate.name, "building": building.first(), "at": now.isoformat()}
    for staff_id, _ in list_duty_staff(session, estate.committee_id, now):
        key = f"{template}:{chat.telegram_id}:{now.isoformat()}:{staff_id}"
        leave(session, staff_id, template, params, now=now, dedupe_key=key)
