"""How much may be said: one answer, titles to choose from, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.calibration import Calibration
from bot.matching.index import Ranked
from handlers.answering import MOST_CHOICES, Candidate, Finding, Tier

MOST_CANDIDATES = 10

WORTH_SHOWING = 0.6
"""The share of the best entry's score that a title beside it needs."""


def judge(ranked: Sequence[Ranked], calibration: Calibration, *, strict: bool) -> Finding:
    """Decide on entries that were ranked, the best first.

    An entry never has more certainty than one ranked before it.
    """
    if not ranked:
        return Finding(Tier.NONE)
    candidates: list[Candidate] = []
    ceiling = float("inf")
    for entry in ranked:
        ceiling = min(ceiling, calibration.certainty(entry.evidence))
        candidates.append(Candidate(entry.entry_id, ceiling))
    tier = _tier(ranked[0], candidates[0].certainty, calibration, strict=strict)
    choices = _worth_showing(ranked) if tier is Tier.CHOICE else 0
    return Finding(tier, tuple(candidates), choices)


def _tier(best: Ranked, certainty: float, calibration: Calibration, *, strict: bool) -> Tier:
    if certainty >= (calibration.strict if strict else calibration.sure):
        return Tier.SURE
    if strict or calibration.relevance.odds(best.evidence) < calibration.choice:
        return Tier.NONE
    return Tier.CHOICE


def _worth_showing(ranked: Sequence[Ranked]) -> int:
    least = ranked[0].score * WORTH_SHOWING
    return sum(entry.score >= least for entry in ranked[:MOST_CHOICES])
