"""Values for the texts of maps, papers and lists of doors."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_AT = "2020-02-02T03:00:00+00:00"
_HEAD: dict[str, Any] = {"relay_id": 7, "title": "第一轮口罩登记"}
_PAGE = {"page": 0, "pages": 3}
_ALONE = {"page": 0, "pages": 1}
_COUNTS = {
    "collected": 236,
    "called": 318,
    "joined": 611,
    "waiting": 185,
    "drawing": 112,
    "none": 968,
}
_EARLY = dict.fromkeys(_COUNTS, 0) | {"none": 2430}


def _plan(counts: dict[str, int], *, is_named: bool = False) -> dict[str, Any]:
    rooms = ["601", "602", "603"] if is_named else []
    houses = [["3", [["6", "cj-", rooms]]], ["#2", [["", "tw", rooms[:2]]]]]
    return {"houses": houses, "counts": counts, "is_named": is_named}


def _map(
    counts: dict[str, int], pages: dict[str, int], *, is_named: bool, is_staff: bool
) -> dict[str, Any]:
    return {
        **_HEAD,
        **pages,
        "estate": "图们小区",
        "is_rehearsal": is_named,
        "is_staff": is_staff,
        "building_id": 4 if is_named else 0,
        "at": _AT,
        "plan": _plan(counts, is_named=is_named),
        "counts": counts,
        "is_named": is_named,
        "numbered": [{"sign": "#2", "label": "12乙"}],
    }


_DOORS = [{"door": "12乙-1803", "is_linked": True}, {"door": "3-501", "is_linked": False}]
_BUILDINGS = [{"id": 4, "label": "12乙", "left": 33}, {"id": 5, "label": "3", "left": 0}]
_ABSENT = _HEAD | _PAGE | {"building_id": 4, "building": "12乙", "is_chosen": True}
_KNOCK = {"task_id": 5, "title": _HEAD["title"], "closes_at": _AT, **_ALONE}

SAMPLES: Samples = {
    "relay/map": [
        _map(_COUNTS, _PAGE, is_named=False, is_staff=True),
        _map(_EARLY, _ALONE, is_named=False, is_staff=False),
        _map({}, _PAGE, is_named=True, is_staff=True),
    ],
    "relay/map_posted": [{"relay_id": 7, "groups": groups} for groups in (0, 1, 24)],
    "relay/prints": [
        _HEAD | {"language": "zh-hans", "is_choosing": is_choosing} for is_choosing in (False, True)
    ],
    "relay/print_building": [
        _HEAD | _PAGE | {"act": act, "language": "zh-hans", "buildings": _BUILDINGS}
        for act in ("lobby", "forms")
    ],
    "relay/join_card": [{"title": _HEAD["title"]}],
    "relay/absent": [_HEAD | _PAGE | {"households": 2430, "left": 1976, "buildings": _BUILDINGS}],
    "relay/absent_doors": [
        _ABSENT | {"left": 33, "doors": _DOORS},
        _ABSENT | {"left": 0, "doors": []},
    ],
    "relay/absent_which": [{"relays": [{"id": 7, "title": "口罩"}]}],
    "relay/knock_sent": [{"count": count} for count in (1, 3)],
    "relay/knock_doors": [
        _KNOCK | {"building": "3", "left": 2, "doors": _DOORS},
        _KNOCK | {"building": "", "left": 0, "doors": []},
    ],
    "relay/knock_done": [{"title": "口罩"}],
    "relay/paper_list_at": [{"at": _AT, "estate": "图们小区"}],
    "relay/paper_building_of": [{"building": "12乙", "estate": "图们小区"}],
    "relay/paper_form_door": [{"door": "12乙-1803"}],
    "relay/paper_form_pieces": [{"boxes": "□ 1 □ 2"}],
    "relay/paper_per_household": [{"per_household": n} for n in (1, 2)],
    "relay/paper_households_at_most": [{"capacity": n} for n in (1, 500)],
    "relay/paper_absent": [{"title": "口罩"}],
    "relay/paper_closes_at": [{"closes_at": _AT}],
    "sheet/reserved": [{"state": "joined"}],
    "buttons/print_languages": [{"language": "简体中文"}],
    "errors/too_many_forms": [{"count": 1976, "limit": 600}],
}
