"""What may be confirmed and collected, and what is proposed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.errors import RuleError
from storage.local_time import local_day
from storage.relay.kinds import EntryState
from storage.relay.vouchers.kinds import CheckState, Doubt, Validity

MOST_WRONG_CODES = 8
"""Codes that do not exist, within `WRONG_CODES_COUNT`; then nothing is looked up for a while."""
WRONG_CODES_COUNT = timedelta(minutes=10)


@dataclass(frozen=True)
class Evidence:
    """What is known of an entry that is to be checked (S14, S30, S44).

    Attributes:
        residents: people on Telegram that are tied to its household, disputed ones aside.
        needs_papers: the relay asks everybody for papers, or this entry came without them.
    """

    residents: int
    disputed: int
    needs_papers: bool
    has_photo: bool


def list_doubts(evidence: Evidence) -> tuple[Doubt, ...]:
    """What somebody has to look at; with none, the entry is proposed to be accepted (S44)."""
    doubts = []
    if evidence.has_photo:
        doubts.append(Doubt.PAPERS_TO_SEE)
    elif evidence.needs_papers:
        doubts.append(Doubt.PAPERS_MISSING)
    if evidence.disputed:
        doubts.append(Doubt.DISPUTED)
    if not evidence.residents:
        doubts.append(Doubt.NOBODY)
    return tuple(doubts)


def find_validity(
    state: EntryState, *, is_offered: bool, check: CheckState | None, collected_at: datetime | None
) -> Validity:
    """What a voucher is worth: its entry must hold a place, accepted and confirmed."""
    if collected_at is not None:
        return Validity.COLLECTED
    holds = state is EntryState.ADMITTED and not is_offered
    return Validity.VALID if holds and check is CheckState.CONFIRMED else Validity.VOID


def check_may_undo(collected_at: datetime, now: datetime, time_zone: str) -> None:
    """A collection may be taken back on its own day, while whoever pressed remembers it.

    Raises:
        RuleError: `voucher_undo_late`.
    """
    if local_day(collected_at, time_zone) != local_day(now, time_zone):
        raise RuleError("voucher_undo_late")
