"""A relay before it is published: what it must say, and what cannot be. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.facts import check_number, check_span, check_text
from storage.relay.sharing import Sharing, check_sharing

MOST_PIECES = 99
MOST_HOUSEHOLDS = 100_000
# S19: a notice that lacks one of its facts is refused, so such a relay is not published.
LONGEST = {"title": 80, "item": 80, "place": 120, "eligibility": 200, "collection": 200}


@dataclass(frozen=True, slots=True)
class Draft:
    """A relay as staff describe it, before anything is posted.

    Attributes:
        buildings: ids of the buildings that may join; empty is the whole estate.
        capacity: households admitted at most; None is no limit.
        per_household: most pieces that one household may ask for.
        sharing: how places are shared; frozen from the opening on.
        follows_id: the relay of which this is the next round.
        place, eligibility, collection: facts that the notice must state (S19); its fourth,
            the time, is `opens_at` to `closes_at`.
    """

    estate_id: int
    title: str
    item: str
    per_household: int
    capacity: int | None
    waiting_list: bool
    opens_at: datetime
    closes_at: datetime
    place: str
    eligibility: str
    collection: str
    buildings: frozenset[int] = frozenset()
    sharing: Sharing = field(default_factory=Sharing)
    follows_id: int | None = None


def check_draft(draft: Draft, now: datetime) -> None:
    """Refuse what cannot be published.

    Raises:
        RuleError: `fact_missing` (fact), `text_too_long` (fact, limit), `wrong_number` (fact,
            limit), `times_reversed`, `closes_in_past`, or what `check_sharing` raises.
    """
    for fact, limit in LONGEST.items():
        check_text(fact, getattr(draft, fact), limit)
    check_number("per_household", draft.per_household, MOST_PIECES)
    if draft.capacity is not None:
        check_number("capacity", draft.capacity, MOST_HOUSEHOLDS)
    check_span(draft.opens_at, draft.closes_at, now)
    check_sharing(
        draft.sharing,
        capacity=draft.capacity,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
    )
