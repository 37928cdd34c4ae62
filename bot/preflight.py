"""`linli check`: is everything in place before residents come?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot.client import make_bot
from bot.keys import KeysError, check_keyring, load_keyring
from bot.settings import Settings
from locales.checks import list_problems
from storage import schema
from storage.community.queries import list_chats
from storage.engine import Database
from storage.work import Work

console = Console()

# What was found: whether it is well, and a line for the operator.
Finding = tuple[bool, str]


async def inspect(settings: Settings) -> bool:
    """Print a line a check; returns whether all is well."""
    bot = make_bot(settings)
    try:
        findings = [
            (True, "settings can be used"),
            await _token(bot),
            _database(settings),
            *await _keys(settings),
            _texts(),
            *await _chats(bot, settings),
        ]
    finally:
        await bot.session.close()
    for is_well, line in findings:
        console.print(f"[green]✓[/] {line}" if is_well else f"[red]✗ {line}")
    return all(is_well for is_well, _ in findings)


async def _token(bot: Bot) -> Finding:
    try:
        me = await bot.me()
    except TelegramAPIError as error:
        return False, f"token: {type(error).__name__}; get one from @BotFather, set LINLI_TOKEN"
    reads = "reads every message" if me.can_read_all_group_messages else "has privacy mode on"
    return True, f"token belongs to @{me.username}, which {reads} in groups"


def _database(settings: Settings) -> Finding:
    try:
        if schema.is_at_head(settings.database_url):
            return True, "database is at the newest schema"
    except SQLAlchemyError as error:
        return False, f"database cannot be opened ({type(error).__name__}): see LINLI_DATABASE_URL"
    if settings.database_url.startswith("sqlite"):
        return True, "database will be brought to the newest schema at the next start"
    return False, "database is behind: run `linli migrate`"


async def _keys(settings: Settings) -> Iterable[Finding]:
    if not _is_at_head(settings):
        return ()
    try:
        keyring = load_keyring(settings)
        database = Database(settings.database_url, keyring)
        try:
            await check_keyring(Work(database, after_commit=lambda: None), keyring)
        finally:
            database.close()
    except KeysError as error:
        return [(False, f"keys: {error}")]
    return [(True, "keys open what the database holds")]


def _texts() -> Finding:
    problems = list_problems()
    if problems:
        return False, f"texts: {len(problems)} problems; see `make check`"
    return True, "texts are complete in every language"


async def _chats(bot: Bot, settings: Settings) -> Iterable[Finding]:
    if not _is_at_head(settings):
        return ()
    try:
        database = Database(settings.database_url, load_keyring(settings))
    except KeysError:
        return ()
    try:
        chats = await Work(database, after_commit=lambda: None).read(list_chats)
    finally:
        database.close()
    return [await _reachable(bot.get_chat, chat.telegram_id) for chat in chats]


def _is_at_head(settings: Settings) -> bool:
    try:
        return schema.is_at_head(settings.database_url)
    except SQLAlchemyError:
        return False


async def _reachable(get_chat: Callable[[int], Awaitable[object]], chat_id: int) -> Finding:
    try:
        await get_chat(chat_id)
    except TelegramAPIError as error:
        return False, f"group {chat_id} cannot be reached: {error.message}"
    return True, f"group {chat_id} can be reached"
