"""A relay's rules as its row keeps them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from storage.relay.sharing import Sharing


def read_sharing(row: Any) -> Sharing:
    """The rules from a relay's row, whether an object or a line of a result."""
    return Sharing(
        order_rule=row.order_rule,
        split_rule=row.split_rule,
        remainder_rule=row.remainder_rule,
        tie_rule=row.tie_rule,
        offline_share=row.offline_share,
        shares_until=row.shares_until,
        daily_reserve=row.daily_reserve,
        reserve_groups=tuple(row.reserve_groups),
        offer_minutes=row.offer_minutes,
        draw_until=row.draw_until,
        served_rule=row.served_rule,
        needs_papers=row.needs_papers,
        bring=row.bring,
    )


def sharing_values(sharing: Sharing) -> dict[str, Any]:
    """The columns of a relay's row that keep the rules."""
    return asdict(sharing) | {"reserve_groups": list(sharing.reserve_groups)}
