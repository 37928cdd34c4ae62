"""`linli run`: the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramUnauthorizedError,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.app import SchemaBehindError, running_app
from bot.commands.errors import OperatorError
from bot.logs import set_up_logs
from bot.memory import settle_memory
from bot.settings import Settings

log = structlog.get_logger(__name__)


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, then finish what is under way.

    Raises:
        OperatorError: the token, the network, the server or the database is not ready.
    """
    set_up_logs(settings.log_level)
    stopping = stop_on_signals()
    try:
        async with running_app(settings) as app:
            settle_memory()
            log.info("running", intake="webhook" if app.webhook else "polling")
            await app.run_until(stopping)
            log.info("stopping")
    except TelegramUnauthorizedError:
        raise OperatorError("Telegram does not know this token: set LINLI_TOKEN") from None
    except TelegramNetworkError:
        raise OperatorError(f"{settings.api_url} cannot be reached") from None
    except (TelegramAPIError, ClientDecodeError) as error:
        raise OperatorError(f"{settings.api_url} does not serve us: {error.message}") from None
    except SQLAlchemyError as error:
        kind = type(error).__name__
        raise OperatorError(
            f"The database cannot be used ({kind}): see LINLI_DATABASE_URL"
        ) from None
    except SchemaBehindError:
        raise OperatorError("The database is behind: run `linli migrate` first") from None


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping
