"""Kinds of need read from files: one YAML file a kind, named by its slug. No SQL.

`_questions.yaml` beside them holds questions that several kinds ask; a kind names such a question
where another stands written out. What a file should not hold is told, never skipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Purpose

_SHARED = "_questions.yaml"
_LANGUAGE = "zh-hans"
_PLAIN = ("title", "icon", "hint", "priority", "respond_minutes", "hours", "is_sensitive")
_KEYS = {*_PLAIN, "position", "keywords", "questions"}
_QUESTION_KEYS = {"name", "kind", "purpose", "required", "choices", "words", "hints", "most"}


def read_kinds(folder: Path) -> tuple[KindDraft, ...]:
    """The kinds of a folder, in the order of their `position`.

    Raises:
        OSError: a file cannot be opened.
        ValueError: a file says something unknown, or lacks what a kind must have.
    """
    shared = {name: {"name": name, **each} for name, each in _load(folder / _SHARED).items()}
    files = {path.stem: _load(path) for path in folder.glob("*.yaml") if path.name != _SHARED}
    ordered = sorted(files.items(), key=lambda file: file[1]["position"])
    return tuple(_read_kind(slug, file, shared) for slug, file in ordered)


def _load(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path.name}: no mapping")  # noqa: TRY004 - it is the file that is wrong
    return content


def _read_kind(slug: str, file: Mapping[str, Any], shared: Mapping[str, Any]) -> KindDraft:
    _check_keys(slug, file, _KEYS)
    questions = (_find_question(slug, each, shared) for each in file["questions"])
    return KindDraft(
        slug=slug,
        language=_LANGUAGE,
        form=Form(tuple(_read_question(slug, each) for each in questions)),
        keywords={name: _split(words) for name, words in file["keywords"].items()},
        **{key: file[key] for key in _PLAIN},
    )


def _find_question(slug: str, given: Any, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(given, dict):
        return given
    if given not in shared:
        raise ValueError(f"{slug}: no question {given}")
    found: Mapping[str, Any] = shared[given]
    return found


def _read_question(slug: str, given: Mapping[str, Any]) -> Question:
    _check_keys(slug, given, _QUESTION_KEYS)
    choices: Mapping[str, Mapping[str, str]] = given.get("choices", {})
    purpose = given.get("purpose")
    return Question(
        name=given["name"],
        kind=AnswerKind(given["kind"]),
        purpose=None if purpose is None else Purpose(purpose),
        required=given["required"],
        choices=tuple(choices),
        words=given["words"],
        hints=given.get("hints", {}),
        choice_words=choices,
        most=given.get("most"),
    )


def _check_keys(slug: str, given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(given) - known:
        raise ValueError(f"{slug}: unknown {', '.join(sorted(unknown))}")


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
