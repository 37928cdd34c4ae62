"""Who is told what concerns a household: its people, and those who act for it (T6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, false, select, true, union_all
from sqlmodel import Session

from storage.batch import among, numbers
from storage.columns import Moment
from storage.community.kinds import ResidentState
from storage.community.tables import Resident
from storage.proxies.kinds import ProxyState
from storage.proxies.tables import Proxy

_resident = Resident.__table__  # type: ignore[attr-defined]
_proxy = Proxy.__table__  # type: ignore[attr-defined]


class Reader(NamedTuple):
    """Somebody who is told what concerns a household.

    Attributes:
        is_proxy: acts for it, and may act for others: which household it is must be said.
    """

    person_id: int
    is_proxy: bool


# Built once: the relay's desk asks for every batch in which somebody was moved. Nobody is both:
# who lives there needs no permission.
_READERS = union_all(
    select(_resident.c.household_id, _resident.c.person_id, false().label("is_proxy")).where(
        among(_resident.c.household_id, "households"),
        _resident.c.state == ResidentState.ACTIVE,
    ),
    select(_proxy.c.household_id, _proxy.c.person_id, true().label("is_proxy")).where(
        among(_proxy.c.household_id, "households"),
        _proxy.c.state == ProxyState.ACTIVE,
        _proxy.c.until > bindparam("now", type_=Moment()),
    ),
)


def list_readers(
    run: Session | Connection, households: Collection[int], now: datetime
) -> dict[int, list[Reader]]:
    """Readers by household; one that nobody reads for is missing."""
    readers: dict[int, list[Reader]] = {}
    rows = run.execute(_READERS, {"households": numbers(households), "now": now})
    for household_id, person_id, is_proxy in rows:
        readers.setdefault(household_id, []).append(Reader(person_id, bool(is_proxy)))
    return readers
