"""What befalls a relay as a whole: the draw, the opening of the shares, a change of terms. Pure.

Each gives all places out anew, by the one rule. The line of the log that says so comes first; the
lines of those who moved by it follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.relay import lottery
from storage.relay.entries import Act, Entry
from storage.relay.kinds import EntryState, EventKind
from storage.relay.pools import COMMON, RESERVE
from storage.relay.rules import to_stamp
from storage.relay.sheet import Sheet

# What lines give as the cause of what the relay as a whole brought about.
THE_RELAY = 0


def draw(sheet: Sheet, pot: Sequence[Entry], seed: str, act: Act) -> None:
    """Order by lot all who came within the window; who came after stands behind them, by time.

    Args:
        pot: all entries that came before the draw, of the window or after it.
    """
    until = to_stamp(sheet.terms.drawn_until or sheet.terms.closes_at)
    opened = to_stamp(sheet.terms.opens_at)
    within = {entry.number: entry for entry in pot if entry.came_at < until}
    ranks = {number: rank for rank, number in enumerate(lottery.draw(seed, within), start=1)}
    for entry in pot:
        if entry.number in ranks:
            entry.ordered_at = opened + ranks[entry.number]
        sheet.changed[entry.number] = entry
    sheet.is_drawing = False
    drawn = sorted(pot, key=lambda entry: entry.key)
    sheet.reallocate(quotas_of(sheet), drawn)
    note = {"seed": seed, "pot": lottery.pot_digest(within), "drawn": len(within)}
    sheet.log(EventKind.DRAW, act, note=note)
    cause = Act(act.at)
    for entry in drawn:
        rank = ranks.get(entry.number)
        sheet.log(EventKind.DRAWN, cause, entry, because_of=THE_RELAY, note={"rank": rank})
    sheet.forget_moves()


def open_shares(sheet: Sheet, listed: Sequence[Entry], act: Act) -> int:
    """Make the unused places of buildings and of the offline share common (T2).

    Returns:
        How many move up from the waiting list.
    """
    quotas = {key: pool.quota if key == COMMON else pool.taken for key, pool in sheet.pools.items()}
    places = sum(pool.quota or 0 for pool in sheet.pools.values())
    quotas[COMMON] = places - sum(pool.taken for key, pool in sheet.pools.items() if key != COMMON)
    sheet.shares_opened = True
    waiting = sheet.waiting
    sheet.reallocate(quotas, listed)
    sheet.log(EventKind.SHARES, act, note=sheet.quotas_note())
    sheet.log_moved(act.at, THE_RELAY)
    return waiting - sheet.waiting


def replan(
    sheet: Sheet, listed: Sequence[Entry], quotas: Mapping[int, int | None], act: Act, note: str
) -> None:
    """Give places out by changed terms; `note` is what is published of them."""
    if sheet.is_drawing:
        sheet.reset_pools(quotas)
    else:
        sheet.reallocate(quotas, listed)
    sheet.log(EventKind.TERMS, act, note=note)
    sheet.log_moved(act.at, THE_RELAY)


def list_competing(sheet: Sheet) -> list[Entry]:
    """The entries that compete for places, in order, of a sheet that knows all of them."""
    competing = (
        entry
        for entry in sheet.entries.values()
        if entry.pool != RESERVE and entry.state is not EntryState.LEFT
    )
    return sorted(competing, key=lambda entry: entry.key)


def quotas_of(sheet: Sheet) -> dict[int, int | None]:
    """Places by pool, as they stand."""
    return {key: pool.quota for key, pool in sheet.pools.items()}
