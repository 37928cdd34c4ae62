"""Reads sets of entries and questions: `corpus.jsonl` and `queries.jsonl` in a folder each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.answering import Passage

CHITCHAT, NEAR_MISS = "chitchat", "near_miss"


@dataclass(frozen=True)
class Question:
    """A question and the entries that answer it; none where it should not be answered."""

    text: str
    language: str
    relevant: frozenset[int]
    kind: str


@dataclass(frozen=True)
class FaqSet:
    """A set of entries with the questions that were asked of it."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]

    @property
    def entry_ids(self) -> frozenset[int]:
        return frozenset(passage.entry_id for passage in self.passages)

    @property
    def answerable(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.relevant)

    @property
    def is_cross(self) -> bool:
        return self.name.endswith("_x_zh")


def read_sets(folder: Path, every: int = 1) -> tuple[list[FaqSet], list[Question]]:
    """All sets in a folder, and the questions that belong to none; every n-th question of each."""
    sets, negatives = [], []
    for path in sorted(folder.iterdir()):
        if (path / "corpus.jsonl").exists():
            sets.append(_read_set(path, every))
        elif (path / "queries.jsonl").exists():
            rows = _rows(path / "queries.jsonl")
            negatives += [_question(row, {}, CHITCHAT) for row in list(rows)[::every]]
    return sets, negatives


def _read_set(path: Path, every: int) -> FaqSet:
    entries = list(_rows(path / "corpus.jsonl"))
    numbers = {entry["id"]: number for number, entry in enumerate(entries)}
    asked = list(_rows(path / "queries.jsonl"))[::every]
    return FaqSet(
        path.name,
        tuple(passage_of(entry, numbers[entry["id"]]) for entry in entries),
        tuple(_question(row, numbers, NEAR_MISS) for row in asked),
    )


def passage_of(entry: dict[str, Any], number: int) -> Passage:
    return Passage(
        number,
        entry["lang"],
        entry["question"],
        tuple(entry.get("variants", ())),
        entry["answer"],
    )


def _question(row: dict[str, Any], numbers: dict[str, int], unanswerable: str) -> Question:
    relevant = frozenset(numbers[name] for name in row["relevant"] if name in numbers)
    kind = "ans" if relevant else row.get("kind", unanswerable)
    return Question(row["text"], row["lang"], relevant, kind)


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
