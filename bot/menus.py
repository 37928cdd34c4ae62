"""The command menus that Telegram shows, in every language, for private chats and for groups."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from handlers.routes import Audience, Command
from locales.languages import LANGUAGES
from locales.renderer import Renderer

# Telegram knows two letters only; for `zh` it is the script that most use. People who chose the
# other script read it everywhere but in this menu.
_MENU_LANGUAGES = {language.partition("-")[0]: language for language in reversed(LANGUAGES)}
DEFAULT_LANGUAGE = "zh-hans"


async def offer_menus(bot: Bot, renderer: Renderer, commands: Iterable[Command]) -> None:
    """Tell Telegram which commands to offer."""
    known = list(commands)
    private = [command for command in known if command.audience is Audience.EVERYBODY]
    groups = [command for command in known if command.audience is Audience.GROUPS]
    for code, language in [(None, DEFAULT_LANGUAGE), *_MENU_LANGUAGES.items()]:
        # A language that nobody has spoken yet is read from its file, while others are answered.
        words = await asyncio.to_thread(renderer.words, language, "UTC")
        for scope, offered in (
            (BotCommandScopeAllPrivateChats(), private),
            (BotCommandScopeAllGroupChats(), groups),
        ):
            menu = [
                BotCommand(command=command.word, description=words.text(f"commands/{command.word}"))
                for command in offered
            ]
            await bot.set_my_commands(menu, scope=scope, language_code=code)
