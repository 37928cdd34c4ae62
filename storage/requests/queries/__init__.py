"""Questions to the requests: SELECTs that return frozen values."""

from storage.requests.queries.board import count_board, list_assignable, list_board
from storage.requests.queries.counts import count_needs, find_digest, rank_drugs, rank_needs
from storage.requests.queries.figures import Digest, KindCount, NeedCount, RankedDrug, RankedNeed
from storage.requests.queries.history import list_events, list_readers, list_shown_due
from storage.requests.queries.kinds import find_kind, find_kind_by_slug, list_kinds
from storage.requests.queries.requests import (
    find_like,
    find_own,
    find_request,
    list_gatherable,
    list_own,
)
from storage.requests.queries.views import (
    BoardCounts,
    BoardFilter,
    BoardLine,
    EventView,
    KindView,
    OwnLine,
    PhotoView,
    ReaderView,
    RequestView,
    ShownCopy,
)

__all__ = [
    "BoardCounts",
    "BoardFilter",
    "BoardLine",
    "Digest",
    "EventView",
    "KindCount",
    "KindView",
    "NeedCount",
    "OwnLine",
    "PhotoView",
    "RankedDrug",
    "RankedNeed",
    "ReaderView",
    "RequestView",
    "ShownCopy",
    "count_board",
    "count_needs",
    "find_digest",
    "find_kind",
    "find_kind_by_slug",
    "find_like",
    "find_own",
    "find_request",
    "list_assignable",
    "list_board",
    "list_events",
    "list_gatherable",
    "list_kinds",
    "list_own",
    "list_readers",
    "list_shown_due",
    "rank_drugs",
    "rank_needs",
]
