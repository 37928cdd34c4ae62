"""Values for the texts of a relay's rules, their change, the reserve and the next round."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples
from locales.samples.relay import RELAY, SHARED_RELAYS

_AT = "2020-02-01T18:00:00+00:00"
_WAS = "2020-02-02T12:00:00+00:00"
_CHANGES: list[dict[str, Any]] = [
    {"term": term, "old": old, "new": new}
    for term, old, new in (
        ("capacity", None, 1500),
        ("closes_at", _WAS, _AT),
        ("place", "本群", "居委会门口"),
        ("eligibility", "本小区居民", "全体住户"),
        ("collection", "益丰药房", "社区活动室"),
        ("per_household", 1, 2),
        ("waiting_list", True, False),
        ("order_rule", "time", "draw"),
        ("split_rule", "none", "buildings"),
        ("remainder_rule", "first", "largest"),
        ("remainder_rule", "largest", "common"),
        ("tie_rule", "latest", "spread"),
        ("offline_share", 0, 40),
        ("shares_until", None, _AT),
        ("daily_reserve", 3, 5),
        ("reserve_groups", [], ["孕妇", "透析"]),
        ("offer_minutes", None, 120),
        ("draw_until", None, _AT),
        ("served_rule", "all", "unserved"),
        ("needs_papers", False, True),
        ("bring", "", "身份证"),
    )
]
_EDIT = [
    {"relay_id": 7, "relay": relay, "changes": changes, "problem": problem}
    for relay in (RELAY, RELAY | {"state": "scheduled"})
    for changes, problem in (([], None), (_CHANGES, "名额不够"))
]
_GRANT = {"id": 3, "door": "3-501", "group": "透析", "reason": "看过医院卡", "day": "2020-02-03"}
_RESERVE = SHARED_RELAYS[1]
_PAGE: dict[str, Any] = {"relay_id": 7, "relay": _RESERVE, "used": 3, "is_given": False}

SAMPLES: Samples = {
    "relay/rules": [
        {"relay_id": 7, "relay": relay, "lines": lines}
        for relay in SHARED_RELAYS
        for lines in ([], [{"building": "12乙", "quota": 20, "taken": 3}])
    ],
    "relay/terms": [
        {"relay_id": 7, "relay": relay, "is_changed": is_changed, "moved_up": moved_up}
        for relay in SHARED_RELAYS[:2]
        for is_changed, moved_up in ((False, None), (True, None), (False, 1), (False, 12))
    ],
    "relay/open_shares_sure": [{"relay_id": 7}],
    "relay/terms_edit": _EDIT,
    "relay/terms_changed": [
        {"relay_id": 7, "title": "第一轮口罩登记", "changes": _CHANGES, "at": _AT}
    ],
    "relay/ask_term": [
        {"term": term}
        for term in ("capacity", "closing", "pieces", "place", "eligibility", "collection")
    ],
    "relay/reserve": [
        {**_PAGE, "grants": []},
        {
            **_PAGE,
            "is_given": True,
            "grants": [_GRANT | {"is_revoked": is_revoked} for is_revoked in (False, True)],
        },
    ],
    "relay/reserve_which": [{"relays": [{"id": 7, "title": "第一轮口罩登记"}]}],
    "relay/reserve_door": [{"relay_id": 7}],
    "relay/reserve_group": [{"relay_id": 7, "door": "3-501", "groups": ["孕妇", "透析"]}],
    "relay/reserve_reason": [{"relay_id": 7, "door": "3-501", "group": "透析"}],
    "relay/reserve_sure": [
        {"relay_id": 7, "door": "3-501", "group": "透析", "reason": "看过医院卡", "left": 2}
    ],
    "relay/revoke_sure": [{"relay_id": 7, "grant_id": 3, "door": "3-501", "group": "透析"}],
    "relay/round_begun": [{"title": "第二轮口罩登记", "round": 2, "served": 454}],
    "errors/reserve_spent": [{"places": 1}, {"places": 5}],
    "errors/capacity_below_shares": [{"shares": 40}],
    "errors/terms_fixed": [{"term": "order_rule"}],
    "buttons/revoke_grant": [{"door": "3-501"}],
}
