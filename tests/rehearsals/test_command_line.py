"""The words of the command line, as an operator gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.errors import OperatorError

HEADER = "楼号,单元,室号,户主,联系电话,备注\n"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal in an empty folder, with settings for a fresh SQLite file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_DATABASE_URL", f"sqlite:///{tmp_path / 'linli.db'}")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return CliRunner()


def _roster(tmp_path: Path) -> Path:
    path = tmp_path / "桂花里.csv"
    path.write_text(HEADER + "1,,101,甲,,\n1,,102,乙,,\n1,,,丙,,\n", encoding="utf-8")
    return path


def test_roster_is_imported_once_and_refused_lines_are_named(
    line: CliRunner, tmp_path: Path
) -> None:
    path = _roster(tmp_path)

    first = line.invoke(app, ["roster", "import", str(path), "--committee", "桂花里居委会"])
    second = line.invoke(app, ["roster", "import", str(path), "--committee", "桂花里居委会"])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 added, 0 were there already" in first.output
    assert "Line 4: no room" in first.output
    assert "0 added, 2 were there already" in second.output


@pytest.mark.parametrize(
    ("content", "said"), [(b"no roster\n", "this is no roster"), (None, "No such file")]
)
def test_what_is_no_roster_changes_nothing(
    line: CliRunner, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "doors.csv"
    if content is not None:
        path.write_bytes(content)

    result = line.invoke(app, ["roster", "import", str(path)])

    assert result.exit_code == 1
    assert said in result.output


def test_committee_gets_its_clock_and_language(line: CliRunner) -> None:
    told = ["--time-zone", "Europe/Paris", "--language", "fr"]

    line.invoke(app, ["committee", "Comité", *told])
    shown = line.invoke(app, ["committee"])

    assert shown.output.strip() == "Comité: Europe/Paris, fr"


@pytest.mark.parametrize("told", [["--time-zone", "Mars/Base"], ["--language", "tlh"]])
def test_impossible_clocks_and_languages_are_refused(line: CliRunner, told: list[str]) -> None:
    result = line.invoke(app, ["committee", "Comité", *told])

    assert isinstance(result.exception, OperatorError)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LINLI_TOKEN", "nonsense", "LINLI_TOKEN: looks like"),
        ("LINLI_DATABASE_URL", "mysql://x", "LINLI_DATABASE_URL: begins with"),
        ("LINLI_WEBHOOK_URL", "https://x.example/telegram", "needs LINLI_WEBHOOK_SECRET"),
        ("LINLI_CHAT_PER_SECOND", "0", "LINLI_CHAT_PER_SECOND: "),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    line: CliRunner, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv("LINLI_TOKEN", "42:token")
    monkeypatch.setenv(name, value)

    result = line.invoke(app, ["run"])

    assert isinstance(result.exception, OperatorError)
    assert said in str(result.exception)


def test_missing_token_is_asked_for(line: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_TOKEN", raising=False)

    result = line.invoke(app, ["run"])

    assert "LINLI_TOKEN is not set" in str(result.exception)
