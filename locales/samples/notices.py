"""Values for the texts of notices."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_NOON = "2022-04-01T04:00:00+00:00"
_TEXT = "🎉 口罩预约登记\n\n请各位居民在明天上午到居委会登记，每户一人，戴好口罩，保持一米距离。"
_FACTS = {
    "time": "4月2日 9:00-16:00",
    "place": "居委会一楼",
    "who": "本小区居民，带身份证",
    "pharmacy": "益丰大药房",
}
_SAID = [{"name": name, "said": said} for name, said in _FACTS.items()]
_MISSING = [{"name": name, "said": None} for name in _FACTS]
_KINDS = ("plain", "event", "sale", "closure")

_NOTICE: dict[str, Any] = {
    "notice_id": 7,
    "number": 12,
    "kind": "sale",
    "announced": _TEXT,
    "facts": _FACTS,
    "committee": "静安寺街道居委会",
    "day": 5,
    "days": 14,
    "asks_ack": True,
    "is_group": True,
    "is_trial": False,
    "text_language": "zh-hans",
    "is_untranslated": True,
    "version": 1,
}
_HEAD: dict[str, Any] = {
    "notice_id": 7,
    "committee_id": 1,
    "number": 12,
    "kind": "sale",
    "title": "口罩预约登记",
    "state": "draft",
}
_TOLD: dict[str, Any] = {"notice_id": 7, "number": 12, "title": "口罩预约登记"}
_NOBODY: dict[str, Any] = {
    "is_empty": True,
    "estates": [],
    "buildings": [],
    "more": 0,
    "roles": [],
    "channel": "both",
}
_AUDIENCES: list[dict[str, Any]] = [
    _NOBODY,
    _NOBODY | {"is_empty": False, "estates": ["图们小区"], "channel": "groups"},
    _NOBODY | {"is_empty": False, "buildings": ["3", "12乙"], "channel": "private"},
    _NOBODY | {"is_empty": False, "buildings": ["3", "4", "5"], "more": 9},
    _NOBODY | {"is_empty": False, "roles": ["staff", "lead", "volunteer"]},
]
_WHENS: list[dict[str, Any]] = [
    {"send_at": None, "rule": None},
    {"send_at": _NOON, "rule": None},
    {
        "send_at": None,
        "rule": {
            "kind": "weekly",
            "days": ["tue", "fri"],
            "more": 0,
            "has_last": False,
            "are_workdays": False,
            "count": None,
            "until": None,
        },
        "clock": _NOON,
        "starts_on": "2022-04-01",
    },
]
_HOW: dict[str, Any] = {
    "media": "photo",
    "pin": True,
    "asks_ack": True,
    "starts_on": "2022-04-01",
    "days": 14,
}
_PLAIN = {"media": None, "pin": False, "asks_ack": False, "starts_on": None, "days": None}
_COMMON: dict[str, Any] = {
    **_HEAD,
    **_HOW,
    "writer": "陈主任",
    "language": "zh-hans",
    "languages": ["zh-hans", "en"],
    "audience": _AUDIENCES[1],
    "when": _WHENS[0],
    "note": "",
    "announced": _TEXT,
    "facts": _SAID,
}
_UNBOUND: list[dict[str, Any]] = [
    {"unbound": [], "unbound_count": 0},
    {"unbound": ["7"], "unbound_count": 1},
    {"unbound": ["7", "8"], "unbound_count": 30},
]
_DRAFT: dict[str, Any] = {
    **_COMMON,
    **_UNBOUND[0],
    "version": 3,
    "chats": 24,
    "people": 1_674,
    "blocked": 1,
    "households": 10_674,
    "unwritten": ["ja", "fr"],
    "is_mass": True,
    "is_mine": True,
}
_NOTES = (
    "saved",
    "sent",
    "scheduled",
    "waiting",
    "unscheduled",
    "again",
    "changed",
    "recalled",
    "back",
    "knock",
    "no_knock",
)
_TALLY = {
    "total": 300,
    "sent": 290,
    "waiting": 4,
    "failed": 2,
    "blocked": 3,
    "late": 1,
    "withdrawn": 1,
}
_NO_TALLY = dict.fromkeys(_TALLY, 0)
_REPORT: dict[str, Any] = {
    "run_id": 3,
    "number": 2,
    "runs": 2,
    "started_at": _NOON,
    "planned_at": _NOON,
    "is_over": False,
    "day": 5,
    "days": 14,
    "groups": _TALLY,
    "private": _TALLY,
    "unbound": ["7"],
    "unbound_count": 1,
    "doubts": 1,
}
_REPORTS = [
    _REPORT,
    _REPORT
    | {"runs": 1, "number": 1, "started_at": None, "day": None, "days": None, "doubts": 2}
    | {"groups": _NO_TALLY, "private": _NO_TALLY},
]
_TOTAL = {
    "households": 10_674,
    "delivered": 6_100,
    "blocked": 45,
    "acknowledged": 4_200,
    "paper": 800,
    "knocked": 320,
    "remaining": 5_354,
}
_NO_REACH = dict.fromkeys(_TOTAL, 0)
_BUILDING = {"id": 3, "label": "12乙", "estate": "图们小区", **_TOTAL}
_BUILT = _BUILDING | {"households": 24, "remaining": 5}
_COPIES = [
    {
        "building": building,
        "estate": "图们小区",
        "language": "zh-hans",
        "arrived": arrived,
        "failure": failure,
        "at": _NOON if failure is None else None,
    }
    for arrived, building, failure in (
        ("failed", "3", "Bad Request: not enough rights"),
        ("unreachable", "4", "Forbidden: bot was kicked"),
        ("waiting", "5", None),
        ("late", "6", None),
        ("withdrawn", "7", None),
        ("sent", None, None),
    )
]
_DOORS = [
    {"household_id": 5, "door": "12乙-1-1101", "is_linked": linked, "is_blocked": blocked}
    for linked, blocked in ((True, False), (True, True), (False, False))
]
_LINES = [
    {
        "notice_id": 7,
        "number": 12,
        "kind": "sale",
        "state": state,
        "title": "口罩预约登记",
        "at": _NOON,
        "asks_ack": True,
        "is_acknowledged": False,
    }
    for state in ("draft", "waiting", "scheduled", "sent", "recalled", "dropped")
]
_ESTATES = [{"id": 1, "label": "图们小区", "is_chosen": True}]
_CHOOSING: dict[str, Any] = {
    **_HEAD,
    **_UNBOUND[1],
    "chats": 1,
    "people": 30,
    "is_mass": True,
    "inside": 1,
    "is_only": True,
    "estates": _ESTATES,
    "buildings": [
        {"id": number, "label": str(number), "is_chosen": number == 3} for number in range(1, 21)
    ],
    "saved": 2,
    "page": 0,
    "pages": 2,
}
_SAVED = {"id": 4, "name": "河边的几栋楼", **_AUDIENCES[2]}

SAMPLES: Samples = {
    "notices/notice": [
        *(_NOTICE | {"kind": kind} for kind in _KINDS),
        _NOTICE | {"is_group": False, "facts": {}, "is_untranslated": False, "day": None},
        _NOTICE | {"is_trial": True, "asks_ack": False, "days": None},
    ],
    "notices/recalled": [{"notice_id": 7, "number": 12, "committee": "静安寺街道居委会"}],
    "notices/which_committee": [{"committees": [{"id": 1, "name": "图们居委会"}]}],
    "notices/ask_words": [
        {"media": media, "drafts": drafts}
        for media, drafts in (
            (None, [{"notice_id": 7, "title": "口罩预约登记"}]),
            ("photo", []),
            ("voice", []),
            ("document", []),
        )
    ],
    "notices/kind": [_HEAD],
    "notices/ask_fact": [
        _HEAD | {"fact": fact, "said": said}
        for fact, said in (("time", None), ("place", "门口"), ("who", None), ("pharmacy", None))
    ],
    "notices/facts": [_HEAD | {"facts": facts} for facts in (_SAID, _MISSING, [])],
    "notices/ask_media": [{"notice_id": 7}],
    "notices/draft": [
        _DRAFT,
        *(_DRAFT | {"note": note} for note in _NOTES),
        *(_DRAFT | {"kind": kind, "facts": _MISSING} for kind in _KINDS),
        *(_DRAFT | {"audience": audience} for audience in _AUDIENCES),
        *(_DRAFT | {"when": when} for when in _WHENS),
        *(_DRAFT | unbound | {"blocked": 4} for unbound in _UNBOUND),
        *(_DRAFT | {"media": media} for media in ("voice", "document")),
        _DRAFT | _PLAIN | {"facts": [], "state": "waiting", "is_mine": False, "writer": ""},
    ],
    "notices/sent": [
        _COMMON | {"state": state, "report": report, "reach": reach, "when": _WHENS[1]}
        for state in ("sent", "scheduled", "recalled", "dropped")
        for report, reach in ((_REPORTS[0], _TOTAL), (_REPORTS[1], _NO_REACH), (None, _NO_REACH))
    ],
    "notices/texts": [
        _HEAD
        | {
            "language": "zh-hans",
            "is_open": is_open,
            "languages": [
                {"code": "zh-hans", "mark": "written"},
                {"code": "en", "mark": "missing"},
                {"code": "ja", "mark": "old"},
                {"code": "fr", "mark": "none"},
            ],
        }
        for is_open in (True, False)
    ],
    "notices/ask_text": [
        _HEAD
        | {
            "language": "en",
            "source": "zh-hans",
            "is_source": is_source,
            "is_written": is_written,
            "announced": _TEXT,
            "facts": ["🕒 4月2日 9:00-16:00", "📍 居委会一楼"],
        }
        for is_source, is_written in ((True, True), (False, True), (False, False))
    ],
    "notices/change": [
        _HEAD | {"language": "en", "announced": _TEXT, "facts": facts} for facts in (_SAID, [])
    ],
    "notices/papers": [_HEAD | {"languages": ["zh-hans", "en"]}],
    "notices/audience": [
        *(_CHOOSING | {"audience": audience} for audience in _AUDIENCES),
        _CHOOSING | {"audience": _NOBODY, "inside": 0, "is_only": False, "is_mass": False},
        _CHOOSING | {"audience": _AUDIENCES[2], "is_only": False},
    ],
    "notices/saved": [_HEAD | {"saved": saved} for saved in ([_SAVED], [])],
    "notices/ask_name": [_HEAD],
    "notices/when": [
        _HEAD | {"when": when, "offered": [{"minute": 1200, "at": _NOON}]} for when in _WHENS
    ],
    "notices/options": [_HEAD | how for how in (_HOW, _PLAIN)],
    "notices/ask_counter": [_HEAD],
    "notices/sure": [_HEAD | {"act": act} for act in ("recall", "drop")],
    "notices/dropped": [_HEAD],
    "notices/to_confirm": [
        _TOLD
        | {
            "version": 3,
            "writer": "陈主任",
            "chats": 24,
            "people": 1_674,
            "households": 10_674,
            "send_at": send_at,
            "is_recurring": is_recurring,
        }
        for send_at, is_recurring in ((None, False), (_NOON, False), (None, True))
    ],
    "notices/confirmed": [
        _TOLD | {"state": state, "send_at": send_at}
        for state, send_at in (("sent", None), ("scheduled", _NOON), ("scheduled", None))
    ],
    "notices/ask_reason": [_HEAD],
    "notices/sent_back": [_TOLD | {"reason": "地点写错了：在居委会一楼，不是二楼。"}],
    "notices/changed": [_TOLD],
    "notices/late": [_TOLD | {"planned_at": _NOON}],
    "notices/report": [
        _HEAD
        | {
            "report": report,
            "copies": copies,
            "runs": [{"run_id": 3, "number": 2}, {"run_id": 1, "number": 1}],
            "page": 0,
            "pages": 3,
        }
        for report, copies in ((_REPORTS[0], _COPIES), (_REPORTS[1], []))
    ],
    "notices/reach": [
        _HEAD
        | {
            "asks_ack": asks_ack,
            "total": _TOTAL,
            "is_staff": is_staff,
            "buildings": buildings,
            "page": 0,
            "pages": 3,
        }
        for asks_ack, is_staff, buildings in ((True, True, [_BUILT]), (False, False, []))
    ],
    "notices/doors": [
        _HEAD
        | {
            "building": _BUILT,
            "mode": mode,
            "doors": _DOORS if left else [],
            "left": left,
            "page": 0,
            "pages": 1,
        }
        for mode in ("knocked", "paper", "back")
        for left in (3, 0)
    ],
    "notices/doors_done": [{"title": "口罩预约登记"}],
    "notices/list": [
        {
            "committee_id": 1,
            "committee": "图们居委会",
            "total": len(lines),
            "notices": lines,
            "has_home": True,
            "page": 0,
            "pages": 2,
        }
        for lines in (_LINES, [])
    ],
    "notices/mine": [
        {"notices": lines, "is_tied": is_tied, "page": 0, "pages": 1}
        for lines, is_tied in ((_LINES[3:4], True), ([], True), ([], False))
    ],
    "notices/for_lead": [
        {"notice_id": 7, "buildings": ["3", "12乙"], "left": left} for left in (1, 8)
    ],
    "notices/sheet_doors": [{"number": 12}],
    "notices/sheet_building": [{"building": "12乙", "estate": "图们小区"}],
    "buttons/notice_at": [{"at": _NOON}],
    "buttons/notice_saved": [{"n": 2}],
    "buttons/notice_run": [{"n": 2}],
    "buttons/notice_tick_all": [{"n": 18}],
    "buttons/notice_building": [{"label": "12乙", "left": left} for left in (0, 5)],
    "buttons/notice_language": [
        {"code": code, "mark": mark}
        for code, mark in (
            ("zh-hans", "written"),
            ("en", "missing"),
            ("ja", "old"),
            ("fr", "none"),
        )
    ],
    "buttons/notice_line": [
        {"state": state, "at": _NOON, "title": "口罩预约登记"}
        for state in (
            "draft",
            "waiting",
            "scheduled",
            "sent",
            "recalled",
            "dropped",
            "asks",
            "acknowledged",
            "",
        )
    ],
    **{
        f"buttons/notice_{name}": [{"chosen": chosen} for chosen in (True, False)]
        for name in ("pin", "asks_ack", "whole", "mode_knocked", "mode_paper", "mode_back")
    },
    "buttons/notice_channel": [
        {"channel": channel, "chosen": channel == "both"}
        for channel in ("groups", "private", "both")
    ],
    "buttons/notice_role": [
        {"role": role, "chosen": role == "lead"} for role in ("staff", "lead", "volunteer")
    ],
    "alerts/notice_acknowledged": [{"households": n} for n in (None, 188)],
    "alerts/notice_acknowledged_before": [{"households": n} for n in (None, 188)],
    "errors/notice_wrong_state": [
        {"state": state} for state in ("draft", "waiting", "dropped", "sent")
    ],
    "errors/notice_fact_missing": [
        {"fact": fact, "language": "zh-hans"} for fact in ("time", "place", "who", "pharmacy")
    ],
    "errors/notice_text_too_long": [{"limit": 2000, "language": "zh-hans"}],
    "errors/notice_days_wrong": [{"most": 365}],
}
