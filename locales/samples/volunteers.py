"""Values for the texts of volunteers and their tasks."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_END = "2022-04-10T16:00:00+00:00"
_COMMITTEE = {"committee_id": 1, "committee": "图们居委会"}
_PAGES = {"page": 1, "pages": 3}
_SKILLS = ["driving", "nursing", "languages", "lifting", "repairs", "cooking", "calls"]
_VEHICLES = ["none", "ebike", "car", "van", "cart"]
_BUILDINGS = [{"id": 1, "label": "3", "is_chosen": True}, {"id": 2, "label": "12乙"}]
_ONE: dict[str, Any] = {
    "committee_id": 1,
    "volunteer_id": 7,
    "name": "王秀兰",
    "state": "accepted",
    "is_paused": False,
    "has_right": True,
    "has_read": True,
    "until": _END,
    "wanted": ["图们小区 3", "图们小区 12乙"],
    "scope": ["图们小区 3", "图们小区 12乙"],
    "skills": _SKILLS,
    "vehicle": "ebike",
}
_NEW = _ONE | {
    "state": "offered",
    "has_right": False,
    "has_read": False,
    "until": None,
    "wanted": [],
    "scope": [],
    "skills": [],
    "vehicle": "none",
}
_FORMS = [
    {**_COMMITTEE, "skills": _SKILLS, "vehicle": vehicle, "wanted": ["3", "12乙"]}
    for vehicle in _VEHICLES
] + [{**_COMMITTEE, "skills": [], "vehicle": "none", "wanted": []}]
_STATES = [
    _ONE,
    _ONE | {"is_paused": True, "scope": [], "until": None},
    *(_NEW | {"state": state} for state in ("offered", "accepted", "declined", "left")),
]

_TASK: dict[str, Any] = {
    "task_id": 9,
    "kind": "run",
    "estate": "图们小区",
    "building": "12乙",
    "title": "复旦大学附属中山医院（徐汇）配药，16 户",
    "place": 1,
    "places": 2,
    "due_at": _END,
    "is_late": True,
    "is_held": True,
}
_BARE = _TASK | {"building": None, "title": "", "due_at": None, "is_late": False, "is_held": False}
_KINDS = [_TASK | {"kind": kind} for kind in ("run", "deliver", "knock", "errand", "check")]
_NOTICES = [*_KINDS, _BARE]
_PAGE: dict[str, Any] = {
    **_TASK,
    "state": "claimed",
    "door": "12乙-1-501",
    "holder": "小王",
    "is_mine": True,
    "leads": False,
    "subject": "runs",
    "needs_vehicle": True,
}
_DRAFT: dict[str, Any] = {
    "committee_id": 1,
    "title": "搬水到大门口，每人四箱",
    "key": "1",
    "building_id": 2,
    "building": "12乙",
    "places": 3,
    "needs_vehicle": True,
    "hours": 6,
}
_REASON = "门口的路封了，绕不过去，药还在车上。" * 8

SAMPLES: Samples = {
    "volunteers/which_committee": [{"committees": [{"id": 1, "name": "图们居委会"}]}],
    "volunteers/form": _FORMS,
    "volunteers/form_buildings": [
        {
            "committee_id": 1,
            "buildings": [{"is_chosen": False, **each} for each in _BUILDINGS],
            **_PAGES,
        }
    ],
    "volunteers/sent": [
        {"committee_id": 1, "has_right": right, "has_read": read}
        for right, read in ((True, True), (False, False), (False, True))
    ],
    "volunteers/mine": [
        {**_COMMITTEE, **view, "is_staff": staff} for view in _STATES for staff in (True, False)
    ],
    "volunteers/for_staff": [_COMMITTEE],
    "volunteers/leave_sure": [{"committee_id": 1}],
    "volunteers/left": [{"committee_id": 1}],
    "volunteers/handbook": [
        {
            "title": "先照顾好自己",
            "answer": "\n".join(["• 自己病倒了，谁也帮不了。"] * 12),
            "page": page,
            "pages": 7,
            "version": 1,
            "has_read": read,
        }
        for page, read in ((0, False), (6, False), (6, True))
    ],
    "volunteers/accepted": [
        {"committee_id": 1, "until": _END, "has_read": read} for read in (True, False)
    ],
    "volunteers/declined": [{"committee_id": 1}],
    "volunteers/ended": [{"committee_id": 1}],
    "volunteers/ending": [{"committee_id": 1, "until": _END}],
    "volunteers/offered": [{"volunteer_id": 7, "name": "王秀兰"}],
    "volunteers/list": [
        {
            **_COMMITTEE,
            "waiting": 2,
            "working": 14,
            "volunteers": [{"id": 7, "name": "王秀兰", "mark": "offered", "until": None}],
            **_PAGES,
        }
    ],
    "volunteers/one": _STATES,
    "volunteers/accept_scope": [_NEW, _ONE],
    "volunteers/accept_building": [
        {"volunteer_id": 7, "name": "王秀兰", "buildings": _BUILDINGS, **_PAGES}
    ],
    "volunteers/accept_days": [_NEW | {"scope_id": 0}],
    "volunteers/extend": [_ONE],
    "volunteers/end_sure": [_ONE],
    "volunteers/tasks": [
        {
            "mine": 1,
            "offered": 12,
            "tasks": _NOTICES,
            **_PAGES,
            "has_read": read,
            "staffed": [1],
            "led": [1],
        }
        for read in (True, False)
    ]
    + [
        {
            "mine": 0,
            "offered": 0,
            "tasks": [],
            **_PAGES,
            "has_read": True,
            "staffed": [],
            "led": [],
        }
    ],
    "volunteers/all_tasks": [
        {
            **_COMMITTEE,
            "open_count": 12,
            "held_count": 3,
            "late_count": 1,
            "tasks": _NOTICES,
            **_PAGES,
        }
    ],
    "volunteers/task": [
        _PAGE,
        *(_PAGE | {"kind": each["kind"], "subject": "supplies"} for each in _KINDS[1:3]),
        _PAGE | _BARE | {"state": "open", "places": 1, "needs_vehicle": False, "door": None},
        _PAGE | {"is_mine": False, "leads": True, "subject": "", "kind": "errand"},
        _PAGE | {"is_mine": False, "holder": None, "kind": "check"},
        _PAGE | {"subject": "", "kind": "errand"},
        *(_PAGE | {"state": state} for state in ("done", "failed", "cancelled")),
    ],
    "volunteers/ask_reason": [{"task_id": 9, "act": act} for act in ("failed", "release")],
    "volunteers/new_task": [
        _DRAFT,
        _DRAFT | {"building": "", "building_id": 0, "hours": 0, "needs_vehicle": False},
    ],
    "volunteers/new_task_where": [{"committee_id": 1, "buildings": _BUILDINGS, **_PAGES}],
    "volunteers/task_new": [{"committee_id": 1}],
    "volunteers/task_lost": _NOTICES,
    "volunteers/task_over": _NOTICES,
    "volunteers/task_late": _NOTICES,
    "volunteers/task_overdue": _NOTICES,
    "volunteers/task_cancelled": _NOTICES,
    "volunteers/task_released": [_TASK | {"reply": _REASON}, _TASK | {"reply": ""}],
    "volunteers/task_failed": [_TASK | {"reply": _REASON}],
    "errors/task_places_wrong": [{"most": 20}],
    "buttons/volunteer_skill": [
        {"skill": skill, "is_chosen": chosen} for skill in _SKILLS for chosen in (True, False)
    ],
    "buttons/volunteer_vehicle": [
        {"vehicle": vehicle, "is_chosen": chosen}
        for vehicle in _VEHICLES
        for chosen in (True, False)
    ],
    "buttons/volunteer_buildings": [{"n": 0}, {"n": 12}],
    "buttons/volunteer_one": [
        {"name": "王秀兰", "mark": mark, "until": until}
        for mark in ("offered", "working", "paused", "over")
        for until in (None, _END)
    ],
    "buttons/volunteer_days": [{"n": 14}],
    "buttons/task_one": [
        *(each | {"title": each["title"] and "复旦中山医院配药…"} for each in _NOTICES),
        *(_BARE | {"kind": each["kind"], "is_held": True} for each in _KINDS),
    ],
    "buttons/task_places": [{"n": 3}],
    "buttons/task_hours": [{"n": 24}, {"n": 0}],
}
