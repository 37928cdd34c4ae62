"""What the buttons of the estate carry: numbers and short words, never a name, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class LanguagePress(CallbackData, prefix="cl"):
    """Speak this language with me."""

    language: str


class ChatLanguagePress(CallbackData, prefix="cg"):
    """Show this group's cards in this language."""

    language: str


class AlsoLanguagePress(CallbackData, prefix="cgl"):
    """Tell this group things in this language too, or no longer; without one show which."""

    language: str = ""
    is_wanted: bool = True


class ChatQuietPress(CallbackData, prefix="cgq"):
    """This group's quiet hours, in minutes past midnight: `show`, `set`, or `none` at all."""

    act: str = "show"
    begins: int = 0
    ends: int = 0


class AskDoorPress(CallbackData, prefix="ca"):
    """I want to give my door."""


class EstatePress(CallbackData, prefix="ce"):
    """My door is in this estate."""

    estate_id: int


class BrowsePress(CallbackData, prefix="cb"):
    """Look for one's door: a page of buildings, one building, or one group of its rooms.

    `building_id` 0 is the list of buildings, `group` -1 the whole building.
    """

    building_id: int = 0
    group: int = -1
    page: int = 0


class InBuildingPress(CallbackData, prefix="ci"):
    """The door that was written stands in this building."""

    building_id: int


class HomePress(CallbackData, prefix="ch"):
    """This household is mine."""

    household_id: int


class MePress(CallbackData, prefix="cm"):
    """What is kept about me: `show`, `language`, `erase`, `erase_sure`."""

    act: str


class ObjectPress(CallbackData, prefix="co"):
    """A new member of the household: `ask`, `sure`, `keep`."""

    resident_id: int
    act: str


class ChoosePress(CallbackData, prefix="cc"):
    """Staff choose an estate for what they are about to do."""

    purpose: str
    estate_id: int


class ResidentsPress(CallbackData, prefix="cp"):
    """Turn to a page of the residents, from 0."""

    estate_id: int
    page: int = 0


class ResidentPress(CallbackData, prefix="cr"):
    """One resident, for staff: `show`, `confirm`, `move`, `remove`, `remove_sure`."""

    resident_id: int
    act: str


class MovePress(CallbackData, prefix="cv"):
    """Staff move a resident to this household."""

    resident_id: int
    household_id: int


class StaffPress(CallbackData, prefix="cs"):
    """Who works for a committee: a page of them, or an invitation (`staff`, `lead`, ...).

    An invitation is for a building, or with 0 for all; with -1 it asks for which, page by page.
    """

    committee_id: int
    page: int = 0
    invite: str = ""
    building_id: int = -1


class RolePress(CallbackData, prefix="cw"):
    """One role: `show`, `revoke`, `revoke_sure`, `limit`, or `limit_to` a building."""

    committee_id: int
    role_id: int
    act: str
    building_id: int = 0
    page: int = 0


class RosterPress(CallbackData, prefix="cf"):
    """The list of doors that was sent: `import`, `drop`."""

    act: str


class BindPress(CallbackData, prefix="cd"):
    """Which houses the group is for.

    `building_id` 0 is the whole estate, -1 the question which of its houses.
    """

    estate_id: int
    building_id: int = -1
    page: int = 0
