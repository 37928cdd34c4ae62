"""How a relay stands, door by door: for the map, the lists on the wall and staff's file.

Only reads. No right is asked here, and no door is masked: whoever shows it does.
"""

from storage.relay.boards.flags import SHOWN, Flag, find_flag, hide_rooms
from storage.relay.boards.queries import (
    count_flags,
    find_flags,
    list_absent,
    list_houses,
    list_lines,
    list_rows,
    list_tables,
)
from storage.relay.boards.views import Door, House, Line, Row, Table

__all__ = [
    "SHOWN",
    "Door",
    "Flag",
    "House",
    "Line",
    "Row",
    "Table",
    "count_flags",
    "find_flag",
    "find_flags",
    "hide_rooms",
    "list_absent",
    "list_houses",
    "list_lines",
    "list_rows",
    "list_tables",
]
