"""Values for the texts of releases."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_AT = "2020-02-03T06:20:00+00:00"
_HEAD: dict[str, Any] = {"relay_id": 7, "title": "第一轮口罩登记", "is_rehearsal": False}
_REHEARSAL = _HEAD | {"is_rehearsal": True}
_HOUR: dict[str, Any] = {
    "names_place": False,
    "place": "3号楼活动室",
    "begins": "2020-02-03T01:00:00+00:00",
    "ends": "2020-02-03T02:00:00+00:00",
    "count": 30,
    "spans": ["1–29", "31"],
    "more": 0,
}
_HOURS = [
    _HOUR,
    _HOUR | {"names_place": True, "more": 3},
    _HOUR | {"spans": [], "count": 1},
    _HOUR | {"spans": [], "count": 2, "names_place": True},
]
_POINT: dict[str, Any] = {
    "number": 1,
    "place": "3号楼活动室",
    "desks": 2,
    "hours": "09:00–11:30, 13:30–17:00",
    "starts_on": "2020-02-03",
    "ends_on": "2020-02-07",
    "buildings": ["1", "12乙"],
}
_ONE_DESK = _POINT | {"desks": 1, "buildings": []}
_PLAN: dict[str, Any] = {
    **_HEAD,
    "is_closed": True,
    "seconds": 120,
    "points": [_POINT, _ONE_DESK],
    "releases": 1,
    "is_paused": False,
    "can_undo": True,
    "admitted": 1454,
    "called": 300,
    "uncalled": 154,
    "unready": 12,
    "granted": 3,
    "collected": 210,
    "due": 20,
    "ahead": 60,
    "missed": 10,
    "held": 4,
}
_QUIET = _PLAN | dict.fromkeys(
    ("called", "unready", "granted", "due", "missed", "held", "ahead"), 0
)
_FRESH = _QUIET | {"is_closed": False, "is_paused": True, "is_rehearsal": True, "can_undo": False}
_PREVIEW: dict[str, Any] = {
    "called": 300,
    "beyond": 0,
    "pieces": 600,
    "release": 2,
    "first_at": _AT,
    "last_at": _AT,
    "hours": _HOURS,
}
_NONE = _PREVIEW | {"called": 0, "beyond": 40, "first_at": None, "last_at": None, "hours": []}
_OWN = {"household_id": 0, "door": None}
_TURN = _HEAD | _OWN | {"at": _AT, "place": "3号楼活动室", "bring": "身份证"}
_NO_PAPERS = _TURN | {"bring": "", "is_rehearsal": True, "household_id": 5, "door": "3-501"}
_DAY: dict[str, Any] = {
    "day": "2020-02-03",
    "called": 300,
    "collected": 260,
    "pieces": 520,
    "missed": 40,
    "uncalled": 154,
    "tomorrow": 100,
}
_EMPTY = {"missed": 0, "tomorrow": 0}
_GROUPS = [{"id": "-1001", "name": "3号楼"}]
_PROPOSAL: dict[str, Any] = {
    "seconds": 110,
    "planned": 120,
    "an_hour": 65,
    "people": 300,
    "done_at": _AT,
    "beyond": 12,
}
_FACTS = ("place", "days", "hours", "buildings", "pace")

SAMPLES: Samples = {
    "relay/releases": [{"relay_id": 7, "plan": plan} for plan in (_PLAN, _QUIET, _FRESH)],
    "relay/release_points": [{"relay_id": 7, "plan": _PLAN}],
    "relay/release_point": [
        {**_HEAD, "point": point, "points": points}
        for point in (_POINT, _ONE_DESK)
        for points in (1, 2)
    ],
    "relay/release_preview": [
        {"relay_id": 7, "plan": plan, "preview": preview, "count": 300, "with_grants": granted}
        for plan, preview, granted in (
            (_PLAN, _PREVIEW, False),
            (_FRESH, _PREVIEW | {"called": 1}, True),
            (_QUIET, _NONE, False),
        )
    ],
    "relay/release_sure": [
        {"relay_id": 7, "act": act, "plan": _PLAN} for act in ("pause", "rest", "later")
    ],
    "relay/released": [
        _HEAD | {"called": 300, "unreached": 12},
        _HEAD | {"called": 1, "unreached": 0},
    ],
    "relay/release_which": [{"relays": [{"id": 7, "title": "口罩"}], "count": 300}],
    "relay/ask_release": [{"relay_id": 7, "point": 1, "fact": fact} for fact in _FACTS],
    "relay/loudspeaker": [head | {"hours": _HOURS} for head in (_HEAD, _REHEARSAL)],
    "relay/release_posted": [
        _HEAD | {"called": 300, "hours": _HOURS},
        _REHEARSAL | {"called": 1, "hours": _HOURS[:1]},
    ],
    "relay/release_paused": [_HEAD, _REHEARSAL],
    "relay/come_later": [_HEAD, _REHEARSAL],
    "relay/called": [
        turn | {"item": "口罩", "quantity": quantity}
        for turn, quantity in ((_TURN, 2), (_NO_PAPERS, 1))
    ],
    "relay/slot_moved": [_TURN | {"before": _AT}, _NO_PAPERS | {"before": None}],
    "relay/slot_held": [_TURN, _NO_PAPERS],
    "relay/call_withdrawn": [_TURN, _NO_PAPERS],
    "relay/day_report": [_HEAD | _DAY, _REHEARSAL | _DAY | _EMPTY],
    "relay/day_posted": [_HEAD | _DAY, _REHEARSAL | _DAY | _EMPTY],
    "relay/slots_shifted": [
        _HEAD
        | {"told": 0, "seconds": 90, "planned": 60, "beyond": 9, "numbers": ["9"], "moved": False},
        _HEAD
        | {
            "told": 40,
            "seconds": 185,
            "planned": 120,
            "beyond": 3,
            "numbers": ["31–33"],
            "moved": True,
        },
        _REHEARSAL
        | {"told": 1, "seconds": 60, "planned": 120, "beyond": 0, "numbers": [], "moved": True},
    ],
    "relay/crowd": [
        head | {"place": "3号楼活动室", "waiting": waiting}
        for head, waiting in ((_HEAD, 48), (_REHEARSAL, 1))
    ],
    "relay/rehearse": [
        _HEAD | {"minutes": minutes, "chat": chat, "groups": groups}
        for minutes, chat, groups in (
            (3, "", []),
            (3, "", _GROUPS),
            (3, "-1001", _GROUPS),
            (1, "1", []),
        )
    ],
    "relay/rehearsal_was": [{}],
    "relay/rehearse_which": [{"relays": [{"id": 7, "title": "口罩"}]}],
    "relay/rehearsal": [
        _REHEARSAL | {"joined": 20, "served": 12, "needed": 8, "is_joining": joining} | found
        for joining, found in (
            (False, {"proposal": _PROPOSAL}),
            (False, {"proposal": _PROPOSAL | {"beyond": 0, "done_at": None, "people": 0}}),
            (True, {"proposal": None}),
        )
    ],
    "relay/rehearsal_end": [{"relay_id": 7}],
    "relay/rehearsal_over": [{"seconds": 110}, {"seconds": None}],
    "buttons/rehearsal_begin": [{"count": 20}],
    "errors/release_beyond": [{"fits": 210}],
    "errors/point_days_wrong": [{"limit": 60}],
    "errors/too_many_points": [{"limit": 30}],
    "errors/wrong_pace": [{"least": 5, "most": 3600}],
    "buttons/release_next": [{"count": 300}],
    "buttons/release_go": [{"count": 300}],
}
