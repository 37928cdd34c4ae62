"""Values for the texts of coverage: doors, homes, self-tests and codes."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_DAY, _SOON = "2022-04-02", "2022-05-01"
_MORNING = "2022-04-02T00:00:00+00:00"
_TITLE = "惠南镇 三天三检"

_OWN: dict[str, Any] = {
    "household_id": 7,
    "day_id": 3,
    "day": _DAY,
    "has_begun": True,
    "mark": None,
    "is_own_mark": False,
    "antigen": None,
    "code_until": None,
    "has_ended": False,
}
OWNS: list[dict[str, Any]] = [
    _OWN,
    _OWN | {"mark": "done", "antigen": "negative", "code_until": _SOON},
    _OWN | {"mark": "cannot", "antigen": "positive", "code_until": _SOON, "has_ended": True},
    _OWN | {"mark": "absent", "antigen": "unclear"},
]
"""What the page of one's own turn shows of its household."""

_NOTED = {"day_id": 3, "household_id": 7, "act": "done", "is_page": False}
_HEAD = {"day_id": 3, "title": _TITLE, "estate": "图们小区", "n": 2, "day": _DAY}
_PAGE = {"page": 0, "pages": 3}
_DOOR = {
    "household_id": 7,
    "door": "12乙-1803",
    "mark": None,
    "is_linked": True,
    "is_home": False,
    "was_missed": False,
}
_UNKNOWN = _DOOR | {"is_linked": False, "is_home": True, "was_missed": True}
_LIST = (
    _HEAD
    | _PAGE
    | {"building_id": 4, "building": "12乙", "households": 96, "done": 60, "cannot": 3, "left": 33}
    | {"doors": [_DOOR, _UNKNOWN], "tests": 9}
)
_ONE = _DOOR | {
    "day_id": 3,
    "day": _DAY,
    "building_id": 4,
    "is_new": None,
    "page": 0,
    "how": None,
    "reason": None,
}
_ANTIGEN = {
    "household_id": 7,
    "door": "3-501",
    "day": _DAY,
    "is_today": True,
    "result": None,
    "days": [_DAY, "2022-04-01", "2022-03-31"],
    "others": [{"household_id": 9, "door": "8-1202"}],
}
_CODE = {
    "fetched_on": None,
    "last_day": None,
    "has_ended": False,
    "days": [_DAY, "2022-04-01", "2022-03-31", "2022-03-30"],
}
_HOME = {
    "household_id": 7,
    "estate_id": 1,
    "door": "3-501",
    "note": "坐轮椅，请多按两次门铃",
    "until": "2022-04-12",
}
_STOP = {
    "household_id": 7,
    "door": "3-501",
    "note": "坐轮椅，请多按两次门铃",
    "starts_at": _MORNING,
    "mark": None,
}
_SQUAD = _PAGE | {
    "day_id": 3,
    "estate_id": 1,
    "title": _TITLE,
    "day": _DAY,
    "is_staff": True,
    "total": 14,
    "done": 5,
    "stops": [_STOP, _STOP | {"note": None, "starts_at": None, "mark": "done"}],
}
_MISSED = _NOTED | {"title": _TITLE, "door": "3-501", "day": _DAY, "next_at": _MORNING}
_LEFT = {
    "day_id": 3,
    "title": _TITLE,
    "day": _DAY,
    "left": 33,
    "buildings": [{"label": "12乙", "left": 21}, {"label": "3", "left": 12}],
    "more": 2,
}
_REPORTED = {"report_id": 5, "door": "3-501", "day": _DAY}

SAMPLES: Samples = {
    "testing/ask_reason": [_NOTED],
    "testing/own_noted": [_NOTED | {"mark": mark} for mark in ("done", "cannot", "undo")],
    "testing/missed": [_MISSED, _MISSED | {"next_at": None}],
    "testing/missed_doors": [_LEFT, _LEFT | {"left": 1, "more": 1}, _LEFT | {"more": 0}],
    "testing/antigen": [
        _ANTIGEN,
        *(_ANTIGEN | {"result": each} for each in ("negative", "positive", "unclear")),
        _ANTIGEN | {"is_today": False, "others": []},
    ],
    "testing/antigen_noted": [
        {"household_id": 7, "day": _DAY, "result": result, "told": told}
        for result, told in (("positive", 2), ("positive", 0), ("negative", 0), ("unclear", 0))
    ],
    "testing/antigen_private": [{"link": "https://t.me/linli_bot?start=antigen"}],
    "testing/antigen_positive": [_REPORTED],
    "testing/antigen_corrected": [_REPORTED],
    "testing/code": [
        _CODE,
        _CODE | {"fetched_on": _DAY, "last_day": _SOON},
        _CODE | {"fetched_on": _DAY, "last_day": _SOON, "has_ended": True},
    ],
    "testing/code_ending": [{"last_day": _SOON}],
    "testing/code_ended": [{"last_day": _SOON}],
    "testing/doors_days": [{"days": [_HEAD, _HEAD]}, {"days": []}],
    "testing/doors_buildings": [
        _HEAD
        | _PAGE
        | {
            "households": 1067,
            "done": 601,
            "left": 433,
            "tests": 21,
            "buildings": [{"id": 4, "label": "12乙", "left": 21}],
        },
        _HEAD | _PAGE | {"households": 1, "done": 0, "left": 1, "tests": 1, "buildings": []},
        _HEAD | _PAGE | {"households": 12, "done": 2, "left": 10, "tests": None, "buildings": []},
    ],
    "testing/doors": [_LIST, _LIST | {"left": 0, "doors": [], "tests": None}],
    "testing/doors_seen": [
        _LIST | {"doors": [_DOOR | {"mark": "done"}]},
        _LIST | {"doors": []},
    ],
    "testing/door": [
        _ONE,
        _ONE | {"is_new": True, "is_linked": False, "was_missed": True, "is_home": True},
        _ONE | {"is_new": False, "mark": "done", "how": "lead"},
        _ONE | {"mark": "cannot", "how": "resident", "reason": "在外地出差，周五回来"},
        _ONE | {"mark": "absent", "how": "squad"},
        _ONE | {"mark": "done", "how": "staff"},
    ],
    "testing/ask_room": [{"day_id": 3, "building_id": 4, "building": "12乙"}],
    "testing/map": [
        {
            "title": _TITLE,
            "day": _DAY,
            "day_id": 3,
            "numbered": [{"sign": "#5", "label": "12乙"}],
            "page": 0,
            "pages": 4,
        },
        {"title": _TITLE, "day": _DAY, "day_id": 3, "numbered": [], "page": 0, "pages": 1},
    ],
    "testing/homes_estates": [{"estates": [{"id": 1, "name": "图们小区"}]}],
    "testing/homes": [
        _PAGE
        | {
            "estate_id": 1,
            "estate": "图们小区",
            "total": 14,
            "homes": [_HOME, _HOME | {"note": None}],
            "days": [{"day_id": 3, "day": _DAY}],
        },
        {"estate_id": 1, "estate": "图们小区", "total": 1, "homes": [], "days": []}
        | {"page": 0, "pages": 1},
    ],
    "testing/home": [_HOME, _HOME | {"note": None, "until": None}],
    "testing/ask_home": [{"estate_id": 1, "estate": "图们小区"}],
    "testing/ask_home_fact": [_HOME | {"asking": "note"}, _HOME | {"asking": "until"}],
    "testing/squad": [_SQUAD, _SQUAD | {"total": 1}, _SQUAD | {"stops": [], "is_staff": False}],
    "testing/squad_people": [
        _PAGE
        | {
            "day_id": 3,
            "title": _TITLE,
            "day": _DAY,
            "named": ["小周"],
            "helpers": [{"person_id": 5, "name": "小周", "is_named": True}],
        }
    ],
    "testing/squad_named": [{"day_id": 3, "title": _TITLE, "day": _DAY}],
    "testing/sheet_building": [{"building": "12乙"}],
    "testing/sheet_doors": [{"title": _TITLE}],
    "testing/sheet_homes": [{"title": _TITLE}],
    "buttons/doors_building": [
        {"building": "12乙", "left": 33},
        {"building": "3", "left": 1},
    ],
    "buttons/squad_round": [{"day": _DAY}],
    "errors/antigen_day_wrong": [{"days": 7}, {"days": 1}],
    "errors/code_day_wrong": [{"days": 30}, {"days": 1}],
}
