"""Every text that the code asks for exists, and every text that exists is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from locales.catalogs import ROOT
from locales.checks.templates import list_templates

PACKAGES = ("bot", "handlers", "storage", "locales")
TEMPLATES = list_templates(ROOT)
FOLDERS = {template.partition("/")[0] for template in TEMPLATES}

# Put together from words, which a search for literals cannot see.
_COMPOSED = {"buttons/unit_floor.txt"}

# What `Words` looks up in a folder of its own.
_SHORT = {"button": "buttons", "error": "errors", "alert": "alerts"}
_KEY = re.compile(r"[a-z]+(/[a-z_]*[a-z])+")
_OPENING = re.compile(r"([a-z]+/)?[a-z_]+_")


def _read_code() -> Iterator[ast.AST]:
    for package in PACKAGES:
        for path in sorted((ROOT.parent / package).rglob("*.py")):
            if "samples" not in path.parts and "versions" not in path.parts:
                yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _asked_for(node: ast.AST) -> str | None:
    """The text that a piece of code names outright, without suffix."""
    match node:
        case ast.Constant(value=str(text)) if _KEY.fullmatch(text):
            return text if text.partition("/")[0] in FOLDERS else None
        case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
            return f"{folder}/{name}" if (folder := _folder(ast.unparse(called))) else None
    return None


def _folder(called: str) -> str | None:
    owner, _, method = called.rpartition(".")
    if method == "RuleError":
        return "errors"
    return _SHORT.get(method) if owner.lower().rstrip("()").endswith("words") else None


def _opening(node: ast.AST) -> str | None:
    """What an f-string begins with: `relay_` of `relay_{kind}`; a mere folder says nothing."""
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if _OPENING.fullmatch(text):
            return text
    return None


NODES = list(_read_code())
ASKED = {text for node in NODES if (text := _asked_for(node))}
WORDS = {node.value for node in NODES if isinstance(node, ast.Constant)}
OPENINGS = tuple({text for node in NODES if (text := _opening(node))})


def _is_mentioned(template: str) -> bool:
    if template in _COMPOSED:
        return True
    name = template.rpartition(".")[0]
    names = (name, name.partition("/")[2])
    return any(name in WORDS or name.startswith(OPENINGS) for name in names)


def test_every_text_that_is_asked_for_exists() -> None:
    assert sorted(text for text in ASKED if not any((ROOT / "templates").glob(f"{text}.*"))) == []


def test_every_text_is_asked_for() -> None:
    assert [template for template in TEMPLATES if not _is_mentioned(template)] == []


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ('RuleError("gone")', "errors/gone"),
        ('words.button("join", n=1)', "buttons/join"),
        ('(await context.words()).alert("noted")', "alerts/noted"),
        ('"relay/card"', "relay/card"),
        ('log.error("gone")', None),
        ('"text/html"', None),
    ],
)
def test_the_search_finds_what_code_asks_for(code: str, asked: str | None) -> None:
    assert _asked_for(ast.parse(code, mode="eval").body) == asked


@pytest.mark.parametrize(
    ("code", "opening"),
    [("f'relay_{kind}'", "relay_"), ("f'errors/{code}'", None), ("f'{name}.txt'", None)],
)
def test_the_search_finds_what_names_begin_with(code: str, opening: str | None) -> None:
    assert _opening(ast.parse(code, mode="eval").body) == opening
