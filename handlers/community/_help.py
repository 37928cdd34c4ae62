"""/help: what can be done, by role and by place."""

from __future__ import annotations

from aiogram.types import Message

from handlers.community._menu import find_audiences, list_commands
from handlers.context import Context
from handlers.routes import Audience
from locales.renderer import Words


async def on_help(context: Context, message: Message, _argument: str) -> None:
    """List the commands; in a group only where to go for the rest."""
    if not context.is_private:
        await context.say("community/help_group", reply_to=message.message_id)
        return
    actor, words = await context.actor(), await context.words()
    is_staff = actor.is_staff_anywhere
    await context.say(
        "community/help",
        commands=_named(context, words, find_audiences(actor) - {Audience.STAFF}),
        staff_commands=_named(context, words, {Audience.STAFF}) if is_staff else [],
        group_commands=_named(context, words, {Audience.GROUPS}) if is_staff else [],
    )


def _named(context: Context, words: Words, audiences: set[Audience]) -> list[dict[str, str]]:
    listed = list_commands(context, words, audiences)
    return [{"word": word, "text": text} for word, text in listed]
