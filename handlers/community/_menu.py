"""The command menu of one private chat: in the person's language, with what their role allows."""

from __future__ import annotations

from contextlib import suppress

from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.context import Context
from handlers.routes import Audience
from locales.renderer import Words
from storage.community.actor import Actor


async def offer_menu(context: Context) -> None:
    """Show the acting person their own menu; one that Telegram does not take is no loss."""
    actor = await context.actor()
    audiences = find_audiences(actor)
    words = await context.words()
    menu = [
        BotCommand(command=word, description=text)
        for word, text in list_commands(context, words, audiences)
    ]
    if menu:
        with suppress(TelegramAPIError):
            await context.services.bot.set_my_commands(
                menu, scope=BotCommandScopeChat(chat_id=context.person_id)
            )


def find_audiences(actor: Actor) -> set[Audience]:
    """Whose commands somebody is offered in private."""
    helpers = {Audience.HELPERS} if actor.roles else set()
    staff = {Audience.STAFF} if actor.is_staff_anywhere else set()
    return {Audience.EVERYBODY} | helpers | staff


async def withdraw_menu(context: Context) -> None:
    """Give the acting person the menu that everybody has."""
    with suppress(TelegramAPIError):
        await context.services.bot.delete_my_commands(
            scope=BotCommandScopeChat(chat_id=context.person_id)
        )


def list_commands(
    context: Context, words: Words, audiences: set[Audience]
) -> list[tuple[str, str]]:
    """The commands for some audiences: each word and what it does."""
    return [
        (command.word, words.text(f"commands/{command.word}"))
        for command in context.services.commands
        if command.audience in audiences
    ]
