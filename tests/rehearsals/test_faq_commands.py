"""`linli faq`, as an operator gives it: the starter set in, a committee's entries out and in."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.errors import OperatorError
from locales.faq import STARTER
from storage.engine import Database
from storage.faq.files import read_folder
from storage.faq.kinds import EntryState
from storage.faq.queries import EntryView, list_entries
from tests.builders import KEYRING

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = """---
kind: testing
question: 几点做核酸？
source: 检测通知
updated: 2022-03-29
---
早上七点。
"""
TRANSLATION = """---
question: {question}
updated: 2022-03-29
---
{answer}
"""


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal in an empty folder, with settings for a fresh SQLite file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_DATABASE_URL", f"sqlite:///{tmp_path / 'linli.db'}")
    return CliRunner()


def _write(folder: Path, language: str, text: str, slug: str = "testing-hours") -> Path:
    path = folder / language / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _write_whole(folder: Path) -> None:
    _write(folder, "zh-hans", SOURCE)
    for language in ("zh-hant", "en", "ja", "ko", "fr"):
        text = TRANSLATION.format(question=f"Tests, {language}?", answer="07:00")
        _write(folder, language, text)


def _kept(tmp_path: Path) -> tuple[EntryView, ...]:
    """What a second process finds in the database."""
    database = Database(f"sqlite:///{tmp_path / 'linli.db'}", KEYRING)
    try:
        with database.writer.connect() as connection, Session(connection) as session:
            return list_entries(session, 1, NOW)
    finally:
        database.close()


def test_starter_set_is_loaded_as_drafts_and_only_once(line: CliRunner, tmp_path: Path) -> None:
    first = line.invoke(app, ["faq", "load", "--committee", "桂花里居委会"])
    second = line.invoke(app, ["faq", "load"])

    count = len(read_folder(STARTER).files)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"桂花里居委会: {count} new, 0 changed, 0 unchanged" in first.output
    assert f"{count} were there already" in second.output
    kept = _kept(tmp_path)
    assert len(kept) == count
    assert {entry.state for entry in kept} == {EntryState.DRAFTED}


def test_what_is_exported_is_read_again_as_the_same(line: CliRunner, tmp_path: Path) -> None:
    line.invoke(app, ["faq", "load"])
    exported = line.invoke(app, ["faq", "export", "out"])
    sheet = line.invoke(app, ["faq", "import", "out/faq.xlsx"])
    Path("out/faq.xlsx").unlink()
    pages = line.invoke(app, ["faq", "import", shutil.make_archive("out", "zip", "out")])

    assert exported.exit_code == 0
    count = len(read_folder(STARTER).files)
    for result in (pages, sheet):
        assert f"0 new, 0 changed, {count} unchanged" in result.output


def test_file_with_a_change_changes_that_entry_alone(line: CliRunner, tmp_path: Path) -> None:
    page = _write(tmp_path / "in", "zh-hans", SOURCE)
    line.invoke(app, ["faq", "import", str(page)])
    page.write_text(SOURCE.replace("七点", "八点"), encoding="utf-8")

    result = line.invoke(app, ["faq", "import", str(page)])

    assert "0 new, 1 changed, 0 unchanged" in result.output
    (entry,) = _kept(tmp_path)
    assert entry.source_text.answer == "早上八点。"


def test_loading_again_leaves_what_staff_wrote(line: CliRunner, tmp_path: Path) -> None:
    page = _write(tmp_path / "in", "zh-hans", SOURCE)
    line.invoke(app, ["faq", "load", "in"])
    page.write_text(SOURCE.replace("七点", "八点"), encoding="utf-8")

    result = line.invoke(app, ["faq", "load", "in"])

    assert "1 were there already and stay as they are" in result.output
    (entry,) = _kept(tmp_path)
    assert entry.source_text.answer == "早上七点。"


def test_page_alone_is_in_the_language_that_is_named(line: CliRunner, tmp_path: Path) -> None:
    _write(tmp_path / "in", "zh-hans", SOURCE)
    line.invoke(app, ["faq", "load", "in"])
    english = _write(tmp_path, "x", TRANSLATION.format(question="When?", answer="At seven."))

    result = line.invoke(app, ["faq", "import", str(english), "--language", "en"])

    assert "0 new, 1 changed, 0 unchanged" in result.output
    (entry,) = _kept(tmp_path)
    assert entry.texts["en"].answer == "At seven."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter", ("testing-hours.md:1", "The first line must be ---")),
        (SOURCE.replace("2022-03-29", "soon"), ("testing-hours.md:5", "soon is no date")),
        (TRANSLATION.format(question="When?", answer="At 7."), ("testing-hours",)),
    ],
)
def test_faulty_file_is_told_with_its_place_and_changes_nothing(
    line: CliRunner, tmp_path: Path, text: str, said: tuple[str, ...]
) -> None:
    page = _write(tmp_path, "in", text)

    result = line.invoke(app, ["faq", "import", str(page)])

    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    told = " ".join(result.output.split())
    assert [part for part in said if part not in told] == []
    assert _kept_or_none(tmp_path) == ()


def _kept_or_none(tmp_path: Path) -> tuple[EntryView, ...]:
    return _kept(tmp_path) if (tmp_path / "linli.db").exists() else ()


@pytest.mark.parametrize(
    "told",
    [
        ["import", "missing.md"],
        ["import", "missing.md", "--language", "tlh"],
        ["load", "missing"],
        ["check", "missing"],
    ],
)
def test_what_is_not_there_is_named(line: CliRunner, told: list[str]) -> None:
    result = line.invoke(app, ["faq", *told])

    assert isinstance(result.exception, OperatorError)


def test_whole_folder_is_well(line: CliRunner, tmp_path: Path) -> None:
    _write_whole(tmp_path / "in")

    result = line.invoke(app, ["faq", "check", "in"])

    assert (result.exit_code, result.output.strip()) == (0, "1 entries in 6 languages, all well")


def test_check_names_what_languages_lack(line: CliRunner, tmp_path: Path) -> None:
    _write_whole(tmp_path / "in")
    _write(tmp_path / "in", "zh-hans", SOURCE.replace("2022-03-29", "2022-04-01"))
    (tmp_path / "in" / "fr" / "testing-hours.md").unlink()
    _write(tmp_path / "in", "en", TRANSLATION.format(question="When?", answer="At [[hour]]."))

    result = line.invoke(app, ["faq", "check", "in"])

    told = [" ".join(row.split()) for row in result.output.splitlines()]
    assert result.exit_code == 1
    assert "fr/testing-hours Not translated yet from zh-hans" in told
    assert "ja/testing-hours Older than the text in zh-hans" in told
    assert "en/testing-hours Places to fill in: 1 here, 0 in the source language" in told
