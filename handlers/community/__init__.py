"""The estate's side: language and door, households, staff, rosters and groups."""

from __future__ import annotations

from handlers.community import (
    _bind,
    _browse,
    _callbacks,
    _choosing,
    _door,
    _estates,
    _groups,
    _help,
    _home,
    _language,
    _me,
    _members,
    _move,
    _posters,
    _quiet,
    _resident,
    _residents,
    _role,
    _roster,
    _staff,
    _start,
)
from handlers.context import DOOR_STEP
from handlers.routes import Audience, Router

_WITH_KEYBOARDS = (
    _bind,
    _browse,
    _estates,
    _home,
    _language,
    _me,
    _members,
    _move,
    _quiet,
    _resident,
    _residents,
    _role,
    _roster,
    _staff,
)


def build_router() -> Router:
    """All that the estate answers to."""
    router = Router("community")
    _add_residents_side(router)
    _add_staff_side(router)
    _add_groups(router)
    for part in _WITH_KEYBOARDS:
        for template, keyboard in part.KEYBOARDS.items():
            router.keyboard(template, keyboard)
    return router


def _add_residents_side(router: Router) -> None:
    router.command("start", _start.on_start, Audience.NOBODY)
    router.command("help", _help.on_help)
    router.command("me", _me.on_me)
    router.command("language", _language.on_language)
    router.link("b", _start.on_building_link)
    router.step(DOOR_STEP, _door.on_answer)
    router.press(_callbacks.AskDoorPress, _start.on_ask_door)
    router.press(_callbacks.LanguagePress, _language.on_language_press)
    router.press(_callbacks.EstatePress, _door.on_estate)
    router.press(_callbacks.BrowsePress, _browse.on_browse)
    router.press(_callbacks.InBuildingPress, _door.on_in_building)
    router.press(_callbacks.HomePress, _door.on_home)
    router.press(_callbacks.MePress, _me.on_me_press)
    router.press(_callbacks.ObjectPress, _members.on_object)


def _add_staff_side(router: Router) -> None:
    router.command("residents", _residents.on_residents, Audience.STAFF)
    router.command("staff", _staff.on_staff, Audience.STAFF)
    router.command("roster", _roster.on_roster, Audience.STAFF)
    router.command("posters", _posters.on_posters, Audience.STAFF)
    router.link("s", _staff.on_invite_link)
    router.step(_move.STEP, _move.on_answer)
    router.step(_roster.STEP, _roster.on_file)
    router.press(_callbacks.ChoosePress, _choosing.on_choose)
    router.press(_callbacks.ResidentsPress, _residents.on_residents_press)
    router.press(_callbacks.ResidentPress, _residents.on_resident)
    router.press(_callbacks.MovePress, _move.on_move)
    router.press(_callbacks.StaffPress, _staff.on_staff_press)
    router.press(_callbacks.RolePress, _role.on_role)
    router.press(_callbacks.RosterPress, _roster.on_roster_press)


def _add_groups(router: Router) -> None:
    router.command("bind", _bind.on_bind, Audience.GROUPS)
    router.command("unbind", _bind.on_unbind, Audience.GROUPS)
    router.command("chatlanguage", _language.on_chat_language, Audience.GROUPS)
    router.press(_callbacks.BindPress, _bind.on_bind_press)
    router.press(_callbacks.ChatLanguagePress, _language.on_chat_language_press)
    router.press(_callbacks.AlsoLanguagePress, _language.on_also_language_press)
    router.press(_callbacks.ChatQuietPress, _quiet.on_chat_quiet_press)
    router.memberships.append(_groups.on_membership)
    router.migrations.append(_groups.on_migration)
