"""How a relay shares what is scarce: chosen when it is drafted, published, frozen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.errors import RuleError
from storage.facts import check_number, check_text
from storage.relay.kinds import OrderRule, RemainderRule, ServedRule, SplitRule, TieRule

MOST_RESERVED = 999
MOST_GROUPS = 6
LONGEST_GROUP = 30
LONGEST_BRING = 200
LONGEST_OFFER = timedelta(days=3)
LONGEST_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sharing:
    """The rules of one relay, as its card prints them (S02).

    Attributes:
        order_rule: the clock, or a draw among all who join until `draw_until` (T4).
        split_rule: one lot, or an equal quota for every building (T1, S29).
        remainder_rule: who gets what does not divide by the buildings.
        offline_share: places of the capacity held for offline rows (S20).
        shares_until: when unused places of buildings and of the offline share go to whoever is
            next in order; None is at closing (T2).
        daily_reserve: places a day beside the capacity, drawn by staff for `reserve_groups`
            with a reason; shown as a number, never as people (S03, T5).
        offer_minutes: how long a place that became free is held for the next on the waiting
            list; None admits at once.
        tie_rule: where rows stand whose time is not known.
        served_rule: whether households served in the round before may join.
        needs_papers: entries are confirmed against papers (S25, S30).
        bring: what to bring or send, in words; empty where nothing is needed (S36).
    """

    order_rule: OrderRule = OrderRule.TIME
    split_rule: SplitRule = SplitRule.NONE
    remainder_rule: RemainderRule = RemainderRule.FIRST
    tie_rule: TieRule = TieRule.LATEST
    offline_share: int = 0
    shares_until: datetime | None = None
    daily_reserve: int = 0
    reserve_groups: tuple[str, ...] = ()
    offer_minutes: int | None = None
    draw_until: datetime | None = None
    served_rule: ServedRule = ServedRule.ALL
    needs_papers: bool = False
    bring: str = ""

    @property
    def has_pools(self) -> bool:
        """Whether some places are open to some entries only."""
        return self.split_rule is SplitRule.BUILDINGS or self.offline_share > 0


def check_sharing(
    sharing: Sharing, *, capacity: int | None, opens_at: datetime, closes_at: datetime
) -> None:
    """Refuse rules that contradict each other or the relay's facts.

    Raises:
        RuleError: `sharing_needs_capacity`, `share_too_large` (capacity), `draw_outside`,
            `shares_until_outside`, `reserve_needs_groups`, `wrong_number`, `text_too_long`.
    """
    if sharing.has_pools and capacity is None:
        raise RuleError("sharing_needs_capacity")
    if capacity is not None and not 0 <= sharing.offline_share <= capacity:
        raise RuleError("share_too_large", capacity=capacity)
    _check_window(sharing, opens_at, closes_at)
    until = sharing.shares_until
    if until is not None and not opens_at < until <= closes_at:
        raise RuleError("shares_until_outside")
    if sharing.daily_reserve:
        check_number("daily_reserve", sharing.daily_reserve, MOST_RESERVED)
        if not sharing.reserve_groups:
            raise RuleError("reserve_needs_groups")
    for group in sharing.reserve_groups[:MOST_GROUPS]:
        check_text("reserve_groups", group, LONGEST_GROUP)
    if sharing.offer_minutes is not None:
        check_number("offer_minutes", sharing.offer_minutes, LONGEST_OFFER // timedelta(minutes=1))
    if sharing.bring:
        check_text("bring", sharing.bring, LONGEST_BRING)


def _check_window(sharing: Sharing, opens_at: datetime, closes_at: datetime) -> None:
    if sharing.order_rule is OrderRule.TIME:
        return
    until = sharing.draw_until
    latest = min(closes_at, opens_at + LONGEST_WINDOW)
    if until is None or not opens_at < until <= latest:
        raise RuleError("draw_outside")
