"""Who is told what concerns a household: its people, and those who act for it (T6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, union
from sqlmodel import Session

from storage.batch import among, numbers
from storage.columns import Moment
from storage.community.kinds import ResidentState
from storage.community.tables import Resident
from storage.proxies.kinds import ProxyState
from storage.proxies.tables import Proxy

_resident = Resident.__table__  # type: ignore[attr-defined]
_proxy = Proxy.__table__  # type: ignore[attr-defined]

# Built once: the relay's desk asks for every batch in which somebody was moved. A union gives
# who is both only once.
_READERS = union(
    select(_resident.c.household_id, _resident.c.person_id).where(
        among(_resident.c.household_id, "households"),
        _resident.c.state == ResidentState.ACTIVE,
    ),
    select(_proxy.c.household_id, _proxy.c.person_id).where(
        among(_proxy.c.household_id, "households"),
        _proxy.c.state == ProxyState.ACTIVE,
        _proxy.c.until > bindparam("now", type_=Moment()),
    ),
)


def list_readers(
    run: Session | Connection, households: Collection[int], now: datetime
) -> dict[int, list[int]]:
    """Telegram ids by household, each once; a household that nobody reads for is missing."""
    readers: dict[int, list[int]] = {}
    rows = run.execute(_READERS, {"households": numbers(households), "now": now})
    for household_id, person_id in rows:
        readers.setdefault(household_id, []).append(person_id)
    return readers
