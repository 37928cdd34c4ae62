"""What a change of terms would change, and what stays. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from storage.relay.drafts import Draft
from storage.relay.moves import Changes
from storage.relay.queries import RelayView

# In the order in which a notice tells them.
TERMS = (
    "capacity",
    "per_household",
    "waiting_list",
    "closes_at",
    "place",
    "eligibility",
    "collection",
)


def find_changes(relay: RelayView, draft: Draft) -> Changes:
    """What differs from the relay as it stands."""
    changed = {
        term: getattr(draft, term) for term in TERMS if getattr(draft, term) != getattr(relay, term)
    }
    if draft.sharing != relay.sharing:
        changed["sharing"] = draft.sharing
    return Changes(**changed)


def list_changes(relay: RelayView, draft: Draft) -> list[dict[str, Any]]:
    """The same, term by term with what was and what would be, as JSON values."""
    old, new = _terms(relay), _terms(draft)
    return [
        {"term": term, "old": _plain(old[term]), "new": _plain(new[term])}
        for term in old
        if old[term] != new[term]
    ]


def _terms(source: RelayView | Draft) -> dict[str, Any]:
    return {term: getattr(source, term) for term in TERMS} | asdict(source.sharing)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value
