"""What models made of texts: kept so that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlmodel import Session, col

from storage.faq.tables import FaqVector
from storage.upsert import insert_new

# Bound values of one statement are limited on SQLite.
_CHUNK = 500


def keep_vectors(session: Session, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors by the digests of their texts. One that is kept already is the same."""
    rows = [
        {"model": model, "digest": digest, "vector": vector} for digest, vector in vectors.items()
    ]
    for start in range(0, len(rows), _CHUNK):
        insert_new(session, FaqVector, rows[start : start + _CHUNK], keys=["model", "digest"])


def drop_unused_vectors(session: Session, used: Collection[str]) -> int:
    """Delete all models' vectors of texts that are not indexed any more.

    Returns:
        Of how many texts.
    """
    kept = session.execute(select(col(FaqVector.digest)).distinct()).scalars()
    unused = sorted(set(kept) - set(used))
    for start in range(0, len(unused), _CHUNK):
        chunk = unused[start : start + _CHUNK]
        session.execute(delete(FaqVector).where(col(FaqVector.digest).in_(chunk)))
    return len(unused)
