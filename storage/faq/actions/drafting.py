"""An entry drafted in a conversation, which goes on with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.community.actions import save_conversation
from storage.faq.actions.writing import create_entry
from storage.faq.entries import EntryWords
from storage.faq.kinds import EntryKind


def draft_entry(
    session: Session,
    committee_id: int,
    kind: EntryKind,
    words: EntryWords,
    step: str,
    data: dict[str, Any],
    *,
    by: int,
    now: datetime,
) -> int:
    """Draft an entry and let the conversation about it begin: both, or neither.

    A message that comes again meets the conversation that it began, and drafts nothing.

    Args:
        step: where the private conversation goes on.
        data: what it remembers besides the entry and its language.

    Returns:
        The entry's number.

    Raises:
        RuleError: what `create_entry` raises.
    """
    entry_id = create_entry(session, committee_id, kind, words, by=by, now=now)
    known = {**data, "entry_id": entry_id, "language": words.language}
    save_conversation(session, by, by, step, known, now=now)
    return entry_id
