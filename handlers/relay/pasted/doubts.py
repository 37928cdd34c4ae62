"""Why a person must be asked about an entry whose household is known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.relay.pasted.drafts import Draft
from handlers.relay.pasted.header import Facts
from handlers.relay.pasted.model import Why
from handlers.relay.pasted.orders import Order

_MORE = re.compile(r"再|多|追|more|another|extra|もう|추가|더|encore|plus|noch")


class Doubts:
    """The doubts of one relay.

    Args:
        is_timed: entries carry times, so that one without has no place.
    """

    def __init__(self, facts: Facts, *, is_timed: bool) -> None:
        self._facts = facts
        self._is_timed = is_timed

    def is_plain_join(self, draft: Draft) -> bool:
        """`加1份` joins; `再加1份` says that something stands already."""
        said_more = _MORE.search(draft.said.text.casefold())
        return draft.order.mode == "add" and said_more is None

    def find(self, draft: Draft, items: Mapping[str, int]) -> Why | None:
        """The first reason to ask a person about an entry that is its household's first.

        Args:
            items: what it orders, after the changes that later lines made.
        """
        said, order = draft.said, draft.order
        if draft.doubts:
            return Why(draft.doubts[0])
        if draft.door and self._is_strange_building(draft):
            return Why("unsure")
        if order.doubt:
            return Why(order.doubt)
        if said.holds:
            return Why("no_quantity")
        if said.doubts:
            return Why(said.doubts[0])
        if self._facts.asks_people and not order.is_counted:
            return Why("no_quantity")
        if not sum(items.values()) and not self._facts.asks_people:
            return Why("unsure")
        return self.find_breach(draft, items)

    def _is_strange_building(self, draft: Draft) -> bool:
        """Another building's door in a list of one building may as well be a number and a room."""
        own = draft.heading or self._facts.header.building
        return own is not None and draft.door is not None and draft.door.building != own

    def find_breach(self, draft: Draft, items: Mapping[str, int]) -> Why | None:
        """Whether the relay's own terms are broken: its limit, its deadline, its order by time."""
        limit = self._facts.header.limit
        if limit is not None and not self._facts.asks_people:
            counts = items.values() if self._facts.header.is_limit_each else [sum(items.values())]
            if any(count > limit for count in counts):
                return Why("over_limit", {"limit": limit})
        deadline = self._facts.deadline
        if draft.is_late_section:
            return Why("late", {"deadline": self._facts.header.deadline})
        if deadline is not None and draft.at is not None and draft.at >= deadline:
            return Why("late", {"deadline": deadline.isoformat()})
        return Why("no_time") if self._is_timed and draft.at is None else None


def change_items(before: Mapping[str, int], order: Order) -> dict[str, int] | None:
    """What stands after a plain change; None where it is not plain, or nothing would be left."""
    mode, said = order.mode, order.items
    if mode in ("set", "change"):
        if len(before) > 1 and set(said) != set(before):
            return None
        return dict(said)
    sign = 1 if mode == "add" else -1
    items = {key: before.get(key, 0) + sign * said.get(key, 0) for key in {**before, **said}}
    if any(count < 0 for count in items.values()) or not any(items.values()):
        return None
    return {key: count for key, count in items.items() if count}
