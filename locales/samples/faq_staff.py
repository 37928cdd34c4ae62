"""Values for the texts of the committee's side of policy answers."""

from __future__ import annotations

from typing import Any

from locales.languages import LANGUAGES
from locales.samples import Samples

_QUESTION = "突发急病，没有核酸报告，医院收吗？"
_LONGEST_QUESTION = "核酸检测结果已经超过四十八小时但是健康码仍然显示绿色可以去医院看病吗" * 6
_REPLY = "先打120。急诊不看核酸报告，医院设有绿色通道。\n\n- 带上身份证和病历\n- 到了先找导诊台"
_LONGEST_REPLY = "先打120，急诊不看核酸报告。" * 100
_NAMES = ["突发急病，没有核酸报告，医院收吗？", "孕妇临产怎么去医院？"]
_LONG_NAMES = [_LONGEST_QUESTION[:200]] * 5

_ANSWER: dict[str, Any] = {
    "title": _QUESTION,
    "answer": _REPLY,
    "source": "急诊绿色通道通知",
    "source_url": "https://example.org/notice/12",
    "issuing_body": "吉林大学中日联谊医院",
    "issued_on": "2022-03-28",
    "valid_from": "2022-03-28",
    "valid_until": "2022-05-31",
    "checked_at": "2022-04-01T02:00:00+00:00",
    "original": None,
    "is_stale": False,
}
_LONGEST_ANSWER = _ANSWER | {
    "title": _LONGEST_QUESTION[:200],
    "answer": _LONGEST_REPLY[:1500],
    "source": "关于进一步做好居家健康监测人员就医保障工作的通知" * 8,
    "issuing_body": "吉林省新型冠状病毒感染肺炎疫情防控工作领导小组" * 5,
}
_BARE_ANSWER = _ANSWER | {"source_url": None, "valid_until": None, "checked_at": None}

_STATES = ("source", "written", "behind", "filling", "missing", "missing")
_STAFF: dict[str, Any] = {
    "entry_id": 7,
    "committee_id": 1,
    "state": "in_force",
    "standing": "in_force",
    "kind": "emergency",
    "kind_name": "🚑 急救",
    "estate": None,
    "building": None,
    "closure": None,
    "valid_from": "2022-03-28",
    "valid_until": "2022-05-31",
    "languages": [
        {"code": code, "state": state} for code, state in zip(LANGUAGES, _STATES, strict=True)
    ],
    "variants": 4,
    "owner": "陈主任",
    "checked_by": "陈主任",
    "replaced_by": None,
    "missing": [],
    "fillings": 0,
    "fillings_translated": 0,
}
_DRAFT = _STAFF | {
    "state": "drafted",
    "standing": "drafted",
    "owner": None,
    "checked_by": None,
    "missing": ["answer", "source", "issuing_body", "issued_on", "valid_from"],
    "fillings": 2,
    "fillings_translated": 10,
    "variants": 1,
}
_PLACES: list[dict[str, Any]] = [
    {"estate": "图们小区", "closure": "lockdown"},
    {"estate": "图们小区", "building": "12乙", "closure": "controlled"},
    {"closure": "precaution", "fillings": 1, "fillings_translated": 1},
]
_STANDINGS: list[dict[str, Any]] = [
    _STAFF,
    _STAFF | {"valid_until": None},
    _STAFF | {"standing": "not_yet"},
    _STAFF | {"standing": "expired"},
    _STAFF | {"standing": "withdrawn", "state": "withdrawn", "replaced_by": _QUESTION},
    _DRAFT,
    *(_STAFF | place for place in _PLACES),
]
_NOTES = ("published", "saved", "checked", "withdrawn", "restored", "discarded")

_COUNTS = {
    "in_force": 41,
    "ending": 3,
    "expired": 2,
    "not_yet": 1,
    "drafted": 12,
    "behind": 4,
    "withdrawn": 5,
}
_COMMITTEE: dict[str, Any] = {"committee_id": 1, "committee": "图们居委会"}
_BOARD = {**_COMMITTEE, "total": 66, "counts": _COUNTS, "waiting": 3}
_NOTHING = dict.fromkeys(_COUNTS, 0)
_ENTRIES = [
    {"id": number, "standing": standing, "title": _QUESTION}
    for number, standing in enumerate(
        ["in_force", "drafted", "not_yet", "expired", "withdrawn"], start=1
    )
]
_LISTS = ("drafted", "ending", "behind", "expired", "not_yet", "withdrawn", "testing")
_PAGE = {"page": 0, "pages": 1}
_LEFT = {"filling": 21, "incomplete": 3, "other": 2}
_ONE_LEFT = {"filling": 1, "incomplete": 1, "other": 1}
_NONE_LEFT = {"filling": 0, "incomplete": 0, "other": 0}

_ITEM: dict[str, Any] = {
    "item_id": 5,
    "committee_id": 1,
    "state": "open",
    "asked": "快递放在大门口没人管，能不能送到楼下？",
    "language": "zh-hans",
    "askers": 3,
    "opened_at": "2022-04-01T02:00:00+00:00",
    "said": None,
    "entry_id": None,
}
_LONG_ASKED = "请问" + _LONGEST_QUESTION
_ITEMS = [
    _ITEM,
    _ITEM | {"askers": 1, "asked": _LONG_ASKED},
    _ITEM | {"state": "answered", "said": _REPLY},
    _ITEM | {"state": "dismissed", "asked": None, "language": None},
]
_NOTICE = {"item_id": 5, "text": _LONG_ASKED, "language": "zh-hans"}
_SETTLED: dict[str, Any] = {
    "item_id": 5,
    "committee_id": 1,
    "question": _ITEM["asked"],
    "reply": _REPLY,
    "told": 3,
    "missed": 2,
    "entry_id": None,
}
_MAKE: dict[str, Any] = {
    "item_id": 5,
    "question": _QUESTION,
    "reply": _LONGEST_REPLY[:1500],
    "kind_name": "📦 快递",
    "source": "图们居委会答复",
    "issued_on": "2022-04-01",
    "has_end": True,
    "valid_until": "2022-06-30",
    "is_ready": True,
}
_UNMADE = _MAKE | {
    "question": None,
    "kind_name": None,
    "source": None,
    "issued_on": None,
    "has_end": False,
    "valid_until": None,
    "is_ready": False,
}

_WEEK = {"first_day": "2022-03-28", "last_day": "2022-04-03"}
_NUMBERS = {
    "asked": 120,
    "answered": 80,
    "offered": 20,
    "unknown": 20,
    "helpful": 40,
    "not_helpful": 6,
}
_WEEK_LIST: dict[str, Any] = {
    **_COMMITTEE,
    **_WEEK,
    "monday": 738_242,
    "is_last": False,
    "counts": _NUMBERS,
    "most_asked": [
        {"title": _LONGEST_QUESTION[:60], "times": 40 - place, "said": place, "share": 0.8125}
        for place in range(8)
    ],
    "unanswered": [
        {"asked": _LONGEST_QUESTION[:60], "askers": 3, "state": state}
        for state in ("open", "answered", "dismissed") * 2
    ],
    "more": 4,
}
_EMPTY_WEEK = _WEEK_LIST | {
    "counts": dict.fromkeys(_NUMBERS, 0),
    "most_asked": [],
    "unanswered": [],
    "more": 0,
}

_END = "2022-04-02T00:00:00+00:00"
_CLOSURE: dict[str, Any] = {
    "committee_id": 1,
    "estate_id": 1,
    "estate": "图们小区",
    "building_id": 0,
    "building": None,
    "closure": None,
    "closed": [
        {"building": "3", "closure": "lockdown"},
        {"building": "5", "closure": "controlled"},
        {"building": "12乙", "closure": "precaution"},
    ],
    "buildings": [{"id": 1, "label": "3"}],
    **_PAGE,
}
_CLOSURES = ("lockdown", "controlled", "precaution", None)
_SCOPE: dict[str, Any] = {
    "entry_id": 7,
    "title": _QUESTION,
    "estate_id": None,
    "estate": None,
    "building": None,
    "closure": None,
    "inside": 0,
    "estates": [{"id": 1, "name": "图们小区"}],
    "buildings": [],
    **_PAGE,
}
_REPORT: dict[str, Any] = {
    "committee_id": 1,
    "new": 12,
    "changed": 7,
    "unchanged": 30,
    "unfilled": 4,
    "new_titles": _LONG_NAMES,
    "changed_titles": _LONG_NAMES,
}
_ONE_NEW = _REPORT | {
    "new": 1,
    "changed": 1,
    "unchanged": 1,
    "unfilled": 1,
    "new_titles": _NAMES[:1],
    "changed_titles": _NAMES[:1],
}
_UNFIT = [
    {"place": "en/emergency-without-report", "text": "小区不存在。"},
    {"place": "testing-hours", "text": "最后一天不能早于第一天。"},
]
_FIELD: dict[str, Any] = {
    "entry_id": 7,
    "is_new": False,
    "question": _LONGEST_QUESTION[:200],
    "answer": _LONGEST_REPLY[:1500],
    "source": "急诊绿色通道通知",
    "issuing_body": "吉林大学中日联谊医院",
    "issued_on": "2022-03-28",
}
_TRANSLATION: dict[str, Any] = {
    "entry_id": 7,
    "language": "fr",
    "source_language": "zh-hans",
    "source": {"question": _QUESTION, "answer": _LONGEST_REPLY[:1500]},
    "known": {"question": _QUESTION, "answer": _LONGEST_REPLY[:1500]},
    "is_stale": True,
}
_MISSING = ["source", "issuing_body", "issued_on", "valid_from", "answer"]
_CHOSEN = [
    {"closure": closure, "chosen": chosen}
    for closure, chosen in [
        ("lockdown", True),
        ("controlled", False),
        ("precaution", False),
        ("none", True),
    ]
]

SAMPLES: Samples = {
    "faq/which_committee": [
        {"purpose": "board", "committees": [{"id": 1, "name": "图们居委会"}]},
    ],
    "faq/board": [
        _BOARD,
        _BOARD | {"waiting": 1},
        _BOARD | {"total": 0, "counts": _NOTHING, "waiting": 0},
    ],
    "faq/board_topics": [
        {"committee_id": 1, "topics": {"emergency": 4}},
        {"committee_id": 1, "topics": {}},
    ],
    "faq/entries": [
        *(
            {"committee_id": 1, "which": which, "total": 12, "entries": _ENTRIES, **pages}
            for which in _LISTS
            for pages in (_PAGE, {"page": 1, "pages": 3})
        ),
        {"committee_id": 1, "which": "ending", "total": 0, "entries": [], **_PAGE},
        {"committee_id": 1, "which": "ending", "total": 1, "entries": _ENTRIES[:1], **_PAGE},
    ],
    "faq/ask_search": [{"purpose": "open", "committee_id": 1, "subject": 1}],
    "faq/found": [
        {
            "purpose": purpose,
            "committee_id": 1,
            "subject": 1,
            "asked": _LONG_ASKED,
            "entries": entries,
        }
        for purpose in ("open", "replace", "use")
        for entries in (_ENTRIES[:1], [])
    ],
    "faq/entry": [
        *(
            _ANSWER | {"staff": staff, "menu": "main", "note": note}
            for staff, note in zip(_STANDINGS, (*_NOTES, "", "", ""), strict=True)
        ),
        _LONGEST_ANSWER | {"staff": _DRAFT, "menu": "main", "note": ""},
        _BARE_ANSWER | {"staff": _STAFF, "menu": "edit", "note": ""},
    ],
    "faq/publish": [each | {"staff": _DRAFT} for each in (_ANSWER, _LONGEST_ANSWER)],
    "faq/change": [each | {"staff": _STAFF} for each in (_ANSWER, _LONGEST_ANSWER)],
    "faq/until": [
        {"purpose": "dates", "subject": 7, "title": _QUESTION, **days}
        for days in (
            {"valid_from": "2022-03-28", "valid_until": "2022-05-31"},
            {"valid_from": None, "valid_until": None},
        )
    ],
    "faq/ask_day": [{"purpose": purpose, "subject": 7} for purpose in ("begin", "dates")],
    "faq/ask_field": [
        *(_FIELD | {"field": field} for field in ("question", "answer", "source")),
        _FIELD
        | {"field": "source", "is_new": True, "source": "", "issuing_body": "", "issued_on": None},
    ],
    "faq/ask_answer": [{"entry_id": 7, "language": "fr"}],
    "faq/ask_translation": [
        _TRANSLATION,
        _TRANSLATION | {"is_stale": False},
        _TRANSLATION | {"known": None, "is_stale": False},
    ],
    "faq/languages": [{"entry_id": 7, "title": _QUESTION, "languages": _STAFF["languages"]}],
    "faq/variants": [
        {
            "entry_id": 7,
            "version": 3,
            "question": _QUESTION,
            "variants": [_QUESTION] * count,
            "removed": removed,
        }
        for count, removed in ((20, None), (0, _QUESTION))
    ],
    "faq/scope": [
        *(
            _SCOPE | {"closure": closure, **place}
            for closure, place in zip(
                _CLOSURES,
                (
                    {},
                    {"estate": "图们小区", "estate_id": 1},
                    {"estate": "图们小区", "estate_id": 1, "building": "3"},
                    {},
                ),
                strict=True,
            )
        ),
        _SCOPE | {"inside": 1, "estates": [], "buildings": [{"id": 1, "label": "3"}]},
    ],
    "faq/choose_kind": [{"purpose": "new", "subject": 1}],
    "faq/ask_new": [{"committee_id": 1, "question": question} for question in (None, _QUESTION)],
    "faq/withdraw": [
        {
            "entry_id": 7,
            "title": _QUESTION,
            "entries": _ENTRIES[:1],
            "is_over": is_over,
            "has_none": not is_over,
        }
        for is_over in (False, True)
    ],
    "faq/expiring": [{"entry_id": 7, "valid_until": "2022-05-31"}],
    "faq/ready": [
        {"committee_id": 1, "ready": 44, "first": _LONG_NAMES, "left": _LEFT},
        {"committee_id": 1, "ready": 1, "first": _NAMES[:1], "left": _ONE_LEFT},
        {"committee_id": 1, "ready": 0, "first": [], "left": _NONE_LEFT},
    ],
    "faq/ready_done": [
        {"committee_id": 1, "published": count, "valid_until": until, "left": left}
        for count in (1, 44)
        for until in ("2022-06-30", None)
        for left in (_LEFT, _NONE_LEFT)
    ],
    "faq/ask_import": [{"committee_id": 1}],
    "faq/import_report": [_REPORT, _ONE_NEW],
    "faq/import_unfit": [
        {"committee_id": 1, "file": "entries.zip", "faults": _UNFIT, "faults_count": 12},
        {"committee_id": 1, "file": "entries.zip", "faults": _UNFIT[:1], "faults_count": 1},
    ],
    "faq/import_dropped": [{"committee_id": 1}],
    "faq/imported": [{"committee_id": 1, "new": count, "changed": count} for count in (0, 1, 7)],
    "faq/ask_export": [{"committee_id": 1}],
    "faq/closures": [{"committee_id": 1, "estates": [{"id": 1, "name": "图们小区"}]}],
    "faq/closure": [
        *(_CLOSURE | {"closure": closure} for closure in _CLOSURES),
        _CLOSURE | {"building_id": 1, "building": "3", "closed": [], "buildings": []},
    ],
    "faq/items": [
        {
            **_COMMITTEE,
            "total": total,
            "items": [{"id": 5, "asked": _LONG_ASKED, "askers": 3}] * min(total, 6),
            **pages,
        }
        for total, pages in ((0, _PAGE), (1, _PAGE), (14, {"page": 1, "pages": 3}))
    ],
    "faq/item": _ITEMS,
    "faq/item_new": [_NOTICE | {"askers": askers} for askers in (1, 2)],
    "faq/waiting": [{"committee_id": 1, "waiting": waiting} for waiting in (1, 12)],
    "faq/item_grows": [_NOTICE | {"askers": askers} for askers in (1, 20)],
    "faq/ask_reply": [
        {"item_id": 5, "asked": _ITEM["asked"], "askers": 1},
        {"item_id": 5, "asked": None, "askers": 3},
    ],
    "faq/reply_preview": [
        {
            "item_id": 5,
            "question": _LONG_ASKED,
            "askers": askers,
            "reply": _LONGEST_REPLY[:1500],
            "language": "zh-hans",
            "is_other_language": askers > 1,
        }
        for askers in (1, 3)
    ],
    "faq/use_sure": [
        _LONGEST_ANSWER | {"staff": _STAFF, "item": _ITEM | {"askers": askers}} for askers in (1, 3)
    ],
    "faq/dismiss_sure": [_ITEM],
    "faq/settled": [
        _SETTLED,
        _SETTLED | {"told": 1, "missed": 1},
        _SETTLED | {"missed": 0, "reply": None, "entry_id": 7},
    ],
    "faq/make": [_MAKE, _MAKE | {"valid_until": None}, _UNMADE],
    "faq/make_ask": [
        {"item_id": 5, "field": field, "question": question}
        for field in ("question", "source", "valid_until")
        for question in (_QUESTION, None)
    ],
    "faq/week_list": [_WEEK_LIST, _WEEK_LIST | {"more": 1}, _EMPTY_WEEK],
    "faq/week_picture": [_WEEK_LIST, _EMPTY_WEEK],
    "faq/week": [
        {"committee_id": 1, **_WEEK, **_NUMBERS, "waiting": waiting} for waiting in (0, 1, 3)
    ],
    "faq/listen": [
        {"listens": listens, "can_hear": can_hear}
        for listens in (True, False)
        for can_hear in (True, False)
    ],
    "faq/own_source": [{"committee": "图们居委会"}],
    "errors/faq_text_too_long": [
        {"field": field, "limit": 1500} for field in ("question", "variant", "answer", "source")
    ],
    "errors/faq_too_many_variants": [{"limit": 20}],
    "errors/faq_slug_wrong": [{"limit": 40}],
    "errors/faq_incomplete": [{"missing": _MISSING}, {"missing": ["answer"]}],
    "errors/faq_needs_filling": [{"count": 1}, {"count": 3}],
    "errors/duty_hours_wrong": [{"most": 48}],
    "buttons/faq_drafted": [{"n": 12}],
    "buttons/faq_ending": [{"n": 3}],
    "buttons/faq_behind": [{"n": 4}],
    "buttons/faq_expired": [{"n": 2}],
    "buttons/faq_not_yet": [{"n": 1}],
    "buttons/faq_withdrawn": [{"n": 5}],
    "buttons/faq_waiting": [{"n": 0}, {"n": 14}],
    "buttons/faq_days": [{"n": 90}],
    "buttons/faq_closure": _CHOSEN,
    "buttons/faq_scope_closure": _CHOSEN,
}
