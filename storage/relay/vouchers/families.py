"""Who is told about a household's entry: its people, and those who act for it (T6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.tables import Resident
from storage.proxies.kinds import ProxyState
from storage.proxies.tables import Proxy
from storage.relay.kinds import EntryState
from storage.relay.tables import RelayEntry


def list_readers(
    session: Session, relay_id: int, households: Collection[int], now: datetime
) -> dict[int, list[int]]:
    """Telegram ids by household, each once; one read however many households there are."""
    joined = select(RelayEntry.household_id).where(
        RelayEntry.relay_id == relay_id, RelayEntry.state != EntryState.LEFT
    )
    residents = select(Resident.household_id, Resident.person_id).where(
        col(Resident.household_id).in_(joined), Resident.state == ResidentState.ACTIVE
    )
    proxies = select(Proxy.household_id, Proxy.person_id).where(
        col(Proxy.household_id).in_(joined),
        Proxy.state == ProxyState.ACTIVE,
        col(Proxy.until) > now,
        col(Proxy.person_id).is_not(None),
    )
    readers: dict[int, list[int]] = defaultdict(list)
    pairs: list[Any] = [*session.exec(residents), *session.exec(proxies)]
    wanted = set(households)
    for household_id, person_id in pairs:
        if household_id in wanted and person_id not in readers[household_id]:
            readers[household_id].append(person_id)
    return readers
