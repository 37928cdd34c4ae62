"""The command line: `linli`, or `python -m bot`. Heavy parts are imported by the command run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.errors import OperatorError
from bot.matching.threads import pin_threads

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Linli 邻里: a Telegram bot for residents' group chats.",
)
roster = typer.Typer(no_args_is_help=True, help="The list of doors of an estate.")
invite = typer.Typer(no_args_is_help=True, help="One-time links that give a role.")
faq = typer.Typer(no_args_is_help=True, help="Policy answers: the starter set, in and out.")
keys = typer.Typer(no_args_is_help=True, help="What seals private columns of the database.")
app.add_typer(roster, name="roster")
app.add_typer(invite, name="invite")
app.add_typer(faq, name="faq")
app.add_typer(keys, name="keys")

CommitteeName = Annotated[
    str | None, typer.Option("--committee", help="Its name; made if new. 居委会名称")
]


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(help="Where the page is served, on this machine only.")
    ] = 8787,
) -> None:
    """Rehearse here: a pretend Telegram, a sample estate and the shipped bot, on one page."""
    import asyncio

    from bot.commands.demo import rehearse

    asyncio.run(rehearse(port))


@app.command()
def run() -> None:
    """Run the bot: by polling, or by webhook where LINLI_WEBHOOK_URL is set."""
    import asyncio
    import gc

    # A quarter of the start would go into looking for garbage.
    gc.disable()
    from bot.commands.run import serve

    gc.enable()

    asyncio.run(serve(_settings()))


@app.command()
def check() -> None:
    """Look whether everything is in place: settings, token, database, texts, chats."""
    import asyncio

    from bot.preflight import inspect

    if not asyncio.run(inspect(_settings())):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema. SQLite does this by itself at start."""
    from storage import schema

    schema.upgrade(_settings(needs_token=False).database_url)
    typer.echo("The database is at the newest schema.")


@app.command()
def committee(
    name: Annotated[str | None, typer.Argument(help="Made if new. 居委会名称")] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="IANA name, such as Asia/Taipei or Europe/Paris.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Of its cards: zh-hans, zh-hant, en, ja, ko or fr.")
    ] = None,
) -> None:
    """Show a committee, or set its clock and its language."""
    from bot.commands.committee import show_committee

    show_committee(_settings(needs_token=False), name, time_zone, language)


@app.command()
def move(
    to: Annotated[str, typer.Argument(help="postgresql://USER:PASSWORD@HOST/NAME, still empty.")],
) -> None:
    """Copy everything into another, empty database. Stop the bot first."""
    from bot.commands.move import move_all

    move_all(_settings(needs_token=False), to)


@app.command()
def prove(
    relay: Annotated[int, typer.Argument(help="The relay's number.")],
    out: Annotated[Path | None, typer.Option(help="linli-proof-NUMBER.zip if not given.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the relay's rows with its log instead.")
    ] = False,
) -> None:
    """Write the proof of a relay: its log without names and doors, and a script that checks it."""
    from bot.commands.prove import check_rows, write_proof

    if not check:
        write_proof(_settings(needs_token=False), relay, out)
    elif not check_rows(_settings(needs_token=False), relay):
        raise typer.Exit(1)


@roster.command("import")
def import_roster(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, headers in Chinese or English.")],
    estate: Annotated[
        str | None, typer.Option(help="Its name; made if new. By default the file's name.")
    ] = None,
    committee: CommitteeName = None,
) -> None:
    """Read the doors of an estate from a file. Doing it twice changes nothing."""
    from bot.commands.roster import import_file

    if not import_file(_settings(needs_token=False), file, estate, committee):
        raise typer.Exit(1)


@roster.command("export")
def export_roster(
    folder: Annotated[Path, typer.Argument(help="Where the files go; made if missing.")],
    estate: Annotated[str | None, typer.Option(help="Its name, where there are several.")] = None,
    language: Annotated[str, typer.Option(help="Second language of the posters.")] = "en",
) -> None:
    """Write the doors as CSV, and a poster with a QR code for every building."""
    from bot.commands.roster import export_files

    export_files(_settings(), folder, estate, language)


@invite.command("staff")
def invite_staff(committee: CommitteeName = None) -> None:
    """Print a link that makes the first who opens it staff of the committee."""
    from bot.commands.invite import print_invite

    print_invite(_settings(), committee)


@faq.command("load")
def load_faq(
    folder: Annotated[
        Path | None, typer.Argument(help="By default the starter set that ships with Linli.")
    ] = None,
    committee: CommitteeName = None,
) -> None:
    """Bring in, as drafts, what a folder has and the committee has not."""
    from bot.commands.faq import load_folder

    if not load_folder(_settings(needs_token=False), folder, committee):
        raise typer.Exit(1)


@faq.command("import")
def import_faq(
    file: Annotated[Path, typer.Argument(help=".md, .zip or .xlsx, as the export writes them.")],
    language: Annotated[str, typer.Option(help="Of a page that does not say itself.")] = "zh-hans",
    committee: CommitteeName = None,
) -> None:
    """Bring in entries from a file. A fault anywhere changes nothing."""
    from bot.commands.faq import import_file

    if not import_file(_settings(needs_token=False), file, language, committee):
        raise typer.Exit(1)


@faq.command("export")
def export_faq(
    folder: Annotated[Path, typer.Argument(help="Where the files go; made if missing.")],
    committee: CommitteeName = None,
) -> None:
    """Write all entries of a committee, as Markdown and as a workbook."""
    from bot.commands.faq import export_files

    export_files(_settings(needs_token=False), folder, committee)


@faq.command("check")
def check_faq(
    folder: Annotated[
        Path | None, typer.Argument(help="By default the starter set that ships with Linli.")
    ] = None,
) -> None:
    """Name faults, missing and outdated translations, and questions that are asked twice."""
    from bot.commands.faq import check_folder

    if not check_folder(folder):
        raise typer.Exit(1)


@keys.command("new")
def new_keys() -> None:
    """Print a new key. Nothing is changed."""
    from storage.sealing import new_key

    typer.echo(new_key())


@keys.command("check")
def check_keys() -> None:
    """Count what is sealed with which key."""
    import asyncio

    from bot.commands.keys import show_keys

    if not asyncio.run(show_keys(_settings(needs_token=False))):
        raise typer.Exit(1)


@keys.command("rotate")
def rotate_keys(
    drop_lost: Annotated[
        bool, typer.Option("--drop-lost", help="Empty what none of the keys opens, for ever.")
    ] = False,
) -> None:
    """Seal everything with the first key. May be broken off, repeated, and run beside the bot."""
    import asyncio

    from bot.commands.keys import rotate

    if not asyncio.run(rotate(_settings(needs_token=False), drop_lost=drop_lost)):
        raise typer.Exit(1)


def main() -> None:
    """Run a command; what an operator can mend is said in a line, not in a traceback."""
    pin_threads()
    try:
        app()
    except OperatorError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        sys.exit(2)


def _settings(*, needs_token: bool = True) -> Settings:
    from bot.settings import load_settings

    return load_settings(**({} if needs_token else {"token": "0:none"}))


if __name__ == "__main__":
    main()
