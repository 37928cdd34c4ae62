"""Values for the texts of testing rounds: plans, cards, reminders."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples
from locales.samples.testing_coverage import OWNS

_DAY, _NEXT_DAY = "2022-04-12", "2022-04-13"
_BEGINS, _ENDS = "2022-04-11T23:30:00+00:00", "2022-04-12T00:10:00+00:00"
_TITLE, _SITE, _ESTATE = "第三轮核酸检测", "中心花园凉亭旁", "图们小区"
_WEEKLY: dict[str, Any] = {
    "kind": "weekly",
    "days": ["tue", "fri"],
    "more": 0,
    "has_last": False,
    "are_workdays": False,
    "count": None,
    "until": None,
}
_PACE: dict[str, Any] = {"lanes": 3, "seconds": 30, "people": 2.5, "home_minutes": 10}
_ONE_LANE = _PACE | {"lanes": 1}
_MANNER: dict[str, Any] = {
    "evening": "19:00",
    "before": [60, 30],
    "last_call": 15,
    "quiet": "22:00-07:00",
}
_NO_MANNER: dict[str, Any] = {"evening": None, "before": [], "last_call": None, "quiet": None}
_HOME: dict[str, Any] = {
    "times": "06:30-07:10",
    "kind": "home",
    "buildings": "3",
    "lane": None,
    "site": None,
}
_AT_SITE: dict[str, Any] = _HOME | {
    "times": "07:30-08:10",
    "kind": "site",
    "buildings": "1–8, 12乙",
}
_LINES = [
    _HOME,
    _AT_SITE,
    _AT_SITE | {"lane": 2},
    _AT_SITE | {"site": "北门"},
    _AT_SITE | {"lane": 2, "site": "北门"},
]
_FAULTS = [
    {"line": 7, "text": "这个小区没有18号楼。"},
    {"line": None, "text": "还没有写采样点。"},
]
_PREVIEW: dict[str, Any] = {
    "title": _TITLE,
    "site": _SITE,
    "estate": _ESTATE,
    "pace": _PACE,
    "rule": None,
    "days": [_DAY, _NEXT_DAY],
    "is_open": False,
    "more_days": 0,
    "begins": "07:30",
    "ends": "11:40",
    "lines": _LINES,
    "more_lines": 0,
    "manner": _MANNER,
    "faults": [],
    "faults_count": 0,
    "crowds": [{"times": "07:30-08:10", "minutes": 55}],
    "groups": 1,
    "is_file": False,
}
_FAULTY = _PREVIEW | {
    "pace": _ONE_LANE,
    "rule": _WEEKLY,
    "is_open": True,
    "more_days": 12,
    "begins": None,
    "ends": None,
    "lines": [],
    "more_lines": 0,
    "faults": _FAULTS,
    "faults_count": 14,
    "crowds": [],
    "is_file": True,
}
_PICTURE: dict[str, Any] = {
    "title": _TITLE,
    "day": _DAY,
    "day_id": 4,
    "number": 1,
    "days": 3,
    "rows": [["1", [[450, 490, 0, 0]]], ["#2", [[390, 450, 1, 0], [450, 490, 0, 1]]]],
    "marks": [{"mark": "#2", "label": "12乙"}],
    "has_home": True,
    "has_clash": True,
    "first": "1",
    "last": "12乙",
    "page": 1,
    "pages": 3,
}
_ONE_PICTURE = _PICTURE | {
    "has_home": False,
    "has_clash": False,
    "marks": [],
    "last": "1",
    "page": 0,
    "pages": 1,
    "number": 0,
    "days": 1,
}
_LISTED: dict[str, Any] = {
    "id": 7,
    "title": _TITLE,
    "estate": _ESTATE,
    "site": _SITE,
    "state": "planned",
    "first_day": _DAY,
    "last_day": "2022-04-14",
    "next_day": _DAY,
    "days": 3,
    "buildings": 24,
}
_ONE_DAY = _LISTED | {"last_day": _DAY, "next_day": None, "buildings": 1}
_LIST: dict[str, Any] = {
    "rounds": [_LISTED, _ONE_DAY, _LISTED | {"state": "called_off"}],
    "names_estates": False,
    "is_over": False,
    "page": 0,
    "pages": 2,
}
_DAY_LINE: dict[str, Any] = {
    "id": 4,
    "number": 1,
    "of": 3,
    "day": _DAY,
    "state": "planned",
    "is_planned": True,
    "delay": 0,
    "times": "07:30-11:40",
}
_DAYS = [
    _DAY_LINE,
    _DAY_LINE | {"delay": 40},
    _DAY_LINE | {"delay": -10},
    *(
        _DAY_LINE | {"state": state, "is_planned": False}
        for state in ("skipped", "called_off", "paused", "done")
    ),
]
_TOLD = {"buildings": 3, "chats": 2, "people": 14}
_ROUND: dict[str, Any] = {
    "round_id": 7,
    "seen": 2,
    "title": _TITLE,
    "site": _SITE,
    "estate": _ESTATE,
    "state": "planned",
    "rule": None,
    "pace": _PACE,
    "manner": _MANNER,
    "can_undo": "delay",
    "days": _DAYS,
    "page": 0,
    "pages": 1,
    "note": "",
    "told": None,
}
_DAY_PAGE: dict[str, Any] = _DAY_LINE | {
    "round_id": 7,
    "day_id": 4,
    "seen": 2,
    "title": _TITLE,
    "site": _SITE,
    "is_open": True,
    "can_undo": None,
    "lines": _LINES,
    "more_lines": 0,
    "told": None,
}
_DAY_PAGES = [
    _DAY_PAGE | {"told": _TOLD},
    _DAY_PAGE | {"told": {"buildings": 1, "chats": 0, "people": 0}, "of": 1, "delay": 40},
    _DAY_PAGE | {"delay": -10, "more_lines": 5, "can_undo": "delay"},
    *(
        _DAY_PAGE | {"state": state, "is_open": False, "lines": []}
        for state in ("skipped", "paused", "done")
    ),
]
_SLOT: dict[str, Any] = {
    "slot_id": 9,
    "building": "12乙",
    "slot_kind": "site",
    "slot_times": "07:30-08:10",
}
_HOME_SLOT = _SLOT | {"slot_kind": "home"}
_SURE = {"round_id": 7, "day_id": None, "seen": 2, "title": _TITLE, "day": None}
_CARD: dict[str, Any] = {
    "title": _TITLE,
    "site": _SITE,
    "state": "planned",
    "building": None,
    "next": _DAY_LINE,
    "lines": _LINES,
    "more_lines": 1,
    "days": _DAYS,
    "done": 120,
}
_CARDS = [
    _CARD,
    _CARD | {"building": "12乙", "next": _DAY_LINE | {"of": 1, "delay": 40}, "done": None},
    _CARD | {"next": _DAY_LINE | {"delay": -10}},
    *(
        _CARD | {"state": state, "next": None, "lines": [], "days": []}
        for state in ("called_off", "done")
    ),
]
_REMINDER: dict[str, Any] = {
    "round_id": 7,
    "day_id": 4,
    "title": _TITLE,
    "site": _SITE,
    "n": 2,
    "m": 3,
    "day": _DAY,
    "buildings": ["3", "12乙"],
    "starts_at": _BEGINS,
    "ends_at": _ENDS,
    "minutes": 30,
    "lanes": 3,
    "delay": 0,
    "reminders": [[1, 1]],
}
_REMINDERS = [_REMINDER, _REMINDER | {"m": 0, "delay": 40, "minutes": 1}]
_GOES = {"buildings": ["3", "12乙"], "starts_at": _BEGINS, "ends_at": _ENDS}
_MOVED = _GOES | {"kind": "site", "was_starts_at": "2022-04-11T22:50:00+00:00"}
_CHANGE: dict[str, Any] = {
    "round_id": 7,
    "day_id": 4,
    "title": _TITLE,
    "site": _SITE,
    "n": 2,
    "m": 3,
    "day": _DAY,
    "minutes": 40,
    "lines": [_MOVED, _MOVED | {"kind": "home"}],
    "more": 2,
    "lanes": 3,
}
_OFF: dict[str, Any] = {
    "round_id": 7,
    "title": _TITLE,
    "site": _SITE,
    "is_whole_round": True,
    "days": [_DAY, _NEXT_DAY],
    "buildings": ["3", "12乙"],
    "n": 2,
    "m": 3,
}
_TURN: dict[str, Any] = {
    "title": _TITLE,
    "site": _SITE,
    "lanes": 3,
    "number": 2,
    "of": 3,
    "day": _DAY,
    "kind": "site",
    "delay": 0,
    "starts_at": _BEGINS,
    "ends_at": _ENDS,
}
_MINE: dict[str, Any] = {
    "estate_id": 3,
    "building": "12乙",
    "others": [{"estate_id": 4, "door": "3-501"}],
    "turn": _TURN,
    "is_listening": True,
    "own": OWNS[0],
}
_FACTS = (
    "site",
    "days",
    "begin",
    "buildings",
    "end",
    "lanes",
    "seconds",
    "people",
    "home_minutes",
    "batches",
    "title",
    "evening",
    "before",
    "last_call",
    "quiet",
)
_QUESTION: dict[str, Any] = {
    "step": 0,
    "steps": 4,
    "sites": [_SITE],
    "is_draft": True,
    "back": True,
    "round_id": 7,
    "seen": 2,
}

SAMPLES: Samples = {
    "testing/ask_estate": [{"estates": [{"id": 3, "name": _ESTATE}]}],
    "testing/ask_fact": [
        *(_QUESTION | {"fact": fact} for fact in _FACTS),
        _QUESTION | {"fact": "site", "step": 1, "back": False},
        _QUESTION | {"fact": "quiet", "is_draft": False},
    ],
    "testing/preview": [
        _PREVIEW,
        _PREVIEW | {"groups": 0, "more_days": 1, "more_lines": 3},
        _FAULTY,
    ],
    "testing/preview_more": [
        _PREVIEW | {"facts": ["lanes", "evening"]},
        _PREVIEW | {"facts": ["lanes"], "manner": _NO_MANNER},
    ],
    "testing/draft_timeline": [_PICTURE, _ONE_PICTURE],
    "testing/timeline": [_PICTURE, _ONE_PICTURE],
    "testing/ask_file": [{"estate_id": 3, "estate": _ESTATE}],
    "testing/file_refused": [
        {"estate_id": 3, "file": "计划.xlsx", "faults": _FAULTS, "faults_count": 2},
        {"estate_id": 3, "file": "计划.csv", "faults": _FAULTS[:1], "faults_count": 1},
    ],
    "testing/rounds": [
        _LIST,
        _LIST | {"names_estates": True, "is_over": True},
        _LIST | {"rounds": []},
        _LIST | {"rounds": [], "is_over": True},
    ],
    "testing/round": [
        _ROUND | {"note": "planned"},
        _ROUND | {"told": _TOLD, "rule": _WEEKLY},
        *(_ROUND | {"state": state, "can_undo": None} for state in ("called_off", "done")),
    ],
    "testing/day": _DAY_PAGES,
    "testing/slots": [_DAY_PAGE | {"slots": [_SLOT, _HOME_SLOT], "page": 0, "pages": 2}],
    "testing/slot": [_DAY_PAGE | _SLOT, _DAY_PAGE | _HOME_SLOT],
    "testing/ask_times": [_DAY_PAGE | _SLOT],
    "testing/sure": [_SURE, _SURE | {"day_id": 4, "day": _DAY}],
    "testing/manner": [_ROUND, _ROUND | {"manner": _NO_MANNER, "state": "done"}],
    "testing/card": _CARDS,
    "testing/mine": [
        _MINE,
        _MINE | {"turn": _TURN | {"of": 1, "kind": "home", "delay": 40}, "is_listening": False},
        _MINE | {"turn": None},
        *(_MINE | {"own": own} for own in OWNS),
    ],
    "testing/evening": [
        each | {"lines": [_GOES], "more": more}
        for each, more in zip(_REMINDERS, (0, 2), strict=True)
    ],
    "testing/before": _REMINDERS,
    "testing/now": _REMINDERS,
    "testing/last_call": _REMINDERS,
    "testing/home_evening": _REMINDERS,
    "testing/home_before": _REMINDERS,
    "testing/delayed": [
        _CHANGE,
        _CHANGE | {"minutes": -10, "m": 0, "more": 0},
        _CHANGE | {"minutes": 0},
    ],
    "testing/called_off": [_OFF, _OFF | {"is_whole_round": False}],
    "testing/back_on": [_OFF],
    "testing/planned": [
        {
            "round_id": 7,
            "title": _TITLE,
            "site": _SITE,
            "lanes": 3,
            "m": 3,
            "lines": [{"day": _DAY, "starts_at": _BEGINS, "ends_at": _ENDS, "building": "12乙"}],
            "more": 4,
        }
    ],
    "buttons/testing_later": [{"minutes": 40}],
    "buttons/testing_earlier": [{"minutes": 10}],
    "errors/testing_file_unread": [
        {"reason": reason}
        for reason in ("missing", "too_large", "empty", "header", "encoding", "format")
    ],
}
