"""The bot's own name, which links are made of."""

from __future__ import annotations

from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError

from bot.client import make_bot
from bot.commands.errors import OperatorError
from bot.settings import Settings


async def fetch_username(settings: Settings) -> str:
    """Ask Telegram for the bot's user name.

    Raises:
        OperatorError: the token is unknown or Telegram cannot be reached.
    """
    bot = make_bot(settings)
    try:
        return (await bot.me()).username or ""
    except TelegramUnauthorizedError:
        raise OperatorError("Telegram does not know this token: set LINLI_TOKEN") from None
    except TelegramNetworkError:
        raise OperatorError(f"{settings.api_url} cannot be reached") from None
    finally:
        await bot.session.close()
