"""Values for the texts of those who work on requests."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_MEDICINE: dict[str, Any] = {"icon": "💊", "title": {"zh-hans": "配药", "en": "Medicine"}}
_REPAIRS: dict[str, Any] = {"icon": "🔧", "title": {"zh-hans": "报修", "en": "Repairs"}}
_LONG_TITLE: dict[str, Any] = {
    "icon": "📌",
    "title": {"zh-hans": "居家隔离人员的宠物寄养与每日遛狗喂食清洁服务需求登记" * 2},
}
_COMMITTEE = {"committee_id": 1, "committee": "图们居委会"}
_PAGE = {"page": 0, "pages": 1}
_NOTHING = {"new": 0, "mine": 0, "asked": 0, "overdue": 0, "open": 0, "delivered": 0}
_COUNTS = {"new": 4, "mine": 2, "asked": 1, "overdue": 1, "open": 7, "delivered": 1}
_BOARD: dict[str, Any] = {
    **_COMMITTEE,
    "is_staff": True,
    "buildings": [],
    "counts": _COUNTS,
    "note": "",
    "done": 0,
}
_LINE: dict[str, Any] = {
    "number": 12,
    "icon": "💊",
    "building": "12乙",
    "state": "open",
    "is_mine": False,
    "is_asked": False,
    "is_delivered": False,
    "left": 7200,
}
_LINES: list[dict[str, Any]] = [
    _LINE,
    _LINE | {"left": 1500},
    _LINE | {"left": 400_000},
    _LINE | {"left": -1500},
    _LINE | {"left": -7200},
    _LINE | {"left": -400_000, "number": 10_674},
    _LINE | {"state": "claimed"},
    _LINE | {"state": "claimed", "is_mine": True},
    _LINE | {"state": "claimed", "is_asked": True},
    _LINE | {"state": "claimed", "is_delivered": True},
    _LINE | {"state": "done", "left": None},
    _LINE | {"state": "withdrawn", "left": None},
]
_LIST: dict[str, Any] = {
    "committee_id": 1,
    "is_staff": True,
    "kind_id": 0,
    "kind": None,
    "building_id": 0,
    "building": None,
    "total": 12,
    "lines": [{"id": 7, **_LINE}],
    **_PAGE,
}

_HEAD: dict[str, Any] = {
    "request_id": 7,
    "committee_id": 1,
    "number": 12,
    "kind": _MEDICINE,
    "building": "3",
}
_OPENED = "2022-04-06T04:00:00+00:00"
_LATER = "2022-04-07T04:00:00+00:00"
_WORK: dict[str, Any] = _HEAD | {
    "opened_at": _OPENED,
    "due_at": _LATER,
    "claimed_at": None,
    "asked_at": None,
    "delivered_at": None,
    "closed_at": None,
    "needed_by": None,
    "session_on": None,
    "door": "3-501",
    "person": "王秀兰",
    "is_entered": False,
    "caller": None,
    "channel": "chat",
    "language": "zh-hans",
    "state": "open",
    "is_live": True,
    "has_sessions": False,
    "is_mine": False,
    "is_overdue": False,
    "owner": None,
    "source": None,
    "alternative": None,
    "how": None,
    "is_confirmed": False,
    "outcome": None,
    "solved": None,
    "answers": [
        {"title": "什么药？", "reply": "硝苯地平控释片"},
        {"title": "几盒？", "reply": "2"},
    ],
    "photos": 0,
    "said": [],
    "alike": [],
    "is_staff": True,
    "note": "",
}
_CLAIMED = _WORK | {"state": "claimed", "claimed_at": _OPENED, "owner": "陈主任"}
_ENTERED = _WORK | {
    "person": None,
    "is_entered": True,
    "caller": "王阿姨 13800138000",
    "channel": "phone",
}
_DONE = _CLAIMED | {
    "state": "done",
    "is_live": False,
    "closed_at": _LATER,
    "outcome": "solved",
}
_SAID = [
    {"kind": kind, "name": "陈主任", "reply": "请问是哪一种规格，医生开的是三十毫克吗" * 7}
    for kind in ("question", "answer", "note", "reopened", "handed_over")
]
_FULLEST = _CLAIMED | {
    "kind": _LONG_TITLE,
    "owner": "社区志愿服务与物资保障联络小组组长陈建国" * 4,
    "person": "一个名字特别特别长的住户" * 8,
    "is_entered": True,
    "caller": "王阿姨的女儿，白天不方便接电话，请晚上六点以后打，电话13800138000" * 4,
    "channel": "hotline",
    "is_overdue": True,
    "asked_at": _OPENED,
    "delivered_at": _LATER,
    "session_on": "2022-04-09",
    "source": "none",
    "alternative": "可以换成同类的氨氯地平，药房还有，医生说每天一片就行" * 6,
    "answers": [{"title": "还有什么要告诉我们的？" * 5, "reply": "请放门口" * 25}] * 12,
    "photos": 5,
    "said": _SAID[:3],
    "alike": [8, 9, 11],
}
_WORKS: list[dict[str, Any]] = [
    *(
        _WORK | {"note": note}
        for note in (
            "",
            "claimed",
            "released",
            "assigned",
            "asked",
            "noted",
            "source",
            "delivered",
            "closed",
            "reopened",
            "session",
        )
    ),
    _CLAIMED | {"is_mine": True, "source": "looking", "said": _SAID[3:]},
    _CLAIMED | {"source": "found", "delivered_at": _LATER, "how": "door", "is_confirmed": True},
    _CLAIMED | {"delivered_at": _LATER, "how": "pickup"},
    *(_ENTERED | {"channel": channel} for channel in ("phone", "desk", "hotline")),
    _DONE | {"solved": True},
    _DONE | {"outcome": "impossible", "solved": False},
    _DONE | {"outcome": "duplicate"},
    _DONE | {"state": "withdrawn", "outcome": "withdrawn"},
    _FULLEST,
]

_EVENT: dict[str, Any] = {
    "at": _OPENED,
    "name": "陈主任",
    "is_requester": False,
    "to": "李干事",
    "source": "",
    "said": "",
}
_EVENTS: list[dict[str, Any]] = [
    *(
        _EVENT | {"kind": kind}
        for kind in (
            "asked",
            "changed",
            "claimed",
            "assigned",
            "released",
            "handed_over",
            "question",
            "answer",
            "note",
            "gathered",
            "delivered",
            "confirmed",
            "session",
            "closed",
            "reopened",
            "rated",
            "withdrawn",
            "escalated",
            "alarmed",
        )
    ),
    *(_EVENT | {"kind": "source", "source": source} for source in ("looking", "found", "none")),
    _EVENT | {"kind": "delivered", "name": None, "is_requester": True},
]

_QUESTION: dict[str, Any] = {
    "kind": "text",
    "words": {"zh-hans": "什么药？", "en": "Which medicine?"},
    "hints": {"zh-hans": "照药盒上写", "en": "As on the box"},
    "required": True,
    "choices": [],
    "purpose": "drug",
}
_CHOICE = _QUESTION | {
    "kind": "choice",
    "choices": [{"zh-hans": "上午", "en": "morning"}, {"zh-hans": "下午", "en": "afternoon"}],
    "hints": {},
    "required": False,
    "purpose": None,
}
_QUESTIONS = [
    _QUESTION,
    _CHOICE,
    *(_QUESTION | {"kind": kind} for kind in ("number", "several", "date", "photo")),
]
_KIND: dict[str, Any] = {
    "kind_id": 3,
    "committee_id": 1,
    **_MEDICINE,
    "hint": {"zh-hans": "代配药", "en": "We fetch it"},
}
_WHOLE_KIND = _KIND | {
    "hours": 24,
    "respond_minutes": 30,
    "is_sensitive": True,
    "is_offered": True,
    "position": 1,
    "link": "https://t.me/linli_bot?start=need_mother-baby",
    "keywords": ["降压药", "配药"],
    "questions": _QUESTIONS,
    "note": "",
}

_DAY: dict[str, Any] = {
    "committee_id": 1,
    "day": "2022-04-06",
    "asked": 27,
    "closed": 19,
    "open": 12,
    "overdue": 3,
    "claim_minutes": 14,
    "work_minutes": 185,
    "by_kind": [
        {**_MEDICINE, "asked": 12, "closed": 9},
        {**_REPAIRS, "asked": 3, "closed": 3},
    ],
    "by_hour": [0] * 8 + [3, 5, 2, 1] + [0] * 12,
    "before": {"day": "2022-04-05", "asked": 31, "closed": 22},
}
_QUIET_DAY = _DAY | {
    "asked": 0,
    "closed": 0,
    "open": 0,
    "overdue": 0,
    "claim_minutes": None,
    "work_minutes": None,
    "by_kind": [],
    "by_hour": [0] * 24,
}
_FULL_DAY = _DAY | {"by_kind": [{**_LONG_TITLE, "asked": 10_674, "closed": 9_876}] * 8}
_RANKED = [
    {**_MEDICINE, "households": 12, "open": 3, "change": 4},
    {**_REPAIRS, "households": 1, "open": 1, "change": -2},
    {**_REPAIRS, "households": 2, "open": 0, "change": 0},
]
_DRUGS = [
    {"drug": "硝苯地平控释片", "households": 4, "open": 2},
    {"drug": "二甲双胍", "households": 1, "open": 0},
]
_SUMMARY: dict[str, Any] = {
    "form": 17,
    "kind": _MEDICINE,
    "lines": _WORK["answers"],
    "door": "3-501",
    "channel": "phone",
    "caller": "王阿姨 13800138000",
    "alike": [],
}

SAMPLES: Samples = {
    "requests/which_committee": [
        {"purpose": "board", "committees": [{"id": 1, "name": "图们居委会"}]}
    ],
    "requests/board": [
        _BOARD,
        _BOARD | {"counts": _COUNTS | {"mine": 0, "asked": 0, "overdue": 0}},
        _BOARD | {"counts": _NOTHING, "is_staff": False, "buildings": ["3", "12乙"]},
        *(_BOARD | {"note": note, "done": n} for note in ("claimed", "closed") for n in (1, 5)),
    ],
    "requests/by_kind": [
        {"committee_id": 1, "kinds": [{"id": 3, **_MEDICINE, "n": 4}]},
        {"committee_id": 1, "kinds": []},
    ],
    "requests/by_building": [
        {"committee_id": 1, "buildings": [{"id": 3, "label": "3", "n": 4}]},
        {"committee_id": 1, "buildings": []},
    ],
    "requests/list": [
        *(
            _LIST | {"view": view, **pages}
            for view in ("new", "mine", "asked", "overdue", "open", "closed")
            for pages in (_PAGE, {"page": 1, "pages": 3})
        ),
        _LIST | {"view": "new", "kind_id": 3, "kind": _MEDICINE, "total": 1},
        _LIST | {"view": "open", "building_id": 3, "building": "3"},
        _LIST | {"view": "mine", "total": 0, "lines": []},
    ],
    "requests/batch": [
        {"committee_id": 1, "act": "claim", "kind_id": 3, "kind": _MEDICINE},
        {"committee_id": 1, "act": "close", "kind_id": 0, "kind": None},
    ],
    "requests/work": _WORKS,
    "requests/assign": [
        _HEAD | {"people": [{"id": 900_002, "name": "李干事"}], "is_mine": True},
        _HEAD | {"people": [], "is_mine": False},
    ],
    "requests/source": [_HEAD | {"source": "looking"}],
    "requests/session": [
        _HEAD | {"session_on": day, "can_tell": day is not None} for day in ("2022-04-09", None)
    ],
    "requests/how": [_HEAD | {"door": "3-501"}],
    "requests/outcome": [_HEAD | {"is_delivered": flag} for flag in (True, False)],
    "requests/ask_words": [
        _HEAD
        | {
            "purpose": purpose,
            "value": "solved",
            "name": "李干事",
            "language": "fr",
            "is_reachable": is_reachable,
        }
        for purpose in ("ask", "note", "hand", "none", "end", "reopen", "session")
        for is_reachable in (True, False)
    ],
    "requests/work_history": [
        _HEAD
        | {
            "earlier": earlier,
            "events": _EVENTS[:20] if earlier else _EVENTS[10:],
            "readers": [{"name": "陈主任", "at": _LATER}],
        }
        for earlier in (0, 5)
    ]
    + [
        _HEAD
        | {
            "earlier": 0,
            "events": [_EVENT | {"kind": "note", "said": "药房说明天到货" * 11}] * 20,
            "readers": [{"name": "陈主任", "at": _LATER}] * 8,
        }
    ],
    "requests/photos": [_HEAD],
    "requests/new": [_HEAD | {"is_again": is_again} for is_again in (False, True)],
    "requests/escalated": [_HEAD | {"minutes": n, "level": 1} for n in (1, 30)],
    "requests/overdue": [_HEAD | {"due_at": _LATER}],
    "requests/assigned": [_HEAD | {"has_note": has_note} for has_note in (False, True)],
    "requests/changed": [_HEAD],
    "requests/withdrawn": [_HEAD],
    "requests/answered": [_HEAD],
    "requests/alarm": [
        _HEAD | {"reason": reason, "session_on": None if reason == "refill" else "2022-04-09"}
        for reason in ("missed", "unanswered", "nobody_to_ask", "refill")
    ],
    "requests/call_door": [
        {"committee_id": 1, "written": "", "doors": [], "is_unknown": False},
        {"committee_id": 1, "written": "33-501", "doors": [], "is_unknown": True},
        *(
            {
                "committee_id": 1,
                "written": "3-501",
                "doors": [{"id": 5, "door": "3-501", "estate": "图们小区"}],
                "is_unknown": is_unknown,
            }
            for is_unknown in (True, False)
        ),
    ],
    "requests/call_kind": [
        {"door": "3-501", "rest": "阿莫西林", "kinds": [{"id": 3, **_MEDICINE}]},
        {"door": "3-501", "rest": "", "kinds": []},
    ],
    "requests/call_caller": [{"door": "3-501"}],
    "requests/call_summary": [
        _SUMMARY,
        _SUMMARY | {"caller": "", "alike": [{"id": 5, "number": 8}]},
        _SUMMARY
        | {
            "caller": "王阿姨的女儿" * 30,
            "alike": [{"id": 5, "number": 8}, {"id": 6, "number": 9}],
            "lines": [{"title": "还有什么？", "reply": "请放门口" * 41}] * 12,
        },
    ],
    "requests/entered": [_HEAD | {"door": "3-501", "due_at": _LATER}],
    "requests/all_kinds": [
        _COMMITTEE | {"kinds": [{"id": 3, **_MEDICINE, "is_offered": True}]},
        _COMMITTEE | {"kinds": []},
    ],
    "requests/kind": [
        _WHOLE_KIND,
        *(
            _WHOLE_KIND | {"note": note, "is_offered": False, "is_sensitive": False}
            for note in ("saved", "added", "shown", "hidden")
        ),
        _WHOLE_KIND
        | {"hours": 1, "respond_minutes": 1, "questions": [], "hint": {}, "keywords": []},
        _WHOLE_KIND | {"questions": _QUESTIONS[:1]},
    ],
    "requests/kind_times": [
        _KIND | {"hours": hours, "respond_minutes": minutes}
        for hours, minutes in ((24, 30), (1, 1))
    ],
    "requests/kind_questions": [_KIND | {"questions": _QUESTIONS}, _KIND | {"questions": []}],
    "requests/kind_question": [_KIND | {"place": 0, "each": each} for each in _QUESTIONS],
    "requests/kind_preview": [
        _KIND | {"hours": 24, "questions": [each | {"more": 2} for each in _QUESTIONS]},
        _KIND | {"hours": 1, "questions": [], "hint": {}},
    ],
    "requests/kind_drop": [_KIND],
    "requests/ask_kind": [
        {"asked": asked, "committee_id": 1, "kind_id": 3}
        for asked in ("new", "title", "hint", "keywords", "question")
    ],
    "requests/digest": [_DAY, _QUIET_DAY, _FULL_DAY],
    "requests/numbers": [
        {"committee": "图们居委会", "is_today": True, **day, "ranked": ranked, "drugs": drugs}
        for day, ranked, drugs in (
            (_DAY, _RANKED, _DRUGS),
            (_QUIET_DAY, [], []),
            (_FULL_DAY, _RANKED, []),
        )
    ],
    "buttons/work_line": _LINES,
    "buttons/work_channel": [
        {"channel": channel, "is_chosen": channel == "desk"}
        for channel in ("phone", "desk", "hotline")
    ],
    "buttons/work_open_number": [{"number": 12}],
    "buttons/work_kind_hours": [{"n": 24}],
    "buttons/work_kind_minutes": [{"n": 240}],
    **{
        f"buttons/work_{name}": [{"n": 4}]
        for name in (
            "new",
            "mine",
            "asked",
            "overdue",
            "opened",
            "close_delivered",
            "photos",
        )
    },
}
