"""`linli committee`: which clock a committee lives by, and which language its cards are in."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich.console import Console

from bot.clock import SystemClock
from bot.commands.errors import OperatorError
from bot.commands.offline import choose_committee, offline_session
from bot.settings import Settings
from locales.languages import LANGUAGES
from storage.community.actions import change_committee
from storage.community.queries import find_committee


def show_committee(
    settings: Settings, name: str | None, time_zone: str | None, language: str | None
) -> None:
    """Change what was given, and print how the committee stands.

    Raises:
        OperatorError: no such time zone or language, or several committees and no name.
    """
    _check(time_zone, language)
    now = SystemClock().now()
    with offline_session(settings) as session:
        choice = choose_committee(session, name, now)
        if time_zone or language:
            change_committee(session, choice.id, now=now, time_zone=time_zone, language=language)
        session.commit()
        committee = find_committee(session, choice.id)
    assert committee is not None
    Console().print(f"{committee.name}: {committee.time_zone}, {committee.language}")


def _check(time_zone: str | None, language: str | None) -> None:
    if language is not None and language not in LANGUAGES:
        raise OperatorError(f"No such language; there are {', '.join(LANGUAGES)}")
    try:
        ZoneInfo(time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise OperatorError(f"No such time zone: {time_zone}") from None
