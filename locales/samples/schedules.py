"""Values for the texts of what recurs."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_RULE: dict[str, Any] = {
    "kind": "weekly",
    "days": ["tue", "fri"],
    "more": 0,
    "has_last": False,
    "are_workdays": False,
    "count": None,
    "until": "2022-04-30",
}
_RULES: list[dict[str, Any]] = [
    _RULE,
    _RULE | {"until": None},
    _RULE | {"are_workdays": True},
    _RULE | {"kind": "daily", "days": []},
    _RULE | {"kind": "daily", "days": [], "count": 1},
    _RULE | {"kind": "daily", "days": [], "count": 3},
    _RULE | {"kind": "every", "days": [], "count": 3},
    _RULE | {"kind": "monthly", "days": [1, 15]},
    _RULE | {"kind": "monthly", "days": [15], "has_last": True},
    _RULE | {"kind": "monthly", "days": [], "has_last": True},
    _RULE | {"kind": "once", "days": ["2022-04-12", "2022-04-14"]},
    _RULE | {"kind": "once", "days": ["2022-04-12", "2022-04-14"], "more": 8},
]
_SCHEDULE: dict[str, Any] = {
    "id": 7,
    "number": 12,
    "kind": "notice",
    "title": "每周二、五消毒通知",
    "rule": _RULE,
    "time": "08:00",
    "next_on": "2022-04-12",
    "n": 5,
    "m": 14,
    "is_paused": False,
    "is_ended": False,
    "skips": [],
    "missed": [],
    "can_undo": False,
}
_TESTING = _SCHEDULE | {"kind": "testing", "title": "按频次核酸", "m": 0, "can_undo": True}
_LINE: dict[str, Any] = {
    "day": None,
    "at": "2022-04-12T00:00:00+00:00",
    "what": "testing_now",
    "title": "三天连续核酸",
    "estate": "图们小区",
    "buildings": ["1", "2", "12乙"],
    "more": 0,
    "chats": 3,
    "recurs": False,
}
_LINES: list[dict[str, Any]] = [
    _LINE | {"what": "testing_evening", "day": "2022-04-12", "more": 9},
    _LINE | {"what": "testing_before", "buildings": ["1"], "chats": 1},
    _LINE | {"buildings": [], "chats": 0},
    _LINE | {"what": "testing_last_call"},
    _LINE | {"what": "notice", "estate": "", "buildings": [], "day": "2022-04-13"},
    _LINE | {"what": "relay"},
    _LINE | {"what": "supplies"},
    _LINE | {"what": "digest", "title": "", "estate": "", "buildings": []},
    _LINE | {"what": "faq_week", "title": "", "estate": "", "buildings": []},
    _LINE | {"what": "shift", "title": "陈主任", "estate": "", "buildings": []},
    _LINE | {"what": "shift", "title": "", "estate": "", "buildings": [], "chats": 0},
]
_COMMITTEE: dict[str, Any] = {"committee_id": 1, "committee": "图们居委会"}
_AGENDA: dict[str, Any] = {
    **_COMMITTEE,
    "lines": _LINES[:6],
    "total": 11,
    "late": [_LINE, _LINE | {"what": "notice"}],
    "more_late": 3,
    "doubts": 0,
    "page": 0,
    "pages": 2,
}
_DAY: dict[str, Any] = {"day": "2022-04-12"}
_DAYS = ["2022-04-10", "2022-04-11"]

SAMPLES: Samples = {
    "schedules/which_committee": [
        {"purpose": purpose, "committees": [{"id": 1, "name": "图们居委会"}]}
        for purpose in ("agenda", "list")
    ],
    "schedules/agenda": [
        _AGENDA,
        _AGENDA | {"lines": _LINES[6:], "late": [], "more_late": 0, "page": 1},
        _AGENDA | {"lines": [], "late": [], "more_late": 0, "pages": 1},
        *(_AGENDA | {"doubts": doubts} for doubts in (1, 2)),
    ],
    "schedules/list": [
        {
            **_COMMITTEE,
            "schedules": [
                _SCHEDULE,
                _TESTING | {"is_paused": True},
                _SCHEDULE | {"title": "", "next_on": None},
            ],
            "page": 0,
            "pages": 2,
        },
        {**_COMMITTEE, "schedules": [], "page": 0, "pages": 1},
    ],
    "schedules/page": [
        *({**_COMMITTEE, **_SCHEDULE, "rule": rule} for rule in _RULES),
        {**_COMMITTEE, **_SCHEDULE, "skips": _DAYS, "missed": _DAYS},
        {**_COMMITTEE, **_SCHEDULE, "is_paused": True},
        {**_COMMITTEE, **_SCHEDULE, "is_ended": True, "next_on": None, "title": ""},
        {**_COMMITTEE, **_TESTING},
    ],
    "schedules/missed": [
        {"schedule_id": 7, "kind": "notice", "days": _DAYS, "missed": 2},
        {"schedule_id": 7, "kind": "testing", "days": _DAYS, "missed": 12},
    ],
    "buttons/schedule_skip": [_DAY],
    "buttons/schedule_unskip": [_DAY],
    "errors/schedule_past": [_DAY],
    "errors/schedule_span": [{"most": 366}],
}
