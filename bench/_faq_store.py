"""Keeps vectors in a file, so that a second run of the benchmark computes nothing again."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import structlog

from bot.matching.library import digest, pack, unpack
from bot.matching.ports import Encoder, Matrix, Vector
from handlers.answering import Passage


def quieten() -> None:
    """Let the matcher log warnings only."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


class FileVectors:
    """The `Vectors` port on a file of its own."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS vector"
            " (model TEXT, digest TEXT, body BLOB, PRIMARY KEY (model, digest)) WITHOUT ROWID"
        )

    async def load(self, model: str, digests: Collection[str]) -> dict[str, bytes]:
        return {name: body for name in digests if (body := self.find(model, name)) is not None}

    async def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self._file.executemany(
            "INSERT OR IGNORE INTO vector VALUES (?, ?, ?)",
            [(model, name, body) for name, body in vectors.items()],
        )

    def find(self, model: str, name: str) -> bytes | None:
        row = self._file.execute(
            "SELECT body FROM vector WHERE model = ? AND digest = ?", (model, name)
        ).fetchone()
        return None if row is None else row[0]

    def put(self, model: str, name: str, body: bytes) -> None:
        self._file.execute("INSERT OR IGNORE INTO vector VALUES (?, ?, ?)", (model, name, body))

    def count(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM vector").fetchone()[0])


class RememberedQuestions:
    """An encoder that keeps questions' vectors too: not for measuring time."""

    def __init__(self, encoder: Encoder, vectors: FileVectors) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self.name, self.model, self.batch = encoder.name, encoder.model, encoder.batch

    def embed_question(self, text: str) -> Vector:
        model, name = f"{self.model}/question", digest(text)
        if (body := self._vectors.find(model, name)) is None:
            body = pack(self._encoder.embed_question(text))
            self._vectors.put(model, name, body)
        return unpack(body)

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        return self._encoder.embed_texts(texts)


class FixedSource:
    """The `Source` port on passages that never change."""

    def __init__(self, committees: Mapping[int, Sequence[Passage]]) -> None:
        self._committees = committees

    async def stamp(self, committee_id: int) -> int:
        return committee_id

    async def passages(self, committee_id: int) -> Sequence[Passage]:
        return self._committees[committee_id]
