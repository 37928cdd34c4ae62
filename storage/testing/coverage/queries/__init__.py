"""Questions to coverage: SELECTs that return frozen values. No right is asked here."""

from storage.testing.coverage.queries.days import (
    count_done,
    find_building_day,
    find_day_facts,
    is_in_squad,
    list_own_counts,
    list_squad_days,
    list_work_committees,
    list_work_days,
)
from storage.testing.coverage.queries.doors import (
    find_building_place,
    find_mark,
    find_place,
    is_expected,
    list_doors,
)
from storage.testing.coverage.queries.homes import (
    count_home_visits,
    find_home,
    list_helpers,
    list_home_people,
    list_homes,
    list_stops,
)
from storage.testing.coverage.queries.missed import (
    load_missed,
    load_missed_doors,
    number_missed,
)
from storage.testing.coverage.queries.reports import (
    count_reported,
    find_antigen,
    find_code,
    find_own_antigen,
    has_reported,
)
from storage.testing.coverage.queries.views import (
    AntigenView,
    BuildingCount,
    CodeView,
    DayFacts,
    DoorView,
    Helper,
    HomeView,
    MarkView,
    Stop,
)

__all__ = [
    "AntigenView",
    "BuildingCount",
    "CodeView",
    "DayFacts",
    "DoorView",
    "Helper",
    "HomeView",
    "MarkView",
    "Stop",
    "count_done",
    "count_home_visits",
    "count_reported",
    "find_antigen",
    "find_building_day",
    "find_building_place",
    "find_code",
    "find_day_facts",
    "find_home",
    "find_mark",
    "find_own_antigen",
    "find_place",
    "has_reported",
    "is_expected",
    "is_in_squad",
    "list_doors",
    "list_helpers",
    "list_home_people",
    "list_homes",
    "list_own_counts",
    "list_squad_days",
    "list_stops",
    "list_work_committees",
    "list_work_days",
    "load_missed",
    "load_missed_doors",
    "number_missed",
]
