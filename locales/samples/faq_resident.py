"""Values for what residents read of policy answers."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_TITLE = "突发急病，没有核酸检测报告，可以直接去医院急诊看病吗？"
_LINK = "https://t.me/linli_bot?start=q_7"
_ANSWER: dict[str, Any] = {
    "title": _TITLE,
    "answer": "可以。先打120，说清小区和门牌。\n\n- 医院设有急诊绿色通道\n- 不以核酸报告为前提",
    "source": "吉林大学中日联谊医院急诊绿色通道通知",
    "source_url": "https://example.org/notice?id=328&lang=zh",
    "issuing_body": "吉林大学中日联谊医院",
    "issued_on": "2022-03-28",
    "valid_from": "2022-03-28",
    "valid_until": "2022-05-31",
    "checked_at": "2022-04-01T01:30:00+00:00",
    "original": None,
    "is_stale": False,
}
_LONGEST = _ANSWER | {
    "title": "问" * 200,
    "answer": "答" * 1500,
    "source": "文" * 200,
    "issuing_body": "会" * 120,
    "is_stale": True,
}
_DRAFT = _ANSWER | {
    "source_url": None,
    "issued_on": None,
    "valid_from": None,
    "valid_until": None,
    "checked_at": None,
}
_SHOWN = [
    _ANSWER,
    _LONGEST,
    _ANSWER | {"valid_until": None, "source_url": None, "original": "zh-hans"},
    _DRAFT,
    _DRAFT | {"source": "", "issuing_body": ""},
]
_ENDED: dict[str, Any] = {
    "title": _TITLE,
    "ended_on": "2022-05-31",
    "successor_id": 8,
    "successor": "从6月1日起，去医院看病需要哪些证明？",
    "question_id": 3,
    "is_handed": False,
    "reader": "zh-hans",
}
_NO_SUCCESSOR = _ENDED | {"successor_id": 0, "successor": None, "ended_on": None}
_CHOICES: dict[str, Any] = {
    "titles": [
        {"id": 7, "title": _TITLE, "is_ended": False},
        {"id": 8, "title": "孩子半夜发烧怎么办？", "is_ended": True},
        {"id": 9, "title": "问" * 200, "is_ended": False},
    ],
    "is_listed": True,
    "question_id": 3,
    "is_private": True,
    "reader": "zh-hans",
}
_UNKNOWN = {"question_id": 3, "is_handed": True, "is_told": True, "reader": "zh-hans"}
_REPLY = {
    "item_id": 5,
    "question": "三号楼的快递放在哪里？",
    "reply": "放在南门的架子上，每天两点和七点送上楼。",
    "reply_language": "zh-hans",
    "issuer": "图们居委会",
    "at": "2022-04-01T01:30:00+00:00",
}
_KINDS = (
    "emergency",
    "testing",
    "codes",
    "antigen",
    "closure",
    "medicine",
    "dialysis",
    "supplies",
    "deliveries",
    "certificates",
    "permits",
    "work",
    "business",
    "psychological",
    "volunteers",
    "pets",
    "rubbish",
    "other",
)
_KIND_SAMPLES = [{"kind": kind} for kind in _KINDS]

SAMPLES: Samples = {
    "faq/answer": [
        *({**shown, "thanks": ""} for shown in _SHOWN),
        _ANSWER | {"thanks": "helpful"},
        _LONGEST | {"thanks": "not_helpful", "original": "zh-hans"},
    ],
    "faq/quote": _SHOWN,
    "faq/choices": [_CHOICES, _CHOICES | {"is_listed": False}],
    "faq/unknown": [
        _UNKNOWN,
        _UNKNOWN | {"is_told": False},
        _UNKNOWN | {"is_handed": False, "is_told": False},
    ],
    "faq/passed_on": [
        {"is_private": is_private, "is_told": is_told}
        for is_private in (True, False)
        for is_told in (True, False)
    ],
    "faq/ended": [_ENDED, _NO_SUCCESSOR, _NO_SUCCESSOR | {"is_handed": True}],
    "faq/above": [
        {"above": "https://t.me/c/1234567890/321", "link": _LINK},
        {"above": None, "link": _LINK},
    ],
    "faq/how_to_ask": [{"link": None}, {"link": _LINK}],
    "faq/in_private": [{"link": _LINK}],
    "faq/topics": [{"topics": {"testing": 7, "medicine": 8}}, {"topics": {}}],
    "faq/topic": [
        {"kind": kind, "page": 0, "pages": pages, "entries": [{"id": 7, "title": _TITLE}]}
        for kind in _KINDS
        for pages in (1, 3)
    ],
    "faq/reply": [
        _REPLY,
        _REPLY | {"reply_language": "fr"},
        _REPLY | {"question": "问" * 400, "reply": "答" * 1500},
    ],
    "faq/reply_entry": [{"item_id": 5, "entry_id": 7, "question": "三号楼的快递放在哪里？"}],
    "faq/closed": [{"item_id": 5, "question": "三号楼的快递放在哪里？"}],
    "errors/faq_too_many": [{"most": 10}],
    "buttons/topic": _KIND_SAMPLES,
}
