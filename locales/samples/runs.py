"""Values for the texts of medicine runs."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_HOSPITAL = "复旦大学附属中山医院(徐汇院区)"
_GROUP: dict[str, Any] = {
    "lead_id": 12,
    "hospital": _HOSPITAL,
    "route": "local",
    "count": 3,
    "is_alike": True,
}
_FAR = _GROUP | {"route": "cross", "count": 1, "is_alike": False}
_RUN: dict[str, Any] = {
    "id": 3,
    "code": "R3",
    "hospital": _HOSPITAL,
    "state": "open",
    "lines": 12,
    "delivered": 5,
}
_BOARD: dict[str, Any] = {
    "committee_id": 1,
    "free": 0,
    "running": 0,
    "entries": [],
    "page": 0,
    "pages": 1,
}
_STATES = ("waiting", "bought", "partly", "missing", "delivered")
_COUNTS = {"all": 12, "waiting": 3, "bought": 4, "partly": 1, "missing": 2, "delivered": 2}
_NO_COUNTS = dict.fromkeys(_COUNTS, 0) | {"out": 0}
_PAGE: dict[str, Any] = {
    "run_id": 3,
    "committee_id": 1,
    "task_id": 8,
    "code": "R3",
    "hospital": _HOSPITAL,
    "route": "cross",
    "state": "open",
    "day": "2022-04-07",
    "place": "3号楼大厅, 18:00-20:00",
    "handover": "社区民警 周 138 0000 0000",
    "runner": "Emma Wilson",
    "is_taken": True,
    "is_staff": True,
    "is_runner": False,
    "buildings": ["1", "3", "12乙"],
    "bags": 9,
    "counts": _COUNTS | {"out": 1},
    "requests": [
        {"number": 120 + place, "building": "12乙", "state": state}
        for place, state in enumerate(_STATES * 8)
    ],
}
_PLANNED = _PAGE | {
    "task_id": None,
    "state": "planned",
    "route": "local",
    "day": None,
    "place": None,
    "handover": None,
    "runner": None,
    "is_taken": False,
    "bags": 0,
    "buildings": [],
    "counts": _NO_COUNTS,
    "requests": [],
}
_OFFERED = _PAGE | {
    "is_taken": False,
    "is_staff": False,
    "handover": None,
    "runner": None,
    "bags": 1,
    "requests": [],
}
_LINES = [
    {
        "id": 7 + place,
        "number": 120 + place,
        "state": state,
        "name": "王秀兰" if place else "",
        "caller": "王阿姨 138 0013 8000" if place else "",
        "drug": "硝苯地平控释片(拜新同) Nifedipine controlled release",
        "strength": "30mg × 7片" if place else "",
        "quantity": "2盒" if place else "",
        "details": "不要国产的, 吃了头晕" if place else "",
        "reason": "Sold out at the moment." if place else None,
    }
    for place, state in enumerate(_STATES)
]
_BAG: dict[str, Any] = {
    "bag_id": 21,
    "run_id": 3,
    "label": "R3-07",
    "run_state": "open",
    "place": None,
    "building": "12乙",
    "door": "12乙-1-501",
    "lines": _LINES,
    "before": 20,
    "after": 22,
}
_LISTED: list[dict[str, Any]] = [
    {"id": 21, "label": "R3-07", "door": "12乙-1-501", "state": "bought", "lines": _LINES}
]
_WAY: dict[str, Any] = {
    "request_id": 12,
    "number": 120,
    "bag_id": 21,
    "bag": "R3-07",
    "place": None,
    "code": None,
    "requests": 1,
    "reply": "",
}
_CHOICE: dict[str, Any] = {"id": 7, "number": 120, "building": "12乙"}
_TICKS: list[dict[str, Any]] = [{"place": None}, {"place": 12}]

SAMPLES: Samples = {
    "runs/which_committee": [{"committees": [{"id": 1, "name": "图们居委会"}]}],
    "runs/board": [
        _BOARD,
        _BOARD | {"free": 1, "running": 1, "entries": [_RUN, _FAR]},
        _BOARD | {"free": 4, "running": 2, "entries": [_RUN] * 2 + [_GROUP, _FAR], "pages": 2},
    ],
    "runs/ended": [{"committee_id": 1, "runs": []}, {"committee_id": 1, "runs": [_RUN]}],
    "runs/group": [
        {
            "committee_id": 1,
            "group": _GROUP,
            "requests": [_CHOICE] * 40,
            "alike": [_FAR] * 3,
            "runs": [_RUN],
        },
        {"committee_id": 1, "group": _FAR, "requests": [_CHOICE], "alike": [], "runs": []},
    ],
    "runs/tasks": [
        {"mine": [], "open": []},
        {"mine": [{"id": 8, "title": "R3"}], "open": [{"id": 9, "title": "R4"}]},
        {"mine": [{"id": 8, "title": "R3"}] * 2, "open": [{"id": 9, "title": "R4"}] * 2},
    ],
    "runs/run": [
        _PLANNED,
        _PAGE,
        _OFFERED,
        _PAGE | {"state": "on_the_way"},
        _PAGE | {"state": "done", "task_id": None, "is_taken": False},
        _PLANNED | {"state": "cancelled"},
    ],
    "runs/over": [{"code": "R3"}],
    "runs/ask_day": [{"run_id": 3, "code": "R3", "days": ["2022-04-07", "2022-04-08"]}],
    "runs/take_out": [
        {"run_id": 3, "code": "R3", "lines": []},
        {"run_id": 3, "code": "R3", "lines": [_CHOICE]},
    ],
    "runs/put_in": [
        {"run_id": 3, "committee_id": 1, "code": "R3", "hospital": _HOSPITAL, "groups": []},
        {"run_id": 3, "committee_id": 1, "code": "R3", "hospital": _HOSPITAL, "groups": [_GROUP]},
    ],
    "runs/cancel_sure": [
        {"run_id": 3, "code": "R3", "lines": 1},
        {"run_id": 3, "code": "R3", "lines": 12},
    ],
    "runs/ask": [
        {"purpose": purpose, "run_id": 3, "code": "R3", "place": None}
        for purpose in ("hospital", "handover", "place", "code")
    ],
    "runs/ask_reason": [
        {"line_id": 7, "bag_id": 21, "number": 120, "result": result}
        for result in ("partly", "missing")
    ],
    "runs/collected": [{"run_id": 3, "bag": "R3-07", "left": left} for left in (0, 1, 8)],
    "runs/totals": [
        {
            "run_id": 3,
            "code": "R3",
            "hospital": _HOSPITAL,
            "totals": [
                {"drug": "硝苯地平控释片" * 8, "strength": "30mg", "quantity": "3盒 + 14片"},
                {"drug": "Insulin glargine", "strength": "", "quantity": "1支"},
            ]
            * 10,
            "page": 0,
            "pages": 3,
        },
        {
            "run_id": 3,
            "code": "R3",
            "hospital": _HOSPITAL,
            "totals": [],
            "page": 0,
            "pages": 1,
        },
    ],
    "runs/bags": [
        {"run_id": 3, "code": "R3", "bags": _LISTED * 8, "page": 1, "pages": 3},
        {"run_id": 3, "code": "R3", "bags": [], "page": 0, "pages": 1},
    ],
    "runs/bag": [_BAG, _BAG | {"place": "3号楼大厅", "lines": []}, _BAG | {"lines": _LINES[1:]}],
    "runs/told_gathered": [
        {"request_id": 12, "number": 120, "day": "2022-04-07"},
        {"request_id": 12, "number": 120, "day": None},
    ],
    "runs/told_left_out": [{"request_id": 12, "number": 120}],
    "runs/told_on_way": [
        _WAY,
        _WAY | {"requests": 2, "reply": "Sold out at the moment."},
        _WAY | {"place": "3号楼大厅, 18:00-20:00", "code": "AC3K"},
    ],
    "runs/got": [{"bag": "R3-07"}],
    "runs/missing": [{"run_id": 3, "code": "R3", "number": 120}],
    "runs/partly": [{"run_id": 3, "code": "R3", "number": 120, "reply": "只有1盒,缺1盒"}],
    "runs/day_moved": [{"run_id": 3, "code": "R3", "day": "2022-04-10"}],
    "runs/done": [
        {"run_id": 3, "code": "R3", "delivered": 12, "missing": 0},
        {"run_id": 3, "code": "R3", "delivered": 9, "missing": 3},
    ],
    "runs/route": [{"route": "local"}, {"route": "cross"}],
    "runs/sheet_title": [{"code": "R3", "hospital": _HOSPITAL, "route": "cross"}],
    "runs/sheet_day": [{"day": "7 Apr 2022"}],
    "runs/sheet_handover": [{"value": "社区民警 周 138 0000 0000"}],
    "runs/sheet_place": [{"value": "3号楼大厅"}],
    "buttons/run_into": [{"code": "R3"}],
    "buttons/run_line": [{"number": 120, "building": "12乙"}],
    "buttons/run_tick_bought": _TICKS,
    "buttons/run_tick_partly": _TICKS,
    "buttons/run_tick_missing": _TICKS,
    "errors/run_full": [{"most": 60}],
    "errors/run_text_long": [{"most": 200}],
    "errors/run_unticked": [{"n": 1}, {"n": 12}],
}
