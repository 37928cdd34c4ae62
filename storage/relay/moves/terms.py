"""Change what a relay has published: freely before it opens, with a public notice after (S02)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.errors import RuleError
from storage.outbox.actions import touch_cards
from storage.relay import whole
from storage.relay.drafts import Draft, check_draft
from storage.relay.entries import Act
from storage.relay.kinds import EntryState, OrderRule, RelayState, Role
from storage.relay.lottery import make_seed, seed_digest
from storage.relay.moves.shares import tell_groups
from storage.relay.moves.table import Table, check_staff, take_table
from storage.relay.opening import list_buildings, plan_pools, publish, write_pools
from storage.relay.pools import COMMON
from storage.relay.rules import to_stamp
from storage.relay.sharing import Sharing
from storage.relay.sharing_rows import read_sharing, sharing_values
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayPool


class Unchanged(Enum):
    """Marks a term that stays as it is."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED
# Once somebody stands in a list by one order it cannot be another.
_FIXED = ("order_rule", "draw_until")
# Nothing comes of these any more once the shares were opened.
_SHARES = ("split_rule", "remainder_rule", "offline_share", "shares_until")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be published instead of what was."""

    capacity: int | Unchanged | None = UNCHANGED
    closes_at: datetime | Unchanged = UNCHANGED
    place: str | Unchanged = UNCHANGED
    eligibility: str | Unchanged = UNCHANGED
    collection: str | Unchanged = UNCHANGED
    per_household: int | Unchanged = UNCHANGED
    waiting_list: bool | Unchanged = UNCHANGED
    sharing: Sharing | Unchanged = UNCHANGED

    def values(self) -> dict[str, Any]:
        """The facts of a draft that change."""
        # Not `asdict`: the sharing stays a value of its own.
        named = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: value for name, value in named if value is not UNCHANGED}


def change_terms(
    session: Session, relay_id: int, changes: Changes, *, by: int, now: datetime
) -> None:
    """Change a relay's terms. After the opening every group is told what was and what is.

    Places are given out anew by the new terms: who loses one goes to the waiting list and is told.
    The same terms again change nothing.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `relay_closed`, `terms_fixed`
            (term), `capacity_below_shares`, or what `check_draft` raises.
    """
    relay = session.get(Relay, relay_id, with_for_update=True)
    if relay is None:
        raise RuleError("relay_unknown")
    table = take_table(session, relay_id)
    check_staff(table, by, now)
    before = _draft_of(relay, table)
    after = replace(before, **changes.values())
    told = _differences(before, after)
    if not told:
        return
    is_open = relay.state is not RelayState.SCHEDULED
    _check_changeable(relay, after, told, is_open, now)
    _apply(relay, after)
    session.add(relay)
    session.flush()
    if is_open or table.page.row.last_event:
        _give_out_anew(session, relay_id, after, by, now)
        title = after.title
        tell_groups(
            session,
            relay_id,
            "relay/terms_changed",
            now,
            title=title,
            changes=told,
            at=now.isoformat(),
        )
    else:
        write_pools(session, relay, table.sheet.terms.buildings)
    touch_cards(session, CARD_KIND, relay_id)
    terms = ",".join(change["term"] for change in told)
    record(session, "relay.terms_changed", f"relay:{relay_id}", at=now, actor_id=by, terms=terms)


def _draft_of(relay: Relay, table: Table) -> Draft:
    return Draft(
        estate_id=relay.estate_id,
        title=relay.title,
        item=relay.item,
        per_household=relay.per_household,
        capacity=relay.capacity,
        waiting_list=relay.waiting_list,
        opens_at=relay.opens_at,
        closes_at=relay.closes_at,
        place=relay.place,
        eligibility=relay.eligibility,
        collection=relay.collection,
        buildings=table.sheet.terms.buildings or frozenset(),
        sharing=read_sharing(relay),
        follows_id=relay.follows_id,
    )


def _differences(before: Draft, after: Draft) -> list[dict[str, Any]]:
    """Terms that differ, with what they were and what they are as JSON values."""
    old, new = _flat(before), _flat(after)
    return [
        {"term": term, "old": _plain(old[term]), "new": _plain(new[term])}
        for term in old
        if old[term] != new[term]
    ]


def _flat(draft: Draft) -> dict[str, Any]:
    facts = asdict(draft)
    sharing: dict[str, Any] = facts.pop("sharing")
    return facts | sharing


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple | frozenset) else value


def _check_changeable(
    relay: Relay, after: Draft, told: list[dict[str, Any]], is_open: bool, now: datetime
) -> None:
    if relay.state is RelayState.CANCELLED:
        raise RuleError("relay_cancelled")
    if relay.state is RelayState.CLOSED:
        assert relay.closed_at is not None
        raise RuleError("relay_closed", closed_at=relay.closed_at.isoformat())
    fixed = next((change["term"] for change in told if change["term"] in _FIXED), None)
    if is_open and fixed is not None:
        raise RuleError("terms_fixed", term=fixed)
    shared = next((change["term"] for change in told if change["term"] in _SHARES), None)
    if relay.shares_opened_at is not None and shared is not None:
        raise RuleError("terms_fixed", term=shared)
    check_draft(after, now)


def _apply(relay: Relay, after: Draft) -> None:
    for name in Changes.__dataclass_fields__:
        if name != "sharing":
            setattr(relay, name, getattr(after, name))
    for name, value in sharing_values(after.sharing).items():
        setattr(relay, name, value)
    commit_to_seed(relay)


def commit_to_seed(relay: Relay) -> None:
    """Give a relay that draws its order a seed, and publish the seed's digest (T4)."""
    if relay.order_rule is OrderRule.DRAW and relay.seed is None:
        relay.seed = make_seed()
        relay.seed_digest = seed_digest(relay.seed)


def _give_out_anew(session: Session, relay_id: int, after: Draft, by: int, now: datetime) -> None:
    table = take_table(session, relay_id)
    table.know_all()
    quotas = _new_quotas(table, after)
    _replace_pools(session, relay_id, quotas, is_shared=after.sharing.has_pools)
    note = publish(table.connection, table.page, quotas)
    act = Act(to_stamp(now), by, Role.STAFF)
    whole.replan(table.sheet, whole.list_competing(table.sheet), quotas, act, note)
    _check_served_stand(table)
    table.write()


def _check_served_stand(table: Table) -> None:
    served = [entry for entry in table.sheet.entries.values() if entry.served_at is not None]
    if any(entry.state is not EntryState.ADMITTED for entry in served):
        raise RuleError("capacity_below_shares", shares=len(served))


def _new_quotas(table: Table, after: Draft) -> dict[int, int | None]:
    """Places by pool under the new terms; shares that were opened stay what they are."""
    sheet, row = table.sheet, table.page.row
    if not (sheet.shares_opened and after.sharing.has_pools) or after.capacity is None:
        scope = sheet.terms.buildings
        return plan_pools(row, list_buildings(table.connection, row.estate_id, scope))
    quotas = whole.quotas_of(sheet)
    others = sum(quota or 0 for key, quota in quotas.items() if key != COMMON)
    if after.capacity < others:
        raise RuleError("capacity_below_shares", shares=others)
    return quotas | {COMMON: after.capacity - others}


def _replace_pools(
    session: Session, relay_id: int, quotas: dict[int, int | None], *, is_shared: bool
) -> None:
    session.execute(delete(RelayPool).where(col(RelayPool.relay_id) == relay_id))
    if is_shared:
        session.add_all(
            RelayPool(relay_id=relay_id, key=key, quota=quota or 0) for key, quota in quotas.items()
        )
        session.flush()
