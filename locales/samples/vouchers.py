"""Values for the texts of checks and vouchers."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_TITLE: dict[str, Any] = {"relay_id": 7, "title": "第一轮口罩登记"}
_AT = "2020-02-03T06:20:00+00:00"
_VOUCHER: dict[str, Any] = _TITLE | {
    "number": 37,
    "item": "口罩",
    "is_rehearsal": False,
    "place": 37,
    "quantity": 2,
    "door": "3-501",
    "code": "123 456 786",
    "called_for": _AT,
    "point": "社区活动室",
    "slot": "called",
    "collection": "益丰药房，2月3日至5日 9:00-17:00",
    "bring": "身份证",
    "validity": "valid",
    "collected_at": None,
    "is_paid": False,
    "username": "linli_bot",
}
_PLAIN = _VOUCHER | {
    "is_rehearsal": True,
    "place": 0,
    "quantity": 1,
    "called_for": None,
    "point": "",
    "slot": None,
    "bring": "",
}
_HELD = _VOUCHER | {"slot": "held"}
_COLLECTED = _VOUCHER | {"validity": "collected", "collected_at": _AT}
_VOID = _PLAIN | {"validity": "void"}
_COUNTER: list[dict[str, Any]] = [
    each | {"warning": warning, "from_list": from_list, "door": door}
    for each, warning, from_list, door in (
        (_VOUCHER, None, False, "3-501"),
        (_VOUCHER, "early", False, ""),
        (_PLAIN, "not_called", False, ""),
        (_HELD, "held", False, ""),
        (_COLLECTED, None, True, "3-501"),
        (_COLLECTED | {"is_paid": True}, None, False, ""),
        (_VOID, None, False, ""),
    )
]
_COUNTS = _TITLE | {
    "proposed": 120,
    "review": 31,
    "awaiting": 12,
    "photos": 9,
    "confirmed": 300,
    "refused": 4,
}
_NOTHING = {"proposed": 0, "review": 0, "awaiting": 0, "photos": 0}
_ENTRY = _TITLE | {
    "number": 37,
    "left": 31,
    "door": "3-501",
    "quantity": 2,
    "channel": "online",
    "ordered_at": _AT,
    "doubts": ["papers_to_see", "papers_missing", "disputed", "nobody"],
    "has_photo": True,
    "all_of_them": False,
}
_BUILDINGS = [{"id": 1, "label": "3", "proposed": 12, "count": 5}]
_CLASHES = [
    {"line": line, "text": "37,123 456 786,2", "conflict": conflict, "at": _AT}
    for line, conflict in enumerate(
        ["collected", "twice", "void", "unknown", "wrong_digit", "time", "unreadable"], start=2
    )
]
_LIST = _TITLE | {"taken": 120, "clashes": _CLASHES, "more": 3}
_TAKEN = [_LIST, _TITLE | {"taken": 1, "clashes": [], "more": 0}]
_COUNT = [{"count": 1}, {"count": 31}]
_LABELLED = [{"label": "3", "count": 12}]

SAMPLES: Samples = {
    "relay/voucher": [_VOUCHER, _PLAIN, _HELD, _COLLECTED],
    "relay/voucher_waits": [
        _TITLE | {"household_id": 1, "door": "3-501", "want": want, "takes_papers": papers}
        for want, papers in (
            ("draw", False),
            ("place", False),
            ("offer", False),
            ("papers", True),
            ("check", False),
        )
    ],
    "relay/ask_photo": [_TITLE | {"door": "3-501", "bring": bring} for bring in ("户口簿", "")],
    "relay/photo_kept": [{"relay_id": 7, "is_again": again} for again in (False, True)],
    "relay/check": [_COUNTS, _COUNTS | _NOTHING],
    "relay/check_entry": [
        _ENTRY,
        _ENTRY | {"left": 1, "quantity": 1, "doubts": [], "has_photo": False, "all_of_them": True},
    ],
    "relay/ask_refusal": [
        {"relay_id": 7, "number": 37, "door": "3-501", "all_of_them": False},
    ],
    "relay/check_buildings": [_TITLE | {"buildings": _BUILDINGS}],
    "relay/check_sure": [_TITLE | {"building_id": 0, "count": count} for count in (1, 120)],
    "relay/check_decided": [
        _TITLE
        | {
            "decided": [
                {"number": 1, "door": "3-501", "is_refused": True},
                {"number": 2, "door": "3-502", "is_refused": False},
            ]
        },
        _TITLE | {"decided": []},
    ],
    "relay/counter": _COUNTER,
    "relay/collector_welcome": [{"title": "第一轮", "item": "口罩", "estate": "图们小区"}],
    "relay/vouchers": [
        _TITLE | {"given": 300, "collected": 120, "paid": 80, "on_paper": 40, "delivered": 12},
        _TITLE | {"given": 0, "collected": 0, "paid": 0, "on_paper": 0, "delivered": 0},
    ],
    "relay/vouchers_print": [
        _TITLE | {"count": count, "buildings": _BUILDINGS if count else []} for count in (0, 1, 28)
    ],
    "relay/vouchers_printed": [
        {"relay_id": 7, "building_id": 0, "count": count} for count in (1, 28)
    ],
    "relay/collectors": [
        _TITLE
        | {
            "collectors": [
                {"id": 1, "number": 1, "is_used": True, "collected": 120, "until": _AT},
                {"id": 2, "number": 2, "is_used": False, "collected": 0, "until": _AT},
            ]
        },
        _TITLE | {"collectors": []},
    ],
    "relay/collector_invited": [_TITLE | {"link": "https://t.me/linli_bot?start=vp_x"}],
    "relay/ask_collected": [_TITLE],
    "relay/collected_preview": _TAKEN,
    "relay/collected_taken": _TAKEN,
    "relay/voucher_paper_door": [{"door": "3-501", "estate": "图们小区"}],
    "relay/voucher_paper_pieces": [
        {"place": 37, "quantity": 2},
        {"place": 0, "quantity": 1},
    ],
    "relay/voucher_paper_when": [{"called_for": _AT}, {"called_for": None}],
    "relay/voucher_paper_bring": [{"bring": "身份证"}],
    "relay/pharmacy_total": [{"item": "口罩", "vouchers": 300, "pieces": 520}],
    "errors/voucher_collected": [{"at": _AT}],
    "errors/voucher_tries": [{"minutes": 1}, {"minutes": 9}],
    "errors/collected_long": [{"limit": 12_000}],
    "buttons/check_all": _COUNT,
    "buttons/check_building": _LABELLED,
    "buttons/check_review": _COUNT,
    "buttons/check_sure": _COUNT,
    "buttons/check_undo": [{"door": "3-501"}],
    "buttons/vouchers_print_all": _COUNT,
    "buttons/vouchers_print_one": _LABELLED,
    "buttons/collector_end": [{"number": 1}],
    "buttons/collected_take": _COUNT,
}
