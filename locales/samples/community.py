"""Values for the estate's texts."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_PERSON = {"resident_id": 7, "name": "王秀兰", "door": "3-501"}
_DOORS = [{"household_id": 1, "text": "3-501"}, {"household_id": 2, "text": "3-502"}]
_BUILDINGS = [{"id": 1, "label": "3"}, {"id": 2, "label": "12乙"}]
_ESTATES = [{"id": 1, "name": "图们小区"}, {"id": 2, "name": "延吉新村"}]
_PAGES = [{"page": 0, "pages": 1}, {"page": 1, "pages": 3}]
_END = "2022-06-30T16:00:00+00:00"

_ROOM: dict[str, Any] = {
    "estate": "图们小区",
    "building": "3",
    "building_id": 1,
    "rooms": [],
    "groups": [],
}

_ROLES = [
    {"id": number, "name": "陈主任", "kind": kind, "building": building, "expires_at": end}
    for number, (kind, building, end) in enumerate(
        [
            ("staff", None, None),
            ("lead", "3", _END),
            ("lead", None, None),
            ("volunteer", "12乙", None),
            ("volunteer", None, None),
        ]
    )
]
_COMMITTEE = {"committee": "图们居委会", "committee_id": 1}
_KINDS = [{"kind": kind, "committee": "图们居委会"} for kind in ("staff", "lead", "volunteer")]

_TIES = [
    {"door": "3-501", "state": "active", "members": ["小王", "李伟"]},
    {"door": "1-2-501", "state": "active", "members": []},
    {"door": "5-101", "state": "disputed", "members": []},
]
_ME: dict[str, Any] = {
    "name": "王秀兰",
    "language_name": "简体中文",
    "has_chosen": True,
    "ties": _TIES,
    "roles": [{"kind": role["kind"], "expires_at": role["expires_at"]} for role in _ROLES],
    "questions": 12,
    "offers": 1,
    "has_reported": True,
}

_COMMANDS = [{"word": "me", "text": "我家和保存了什么"}, {"word": "relays", "text": "接龙"}]

_REASONS = (
    "missing_building",
    "missing_room",
    "missing_unit",
    "room_not_readable",
    "impossible_floor",
    "duplicate",
    "wrong_column_count",
    "unclosed_quote",
    "label_too_long",
    "repeated_header",
    "total_row",
    "footer",
    "unknown",
)
_REFUSED = [
    {"line": line, "reason": reason, "of": 3, "is_conflict": False}
    for line, reason in enumerate(_REASONS, start=11)
]
_CONFLICT = {"line": 12, "reason": "duplicate", "of": 3, "is_conflict": True}
_ODD = [
    {"line": line, "reason": reason, "of": None, "is_conflict": False}
    for line, reason in [(42, "odd_phone"), (43, "no_head"), (66, "odd_unit")]
]
_REPORT: dict[str, Any] = {
    "estate": "图们小区",
    "doors": 2430,
    "buildings": 24,
    "not_households": 26,
    "warnings": _ODD,
    "warnings_count": 13,
    "refused": _REFUSED,
    "refused_count": len(_REFUSED) + 5,
}
_ONE_OF_EACH = {
    "doors": 1,
    "buildings": 1,
    "not_households": 1,
    "warnings": _ODD[:1],
    "warnings_count": 1,
    "refused": [_CONFLICT],
    "refused_count": 2,
}
_CLEAN: dict[str, Any] = {
    "not_households": 0,
    "warnings": [],
    "warnings_count": 0,
    "refused": [],
    "refused_count": 0,
}

_BIND: dict[str, Any] = {
    "unknown": None,
    "estate": "图们小区",
    "estate_id": 1,
    "estates": [],
    "buildings": _BUILDINGS,
    "page": 0,
    "pages": 1,
}

_RESIDENTS: dict[str, Any] = {
    "estate": "图们小区",
    "estate_id": 1,
    "total": 31,
    "disputed": 2,
    "residents": [
        {"id": 7, "door": "3-501", "name": "王秀兰", "state": state}
        for state in ("disputed", "active", "removed")
    ],
    "page": 1,
    "pages": 4,
}
_RESIDENT = {**_PERSON, "estate_id": 1, "is_confirmed": False, "others": ["小王"]}

_LOST: dict[str, Any] = {"estate": "图们小区", "building": "3", "at": _END}

SAMPLES: Samples = {
    "community/language_set": [{"language_name": "简体中文"}],
    "community/chat_language_set": [{"language_name": "简体中文"}],
    "community/chat_languages": [
        {
            "language_name": "简体中文",
            "also": [{"code": "en", "name": "English"}, {"code": "fr", "name": "Français"}],
            "others": ["zh-hant", "en", "ja", "ko", "fr"],
        },
        {"language_name": "简体中文", "also": [], "others": ["zh-hant", "en"]},
    ],
    "community/chat_quiet": [{"times": "22–7"}, {"times": None}],
    "community/bot_removed": [_LOST, _LOST | {"building": None}],
    "community/bot_returned": [_LOST, _LOST | {"building": None}],
    "community/ask_estate": [{"estates": _ESTATES}],
    "community/choose_estate": [{"purpose": "residents", "estates": _ESTATES}],
    "community/ask_room": [
        _ROOM,
        _ROOM | {"rooms": _DOORS},
        _ROOM | {"groups": [{"unit": "1", "floor": ""}, {"unit": "", "floor": "5"}]},
    ],
    "community/choose_building": [
        {"estate": "图们小区", "buildings": _BUILDINGS, **page} for page in _PAGES
    ],
    "community/which_building": [{"text": "501", "buildings": _BUILDINGS}],
    "community/which_door": [{"text": "1-501", "doors": _DOORS}],
    "community/door_unknown": [
        {"text": "3-999", "estate": "图们小区", "doors": doors} for doors in (_DOORS, [])
    ],
    "community/tied": [
        {"door": "3-501", "others": 0, "is_disputed": False},
        {"door": "3-501", "others": 1, "is_disputed": False},
        {"door": "3-501", "others": 3, "is_disputed": False},
        {"door": "3-501", "others": 1, "is_disputed": True},
    ],
    "community/home": [
        {"ties": _TIES, "is_staff": False},
        {"ties": [], "is_staff": True},
    ],
    "community/help": [
        {"commands": _COMMANDS, "staff_commands": staff, "group_commands": staff}
        for staff in (_COMMANDS, [])
    ],
    "community/me": [
        _ME,
        _ME
        | {"has_chosen": False, "ties": [], "roles": [], "questions": 0, "offers": 0}
        | {"has_reported": False},
    ],
    "community/new_member": [{**_PERSON, "household_id": 1}],
    "community/object_sure": [_PERSON],
    "community/objected": [_PERSON],
    "community/object_kept": [_PERSON],
    "community/dispute": [_PERSON],
    "community/resident_disputed": [{"door": "3-501"}],
    "community/resident_confirmed": [{"door": "3-501"}],
    "community/resident_moved": [{"door": "3-501"}],
    "community/resident_removed": [{"door": "3-501"}],
    "community/residents": [
        _RESIDENTS,
        _RESIDENTS | {"total": 1, "disputed": 1, "pages": 1, "page": 0},
        _RESIDENTS | {"total": 0, "disputed": 0, "pages": 1, "page": 0, "residents": []},
    ],
    "community/resident": [
        {**_RESIDENT, "state": "disputed"},
        {**_RESIDENT, "state": "removed"},
        {**_RESIDENT, "state": "active", "is_confirmed": True},
        {**_RESIDENT, "state": "active", "others": []},
    ],
    "community/remove_sure": [_PERSON],
    "community/move_door": [
        {**_PERSON, "text": None, "is_known": False, "doors": []},
        {**_PERSON, "text": "1-501", "is_known": True, "doors": _DOORS},
        {**_PERSON, "text": "1-999", "is_known": False, "doors": _DOORS},
    ],
    "community/staff": [{**_COMMITTEE, "roles": _ROLES, **page} for page in _PAGES],
    "community/role": [{**_COMMITTEE, **role} for role in _ROLES],
    "community/revoke_sure": [{**_COMMITTEE, **_ROLES[1]}],
    "community/limit_role": [{**_COMMITTEE, **_ROLES[2], "buildings": _BUILDINGS, **_PAGES[0]}],
    "community/invite": [
        {
            **each,
            "building": building,
            "link": "https://t.me/linli_bot?start=s_AAAAAAAAAAAAAAAAAAAAAA",
            "valid_until": _END,
        }
        for each in _KINDS
        for building in (None, "12乙")
    ],
    "community/invite_where": [
        {"committee_id": 1, "kind": kind, "buildings": _BUILDINGS, **_PAGES[1]}
        for kind in ("lead", "volunteer")
    ],
    "community/invited": _KINDS,
    "community/ask_roster": [{"estate": "图们小区"}, {"estate": ""}],
    "community/roster_report": [
        _REPORT,
        _REPORT | _ONE_OF_EACH,
        _REPORT | _CLEAN,
        _REPORT | {"doors": 0, "buildings": 0},
    ],
    "community/roster_imported": [
        {"estate": "图们小区", "added": 2430, "unchanged": 12, "missing": 3},
        {"estate": "图们小区", "added": 1, "unchanged": 1, "missing": 1},
    ],
    "community/posters": [{"estate": "图们小区"}],
    "community/bind_choose": [
        _BIND,
        _BIND | {"unknown": "99"},
        _BIND | {"estate": None, "estate_id": None, "estates": _ESTATES, "buildings": []},
    ],
    "community/bound": [
        {"estate": "图们小区", "building": building, "reads_all": reads_all}
        for building, reads_all in (("3", True), (None, False))
    ],
    "errors/already_tied": [{"door": "3-501"}],
    "errors/not_found": [
        {"kind": kind}
        for kind in ("household", "building", "estate", "resident", "person", "role", "committee")
    ],
    "errors/roster_unreadable": [
        {"reason": reason} for reason in ("empty", "header", "encoding", "too_large", "format")
    ],
    "errors/name_empty": [{"kind": "estate"}, {"kind": "committee"}],
    "buttons/unit": [{"unit": "2", "floor": ""}],
    "buttons/floor": [{"unit": "", "floor": "18"}],
    "buttons/unit_floor": [{"unit": "2", "floor": "18"}],
    "buttons/resident": [
        {"door": "1-2-501", "name": "王秀兰", "state": state}
        for state in ("disputed", "active", "removed")
    ],
    "buttons/role": [{"name": "陈主任", "kind": kind} for kind in ("staff", "lead", "volunteer")],
    "print/title": [{"estate": "图们小区", "building": "12乙"}],
}
