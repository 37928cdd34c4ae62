"""How far each entry has come on its way to the goods, and whom earlier rounds have served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from storage.relay.kinds import EntryState
from storage.relay.releases.queries import list_called_numbers
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.kinds import CheckState, Stage
from storage.relay.vouchers.tables import RelayCheck, RelayVoucher

# A chain that is longer is a circle.
_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry and how far it has come."""

    number: int
    household_id: int
    building_id: int
    quantity: int
    stage: Stage


def list_standings(session: Session, relay_id: int) -> tuple[Standing, ...]:
    """All entries that stand, in order."""
    called = list_called_numbers(session, relay_id)
    checked = set(
        session.exec(
            select(RelayCheck.number).where(
                RelayCheck.relay_id == relay_id, RelayCheck.state == CheckState.CONFIRMED
            )
        )
    )
    collected = set(
        session.exec(
            select(RelayVoucher.number).where(
                RelayVoucher.relay_id == relay_id, col(RelayVoucher.collected_at).is_not(None)
            )
        )
    )
    columns: list[Any] = [
        RelayEntry.number,
        RelayEntry.household_id,
        RelayEntry.building_id,
        RelayEntry.quantity,
        RelayEntry.state,
    ]
    rows = session.execute(
        select(*columns)
        .where(RelayEntry.relay_id == relay_id, RelayEntry.state != EntryState.LEFT)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )
    return tuple(
        Standing(
            row.number,
            row.household_id,
            row.building_id,
            row.quantity,
            _find_stage(row.number, row.state, checked, called, collected),
        )
        for row in rows
    )


def count_stages(session: Session, relay_id: int) -> dict[Stage, int]:
    """How many entries stand at each stage."""
    counts = Counter(each.stage for each in list_standings(session, relay_id))
    return {stage: counts[stage] for stage in Stage}


def _find_stage(
    number: int,
    state: EntryState,
    checked: Collection[int],
    called: Collection[int],
    collected: Collection[int],
) -> Stage:
    if number in collected:
        return Stage.COLLECTED
    if state is EntryState.WAITING:
        return Stage.WAITING
    if number in called:
        return Stage.CALLED
    return Stage.CONFIRMED if number in checked else Stage.JOINED


def chain_of(session: Session, relay_id: int) -> tuple[int, ...]:
    """A relay and the rounds before it, the newest first."""
    chain: list[int] = []
    following: int | None = relay_id
    while following is not None and following not in chain and len(chain) < _MOST_ROUNDS:
        chain.append(following)
        following = session.exec(select(Relay.follows_id).where(Relay.id == following)).first()
    return tuple(chain)


def served_households(session: Session, relay_id: int) -> frozenset[int]:
    """The households that collected in a relay or in a round before it."""
    collected = select_served(chain_of(session, relay_id))
    return frozenset(session.execute(collected).scalars())


def select_served(relay_ids: Collection[int]) -> Any:
    """The households that collected in some relays, to be read or to be part of a statement."""
    return (
        select(RelayEntry.household_id)
        .join(
            RelayVoucher,
            (col(RelayVoucher.relay_id) == col(RelayEntry.relay_id))
            & (col(RelayVoucher.number) == col(RelayEntry.number)),
        )
        .where(col(RelayEntry.relay_id).in_(relay_ids), col(RelayVoucher.collected_at).is_not(None))
    )
