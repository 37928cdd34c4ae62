"""What the matcher reads: words to index, whether they changed, and what models made of them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from storage.faq.kinds import EntryState
from storage.faq.queries.views import PassageRow
from storage.faq.tables import FaqEntry, FaqText, FaqVector

# SQLite takes some thousands of values in one statement, PostgreSQL plans them one by one.
_CHUNK = 500


def find_stamp(session: Session, committee_id: int) -> tuple[int, int]:
    """What changes whenever an entry of the committee or its words do: entries, all versions."""
    query = select(func.count(), func.coalesce(func.sum(col(FaqEntry.version)), 0)).where(
        col(FaqEntry.committee_id) == committee_id
    )
    entries, versions = session.execute(query).one()
    return int(entries), int(versions)


def list_passages(session: Session, committee_id: int) -> tuple[PassageRow, ...]:
    """The words of all entries that may be given or named as over, on whichever day."""
    is_named = or_(
        col(FaqEntry.state) == EntryState.IN_FORCE,
        (col(FaqEntry.state) == EntryState.WITHDRAWN) & col(FaqEntry.replaced_by).is_not(None),
    )
    query = (
        select(
            col(FaqText.entry_id),
            col(FaqText.language),
            col(FaqText.question),
            col(FaqText.variants),
            col(FaqText.answer),
        )
        .join(FaqEntry, col(FaqEntry.id) == col(FaqText.entry_id))
        .where(col(FaqEntry.committee_id) == committee_id, is_named)
        .order_by(col(FaqText.entry_id), col(FaqText.id))
    )
    return tuple(
        PassageRow(row.entry_id, row.language, row.question, tuple(row.variants), row.answer)
        for row in session.execute(query)
    )


def load_vectors(session: Session, model: str, digests: Collection[str]) -> dict[str, bytes]:
    """What a model made of texts, by their digests; those not kept are left out."""
    found: dict[str, bytes] = {}
    wanted = iter(digests)
    while chunk := list(islice(wanted, _CHUNK)):
        query = select(col(FaqVector.digest), col(FaqVector.vector)).where(
            col(FaqVector.model) == model, col(FaqVector.digest).in_(chunk)
        )
        found.update((row.digest, row.vector) for row in session.execute(query))
    return found
