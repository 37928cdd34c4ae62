"""The documents say what the code does: settings, commands, refusals, examples, links, paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.__main__ import app
from bot.settings import PREFIX, Settings
from handlers.features import build_routers
from handlers.relay._facts import missing_fact, read_fact, split_line, to_draft
from handlers.relay._reading import read_join_line, read_staff_line
from storage.relay.drafts import check_draft

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "locales" / "templates"
DECISIONS = ROOT / "docs" / "adr"
PAGES = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", "docs/**/*.md", "simulator/**/*.md")
    for path in ROOT.glob(pattern)
)
FILES = {
    f"/{path.relative_to(ROOT)}"
    for folder in ("bench", "bot", "docs", "handlers", "locales", "simulator", "storage", "tests")
    for path in (ROOT / folder, *(ROOT / folder).rglob("*"))
} | {f"/{path.name}" for path in ROOT.iterdir()}
# A feature that the documents make up, to show how one is added.
INVENTED = "parcels"

_SETTING_ROW = re.compile(rf"^\| `({PREFIX}\w+)` \| (?:`(.*?)`)? ?\|", re.MULTILINE)
_SETTING_LINE = re.compile(rf"^#?({PREFIX}\w+)=(.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"[\w/]+\.(py|md|toml)|([\w.]+/)+")
_PLACE_OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(work|home|root|tmp|opt|mnt|Users)/|[A-Z]:\\|/simple/"
)


def _read(page: Path | str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


OPERATORS = _read("docs/operators.md")


def _defaults() -> dict[str, str]:
    fields = Settings.model_fields.items()
    return {
        f"{PREFIX}{name}".upper(): ""
        if field.is_required() or field.default is None
        else str(field.default)
        for name, field in fields
    }


def _command_lines(command: object, name: str) -> Iterator[str]:
    if not isinstance(command, TyperGroup):
        yield name
        return
    for word, inner in command.commands.items():
        yield from _command_lines(inner, f"{name} {word}")


def test_settings_are_in_the_operators_table_with_their_defaults() -> None:
    assert dict(_SETTING_ROW.findall(OPERATORS)) == _defaults()


def test_settings_are_in_the_example_with_their_defaults() -> None:
    assert dict(_SETTING_LINE.findall(_read(".env.example"))) == _defaults()


def test_operators_read_of_every_command_of_the_bot() -> None:
    words = {word for router in build_routers() for word in router.commands}
    assert words
    assert {word for word in words if f"`/{word}`" not in OPERATORS} == set()


def test_operators_read_of_every_command_line() -> None:
    lines = set(_command_lines(get_command(app), "linli"))
    assert "linli roster import" in lines
    assert {line for line in lines if f"| `{line}" not in OPERATORS} == set()


def test_operators_read_of_every_refusal_and_of_no_other() -> None:
    rows = [line.split("|")[1] for line in OPERATORS.splitlines() if line.startswith("| `")]
    told = {code for row in rows for code in _SPAN.findall(row)}
    codes = {path.stem for path in (TEMPLATES / "errors").glob("*.txt")}
    assert codes - told == set()
    section = OPERATORS.partition("## What a refusal means")[2].partition("\n---")[0]
    listed = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert {code for row in listed for code in _SPAN.findall(row)} - codes == set()


def test_operators_read_of_every_remark_on_a_line_of_a_roster() -> None:
    template = _read("locales/templates/community/_remark.html")
    said = re.findall(r"Line {{ line }}: (.+?){% endtrans %}", template)
    *remarks, _unforeseen = [remark.replace("{{ first }}", "N") for remark in said]
    assert remarks
    assert {remark for remark in remarks if f"| {remark} |" not in OPERATORS} == set()


def _examples(*openings: str) -> list[str]:
    """Lines of code blocks and code spans that begin so and are not cut short."""
    found = []
    for page in PAGES:
        text = _read(page)
        fenced = "\n".join(_FENCE.findall(text)).splitlines()
        spans = _SPAN.findall(_FENCE.sub("", text))
        found += [code.strip() for code in (*fenced, *spans)]
    return sorted({code for code in found if code.startswith(openings) and "…" not in code})


@pytest.mark.parametrize("line", _examples("/relay "))
def test_a_relay_in_one_line_is_understood_whole(line: str) -> None:
    now, zone = datetime(2026, 11, 20, 1, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai")
    buildings = {str(number): number for number in range(1, 13)}
    data: dict[str, Any] = {"estate_id": 1}
    for fact, text in split_line(line.removeprefix("/relay ")).items():
        data |= read_fact(fact, text, now=now, zone=zone, buildings=buildings)
    assert missing_fact(data) is None
    check_draft(to_draft(data, buildings), now)


@pytest.mark.parametrize("line", _examples("代报 ", "/add "))
def test_an_entry_by_staff_is_understood_whole(line: str) -> None:
    read = read_staff_line(line)
    assert read is not None
    assert (read.door, read.quantity) == ("3-501", 2)
    assert read.clock is not None


@pytest.mark.parametrize("line", _examples("接龙 ", "join ", "+"))
def test_a_signup_in_words_is_understood(line: str) -> None:
    assert read_join_line(line) is not None


def _slug(heading: str) -> str:
    """The anchor that a page's host makes of a heading."""
    kept = (
        letter
        for letter in heading.strip().lower()
        if letter in " -_" or unicodedata.category(letter)[0] in "LN"
    )
    return "".join(kept).replace(" ", "-")


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (ROOT / page.parent / path) if path else ROOT / page
    if not target.exists():
        return False
    return not anchor or anchor in map(_slug, _HEADING.findall(target.read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(_FENCE.sub("", _read(page))) if "://" not in link]
    assert [link for link in links if not _leads_somewhere(page, link)] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_files_that_are_named_exist(page: Path) -> None:
    named = {
        name.rstrip("/")
        for name in _SPAN.findall(_FENCE.sub("", _read(page)))
        if _FILE.fullmatch(name) and INVENTED not in name
    }
    assert {name for name in named if not any(file.endswith(f"/{name}") for file in FILES)} == set()


@pytest.mark.parametrize("page", [*PAGES, Path(".env.example")], ids=str)
def test_no_page_names_a_place_of_one_machine(page: Path) -> None:
    assert _PLACE_OF_ONE_MACHINE.findall(_read(page)) == []


def test_every_decision_is_registered_with_its_title_and_status() -> None:
    register = _read("docs/adr/README.md")
    decisions = sorted(DECISIONS.glob("0*.md"))
    assert decisions
    for decision in decisions:
        heading, _, rest = decision.read_text(encoding="utf-8").partition("\n")
        number, _, title = heading.removeprefix("# ").partition(". ")
        status = re.search(r"^Status: (.+)$", rest, re.MULTILINE)
        assert status is not None
        row = f"| [{int(number):04}]({decision.name}) | {title} | {status[1]} |"
        assert row in register
    assert len(re.findall(r"^\| \[", register, re.MULTILINE)) == len(decisions)
