"""A household's word on who belongs to it (S40)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from sqlmodel import Session

from handlers.community._callbacks import ObjectPress, ResidentPress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.queries import ResidentView, find_resident, list_roles
from storage.errors import RuleError
from storage.outbox.actions import tell


async def on_object(context: Context, press: CallbackQuery, data: ObjectPress) -> None:
    """«That is not one of us»: asked once, then told to the committee."""
    context.check_private()
    resident = await _find_in_own_household(context, data.resident_id)
    shown = {"resident_id": resident.id, "name": resident.name, "door": resident.door}
    match data.act:
        case "ask":
            await context.redraw(press, "community/object_sure", **shown)
        case "keep":
            await context.redraw(press, "community/object_kept", **shown)
        case "sure":
            await context.work.write(
                object_and_tell, resident.id, by=context.person_id, now=context.received_at
            )
            await context.redraw(press, "community/objected", **shown)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _find_in_own_household(context: Context, resident_id: int) -> ResidentView:
    """Somebody of one's own household; names of others' are never shown."""
    resident = await context.work.read(find_resident, resident_id)
    actor = await context.actor()
    if resident is None or not actor.may_act_for(resident.household_id):
        raise RuleError("not_member")
    return resident


def object_and_tell(session: Session, resident_id: int, *, by: int, now: datetime) -> None:
    """Dispute a tie and tell the committee's staff, in one transaction.

    Raises:
        RuleError: what `object_to_resident` raises.
    """
    resident = community.object_to_resident(session, resident_id, by=by, now=now)
    for role in list_roles(session, resident.committee_id, now):
        if role.kind is RoleKind.STAFF:
            tell(
                session,
                role.person_id,
                "community/dispute",
                now=now,
                dedupe_key=f"dispute:{resident.id}:{resident.household_id}:{role.person_id}",
                resident_id=resident.id,
                name=resident.name,
                door=resident.door,
            )


def _new_member_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    ask = ObjectPress(resident_id=params["resident_id"], act="ask")
    return keyboard([button(words, "object", ask)])


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    resident_id = params["resident_id"]
    return keyboard(
        [button(words, "one_of_us", ObjectPress(resident_id=resident_id, act="keep"))],
        [button(words, "object_sure", ObjectPress(resident_id=resident_id, act="sure"))],
    )


def _dispute_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    look = ResidentPress(resident_id=params["resident_id"], act="show")
    return keyboard([button(words, "open_resident", look)])


KEYBOARDS: dict[str, Keyboard] = {
    "community/new_member": _new_member_keyboard,
    "community/object_sure": _sure_keyboard,
    "community/dispute": _dispute_keyboard,
}
