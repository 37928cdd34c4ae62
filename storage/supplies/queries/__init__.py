"""Questions about supplies: SELECTs that return frozen values. None asks for a right."""

from storage.supplies.queries.orders import (
    find_order,
    list_building_doors,
    list_orders,
    list_own_orders,
    list_picking,
)
from storage.supplies.queries.rounds import (
    find_package_round,
    find_round,
    has_due_rounds,
    list_rounds,
)
from storage.supplies.queries.statuses import find_status, list_readings, list_statuses
from storage.supplies.queries.views import (
    BuildingDoors,
    LineView,
    OrderView,
    PackageView,
    PickedBuilding,
    ReadingView,
    RoundView,
    StatusView,
)

__all__ = [
    "BuildingDoors",
    "LineView",
    "OrderView",
    "PackageView",
    "PickedBuilding",
    "ReadingView",
    "RoundView",
    "StatusView",
    "find_order",
    "find_package_round",
    "find_round",
    "find_status",
    "has_due_rounds",
    "list_building_doors",
    "list_orders",
    "list_own_orders",
    "list_picking",
    "list_readings",
    "list_rounds",
    "list_statuses",
]
