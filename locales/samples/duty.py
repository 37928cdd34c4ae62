"""Values for the texts of the duty."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_BEGIN, _END = "2022-04-03T16:00:00+00:00", "2022-04-04T00:00:00+00:00"
_SPAN = {"starts_at": _BEGIN, "ends_at": _END}
_COMMITTEE = {"committee_id": 1, "committee": "图们居委会"}
_NOTE = (
    "3-501 老人等胰岛素，药已在 2 号车上。\n5-101 明早 6:00 透析，要车。\n"
    + "请接班的同事盯一下。" * 30
)
_NOW: dict[str, Any] = {
    **_COMMITTEE,
    "is_taken": True,
    "is_mine": True,
    "members": [{"name": "陈主任", "until": _END}, {"name": "小王", "until": None}],
    "coming": {"name": "李姐", **_SPAN},
    "gaps": [_SPAN],
    "phone": "021-65481234",
}
_SHIFTS: list[dict[str, Any]] = [
    {"id": 1, "name": "陈主任", **_SPAN},
    {"id": 2, "name": None, **_SPAN},
]
_ROTA: dict[str, Any] = {
    **_COMMITTEE,
    "day": "2022-04-04",
    "number": 738_249,
    "is_over": False,
    "shifts": _SHIFTS,
    "gaps": [_SPAN],
}
_SHIFT: dict[str, Any] = {
    "committee_id": 1,
    "number": 738_249,
    "is_mine": True,
    "is_over": False,
    "is_asking": False,
    **_SHIFTS[0],
}
_NOTICE = {"committee_id": 1, "shift_id": 1, **_SPAN}

SAMPLES: Samples = {
    "duty/which_committee": [{"committees": [{"id": 1, "name": "图们居委会"}]}],
    "duty/now": [
        _NOW,
        _NOW | {"is_taken": False, "is_mine": False, "coming": None, "gaps": [], "phone": ""},
        _NOW | {"is_taken": False, "is_mine": False, "members": []},
    ],
    "duty/rota": [_ROTA, _ROTA | {"is_over": True, "shifts": [], "gaps": []}],
    "duty/shift": [
        _SHIFT,
        _SHIFT | {"is_asking": True},
        _SHIFT | {"is_over": True},
        _SHIFT | {"name": None, "is_mine": False},
    ],
    "duty/plan_hours": [{"committee_id": 1, "day": "2022-04-04", "number": 738_249}],
    "duty/ask_hours": [{"committee_id": 1, "number": 738_249}],
    "duty/plan_person": [
        {
            "committee_id": 1,
            "number": 738_249,
            "begin": 480,
            "end": 960,
            **_SPAN,
            "staff": [{"id": 9_000_000_000, "name": "陈主任"}],
        }
    ],
    "duty/notes": [
        {
            "committee_id": 1,
            "notes": [
                {"reply": _NOTE, "name": "陈主任", "written_at": _BEGIN},
                {"reply": _NOTE, "name": None, "written_at": _BEGIN},
            ],
        },
        {"committee_id": 1, "notes": []},
    ],
    "duty/ask_note": [{"committee_id": 1}],
    "duty/note_kept": [{"committee_id": 1}],
    "duty/note": [{"committee_id": 1, "reply": _NOTE}],
    "duty/ask_phone": [{"committee_id": 1}],
    "duty/planned": [_NOTICE],
    "duty/cancelled": [_NOTICE],
    "duty/given_up": [_NOTICE | {"name": "陈主任"}],
    "duty/soon": [_NOTICE],
    "duty/began": [
        _NOTICE | {"reply": _NOTE, "phone": "021-65481234"},
        _NOTICE | {"reply": "", "phone": ""},
    ],
    "duty/over": [_NOTICE],
    "errors/duty_shift_length": [{"most": 24}],
    "buttons/duty_hours": [{"n": 12}],
}
