"""Values for what speaks against a plan of testing."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_DAY: dict[str, Any] = {"day": "2022-03-31"}
_LANES: dict[str, Any] = {"lanes": 2}

SAMPLES: Samples = {
    "errors/testing_building_twice": [_DAY | {"building": "12乙"}],
    "errors/testing_clash": [_DAY | {"building": "12乙", "title": "第二轮核酸检测"}],
    "errors/testing_day_too_short": [{"until": "25:10"}],
    "errors/testing_day_unread": [{"value": "someday"}],
    "errors/testing_delay_wrong": [{"limit": 600}],
    "errors/testing_lane_unknown": [_LANES | {"lane": 5}],
    "errors/testing_lanes_exceeded": [_LANES | {"at": "08:00", "needed": 3}],
    "errors/testing_number_unread": [{"value": "many"}],
    "errors/testing_other_day": [_DAY],
    "errors/testing_past": [_DAY | {"time": "07:30"}],
    "errors/testing_time_unread": [{"value": "7:61"}],
    "errors/testing_too_many_days": [{"limit": 60}],
    "errors/testing_too_many_offsets": [{"limit": 4}],
    "errors/testing_twice_at_once": [{"building": "3", "other": line} for line in (None, 7)],
}
