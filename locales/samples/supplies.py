"""Values for the texts of supply rounds."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_NOON, _EVENING = "2022-04-01T04:00:00+00:00", "2022-04-01T12:00:00+00:00"
_BAG: dict[str, Any] = {
    "id": 1,
    "name": "蔬菜包（青菜、土豆、胡萝卜、番茄）",
    "contents": "青菜 2kg，土豆 1kg，胡萝卜 1kg，番茄 1kg，鸡蛋 30 只",
    "price": 5000,
    "per_household": 2,
    "left": None,
    "is_urgent": False,
    "ordered": 320,
    "shelf": None,
    "supplied": None,
}
_MILK = _BAG | {
    "id": 2,
    "name": "婴儿奶粉 1段",
    "contents": "",
    "price": 19_850,
    "left": 12,
    "is_urgent": True,
    "ordered": 88,
    "supplied": 80,
}
_ROUND: dict[str, Any] = {
    "id": 7,
    "title": "奉贤百联第三轮保供套餐",
    "estate": "图们小区",
    "state": "open",
    "supplier": "奉贤百联超市",
    "is_checked": True,
    "arrives": "北门岗亭旁帐篷",
    "opens_at": _NOON,
    "closes_at": _EVENING,
    "buildings": ["3", "12乙"],
    "packages": [_MILK, _BAG, _BAG | {"left": 1}],
    "takes_orders": True,
}
_WHOLE = _ROUND | {"is_checked": False, "buildings": []}
_STATES = [
    _WHOLE | {"state": state, "takes_orders": False}
    for state in (
        "scheduled",
        "closed",
        "picking",
        "at_gate",
        "delivering",
        "done",
        "cancelled",
    )
]
_CARD_PACKAGES = [
    package | {"left": None, "ordered": None, "supplied": None, "shelf": shelf}
    for package, shelf in ((_MILK, "few"), (_BAG, None), (_BAG, "sold_out"))
]
_LINES = [
    {"package_id": 2, "name": "婴儿奶粉", "quantity": 2, "given": 1, "is_urgent": True},
    {"package_id": 1, "name": "蔬菜包", "quantity": 2, "given": 2, "is_urgent": False},
]
_MINE: dict[str, Any] = {
    "household_id": 5,
    "door": "12乙-1-1101",
    "state": "waiting",
    "is_missing": False,
    "lines": _LINES,
    "price": 29_850,
}
_ORDERS = [
    _MINE | {"state": state, "is_missing": state == "left"}
    for state in ("waiting", "again", "left", "handed_over", "confirmed")
]
_OWN = {"round_id": 7, "supply": _ROUND, "mine": _MINE, "can_receive": False}
_NOTICE = {
    "round_id": 7,
    "title": "奉贤百联第三轮保供套餐",
    "arrives": "北门岗亭旁帐篷",
    "door": "12乙-1-1101",
    "lines": _LINES,
}
_DOORS = [
    {"label": "3", "doors": 24, "arrived": 20, "again": 2},
    {"label": "12乙", "doors": 18, "arrived": 18, "again": 0},
]
_MANAGE = {"round_id": 7, "households": 188, "price": 3_400_000, "doors": []}
_FACTS = ("title", "supplier", "arrives", "span", "packages", "more", "buildings")
_LIGHT: dict[str, Any] = {
    "id": 1,
    "name": "蔬菜",
    "mark": "🟡",
    "amount": "12 吨",
    "source": "农工商批发市场，电话",
    "as_of": _NOON,
    "is_old": False,
}
_LIGHTS = [_LIGHT, _LIGHT | {"name": "医用氧气", "mark": "🔴", "is_old": True}]

SAMPLES: Samples = {
    "supplies/card": [
        {"supply": supply | {"packages": _CARD_PACKAGES}, "households": households}
        for supply, households in zip(
            [_ROUND, *_STATES], [188, None, 5, 6, 7, 8, 9, None], strict=True
        )
    ],
    "supplies/order": [
        _OWN,
        _OWN | {"mine": None},
        *(_OWN | {"supply": supply} for supply in _STATES),
        *(_OWN | {"mine": mine, "supply": _STATES[4]} for mine in _ORDERS),
    ],
    "supplies/take_back_sure": [_OWN],
    "supplies/at_gate": [_NOTICE],
    "supplies/delivered": [_NOTICE | {"left": left} for left in (True, False)],
    "supplies/missed": [_NOTICE | {"left": False}],
    "supplies/cancelled": [_NOTICE],
    "supplies/shortened": [
        _NOTICE | {"package": "婴儿奶粉", "ordered": 2, "given": 1, "price": 29_850}
    ],
    "supplies/missing": [{"round_id": 7, "title": "第三轮保供套餐", "door": "3-501"}],
    "supplies/manage": [
        _MANAGE | {"supply": _ROUND},
        *(_MANAGE | {"supply": supply, "doors": _DOORS} for supply in _STATES),
    ],
    "supplies/sure": [
        {"round_id": 7, "title": "第三轮保供套餐", "act": act}
        for act in ("close", "cancel", "finish")
    ],
    "supplies/picking": [
        {
            "round_id": 7,
            "supply": _ROUND,
            "buildings": [
                {"label": "3", "doors": 1, "lines": [{"name": "蔬菜包", "quantity": 2}]},
                {"label": "12乙", "doors": 18, "lines": [{"name": "蔬菜包", "quantity": 30}]},
            ],
            "page": 0,
            "pages": 3,
        },
        {"round_id": 7, "supply": _ROUND, "buildings": [], "page": 0, "pages": 1},
    ],
    "supplies/supplied": [{"round_id": 7, "supply": _ROUND}],
    "supplies/ask_supplied": [{"round_id": 7, "name": "婴儿奶粉", "ordered": 88}],
    "supplies/supplied_done": [
        {"round_id": 7, "households": households} for households in (0, 1, 8)
    ],
    "supplies/ask_door": [{"round_id": 7, "title": "第三轮保供套餐"}],
    "supplies/order_for": [
        {"round_id": 7, "household_id": 5, "door": "3-501", "supply": supply, "mine": mine}
        for supply, mine in ((_ROUND, None), (_STATES[4], _MINE))
    ],
    "supplies/ask_estate": [{"estates": [{"id": 1, "name": "图们小区"}]}],
    "supplies/ask_fact": [
        {"fact": fact, "step": step if step < 6 else 0, "steps": 5}
        for step, fact in enumerate(_FACTS, start=1)
    ],
    "supplies/preview": [{"supply": _ROUND, "groups": groups} for groups in (0, 1, 24)],
    "supplies/published": [{"round_id": 7, "supply": _ROUND, "groups": n} for n in (1, 24)],
    "supplies/doors": [
        {
            "task_id": 4,
            "title": "第三轮保供套餐",
            "arrives": "北门岗亭旁帐篷",
            "building": "12乙",
            "is_knock": is_knock,
            "total": 18,
            "arrived": 3,
            "doors": [order | {"mark": "▫️"} for order in _ORDERS],
            "page": 0,
            "pages": 3,
        }
        for is_knock in (True, False)
    ],
    "supplies/door": [{"task_id": 4, "order": order} for order in _ORDERS],
    "supplies/doors_done": [{"task_id": 4, "title": "第三轮保供套餐"}],
    "supplies/status": [
        {"committee_id": 1, "is_staff": True, "lines": lines} for lines in (_LIGHTS, [])
    ],
    "supplies/status_line": [
        {"committee_id": 1, "line": line, "readings": _LIGHTS} for line in _LIGHTS
    ],
    "supplies/ask_status": [
        {"asking": asking, "name": name}
        for asking, name in (
            ("name", ""),
            ("light", "蔬菜"),
            ("amount", "蔬菜"),
            ("source", "蔬菜"),
        )
    ],
    "supplies/sheet_of_building": [{"building": "12乙"}],
    "alerts/supply_ordered": [{"pieces": pieces, "price": pieces * 5000} for pieces in (1, 3)],
    "errors/supply_limit": [{"limit": 2}],
    "errors/supply_short": [{"left": left} for left in (0, 3)],
    "errors/supply_closed": [{"closed_at": _EVENING}],
    "errors/supply_not_open": [{"opens_at": _NOON}],
    "errors/supply_too_many_packages": [{"limit": 12}],
    "errors/supply_package_twice": [{"name": "蔬菜包"}],
    "errors/supply_package_unreadable": [{"line": "蔬菜包 五十块左右一份大概两份一户"}],
    "errors/supply_supplied_wrong": [{"limit": 320}],
}
