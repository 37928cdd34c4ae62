"""Values for what households are told when somebody else moved their entry."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_ABOUT: dict[str, Any] = {
    "relay_id": 7,
    "title": "第一轮口罩登记",
    "collection": "益丰药房，2月3日",
    "household_id": 0,
    "door": None,
}
_PLACED = [
    _ABOUT | {"place": place, "waiting_place": waiting_place}
    for place, waiting_place in ((37, None), (503, 3))
]

_KINDS = (
    "opened",
    "joined",
    "changed",
    "left",
    "promoted",
    "demoted",
    "moved",
    "accepted",
    "lapsed",
    "yielded",
    "granted",
    "retimed",
    "voided",
    "restored",
    "draw",
    "drawn",
    "confirmed",
    "released",
    "collected",
    "undone",
    "terms",
    "shares",
    "closed",
)
_OF_THE_RELAY = ("opened", "draw", "terms", "shares", "closed")
_EVENTS = [
    {
        "number": number,
        "kind": kind,
        "at": "2020-02-01T16:00:40+00:00",
        "door": "" if kind in _OF_THE_RELAY else "3-501",
        "by_staff": by_staff,
        "received_at": "2020-02-01T16:10:00+00:00" if by_staff or kind == "retimed" else None,
        "reason": "同一户登记了两次" if kind == "voided" else None,
    }
    for number, (kind, by_staff) in enumerate(
        [("joined", True), *((kind, False) for kind in _KINDS)], start=1
    )
]

SAMPLES: Samples = {
    "relay/promoted": [_ABOUT, _ABOUT | {"household_id": 5, "door": "3-501"}],
    "relay/demoted": [_ABOUT | {"is_terms": is_terms} for is_terms in (False, True)],
    "relay/left_by_family": [_ABOUT],
    "relay/offered": [_ABOUT | {"until": "2020-02-02T10:00:00+00:00"}],
    "relay/lapsed": [_ABOUT],
    "relay/voided": [_ABOUT | {"reason": "同一户登记了两次"}],
    "relay/restored": [*_PLACED, _ABOUT | {"place": 0, "waiting_place": None}],
    "relay/retimed": [
        _ABOUT | {"at": "2020-02-01T16:10:00+00:00", "state": state}
        for state in ("admitted", "waiting", "drawing")
    ],
    "relay/drawn": _PLACED,
    "relay/granted": [_ABOUT],
    "relay/grant_revoked": [_ABOUT],
    "relay/shares_opened": [
        {"relay_id": 7, "title": "第一轮口罩登记", "count": count} for count in (0, 1, 24)
    ],
    "relay/log": [
        {"relay_id": 7, "title": "口罩", "lines": lines}
        for lines in (_EVENTS[:12], _EVENTS[12:], [])
    ],
    "errors/offer_over": [{"until": "2020-02-02T10:00:00+00:00"}],
}
