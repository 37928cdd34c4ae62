"""`linli move`: from SQLite to PostgreSQL when one machine is no longer enough, or back."""

from __future__ import annotations

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.errors import OperatorError
from bot.keys import load_keyring
from bot.settings import Settings, load_settings
from storage import schema
from storage.moving import TargetNotEmptyError, move


def move_all(settings: Settings, to: str) -> None:
    """Copy every row and say what is left to do.

    Raises:
        OperatorError: one of the databases cannot be used; nothing was changed.
    """
    target = load_settings(token=settings.token, database_url=to).database_url
    if not schema.is_at_head(settings.database_url):
        raise OperatorError("The old database is behind: run `linli migrate` first")
    console = Console()
    try:
        rows = move(
            settings.database_url,
            target,
            load_keyring(settings),
            on_table=lambda name, count: console.print(f"{name:<20}{count:>10,}"),
        )
    except TargetNotEmptyError:
        raise OperatorError("The new database holds rows already: give an empty one") from None
    except SQLAlchemyError as error:
        raise OperatorError(f"The new database cannot be used ({type(error).__name__})") from None
    console.print(f"{rows:,} rows copied. Now set LINLI_DATABASE_URL and start the bot.")
