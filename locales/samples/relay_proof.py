"""Values for the texts about why a household has its place, and about a relay's proof."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples
from locales.samples.relay import SHARED_RELAYS

_TITLE = "第一轮口罩登记"
_CODE = "3f2a 91b0 77c4 0e1d 5a69 b8f2 1c03 d4e7"
_RECEIPT = "3f2a91b077c4"
_TAP = "2020-02-01T16:00:40+00:00"
_PAPER = "2020-02-01T15:50:00+00:00"
_LATER = "2020-02-01T17:05:00+00:00"

_TURN = {"when": "called", "day": "today", "at": _LATER, "place": "3号楼活动室"}
_ENTRY: dict[str, Any] = {
    "place": 37,
    "waiting_place": None,
    "building_place": 4,
    "state": "admitted",
    "pool": "common",
    "channel": "online",
    "came_at": _TAP,
    "not_before": None,
    "ordered_at": _TAP,
    "rank": None,
    "is_uncertain": False,
}
_CAUSES: list[dict[str, Any]] = [
    {"kind": "joined", "at": _LATER, "claimed_at": _PAPER},
    *(
        {"kind": kind, "at": _LATER, "claimed_at": None}
        for kind in (
            "left",
            "lapsed",
            "yielded",
            "voided",
            "restored",
            "granted",
            "moved",
            "draw",
            "shares",
            "terms",
            "undone",
        )
    ),
]


def _move(kind: str, **more: Any) -> dict[str, Any]:
    facts = {"kind": kind, "at": _LATER, "role": "household", "claimed_at": None}
    return facts | {"reason": None, "cause": None} | more


_MOVES = [
    _move("joined"),
    _move("joined", role="proxy"),
    _move("joined", role="staff", claimed_at=_PAPER),
    _move("voided", role="staff", reason="这户人家已经登记过了"),
    _move("retimed", role="staff", claimed_at=_PAPER),
    *(
        _move(kind)
        for kind in (
            "changed",
            "left",
            "accepted",
            "lapsed",
            "yielded",
            "granted",
            "restored",
            "drawn",
            "confirmed",
            "released",
            "collected",
            "undone",
        )
    ),
    *(_move("promoted", role="clock", cause=cause) for cause in _CAUSES),
    _move("demoted", role="clock", cause=_CAUSES[0]),
    _move("moved", role="clock", cause=_CAUSES[1]),
]
_CHANNELS = ("online", "stall", "phone", "sms", "lobby", "paste")
_WHY: dict[str, Any] = {
    "relay_id": 7,
    "title": _TITLE,
    "relay": SHARED_RELAYS[0],
    "forecast": None,
    "entry": _ENTRY,
    "ahead": [{"channel": channel, "count": 6} for channel in _CHANNELS],
    "ahead_count": 36,
    "papers": [_CAUSES[0], _CAUSES[0] | {"claimed_at": _LATER}],
    "papers_count": 2,
    "granted": 3,
    "moves": _MOVES[:2],
    "more_moves": 0,
    "line": 52,
    "receipt": _RECEIPT,
}
_BARE = _WHY | {"ahead": [], "ahead_count": 0, "papers": [], "papers_count": 0, "granted": 0}


def _why(**entry: Any) -> dict[str, Any]:
    return _BARE | {"entry": _ENTRY | entry}


SAMPLES: Samples = {
    "relay/why": [
        _WHY,
        _why(state="waiting", waiting_place=3, pool=None) | {"more_moves": 1},
        _why(state="left", pool=None, place=0, building_place=None) | {"receipt": None},
        _why(pool="reserve", place=0, building_place=None),
        _why(state="drawing", pool=None) | {"relay": SHARED_RELAYS[-1]},
        _why(pool="building", rank=5),
        _why(pool="offline", channel="lobby", not_before=_PAPER, is_uncertain=True),
        _why(channel="stall", ordered_at=_LATER) | {"forecast": _TURN},
        _why(channel="stall") | {"forecast": _TURN | {"when": "none"}},
        *(_BARE | {"moves": [move], "more_moves": 9} for move in _MOVES),
    ],
    "relay/why_check": [
        {
            "relay_id": 7,
            "title": _TITLE,
            "code": code,
            "line": 52,
            "door": "12乙-2-501",
            "key": "0f3c" * 8,
        }
        for code in (None, _CODE)
    ],
    "relay/why_which": [{"relays": [{"relay_id": 7, "title": _TITLE}]}],
    "relay/root_posted": [
        {"relay_id": 7, "title": _TITLE, "code": _CODE, "lines": lines, "is_again": is_again}
        for lines, is_again in ((1, False), (1234, False), (1, True), (1300, True))
    ],
    "relay/proof": [
        {"relay_id": 7, "title": _TITLE, "lines": lines, "code": code, "posted": posted}
        for lines, code, posted in (
            (0, None, None),
            (1, _CODE, None),
            (52, _CODE, _CODE),
            (52, _CODE, "0000 1111 2222 3333 4444 5555 6666 7777"),
        )
    ],
    "relay/proof_readme": [
        {"title": _TITLE, "lines": lines, "code": _CODE, "posted": posted}
        for lines, posted in ((1, None), (1234, _CODE))
    ],
}
