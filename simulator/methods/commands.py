"""Command lists, by scope and language."""

import re

from aiogram import types
from aiogram.methods import DeleteMyCommands, GetMyCommands, SetMyCommands

from simulator.errors import bad_request
from simulator.methods.access import readable_chat
from simulator.methods.registry import offers
from simulator.world import World

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}|")
LONGEST_DESCRIPTION = 256
MOST_COMMANDS = 100


@offers
def set_my_commands(world: World, call: SetMyCommands) -> bool:
    """Replace the list of one scope and language."""
    language = checked_language(call.language_code)
    _check_scope(world, call.scope)
    if len(call.commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        if not NAME.fullmatch(command.command.removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands.set(call.scope, language, call.commands)
    world.publish("commands", None)
    return True


@offers
def delete_my_commands(world: World, call: DeleteMyCommands) -> bool:
    """Forget the list of one scope and language."""
    world.commands.set(call.scope, checked_language(call.language_code), [])
    return True


@offers
def get_my_commands(world: World, call: GetMyCommands) -> list[types.BotCommand]:
    """The list of exactly one scope and language."""
    return world.commands.get(call.scope, checked_language(call.language_code))


def checked_language(code: str | None) -> str:
    """A two-letter code or nothing, as Telegram wants it; raises Refusal for anything else."""
    if not LANGUAGE.fullmatch(code or ""):
        raise bad_request("invalid language code specified")
    return code or ""


def _check_scope(world: World, scope: types.BotCommandScopeUnion | None) -> None:
    chat_id = getattr(scope, "chat_id", None)
    if chat_id is not None:
        readable_chat(world, chat_id)
