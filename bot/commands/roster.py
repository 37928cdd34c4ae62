"""`linli roster`: doors in from a file, doors and posters out."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import datetime
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlmodel import Session

from bot.clock import SystemClock
from bot.commands.errors import OperatorError
from bot.commands.offline import Choice, choose_committee, choose_estate, offline_session
from bot.settings import Settings
from locales.languages import SOURCE, choose_language
from locales.renderer import Renderer, Words
from storage.community.actions import ImportReport, create_estate, import_roster
from storage.community.roster import Remark, Roster, read_roster
from storage.errors import RuleError

console = Console()


def import_file(settings: Settings, file: Path, estate: str | None, committee: str | None) -> bool:
    """Import a roster and say what came of every line that is not a door.

    Returns:
        Whether the file could be read; refused lines do not stop the others.
    """
    try:
        roster = read_roster(file.read_bytes(), file.name)
    except OSError as error:
        console.print(f"[red]{file}: {error.strerror}", soft_wrap=True)
        return False
    except RuleError as refusal:
        reason = refusal.params.get("reason", refusal.code)
        console.print(f"[red]{file}: this is no roster ({reason})", soft_wrap=True)
        return False
    now = SystemClock().now()
    with offline_session(settings) as session:
        choice = choose_committee(session, committee, now)
        report = _import(session, choice, estate or file.stem, roster, now)
        session.commit()
    _tell(roster, report)
    return True


def _import(
    session: Session, committee: Choice, estate: str, roster: Roster, now: datetime
) -> ImportReport:
    estate_id = create_estate(session, committee.id, estate, now=now)
    console.print(f"{committee.name} / {estate}")
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("doors", total=len(roster.rows))
        return import_roster(
            session,
            estate_id,
            roster,
            now=now,
            on_progress=lambda done: progress.advance(task, done),
        )


def _tell(roster: Roster, report: ImportReport) -> None:
    console.print(
        f"{len(roster.rows)} households read: {report.added} added, "
        f"{report.unchanged} were there already"
    )
    if roster.not_households:
        console.print(f"{roster.not_households} rows are shops and no households")
    words = Renderer().words(choose_language(os.environ.get("LANG"), SOURCE), "UTC")
    for refusal in roster.refused:
        console.print(f"refused  {_sentence(words, refusal)}", style="red", highlight=False)
    for warning in roster.warnings:
        console.print(f"odd      {_sentence(words, warning)}", style="yellow", highlight=False)
    if report.missing:
        console.print(
            f"[yellow]{len(report.missing)} doors of the estate are not in this file and were kept"
        )


def _sentence(words: Words, remark: Remark) -> str:
    return unescape(words.html("community/_remark", remark=asdict(remark)))


def export_files(settings: Settings, folder: Path, estate: str | None, language: str) -> None:
    """Write `doors.csv` and `posters.html`.

    Raises:
        OperatorError: no such estate, or Telegram cannot say the bot's name.
    """
    import asyncio

    from bot.commands.names import fetch_username
    from bot.roster_export import doors_csv, posters_html

    username = asyncio.run(fetch_username(settings))
    with offline_session(settings) as session:
        estate_id = choose_estate(session, estate).id
        files = {
            "doors.csv": doors_csv(session, estate_id),
            "posters.html": posters_html(session, estate_id, username, language),
        }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            console.print(str(folder / name), soft_wrap=True)
    except OSError as error:
        raise OperatorError(f"{folder}: {error.strerror}") from None
