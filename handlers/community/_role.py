"""One role: its end, and the building that it is limited to."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.community._callbacks import RolePress, StaffPress
from handlers.community._staff import (
    BUILDINGS_A_PAGE,
    describe_role,
    find_own_committee,
    list_houses,
    show_staff,
)
from handlers.context import Context
from handlers.keyboards import (
    button,
    cut_page,
    in_rows,
    keyboard,
    label_button,
    turning_row,
)
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.community.queries import (
    CommitteeView,
    RoleView,
    list_roles,
)
from storage.errors import RuleError


async def on_role(context: Context, press: CallbackQuery, data: RolePress) -> None:
    """The buttons of one role."""
    context.check_private()
    committee = await find_own_committee(context, data.committee_id)
    role = await _find_role(context, committee, data.role_id)
    match data.act:
        case "show":
            await _redraw(context, press, "community/role", committee, role)
        case "revoke":
            await _redraw(context, press, "community/revoke_sure", committee, role)
        case "revoke_sure":
            await _revoke(context, press, committee, role)
            return
        case "limit":
            await _ask_building(context, press, committee, role, data.page)
        case "limit_to":
            await _limit(context, press, committee, role, data.building_id)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _find_role(context: Context, committee: CommitteeView, role_id: int) -> RoleView:
    for role in await context.work.read(list_roles, committee.id, context.received_at):
        if role.id == role_id:
            return role
    raise RuleError("not_found", kind="role")


async def _redraw(
    context: Context,
    press: CallbackQuery,
    template: str,
    committee: CommitteeView,
    role: RoleView,
    **more: Any,
) -> None:
    params = {"committee": committee.name, "committee_id": committee.id, **describe_role(role)}
    await context.redraw(press, template, **params, **more)


async def _revoke(
    context: Context, press: CallbackQuery, committee: CommitteeView, role: RoleView
) -> None:
    await context.work.write(
        community.revoke_role, role.id, by=context.person_id, now=context.received_at
    )
    context.forget_actor()
    words = await context.words()
    if (await context.actor()).is_staff(committee.id):
        await show_staff(context, press, committee)
    else:
        await context.redraw(press, "community/role_gone")
    await context.answer(press, words.alert("role_revoked"))


async def _ask_building(
    context: Context, press: CallbackQuery, committee: CommitteeView, role: RoleView, number: int
) -> None:
    page = cut_page(await list_houses(context, committee.id), number, BUILDINGS_A_PAGE)
    await _redraw(
        context,
        press,
        "community/limit_role",
        committee,
        role,
        buildings=page.items,
        page=page.number,
        pages=page.pages,
    )


async def _limit(
    context: Context,
    press: CallbackQuery,
    committee: CommitteeView,
    role: RoleView,
    building_id: int,
) -> None:
    """Give the same role for one building, then end the wider one."""
    limited_id = await context.work.write(
        community.grant_role,
        role.person_id,
        committee.id,
        role.kind,
        by=context.person_id,
        building_id=building_id,
        expires_at=role.expires_at,
        now=context.received_at,
    )
    if limited_id != role.id:
        await context.work.write(
            community.revoke_role, role.id, by=context.person_id, now=context.received_at
        )
    limited = await _find_role(context, committee, limited_id)
    await _redraw(context, press, "community/role", committee, limited)


def _press(params: dict[str, Any], act: str, **more: int) -> RolePress:
    return RolePress(committee_id=params["committee_id"], role_id=params["id"], act=act, **more)


def _role_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    can_limit = params["kind"] != "staff"
    limit = [button(words, "limit_role", _press(params, "limit"))] if can_limit else []
    back = StaffPress(committee_id=params["committee_id"])
    return keyboard(
        limit,
        [button(words, "revoke", _press(params, "revoke"))],
        [button(words, "back", back)],
    )


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "back", _press(params, "show"))],
        [button(words, "revoke_sure", _press(params, "revoke_sure"))],
    )


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    buttons = (
        label_button(each["label"], _press(params, "limit_to", building_id=each["id"]))
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: _press(params, "limit", page=page))
    back = [button(words, "back", _press(params, "show"))]
    return keyboard(*in_rows(buttons, 4), turns, back)


KEYBOARDS: dict[str, Keyboard] = {
    "community/role": _role_keyboard,
    "community/revoke_sure": _sure_keyboard,
    "community/limit_role": _buildings_keyboard,
}
