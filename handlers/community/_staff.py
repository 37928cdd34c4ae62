"""/staff: who works for the committee, invitations by one-time links, and ends of roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import RolePress, StaffPress
from handlers.community._menu import offer_menu
from handlers.community._talk import show
from handlers.context import Context
from handlers.keyboards import (
    button,
    cut_page,
    in_rows,
    keyboard,
    label_button,
    turning_row,
)
from handlers.links import private_link
from handlers.routes import Keyboard
from handlers.services import Letter
from locales.renderer import Words
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.queries import (
    CommitteeView,
    RoleView,
    find_committee,
    list_buildings,
    list_estates,
    list_roles,
)
from storage.errors import RuleError

A_PAGE = 12
BUILDINGS_A_PAGE = 32
INVITE_LASTS = timedelta(days=2)


async def on_staff(context: Context, _message: Message, _argument: str) -> None:
    """/staff: one list for each committee that one works for."""
    context.check_private()
    committees = (await context.actor()).staff_committees
    if not committees:
        raise RuleError("not_staff")
    for committee_id in committees:
        await show_staff(context, None, await find_own_committee(context, committee_id))


async def on_staff_press(context: Context, press: CallbackQuery, data: StaffPress) -> None:
    """Another page, or an invitation."""
    context.check_private()
    committee = await find_own_committee(context, data.committee_id)
    if data.invite:
        await _go_on_inviting(context, press, committee, data)
    else:
        await show_staff(context, press, committee, data.page)
    await context.answer(press, "")


async def find_own_committee(context: Context, committee_id: int) -> CommitteeView:
    """A committee that the acting person is staff of.

    Raises:
        RuleError: `not_staff`.
    """
    committee = await context.work.read(find_committee, committee_id)
    if committee is None or not (await context.actor()).is_staff(committee_id):
        raise RuleError("not_staff")
    return committee


async def show_staff(
    context: Context, press: CallbackQuery | None, committee: CommitteeView, number: int = 0
) -> None:
    """A page of a committee's roles, each a button."""
    roles = await context.work.read(list_roles, committee.id, context.received_at)
    page = cut_page(roles, number, A_PAGE)
    await show(
        context,
        press,
        "community/staff",
        committee=committee.name,
        committee_id=committee.id,
        roles=[describe_role(role) for role in page.items],
        page=page.number,
        pages=page.pages,
    )


def describe_role(role: RoleView) -> dict[str, Any]:
    """A role as JSON values."""
    return {
        "id": role.id,
        "name": role.name,
        "kind": role.kind.value,
        "building": role.building,
        "expires_at": role.expires_at.isoformat() if role.expires_at else None,
    }


async def list_houses(context: Context, committee_id: int) -> list[dict[str, Any]]:
    """A committee's buildings as buttons call them: with the estate where there are several."""
    estates = await context.work.read(list_estates, committee_id)
    return [
        {
            "id": building.id,
            "label": building.label if len(estates) == 1 else f"{estate.name} {building.label}",
        }
        for estate in estates
        for building in await context.work.read(list_buildings, estate.id)
    ]


async def _go_on_inviting(
    context: Context, press: CallbackQuery, committee: CommitteeView, data: StaffPress
) -> None:
    """Staff work for the whole committee; of all others it is asked where (S98)."""
    if data.invite not in {each.value for each in RoleKind}:
        raise RuleError("stale_button")
    houses = await list_houses(context, committee.id)
    if data.invite == RoleKind.STAFF or data.building_id >= 0:
        is_limited = data.invite != RoleKind.STAFF and data.building_id > 0
        house = next((each for each in houses if each["id"] == data.building_id), None)
        if is_limited and house is None:
            raise RuleError("stale_button")
        await _invite(context, committee, RoleKind(data.invite), house if is_limited else None)
        return
    page = cut_page(houses, data.page, BUILDINGS_A_PAGE)
    await context.redraw(
        press,
        "community/invite_where",
        committee_id=committee.id,
        kind=data.invite,
        buildings=page.items,
        page=page.number,
        pages=page.pages,
    )


async def _invite(
    context: Context, committee: CommitteeView, kind: RoleKind, house: dict[str, Any] | None
) -> None:
    """Make a link and show it once. It must not wait in the outbox: only its digest is kept."""
    code = await context.work.write(
        community.create_invite,
        committee.id,
        by=context.person_id,
        kind=kind,
        building_id=house["id"] if house else None,
        lasts=INVITE_LASTS,
        now=context.received_at,
    )
    letter = Letter(
        context.person_id,
        "community/invite",
        {
            "kind": kind.value,
            "committee": committee.name,
            "building": house["label"] if house else None,
            "link": private_link(context.services.username, f"s_{code}"),
            "valid_until": (context.received_at + INVITE_LASTS).isoformat(),
        },
        language=(await context.words()).language,
    )
    if await context.services.post.try_send(letter) is None:
        raise RuleError("try_again")


async def on_invite_link(context: Context, _message: Message, code: str) -> None:
    """`/start s_<code>`: take the role."""
    context.check_private()
    await context.actor()
    accepted = await context.work.write(
        community.accept_invite, code, context.person_id, now=context.received_at
    )
    context.forget_actor()
    committee = await context.work.read(find_committee, accepted.committee_id)
    assert committee is not None
    await offer_menu(context)
    await context.say("community/invited", kind=accepted.kind.value, committee=committee.name)


def _staff_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    people = (
        [
            button(
                words,
                "role",
                RolePress(committee_id=committee_id, role_id=role["id"], act="show"),
                name=role["name"],
                kind=role["kind"],
            )
        ]
        for role in params["roles"]
    )
    turns = turning_row(
        words, params, lambda page: StaffPress(committee_id=committee_id, page=page)
    )
    invites = (
        [button(words, f"invite_{kind}", StaffPress(committee_id=committee_id, invite=kind))]
        for kind in RoleKind
    )
    return keyboard(*people, turns, *invites)


def _where_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def press(building_id: int, page: int = 0) -> StaffPress:
        committee_id, kind = params["committee_id"], params["kind"]
        return StaffPress(
            committee_id=committee_id, invite=kind, building_id=building_id, page=page
        )

    houses = (label_button(each["label"], press(each["id"])) for each in params["buildings"])
    return keyboard(
        [button(words, "invite_everywhere", press(0))],
        *in_rows(houses, 4),
        turning_row(words, params, lambda page: press(-1, page)),
        [button(words, "back", StaffPress(committee_id=params["committee_id"]))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "community/staff": _staff_keyboard,
    "community/invite_where": _where_keyboard,
}
