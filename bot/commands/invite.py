"""`linli invite`: the first key to the house."""

from __future__ import annotations

import asyncio

from rich.console import Console

from bot.clock import SystemClock
from bot.commands.names import fetch_username
from bot.commands.offline import choose_committee, offline_session
from bot.settings import Settings
from handlers.links import private_link
from storage.community.actions import create_invite


def print_invite(settings: Settings, committee: str | None) -> None:
    """Make a one-time staff link and print it. Only its digest is kept.

    Raises:
        OperatorError: several committees and no name, or Telegram cannot be reached.
    """
    username = asyncio.run(fetch_username(settings))
    now = SystemClock().now()
    with offline_session(settings) as session:
        choice = choose_committee(session, committee, now)
        code = create_invite(session, choice.id, now=now)
        session.commit()
    console = Console()
    console.print(f"{choice.name}: opens once, within two days, and makes its user staff")
    console.print(private_link(username, f"s_{code}"), soft_wrap=True, style="bold")
