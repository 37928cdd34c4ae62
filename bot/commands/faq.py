"""`linli faq`: policy answers in from files and out to files, and whether files are whole."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock import SystemClock
from bot.commands.errors import OperatorError
from bot.commands.offline import choose_committee, offline_session
from bot.settings import Settings
from locales.faq import STARTER
from locales.languages import SOURCE
from locales.renderer import Renderer, Words
from storage.faq.actions import ImportCount, import_entries, preview_import
from storage.faq.files import (
    LANGUAGES,
    Fault,
    Read,
    list_gaps,
    list_pages,
    make_file,
    read_files,
    read_folder,
    write_workbook,
)
from storage.faq.queries import list_entries

console = Console()

WORKBOOK = "faq.xlsx"
UNCHANGED = "Nothing was changed"


def load_folder(settings: Settings, folder: Path | None, committee: str | None) -> bool:
    """Bring in what a folder has and the committee has not, the starter set by default.

    They become drafts. What staff made of an entry that was brought in before stays.

    Returns:
        Whether it was brought in; a fault anywhere changes nothing.
    """
    return _bring_in(settings, _read(folder), committee, only_new=True)


def import_file(settings: Settings, file: Path, language: str, committee: str | None) -> bool:
    """Bring entries in from .md, .zip or .xlsx; new ones are drafts.

    Args:
        language: of a page that does not say itself.

    Returns:
        Whether they were brought in; a fault anywhere changes nothing.

    Raises:
        OperatorError: there is no such file or language.
    """
    if language not in LANGUAGES:
        raise OperatorError(f"No such language; there are {', '.join(LANGUAGES)}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    return _bring_in(settings, read_files(file.name, content, language), committee)


def export_files(settings: Settings, folder: Path, committee: str | None) -> None:
    """Write a committee's entries as Markdown and as a workbook.

    Raises:
        OperatorError: several committees and no name, or the folder cannot be written.
    """
    now = SystemClock().now()
    with offline_session(settings) as session:
        committee_id = choose_committee(session, committee, now).id
        files = [
            make_file(
                entry.slug,
                entry.language,
                entry.facts,
                [text.words for text in entry.texts.values()],
            )
            for entry in list_entries(session, committee_id, now)
        ]
    try:
        for path, text in list_pages(files).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / WORKBOOK).write_bytes(write_workbook(files))
    except OSError as error:
        raise OperatorError(f"{folder}: {error.strerror}") from None
    console.print(f"{len(files)} entries written to {folder}", highlight=False, soft_wrap=True)


def check_folder(folder: Path | None) -> bool:
    """Print what is wrong with a folder of entries, and what its languages lack.

    Returns:
        Whether all is well.
    """
    read = _read(folder)
    faults = (*read.faults, *list_gaps(read.files))
    _tell_faults(faults)
    if not faults:
        console.print(f"{len(read.files)} entries in {len(LANGUAGES)} languages, all well")
    return not faults


def _read(folder: Path | None) -> Read:
    if folder is not None and not folder.is_dir():
        raise OperatorError(f"{folder}: no such folder")
    try:
        return read_folder(folder or STARTER)
    except OSError as error:
        raise OperatorError(f"{error.filename}: {error.strerror}") from None


def _bring_in(
    settings: Settings, read: Read, committee: str | None, *, only_new: bool = False
) -> bool:
    if read.faults:
        _tell_faults(read.faults)
        console.print(UNCHANGED)
        return False
    now = SystemClock().now()
    with offline_session(settings) as session:
        choice = choose_committee(session, committee, now)
        issuer = choice.name
        known = {entry.slug for entry in list_entries(session, choice.id, now)} if only_new else ()
        files = [file for file in read.files if file.slug not in known]
        preview = preview_import(session, choice.id, files, now=now, default_issuer=issuer)
        if preview.faults:
            _tell_refusals(preview)
            console.print(UNCHANGED)
            return False
        count = import_entries(session, choice.id, files, by=None, now=now, default_issuer=issuer)
        session.commit()
    _tell_count(choice.name, count)
    if left := len(read.files) - len(files):
        console.print(
            f"{left} were there already and stay as they are", highlight=False, soft_wrap=True
        )
    return True


def _tell_count(committee: str, count: ImportCount) -> None:
    console.print(
        f"{committee}: {count.new} new, {count.changed} changed, {count.unchanged} unchanged",
        highlight=False,
        markup=False,
    )
    for slug, language in count.unfilled:
        console.print(f"kept as it was, [[…]] is not filled in: {language}/{slug}", markup=False)
    if count.new:
        console.print("New entries are drafts: staff put them in force in the chat, with /faq")


def _tell_faults(faults: Iterable[Fault]) -> None:
    words = _words()
    _tell((fault.place, unescape(words.html("faq/_fault", fault=fault.shown))) for fault in faults)


def _tell_refusals(preview: ImportCount) -> None:
    words = _words()
    _tell(
        (
            f"{fault.language}/{fault.slug}" if fault.language else fault.slug,
            words.error(fault.code, **fault.params),
        )
        for fault in preview.faults
    )


def _tell(lines: Iterable[tuple[str, str]]) -> None:
    table = Table("place", "what to mend", box=None, pad_edge=False)
    for place, sentence in lines:
        table.add_row(Text(place, style="bold"), Text(sentence, style="red"))
    if table.rows:
        console.print(table)


def _words() -> Words:
    return Renderer().words(SOURCE, "UTC")
