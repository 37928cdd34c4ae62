"""Values for what is said of emergencies, to who calls and to the people on duty."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples
from locales.samples.faq_resident import SAMPLES as ANSWERS

_PHONE = {"phone": "+86 433 123 4567"}
_NO_PHONE = {"phone": ""}
_ENTRIES = [None, *ANSWERS["faq/answer"][:2]]

_CALL: dict[str, Any] = {
    "alert_id": 7,
    "kind": "danger",
    "person_id": 1001,
    "caller": "王阿姨",
    "estate": "图们小区",
    "building": "3",
    "door": "3-501",
    "is_in_group": False,
    "asked": "我爸胸口疼得厉害",
    "language": "zh-hans",
    "raised_at": "2022-04-06T19:03:00+00:00",
}
_NO_DOOR = _CALL | {"door": None, "kind": "button", "asked": "", "is_in_group": True}
_NO_BUILDING = _NO_DOOR | {"building": None, "caller": ""}
_NOBODY = _NO_BUILDING | {"estate": None, "person_id": None}
_LONGEST = _CALL | {
    "kind": "crisis",
    "asked": "救" * 1500,
    "caller": "名" * 64,
    "estate": "区" * 80,
}
_CALLS = [_CALL, _NO_DOOR, _NO_BUILDING, _NOBODY, _LONGEST]
_OPEN = {"state": "open", "helper": "", "is_mine": False, "note": ""}
_STATES = [
    _OPEN,
    _OPEN | {"state": "taken", "helper": "陈主任", "is_mine": True},
    _OPEN | {"state": "taken", "helper": "陈" * 64},
    _OPEN | {"state": "done", "helper": "陈主任", "note": "已送医" * 66},
    _OPEN | {"state": "false_alarm"},
    _OPEN | {"state": "withdrawn"},
]
_TOLD: dict[str, Any] = {
    "alert_id": 7,
    "estate_id": 1,
    "is_told": True,
    "asks": "",
    "choices": [],
}
_KINDS = [{"kind": kind, **phone} for kind in ("danger", "crisis") for phone in (_PHONE, _NO_PHONE)]

SAMPLES: Samples = {
    "emergency/help": [{**_PHONE, "entry": entry} for entry in _ENTRIES]
    + [{**_NO_PHONE, "entry": None}],
    "emergency/brief": [_PHONE, _NO_PHONE],
    "emergency/crisis": [_PHONE, _NO_PHONE],
    "emergency/added": _KINDS,
    "emergency/aside": _KINDS,
    "emergency/told": [
        _TOLD,
        _TOLD | {"is_told": False},
        _TOLD | {"asks": "building", "choices": [{"id": 1, "label": "3"}]},
        _TOLD | {"is_told": False, "asks": "building", "choices": [{"id": 1, "label": "3"}]},
        _TOLD
        | {
            "is_told": False,
            "asks": "estate",
            "estate_id": 0,
            "choices": [{"id": 1, "label": "图们小区"}, {"id": 2, "label": "苑" * 80}],
        },
    ],
    "emergency/alert": [call | {"round": number} for call in _CALLS for number in (0, 1)],
    "emergency/alert_words": _CALLS,
    "emergency/alert_state": [_CALL | state for state in _STATES] + [_LONGEST | _STATES[3]],
    "emergency/taken": [call | _STATES[2] for call in _CALLS],
    "emergency/still": [
        call | {"helper": "陈主任", "is_mine": is_mine}
        for call in _CALLS
        for is_mine in (True, False)
    ],
    "emergency/gone": [
        {name: call[name] for name in ("alert_id", "estate", "building", "raised_at")}
        for call in _CALLS
    ],
    "emergency/closed": [_CALL | state for state in _STATES[3:]],
    "emergency/told_taken": [{"alert_id": 7, "kind": kind} for kind in ("danger", "crisis")],
    "emergency/told_nobody": [{"alert_id": 7, **each} for each in _KINDS],
    "emergency/told_false": [{"alert_id": 7, "kind": "danger"}],
    "emergency/withdrawn": [{}],
    "emergency/ask_note": [{}],
    "alerts/urgent_pressed": [_PHONE, _NO_PHONE],
    "errors/urgent_note_long": [{"limit": 200}],
}
