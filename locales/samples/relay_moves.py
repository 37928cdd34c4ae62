"""Values for what households are told when somebody else moved their entry."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_ABOUT: dict[str, Any] = {
    "relay_id": 7,
    "title": "第一轮口罩登记",
    "collection": "益丰药房，2月3日",
}
_PLACED = [
    _ABOUT | {"place": place, "waiting_place": waiting_place}
    for place, waiting_place in ((37, None), (503, 3))
]

SAMPLES: Samples = {
    "relay/promoted": [_ABOUT],
    "relay/demoted": [_ABOUT | {"is_terms": is_terms} for is_terms in (False, True)],
    "relay/left_by_family": [_ABOUT],
    "relay/offered": [_ABOUT | {"until": "2020-02-02T10:00:00+00:00"}],
    "relay/lapsed": [_ABOUT],
    "relay/voided": [_ABOUT | {"reason": "同一户登记了两次"}],
    "relay/restored": [*_PLACED, _ABOUT | {"place": 0, "waiting_place": None}],
    "relay/drawn": _PLACED,
    "relay/granted": [_ABOUT],
    "relay/grant_revoked": [_ABOUT],
    "relay/shares_opened": [
        {"relay_id": 7, "title": "第一轮口罩登记", "count": count} for count in (0, 1, 24)
    ],
    "errors/offer_over": [{"until": "2020-02-02T10:00:00+00:00"}],
}
