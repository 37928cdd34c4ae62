"""What a household is shown of its own place, of those it acts for, and of places on offer."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples
from locales.samples.relay import RELAY

_AT = "2020-02-01T16:00:40+00:00"
_UNTIL = "2020-02-03T03:30:00+00:00"
_MINE: dict[str, Any] = {
    "place": 37,
    "waiting_place": None,
    "quantity": 1,
    "state": "admitted",
    "is_granted": False,
    "offer_until": None,
    "came_at": _AT,
}
_WAITS = _MINE | {"place": 503, "waiting_place": 3, "quantity": 2, "state": "waiting"}
_DRAWING = _MINE | {"place": 0, "quantity": 2, "state": "drawing"}
_GRANTED = _MINE | {"place": 0, "is_granted": True}
_OFFERED = _MINE | {"offer_until": _UNTIL}
_ALL = [_MINE, _WAITS, _DRAWING, _GRANTED, _OFFERED]
_OUTCOMES = [
    mine | {"by_family": name} for mine in (_MINE, _WAITS, _DRAWING) for name in (None, "小王")
]
_SCHEDULED = RELAY | {"state": "scheduled"}
_CLOSED = RELAY | {"state": "closed", "capacity": None, "waiting": 0}
_CANCELLED = RELAY | {"state": "cancelled"}
_OF: dict[str, Any] = {"relay_id": 7, "title": "第一轮口罩登记"}
_NOTICE = _OF | {"collection": "益丰药房，2月3日", "household_id": 0, "door": None}
_PROXY = {
    "proxy_id": 3,
    "who": "小明",
    "door": "3-501",
    "estate": "图们小区",
    "until": "2020-08-01T00:00:00+00:00",
}
_PROXIES = [_PROXY | {"state": state} for state in ("active", "asked", "invited")]

_TURNS: list[dict[str, Any]] = [
    {"when": when, "day": day, "at": "2020-02-03T06:20:00+00:00", "place": "3号楼活动室"}
    for when, day in (
        *((when, day) for when in ("called", "expected") for day in ("today", "tomorrow", "later")),
        ("held", "unknown"),
        ("missed", "unknown"),
        ("collected", "unknown"),
        ("none", "unknown"),
    )
]
_FOR_OTHER: list[dict[str, Any]] = [
    {"relay": RELAY, "mine": _OFFERED, "is_open": True, "leaves": False},
    {"relay": RELAY, "mine": _MINE, "is_open": True, "leaves": True},
    {"relay": RELAY, "mine": None, "is_open": True, "leaves": False},
    {"relay": _SCHEDULED, "mine": None, "is_open": False, "leaves": False},
    {"relay": _CLOSED, "mine": None, "is_open": False, "leaves": False},
]

SAMPLES: Samples = {
    "relay/panel": [
        {"relay_id": 7, "relay": relay, "mine": mine, "is_open": is_open, "forecast": turn}
        for relay, mine, is_open, turn in [
            *((RELAY, mine, True, None) for mine in _ALL),
            *((_CLOSED, _MINE, False, turn) for turn in _TURNS),
            (RELAY, None, True, None),
            (_SCHEDULED, None, False, None),
            (_CLOSED, None, False, None),
            (_CANCELLED, None, False, None),
        ]
    ],
    "relay/for_other": [
        {"relay_id": 7, "household_id": 5, "door": "3-501", **shown} for shown in _FOR_OTHER
    ],
    "relay/leave_sure": [_OF | {"mine": mine} for mine in _ALL],
    "relay/confirmed": [
        _NOTICE | {"kind": kind, "by_family": outcome["by_family"], "mine": outcome}
        for kind in ("joined", "changed", "left", "already")
        for outcome in _OUTCOMES
    ],
    "relay/in_group": [
        {"kind": kind, **mine}
        for kind, mine in (
            ("joined", _MINE),
            ("joined", _WAITS),
            ("joined", _DRAWING),
            ("already", _MINE),
            ("already", _GRANTED),
        )
    ],
    "relay/offer_answered": [
        _NOTICE | {"household_id": 0, "is_taken": taken, "place": 37} for taken in (True, False)
    ],
    "relay/yield_sure": [_OF | {"household_id": 0, "place": 37, "joined": 454}],
    "relay/yielded": [
        _OF | {"household_id": 0, "place": 454, "waiting_place": waiting} for waiting in (None, 12)
    ],
    "relay/appeal": [_OF | {"waiting": waiting} for waiting in (1, 12)],
    "relay/appeal_sure": [_OF | {"groups": groups} for groups in (None, 0, 1, 24)],
    "relay/accepted_by_proxy": [_NOTICE],
    "relay/joined_by_proxy": [_NOTICE],
    "relay/changed_by_proxy": [_NOTICE],
    "relay/left_by_proxy": [_NOTICE],
    "relay/yielded_by_proxy": [_NOTICE],
    "alerts/relay_joined": _OUTCOMES,
    "alerts/relay_already": _OUTCOMES,
    "alerts/relay_changed": _OUTCOMES,
    "alerts/relay_place": _ALL,
    "proxies/page": [
        {"has_home": True, "ours": _PROXIES, "mine": _PROXIES[:1], "waiting": _PROXIES[1:2]},
        {"has_home": True, "ours": [], "mine": [], "waiting": []},
        {"has_home": False, "ours": [], "mine": [], "waiting": []},
    ],
    "proxies/invite": [
        {"door": "3-501", "link": "https://t.me/linli_bot?start=px_abc", "until": _UNTIL}
    ],
    "proxies/end_sure": [
        _PROXY | {"state": "active", "is_mine": True},
        _PROXY | {"state": "active", "is_mine": False},
        _PROXY | {"state": "invited", "is_mine": False, "who": ""},
    ],
    "proxies/waits": _PROXIES[:2],
    "proxies/ask_estate": [{"estates": [{"id": 1, "name": "图们小区"}]}],
    "proxies/ask_door": [{"estate": "图们小区"}],
    "proxies/which_door": [{"doors": [{"household_id": 1, "door": "1-1-501"}]}],
    **{
        f"proxies/{name}": [_PROXY | {"state": "active"}]
        for name in (
            "accepted",
            "agreed",
            "asked",
            "asked_staff",
            "ended",
            "gave_up",
            "you_act",
        )
    },
    "buttons/proxy_agree": [_PROXY],
    "buttons/proxy_end": [_PROXY, _PROXY | {"who": ""}],
    "errors/too_many_proxies": [{"limit": 4}],
    "errors/too_many_households": [{"limit": 4}],
}
