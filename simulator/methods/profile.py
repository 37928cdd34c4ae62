"""The bot's own profile: name, descriptions, menu button, default rights."""

from typing import Any

from aiogram import types
from aiogram.methods import (
    GetChatMenuButton,
    GetMe,
    GetMyDefaultAdministratorRights,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetChatMenuButton,
    SetMyDefaultAdministratorRights,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from simulator.errors import bad_request
from simulator.members import ADMIN_RIGHTS
from simulator.methods.access import readable_chat
from simulator.methods.commands import checked_language
from simulator.methods.registry import offers
from simulator.world import World

LONGEST = {"name": 64, "description": 512, "short_description": 120}


@offers
def get_me(world: World, _call: GetMe) -> types.User:
    """Who the bot is."""
    return world.me


@offers
def set_my_name(world: World, call: SetMyName) -> bool:
    """The name in one language."""
    return _set(world, "name", call.name, call.language_code)


@offers
def get_my_name(world: World, call: GetMyName) -> types.BotName:
    """The name in one language, else the bot's own."""
    name = _get(world, "name", call.language_code)
    return types.BotName(name=name or world.bot.first_name)


@offers
def set_my_description(world: World, call: SetMyDescription) -> bool:
    """What an empty chat with the bot shows."""
    return _set(world, "description", call.description, call.language_code)


@offers
def get_my_description(world: World, call: GetMyDescription) -> types.BotDescription:
    """What an empty chat with the bot shows."""
    return types.BotDescription(description=_get(world, "description", call.language_code))


@offers
def set_my_short_description(world: World, call: SetMyShortDescription) -> bool:
    """What the bot's profile page shows."""
    return _set(world, "short_description", call.short_description, call.language_code)


@offers
def get_my_short_description(
    world: World, call: GetMyShortDescription
) -> types.BotShortDescription:
    """What the bot's profile page shows."""
    text = _get(world, "short_description", call.language_code)
    return types.BotShortDescription(short_description=text)


@offers
def set_chat_menu_button(world: World, call: SetChatMenuButton) -> bool:
    """The button beside the input field, of one private chat or of all."""
    world.menu_buttons[_private(world, call.chat_id)] = call.menu_button
    return True


@offers
def get_chat_menu_button(world: World, call: GetChatMenuButton) -> Any:
    """The button of one private chat, else the one for all."""
    own = world.menu_buttons.get(_private(world, call.chat_id))
    return own or world.menu_buttons.get(None) or types.MenuButtonDefault()


@offers
def set_my_default_administrator_rights(
    world: World, call: SetMyDefaultAdministratorRights
) -> bool:
    """The rights that the bot asks for when it is made an administrator."""
    world.default_rights[bool(call.for_channels)] = call.rights
    return True


@offers
def get_my_default_administrator_rights(
    world: World, call: GetMyDefaultAdministratorRights
) -> types.ChatAdministratorRights:
    """The rights that the bot asks for; none until they were set."""
    none: dict[str, Any] = dict.fromkeys([*ADMIN_RIGHTS, "is_anonymous"], False)
    return world.default_rights.get(bool(call.for_channels)) or types.ChatAdministratorRights(
        **none
    )


def _private(world: World, chat_id: int | None) -> int | None:
    return readable_chat(world, chat_id).id if chat_id is not None else None


def _set(world: World, field: str, text: str | None, language: str | None) -> bool:
    if len(text or "") > LONGEST[field]:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    world.descriptions[field, checked_language(language)] = text or ""
    return True


def _get(world: World, field: str, language: str | None) -> str:
    own = world.descriptions.get((field, checked_language(language)))
    return own or world.descriptions.get((field, "")) or ""
