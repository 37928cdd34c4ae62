"""Values for the texts about papers and lists that staff bring in."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_TITLE = "第一轮口罩登记"
_MADE = 4242
_AT = "2020-02-01T16:31:00+00:00"
_CODES = (
    "no_such_door",
    "no_household",
    "no_door",
    "no_room",
    "several_doors",
    "near_door",
    "no_quantity",
    "several_amounts",
    "which_item",
    "over_limit",
    "late",
    "no_time",
    "unattributed",
    "not_eligible",
    "not_your_building",
    "left_out",
    "unsure",
    "gone",
)


def _line(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "number": 14,
        "door": "3-51",
        "quantity": 2,
        "text": "08:33 3-51 2份",
        "code": code,
        "verdict": "ask",
        "channel": "stall",
        "came_at": _AT,
        "not_before": None,
        "params": {},
        **changes,
    }


_LINES = [
    *map(_line, _CODES),
    _line("outside", params={"at": _AT}),
    _line("time_unread", params={"text": "7:61"}),
    _line("channel_unread", params={"text": "邮局"}),
    _line("gone", number=0, text="", door="3-501"),
]
_PREVIEW: dict[str, Any] = {
    "relay_id": 7,
    "made": _MADE,
    "title": _TITLE,
    "kind": "list",
    "rows": 47,
    "entering": 40,
    "pieces": 52,
    "earlier": 2,
    "spans": 12,
    "changing": 2,
    "leaving": 2,
    "standing": 3,
    "passed": 2,
    "asked": 5,
    "gone": 2,
    "effective": 44,
    "ties": "latest",
    "read_at": _AT,
    "is_late": False,
    "follows": False,
    "lines": _LINES[:12],
    "more_lines": 2,
    "is_text": True,
}
_COUNTS = (
    "rows", "entering", "earlier", "spans", "changing", "leaving", "standing", "passed", "asked",
    "more_lines",
)  # fmt: skip
_ONES = dict.fromkeys(_COUNTS, 1)
_REPORT: dict[str, Any] = {
    "relay_id": 7,
    "batch_id": 3,
    "title": _TITLE,
    "is_staff": True,
    "joined": 40,
    "waiting": 2,
    "earlier": 2,
    "duplicates": 2,
    "changed": 2,
    "withdrawn": 2,
    "refused": [{"number": 14, "text": "每户限2份。"}],
    "refused_count": 1,
}
_BATCH: dict[str, Any] = {
    "id": 3,
    "kind": "paste",
    "entered_at": _AT,
    "read_at": _AT,
    "is_undone": False,
    "acts": {"entered": 12, "earlier": 2, "changed": 2, "withdrawn": 2},
    "count": 18,
}
_SMALL = _BATCH | {"kind": "file", "acts": dict.fromkeys(_BATCH["acts"], 1), "count": 1}
_UNDONE = _BATCH | {"kind": "list", "is_undone": True}
_IDLE = _BATCH | {"acts": dict.fromkeys(_BATCH["acts"], 0), "count": 0}
_PAGE = {"relay_id": 7, "title": _TITLE}
_QUESTION: dict[str, Any] = {
    "made": _MADE,
    "key": 13,
    "title": _TITLE,
    "left": 5,
    "is_complete": False,
    "chosen": None,
    "doors": [{"household_id": 1, "door": "3-501"}, {"household_id": 2, "door": "3-510"}],
    "amounts": [1, 2],
}

SAMPLES: Samples = {
    "relay/papers_ask": [{**_PAGE, "batches": 2, "is_staff": True}],
    "relay/papers_which": [{"made": _MADE, "relays": [{"id": 7, "title": _TITLE}]}],
    "relay/papers_preview": [
        _PREVIEW,
        _PREVIEW | _ONES | {"ties": "spread", "is_late": True},
        _PREVIEW | {"kind": "paste", "follows": True, "lines": _LINES[12:]},
        _PREVIEW | dict.fromkeys((*_ONES, "effective", "gone"), 0) | {"lines": []},
        _PREVIEW | {"ties": "spread"},
    ],
    "relay/papers_rows": [
        {
            "made": _MADE,
            "title": _TITLE,
            "page": 0,
            "pages": 3,
            "lines": [
                _line("", verdict=verdict)
                for verdict in ("ask", "enter", "change", "withdraw", "stands", "out")
            ]
            + [_line("no_door", door="", number=0, not_before=_AT)],
        }
    ],
    "relay/papers_line": [
        *(_QUESTION | {"line": line, "chosen": 1} for line in _LINES),
        _QUESTION | {"line": _line("gone", quantity=1), "left": 1},
    ],
    "relay/papers_way": [{"made": _MADE, "title": _TITLE}],
    "relay/papers_dropped": [{"title": _TITLE}],
    "relay/papers_row_undone": [{"title": _TITLE}],
    "relay/papers_entered": [
        _REPORT,
        _REPORT
        | dict.fromkeys(("joined", "waiting", "earlier", "duplicates", "changed", "withdrawn"), 1)
        | {"refused_count": 2, "is_staff": False},
        _REPORT | {"joined": 0, "refused": [], "refused_count": 0},
    ],
    "relay/papers_batches": [
        {**_PAGE, "page": 0, "pages": 1, "batches": [_BATCH, _SMALL, _UNDONE]},
        {**_PAGE, "page": 0, "pages": 1, "batches": []},
    ],
    "relay/papers_batch": [
        {**_PAGE, "batch": batch, "is_sure": is_sure, "undone": undone}
        for batch, is_sure, undone in (
            (_BATCH, False, None),
            (_SMALL, True, None),
            (_UNDONE, False, 18),
            (_UNDONE, False, 1),
            (_UNDONE, False, None),
            (_IDLE, False, None),
        )
    ],
    "buttons/papers_decide": [{"n": 5}],
    "buttons/papers_gone": [{"n": 12}],
    "buttons/papers_enter": [{"n": 470}, {"n": 0}],
    "errors/papers_too_long": [{"most": 60_000}],
    "errors/papers_file_unread": [
        {"reason": reason} for reason in ("too_large", "empty", "header", "encoding", "format")
    ],
}
