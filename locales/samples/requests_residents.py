"""Values for what residents read of their requests."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_KIND: dict[str, Any] = {
    "icon": "💊",
    "title": {"zh-hans": "配药", "zh-hant": "配藥", "en": "Medicine", "fr": "Médicaments"},
}
_LINK = "https://t.me/linli_bot?start=need"
_AT = "2022-04-12T01:30:00+00:00"
_LATER = "2022-04-12T06:30:00+00:00"
_LINES = [
    {"title": "需要什么药？", "reply": "盐酸二甲双胍缓释片"},
    {"title": "规格", "reply": "0.5g×30片"},
    {"title": "照片", "reply": "📷📷"},
]
# As many questions as a kind may have, each answered at length.
_LONGEST = [{"title": "问" * 60, "reply": "答" * 280} for _ in range(9)]
_HEAD: dict[str, Any] = {"request_id": 7, "number": 12, "kind": _KIND, "building": "3"}
_OWN_NUMBER = {"request_id": 7, "number": 12}

_QUESTION: dict[str, Any] = {
    "form": 100,
    "kind": _KIND,
    "door": None,
    "at": 0,
    "steps": 9,
    "kind_of_answer": "text",
    "question": "需要什么药？",
    "hint": "照药盒上写",
    "note": "闻到燃气味，先离开再打电话",
    "is_required": True,
    "is_edit": False,
    "choices": [],
    "given": None,
    "photos": 0,
}
_CHOICES = [
    {"label": "本区医院", "is_chosen": True},
    {"label": "跨区，需要社区开具的就医证明", "is_chosen": False},
]
_SUMMARY: dict[str, Any] = {
    "form": 100,
    "kind": _KIND,
    "door": "3-501",
    "lines": _LINES,
    "is_change": False,
}
_SENT: dict[str, Any] = {
    "request_id": 7,
    "number": 12,
    "kind": _KIND,
    "due_at": _LATER,
    "respond_minutes": 30,
    "is_live": True,
    "is_gathered": True,
}


def _status(state: str = "open", **changes: Any) -> dict[str, Any]:
    known = {"source": None, "outcome": None, "is_asked": False, "is_delivered": False}
    return {"state": state, **known, **changes}


_STATUSES = [
    _status(),
    _status("claimed"),
    _status("claimed", is_asked=True),
    _status("claimed", source="looking"),
    _status("claimed", source="found"),
    _status("claimed", source="none"),
    _status("claimed", is_delivered=True),
    _status("done", outcome="solved"),
    _status("done", outcome="impossible"),
    _status("done", outcome="duplicate"),
    _status("withdrawn", outcome="withdrawn"),
]
_OWN: dict[str, Any] = {
    **_OWN_NUMBER,
    "kind": _KIND,
    "door": "3-501",
    "status": _status("claimed", is_asked=True),
    "due_at": _LATER,
    "session_on": None,
    "lines": _LINES,
    "question": {"reply": "要几盒？"},
    "alternative": {"reply": ""},
    "readers": 0,
    "is_confirmed": False,
    "is_rated": False,
    "has_sessions": False,
    "said": "",
}
_EVENTS = [
    {"kind": kind, "at": _AT, "is_own": True, "source": source, "said": said}
    for kind, source, said in (
        ("asked", None, ""),
        ("changed", None, ""),
        ("claimed", None, ""),
        ("released", None, ""),
        ("question", None, "要几盒？"),
        ("answer", None, "话" * 151),
        ("source", "looking", ""),
        ("source", "found", ""),
        ("source", "none", "可以换成同类药吗？"),
        ("delivered", None, ""),
        ("confirmed", None, ""),
        ("session", None, ""),
        ("closed", None, "已送到门口"),
        ("reopened", None, "少一盒"),
        ("rated", None, ""),
        ("withdrawn", None, ""),
    )
]
_HISTORY: dict[str, Any] = {
    **_OWN_NUMBER,
    "kind": _KIND,
    "events": _EVENTS,
    "readers": [{"first_at": _AT, "last_at": _AT}, {"first_at": _AT, "last_at": _LATER}],
}
_COUNTS = [
    {"icon": "💊", "title": _KIND["title"], "households": 12},
    {"icon": "💊", "title": _KIND["title"], "households": 1},
    {"icon": "🥬", "title": {"zh-hans": "物资", "en": "Supplies"}, "households": 5},
]
_GROUP: dict[str, Any] = {
    "counts": _COUNTS,
    "days": 7,
    "at": _AT,
    "link": _LINK,
    "urgent": "https://t.me/linli_bot?start=sos",
}
_SESSION = {**_OWN_NUMBER, "kind": _KIND, "session_on": None, "days": ["2022-04-13", "2022-04-14"]}

SAMPLES: Samples = {
    "requests/need_kinds": [
        {"door": "3-501", "household_id": 5, "kinds": [{"id": 1, **_KIND}]},
        {"door": "3-501", "household_id": 5, "kinds": []},
    ],
    "requests/which_home": [{"homes": [{"id": 5, "door": "3-501"}]}],
    "requests/form_open": [
        {"form": 100, "kind": _KIND, "is_change": is_change} for is_change in (False, True)
    ],
    "requests/in_private": [{"link": _LINK}],
    "requests/question": [
        _QUESTION,
        _QUESTION | {"given": "二甲双胍", "is_edit": True, "hint": None, "note": None},
        _QUESTION | {"kind_of_answer": "choice", "choices": _CHOICES, "at": 3},
        _QUESTION | {"kind_of_answer": "several", "choices": _CHOICES, "given": "周一 · 周三"},
        _QUESTION | {"kind_of_answer": "date", "is_required": False},
        _QUESTION | {"kind_of_answer": "number", "door": "3-501"},
        _QUESTION | {"kind_of_answer": "photo"},
        _QUESTION | {"kind_of_answer": "photo", "given": "📷", "photos": 1},
        _QUESTION | {"kind_of_answer": "photo", "given": "📷📷", "photos": 2},
    ],
    "requests/change_which": [{"form": 100, "kind": _KIND, "titles": ["需要什么药？", "规格"]}],
    "requests/dropped": [
        {"is_change": is_change, "command": "need"} for is_change in (False, True)
    ],
    "requests/summary": [
        _SUMMARY,
        _SUMMARY | {"is_change": True},
        _SUMMARY | {"lines": _LONGEST},
    ],
    "requests/alike": [
        {
            "form": 100,
            "kind": _KIND,
            "others": [
                {
                    "request_id": number,
                    "number": number,
                    "opened_at": _AT,
                    "is_live": is_live,
                    "is_own": is_live,
                }
                for number, is_live in ((7, True), (8, False))
            ],
        }
    ],
    "requests/sent": [_SENT, _SENT | {"is_gathered": False}, _SENT | {"is_live": False}],
    "requests/changed_own": [_OWN_NUMBER],
    "requests/mine": [
        {
            "requests": [
                {
                    "id": number,
                    "number": number,
                    **_KIND,
                    "status": status,
                    "session_on": "2022-04-14",
                }
                for number, status in enumerate(_STATUSES, start=1)
            ],
            "page": 0,
            "pages": 2,
        },
        {"requests": [], "page": 0, "pages": 1},
    ],
    "requests/own": [
        _OWN,
        *({**_OWN, "status": status} for status in _STATUSES),
        *(
            {**_OWN, "said": said}
            for said in ("answered", "reopened", "withdrawn", "received", "thanks", "session")
        ),
        _OWN
        | {
            "due_at": None,
            "session_on": "2022-04-14",
            "question": {"reply": ""},
            "alternative": {"reply": "可以换成同类药"},
            "readers": 1,
            "has_sessions": True,
        },
        _OWN | {"lines": _LONGEST, "readers": 3},
    ],
    "requests/own_history": [_HISTORY, _HISTORY | {"events": _EVENTS[:1], "readers": []}],
    "requests/write_answer": [_OWN_NUMBER | {"is_asked": is_asked} for is_asked in (True, False)],
    "requests/write_reason": [_OWN_NUMBER | {"is_asked": False}],
    "requests/withdraw_sure": [_OWN_NUMBER],
    "requests/erase_own_sure": [_OWN_NUMBER],
    "requests/erased": [{"number": 12}],
    "requests/next_session": [
        _SESSION | {"is_missed": is_missed, **more}
        for is_missed in (False, True)
        for more in ({}, {"session_on": "2022-04-09"})
    ],
    "requests/refill_declined": [{"kind": _KIND}],
    "requests/wish": [
        {"kind": _KIND, "kind_id": 1, "note": note} for note in (None, "一次写一种药")
    ],
    "requests/was_question": [{"asked": "能买药吗？"}, {"asked": ""}],
    "requests/hushed": [{"is_deleted": is_deleted, "link": _LINK} for is_deleted in (True, False)],
    "requests/taken_along": [
        {"is_deleted": is_deleted, "asked": "我爸透析，电话138…"} for is_deleted in (True, False)
    ],
    "requests/group": [_GROUP, _GROUP | {"days": 1}, _GROUP | {"counts": []}],
    "requests/told_claimed": [_HEAD],
    "requests/told_source": [
        _HEAD | {"source": "looking", "reason": {"reply": ""}, "reply": ""},
        _HEAD | {"source": "found", "reason": {"reply": ""}, "reply": ""},
        _HEAD | {"source": "none", "reason": {"reply": "药房缺货"}, "reply": ""},
        _HEAD | {"source": "none", "reason": {"reply": ""}, "reply": "可以换成同类药吗？"},
    ],
    "requests/told_question": [_HEAD | {"reply": "要几盒？"}],
    "requests/told_delivered": [_HEAD | {"how": how} for how in ("door", "tap", "pickup")],
    "requests/told_closed": [
        _HEAD | {"outcome": outcome, "reply": "已送到门口"}
        for outcome in ("solved", "delivered", "impossible", "duplicate", "withdrawn")
    ]
    + [_HEAD | {"outcome": "solved", "reply": ""}],
    "requests/told_reopened": [_HEAD | {"reply": "少一盒"}, _HEAD | {"reply": ""}],
    "requests/reminder": [_HEAD | {"session_on": "2022-04-14"}],
    "requests/session_check": [_HEAD | {"session_on": "2022-04-12"}],
    "requests/refill": [_HEAD | {"refill_on": "2022-04-14"}],
    "buttons/need_open": [{"number": 12}],
    "buttons/need_day": [{"day": "2022-04-14"}],
}
