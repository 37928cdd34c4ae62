"""Values for the relay's texts."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_STRICT: dict[str, Any] = {
    "order": "time",
    "split": "none",
    "remainder": "first",
    "ties": "latest",
    "offline_share": 0,
    "shares_until": None,
    "shares_opened_at": None,
    "daily_reserve": 0,
    "reserve_groups": [],
    "granted_today": None,
    "offer_minutes": None,
    "draw_until": None,
    "drawn_at": None,
    "seed_digest": None,
    "seed": None,
    "served": "all",
    "needs_papers": False,
    "bring": "",
    "has_pools": False,
    "quotas": None,
}
_QUOTAS = {
    "buildings": 24,
    "each": 20,
    "left_over": 2,
    "more": ["1", "2"],
    "lines": [
        {"building": "1", "quota": 21, "taken": 21},
        {"building": "12乙", "quota": 20, "taken": 3},
    ],
}
_MANY = _QUOTAS | {"left_over": 20, "more": [str(n) for n in range(1, 21)]}
_EVEN = _STRICT | {
    "split": "buildings",
    "has_pools": True,
    "quotas": _QUOTAS,
    "offline_share": 40,
    "shares_until": "2020-02-02T10:00:00+00:00",
    "daily_reserve": 5,
    "reserve_groups": ["孕妇", "透析"],
    "granted_today": 3,
    "offer_minutes": 120,
    "needs_papers": True,
    "bring": "身份证或户口本",
}
_DRAW = _STRICT | {
    "order": "draw",
    "draw_until": "2020-02-01T16:30:00+00:00",
    "seed_digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "ties": "spread",
    "served": "unserved",
}
_DRAWN = _DRAW | {"drawn_at": "2020-02-01T16:30:05+00:00", "seed": "0123456789abcdef" * 2}
_SHARINGS = [
    _STRICT,
    _EVEN,
    _EVEN | {"quotas": _MANY, "shares_until": None, "granted_today": None},
    _EVEN | {"quotas": _MANY, "remainder": "largest"},
    _EVEN | {"quotas": _QUOTAS | {"more": []}, "remainder": "common"},
    _EVEN | {"shares_opened_at": "2020-02-02T10:00:00+00:00"},
    _DRAW,
    _DRAWN,
    _DRAW | {"split": "buildings", "has_pools": True, "quotas": _QUOTAS | {"left_over": 0}},
]

RELAY: dict[str, Any] = {
    "title": "第一轮口罩登记",
    "item": "口罩",
    "estate": "图们小区",
    "state": "open",
    "per_household": 2,
    "capacity": 500,
    "waiting_list": True,
    "opens_at": "2020-02-01T16:00:00+00:00",
    "closes_at": "2020-02-02T16:00:00+00:00",
    "place": "本群，或居委会门口",
    "eligibility": "本小区居民，凭身份证",
    "collection": "益丰药房，2月3日至5日 9:00-17:00",
    "buildings": ["3", "12乙"],
    "admitted": 442,
    "waiting": 12,
    "drawing": 0,
    "joined": 454,
    "households": 2430,
    "share": 454 / 2430,
    "round": 1,
    "is_rehearsal": False,
    "root": None,
    "sharing": _STRICT,
}
_SCHEDULED = RELAY | {"state": "scheduled", "buildings": [], "joined": 0, "waiting": 0}
_CLOSED = RELAY | {"state": "closed", "capacity": None, "waiting": 0}
_CANCELLED = RELAY | {"state": "cancelled", "waiting_list": False}
_STATES = [RELAY, _SCHEDULED, _CLOSED, _CANCELLED]
SHARED_RELAYS = [RELAY | {"sharing": sharing, "round": 2, "drawing": 9} for sharing in _SHARINGS]
_REHEARSAL = RELAY | {"is_rehearsal": True}
_CHOICES: dict[str, Any] = {
    "sharing": "building",
    "offline": 40,
    "unused": 120,
    "reserve": 5,
    "offer": 120,
    "draw": 30,
    "remainder": "largest",
    "ties": "spread",
    "papers": True,
    "bring": "身份证",
    "served": "unserved",
    "is_round": True,
}

_FURTHER = [
    {"place": 1, "door": "3-5**", "quantity": 2, "state": "collected"},
    {"place": 2, "door": "3-6**", "quantity": 1, "state": "called"},
]
_LINES = [
    {"place": 452, "door": "3-5**", "quantity": 2, "state": "admitted"},
    {"place": 453, "door": "12乙-3**", "quantity": 1, "state": "admitted"},
    {"place": 454, "door": "21-18**", "quantity": 1, "state": "waiting"},
    {"place": 455, "door": "22-1**", "quantity": 1, "state": "drawing"},
]
_MINE: dict[str, Any] = {
    "place": 37,
    "waiting_place": None,
    "quantity": 1,
    "ordered_at": "2020-02-01T16:00:40+00:00",
}
_PAGE = {"relay_id": 7, "title": "第一轮口罩登记", "joined": 454, "page": 22, "pages": 23}
_ENTERED = {
    "relay_id": 7,
    "undo": 37,
    "awaits_papers": False,
    "kind": "joined",
    "door": "3-501",
    "title": "第一轮口罩登记",
    "behind": 12,
    **_MINE,
}
_FACTS = ("title", "goods", "capacity", "span", "place", "eligibility", "collection", "buildings")
_AMOUNTS = [{"quantity": 1, "only": True}, {"quantity": 2, "only": False}]
_SPAN = {"opens_at": "2020-02-01T16:00:00+00:00", "closes_at": "2020-02-02T16:00:00+00:00"}

SAMPLES: Samples = {
    "relay/card": [
        {"relay": relay, "latest": _LINES} for relay in (*_STATES, *SHARED_RELAYS, _REHEARSAL)
    ],
    "relay/sharing": [
        {"relay": relay, "problem": problem, "draft": _CHOICES}
        for relay in SHARED_RELAYS
        for problem in (None, "名额不够")
    ],
    "relay/sharing_choice": [
        {"choice": choice, "capacity": 500, "draft": _CHOICES}
        for choice in _CHOICES
        if choice not in ("sharing", "is_round")
    ],
    "relay/list": [{**_PAGE, "lines": [*_LINES, *_FURTHER]}, {**_PAGE, "lines": []}],
    "relay/staff_list": [
        {
            **_PAGE,
            "lines": [
                line
                | {
                    "door": "3-501",
                    "channel": channel,
                    "ordered_at": "2020-02-01T16:00:40+00:00",
                }
                for line, channel in zip(_LINES, ("online", "stall", "phone", "sms"), strict=True)
            ],
        },
        {**_PAGE, "lines": []},
    ],
    "relay/which_door": [
        {"relay_id": 7, "quantity": 1, "doors": [{"household_id": 1, "door": "1-1-501"}]}
    ],
    "relay/ask_estate": [{"estates": [{"id": 1, "name": "图们小区"}]}],
    "relay/ask_fact": [
        {"fact": fact, "step": step % 8, "steps": 7} for step, fact in enumerate(_FACTS, start=1)
    ],
    "relay/preview": [
        {"relay": relay, "groups": groups, "problem": problem}
        for relay in (*_STATES, *SHARED_RELAYS)
        for groups, problem in ((0, None), (1, "名额不够"), (24, None))
    ],
    "relay/published": [
        {"relay_id": 7, "relay": _SCHEDULED, "groups": groups} for groups in (1, 24)
    ],
    "relay/entered": [
        _ENTERED,
        _ENTERED | {"kind": "already", "behind": 0, "undo": None},
        _ENTERED | {"kind": "retimed", "behind": 0, "undo": None},
        _ENTERED | {"awaits_papers": True},
        _ENTERED | {"waiting_place": 3, "behind": 1},
    ],
    "relay/manage": [{"relay_id": 7, "relay": relay} for relay in _STATES],
    "relay/end_sure": [{"relay_id": 7, "relay": RELAY}],
    "errors/relay_not_open": [{"opens_at": "2020-02-01T16:00:00+00:00"}],
    "errors/relay_closed": [{"closed_at": "2020-02-02T16:00:00+00:00"}],
    "errors/relay_full": [{"capacity": 500}],
    "errors/share_too_large": [{"capacity": 500}],
    "errors/wrong_quantity": [{"limit": 2}],
    "errors/entry_time_outside": [_SPAN],
    "errors/door_unknown": [{"nearest": ["3-501", "3-502"]}, {"nearest": []}],
    "errors/door_ambiguous": [{"doors": ["1-1-501", "1-2-501", "1-3-501"]}],
    "errors/fact_missing": [{"fact": "title"}, {"fact": "text"}],
    "errors/text_too_long": [{"fact": "title", "limit": 80}],
    "errors/wrong_number": [{"fact": "capacity", "limit": 100_000}],
    "errors/building_unknown": [{"label": "99"}],
    "buttons/share_preset": [
        {"preset": preset, "is_chosen": is_chosen}
        for preset in ("time", "building", "draw", "building_draw")
        for is_chosen in (False, True)
    ],
    "buttons/share_choice": [
        {"choice": choice, "value": value}
        for choice, value in (
            *((choice, value) for choice, value in _CHOICES.items() if choice != "is_round"),
            *((choice, None) for choice in ("unused", "offer")),
            *((choice, False) for choice in ("papers", "bring")),
            *(("remainder", value) for value in ("first", "common")),
            ("ties", "latest"),
            ("served", "all"),
        )
    ],
    "buttons/share_option": [
        {
            "choice": choice,
            "option": option,
            "number": int(option) if option.isdecimal() else None,
        }
        for choice, option in (
            ("offline", "50"),
            ("offline", "1"),
            ("offline", "no"),
            ("unused", "60"),
            ("unused", "no"),
            ("offer", "30"),
            ("offer", "no"),
            ("draw", "30"),
            ("remainder", "first"),
            ("remainder", "largest"),
            ("remainder", "common"),
            ("ties", "latest"),
            ("ties", "spread"),
            ("served", "all"),
            ("served", "unserved"),
            ("papers", "yes"),
            ("papers", "no"),
            ("bring", "no"),
        )
    ],
    "buttons/join": _AMOUNTS,
    "buttons/change": _AMOUNTS,
}
