"""How a relay shares its places, as texts say it: on the card, on paper, to a household."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from locales.renderer import Words
from storage.relay.sharing import Sharing


@dataclass(frozen=True, slots=True)
class Quota:
    """Places of one building; `label` is what the building is called."""

    label: str
    places: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What has become of the rules since the relay was published.

    Attributes:
        seed: told after the draw only.
        granted_today: places of the daily reserve given on this local day; None is not counted.
    """

    shares_opened_at: datetime | None = None
    drawn_at: datetime | None = None
    seed_digest: str | None = None
    seed: str | None = None
    granted_today: int | None = None


def sharing_facts(
    sharing: Sharing,
    quotas: Iterable[Quota] = (),
    common: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What a text may say of the rules, as JSON values.

    Args:
        quotas: of every building that may join, in the estate's order; none where places are
            one lot.
        common: places of no building: what did not divide.
    """
    since = progress or Progress()
    return {
        "order": sharing.order_rule.value,
        "split": sharing.split_rule.value,
        "remainder": sharing.remainder_rule.value,
        "ties": sharing.tie_rule.value,
        "offline_share": sharing.offline_share,
        "shares_until": _iso(sharing.shares_until),
        "shares_opened_at": _iso(since.shares_opened_at),
        "daily_reserve": sharing.daily_reserve,
        "reserve_groups": list(sharing.reserve_groups),
        "granted_today": since.granted_today,
        "offer_minutes": sharing.offer_minutes,
        "draw_until": _iso(sharing.draw_until),
        "drawn_at": _iso(since.drawn_at),
        "seed_digest": since.seed_digest,
        "seed": since.seed,
        "served": sharing.served_rule.value,
        "needs_papers": sharing.needs_papers,
        "bring": sharing.bring,
        "has_pools": sharing.has_pools,
        "quotas": _quota_facts(list(quotas), common),
    }


def rule_lines(words: Words, relay: dict[str, Any]) -> list[str]:
    """The rules in plain words, one a line, without marks: for paper.

    Args:
        relay: what `facts` says of it.
    """
    return html.unescape(words.html("relay/_rules", relay=relay)).splitlines()


def _quota_facts(quotas: list[Quota], common: int) -> dict[str, Any] | None:
    if not quotas:
        return None
    each = min(quota.places for quota in quotas)
    return {
        "buildings": len(quotas),
        "each": each,
        "left_over": sum(quota.places - each for quota in quotas) + common,
        "more": [quota.label for quota in quotas if quota.places > each],
        "lines": [
            {"building": quota.label, "quota": quota.places, "taken": quota.taken}
            for quota in quotas
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
