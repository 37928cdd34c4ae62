"""Values for the relay's texts."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_RELAY: dict[str, Any] = {
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
    "joined": 454,
    "households": 2430,
    "share": 454 / 2430,
}
_SCHEDULED = _RELAY | {"state": "scheduled", "buildings": [], "joined": 0, "waiting": 0}
_CLOSED = _RELAY | {"state": "closed", "capacity": None, "waiting": 0}
_CANCELLED = _RELAY | {"state": "cancelled", "waiting_list": False}
_STATES = [_RELAY, _SCHEDULED, _CLOSED, _CANCELLED]

_LINES = [
    {"place": 452, "door": "3-5**", "quantity": 2, "state": "admitted"},
    {"place": 453, "door": "12乙-3**", "quantity": 1, "state": "admitted"},
    {"place": 454, "door": "21-18**", "quantity": 1, "state": "waiting"},
]
_MINE: dict[str, Any] = {
    "place": 37,
    "waiting_place": None,
    "quantity": 1,
    "ordered_at": "2020-02-01T16:00:40+00:00",
}
_WAITS = _MINE | {"place": 503, "waiting_place": 3, "quantity": 2}
_OUTCOMES = [
    _MINE | {"by_family": None},
    _WAITS | {"by_family": None},
    _MINE | {"by_family": "小王"},
]
_PAGE = {"relay_id": 7, "title": "第一轮口罩登记", "joined": 454, "page": 22, "pages": 23}
_ENTERED = {
    "kind": "joined",
    "door": "3-501",
    "title": "第一轮口罩登记",
    "behind": 12,
    **_MINE,
}
_EVENTS = [
    {
        "number": number,
        "kind": kind,
        "at": "2020-02-01T16:00:40+00:00",
        "door": "3-501",
        "by_staff": by_staff,
        "received_at": "2020-02-01T16:10:00+00:00" if by_staff else None,
    }
    for number, (kind, by_staff) in enumerate(
        [
            ("joined", True),
            ("joined", False),
            ("changed", False),
            ("left", False),
            ("promoted", False),
            ("demoted", False),
        ],
        start=1,
    )
]
_FACTS = ("title", "goods", "capacity", "span", "place", "eligibility", "collection", "buildings")
_NOTICE = {"relay_id": 7, "title": "第一轮口罩登记", "collection": "益丰药房，2月3日"}
_AMOUNTS = [{"quantity": 1, "only": True}, {"quantity": 2, "only": False}]
_SPAN = {"opens_at": "2020-02-01T16:00:00+00:00", "closes_at": "2020-02-02T16:00:00+00:00"}

SAMPLES: Samples = {
    "relay/card": [{"relay": relay, "latest": _LINES} for relay in _STATES],
    "relay/panel": [
        {"relay_id": 7, "relay": relay, "mine": mine, "is_open": is_open}
        for relay, mine, is_open in [
            (_RELAY, _MINE, True),
            (_RELAY, _WAITS, True),
            (_RELAY, None, True),
            (_SCHEDULED, None, False),
            (_CLOSED, None, False),
            (_CANCELLED, None, False),
        ]
    ],
    "relay/leave_sure": [{"relay_id": 7, "title": "口罩", **mine} for mine in (_MINE, _WAITS)],
    "relay/list": [{**_PAGE, "lines": _LINES}, {**_PAGE, "lines": []}],
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
                for line, channel in zip(_LINES, ("online", "stall", "phone"), strict=True)
            ],
        },
        {**_PAGE, "lines": []},
    ],
    "relay/confirmed": [
        {"kind": kind, **_NOTICE, **outcome}
        for kind in ("joined", "changed", "left", "already")
        for outcome in _OUTCOMES
    ],
    "relay/in_group": [
        {"kind": kind, "place": 503, "waiting_place": waiting}
        for kind, waiting in (("joined", None), ("joined", 3), ("already", None))
    ],
    "relay/promoted": [_NOTICE],
    "relay/demoted": [_NOTICE],
    "relay/left_by_family": [_NOTICE],
    "relay/which_door": [
        {"relay_id": 7, "quantity": 1, "doors": [{"household_id": 1, "door": "1-1-501"}]}
    ],
    "relay/ask_estate": [{"estates": [{"id": 1, "name": "图们小区"}]}],
    "relay/ask_fact": [
        {"fact": fact, "step": step % 8, "steps": 7} for step, fact in enumerate(_FACTS, start=1)
    ],
    "relay/preview": [
        {"relay": relay, "groups": groups} for relay in _STATES for groups in (0, 1, 24)
    ],
    "relay/published": [
        {"relay_id": 7, "relay": _SCHEDULED, "groups": groups} for groups in (1, 24)
    ],
    "relay/entered": [
        _ENTERED,
        _ENTERED | {"kind": "already", "behind": 0},
        _ENTERED | {"waiting_place": 3, "behind": 1},
    ],
    "relay/manage": [{"relay_id": 7, "relay": relay} for relay in _STATES],
    "relay/end_sure": [{"relay_id": 7, "relay": _RELAY}],
    "relay/log": [
        {"relay_id": 7, "title": "口罩", "lines": _EVENTS},
        {"relay_id": 7, "title": "口罩", "lines": []},
    ],
    "alerts/relay_joined": _OUTCOMES,
    "alerts/relay_already": _OUTCOMES,
    "alerts/relay_changed": _OUTCOMES,
    "alerts/relay_place": [_MINE, _WAITS],
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
    "buttons/join": _AMOUNTS,
    "buttons/change": _AMOUNTS,
}
