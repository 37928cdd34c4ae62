"""Batches of papers: merged in one step into the one order, and taken back as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from storage.audit.tables import AuditRecord
from storage.community.kinds import RoleKind
from storage.community.tables import Role
from storage.errors import RuleError
from storage.relay.kinds import Channel, EntryState
from storage.relay.moves import PaperRow, change_entry, void_entry
from storage.relay.papers.actions import (
    Batch,
    BatchRow,
    MergeReport,
    drop_batches,
    merge_batch,
    undo_batch,
)
from storage.relay.papers.kinds import BatchKind, PaperAct
from storage.relay.papers.queries import count_batches, find_batch, list_batches, list_copies
from storage.relay.papers.tables import PaperLine
from storage.relay.queries import list_entries
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_neighbourhood, build_relay

NOW = OPENING + timedelta(hours=2)
PRESS = 77


@pytest.fixture
async def place(work: Work) -> Neighbourhood:
    return await work.write(build_neighbourhood)


async def open_relay(work: Work, place: Neighbourhood, **changes: object) -> int:
    def build(session: Session) -> int:
        return build_relay(session, place, state="open", **changes)

    return await work.write(build)


def row(
    household: int, minute: int, *, pieces: int = 1, channel: Channel = Channel.STALL
) -> PaperRow:
    return PaperRow(household, pieces, channel, OPENING + timedelta(minutes=minute))


def batch(*rows: PaperRow, kind: BatchKind = BatchKind.LIST, **changes: object) -> Batch:
    numbered = tuple(BatchRow(line, each) for line, each in enumerate(rows, start=1))
    return Batch(kind, NOW, numbered, **changes)  # type: ignore[arg-type]


async def merges(
    work: Work, relay_id: int, given: Batch, *, by: int = STAFF, press: int = PRESS
) -> MergeReport:
    return await work.write(
        merge_batch, relay_id, given, by=by, now=NOW, update_id=press, reason="withdrawn"
    )


async def undoes(work: Work, batch_id: int, *, by: int = STAFF) -> int:
    return await work.write(undo_batch, batch_id, by=by, now=NOW, reason="by mistake")


async def standing(work: Work, relay_id: int) -> list[tuple[int, int, datetime]]:
    lines = await work.read(list_entries, relay_id)
    return [(line.household_id, line.quantity, line.ordered_at) for line in lines]


async def test_rows_of_all_ways_stand_in_one_order_and_the_earlier_paper_counts(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await open_relay(work, place, capacity=2)
    first = await merges(work, relay_id, batch(row(1, 30), row(2, 40, pieces=2)))

    second = await merges(
        work,
        relay_id,
        batch(row(3, 10, channel=Channel.SMS), row(2, 20), row(1, 50), row(4, 60, pieces=9)),
        press=PRESS + 1,
    )

    assert [outcome.kind for _, outcome in first.outcomes] == ["joined", "joined"]
    kinds = [(line, outcome.kind, outcome.code) for line, outcome in second.outcomes]
    assert kinds == [
        (1, "joined", None),
        (2, "retimed", None),
        (3, "duplicate", None),
        (4, "refused", "wrong_quantity"),
    ]
    assert [household for household, _, _ in await standing(work, relay_id)] == [3, 2, 1]
    states = [line.state for line in await work.read(list_entries, relay_id)]
    assert states == [EntryState.ADMITTED, EntryState.ADMITTED, EntryState.WAITING]
    view = await work.read(find_batch, second.batch_id)
    assert view is not None
    assert view.acts == {PaperAct.ENTERED: 1, PaperAct.EARLIER: 1}


async def test_the_same_press_again_enters_nothing(work: Work, place: Neighbourhood) -> None:
    relay_id = await open_relay(work, place)
    await merges(work, relay_id, batch(row(1, 30)))

    with pytest.raises(RuleError, match="stale_button"):
        await merges(work, relay_id, batch(row(2, 30)))

    assert len(await standing(work, relay_id)) == 1
    assert await work.read(count_batches, relay_id) == 1


async def test_taking_back_puts_everything_where_it_was(work: Work, place: Neighbourhood) -> None:
    relay_id = await open_relay(work, place)
    await merges(
        work,
        relay_id,
        batch(*(row(home, 30 + home, channel=Channel.PASTE) for home in (1, 2, 3))),
    )
    before = await standing(work, relay_id)
    report = await merges(
        work,
        relay_id,
        batch(row(4, 20), row(3, 5), changes=((1, 2),), withdrawn=(2,)),
        press=PRESS + 1,
    )
    assert (report.changed, report.withdrawn) == (1, 1)
    changed = await standing(work, relay_id)
    assert [(home, pieces) for home, pieces, _ in changed] == [(3, 1), (4, 1), (1, 2)]

    undone = await undoes(work, report.batch_id)

    assert undone == 4
    assert await standing(work, relay_id) == before
    assert await undoes(work, report.batch_id) == 0


async def test_taking_back_leaves_alone_what_befell_an_entry_since(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await open_relay(work, place)
    first = await merges(work, relay_id, batch(row(1, 30), row(2, 40)))
    second = await merges(work, relay_id, batch(changes=((1, 2),), withdrawn=(2,)), press=PRESS + 1)
    await work.write(change_entry, relay_id, 1, 1, by=STAFF, now=NOW)
    await work.write(void_entry, relay_id, 1, "moved away", by=STAFF, now=NOW)

    assert await undoes(work, second.batch_id) == 1
    assert await undoes(work, first.batch_id) == 1

    assert await standing(work, relay_id) == []


async def test_only_who_may_enter_a_household_enters_and_takes_back(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await open_relay(work, place)
    lead, resident = place.people[0], place.people[1]

    def appoint(session: Session) -> None:
        role = Role(
            person_id=lead,
            committee_id=place.committee_id,
            kind=RoleKind.LEAD,
            building_id=place.buildings[0],
            granted_at=OPENING,
        )
        session.add(role)

    await work.write(appoint)
    # Households 1 and 3 are in the first building, 2 is in the second.
    report = await merges(work, relay_id, batch(row(1, 30), row(2, 31)), by=lead)
    assert [outcome.kind for _, outcome in report.outcomes] == ["joined", "refused"]
    for stranger in (resident, 5_555):
        with pytest.raises(RuleError, match="not_staff"):
            await merges(work, relay_id, batch(row(3, 30)), by=stranger)
        with pytest.raises(RuleError, match="not_staff"):
            await undoes(work, report.batch_id, by=stranger)
    by_staff = await merges(work, relay_id, batch(row(3, 30)), press=PRESS + 1)
    with pytest.raises(RuleError, match="not_staff"):
        await undoes(work, by_staff.batch_id, by=lead)
    assert await undoes(work, report.batch_id, by=lead) == 1

    assert [home for home, _, _ in await standing(work, relay_id)] == [3]


async def test_copies_are_known_until_they_are_taken_back_and_leave_no_trace_when_dropped(
    work: Work, place: Neighbourhood
) -> None:
    relay_id = await open_relay(work, place)
    copy = batch(
        row(1, 30, channel=Channel.PASTE),
        kind=BatchKind.PASTE,
        standing=((1, 1), (2, 2)),
        gone=(5,),
    )
    report = await merges(work, relay_id, copy)

    (kept,) = await work.read(list_copies, relay_id)
    assert (kept.read_at, kept.standing, kept.gone) == (NOW, ((1, 1), (2, 2)), frozenset({5}))
    await undoes(work, report.batch_id)
    assert await work.read(list_copies, relay_id) == ()
    (view,) = await work.read(list_batches, relay_id)
    assert view.undone_at == NOW
    actions = await work.read(_audited)
    assert actions == ["relay.papers_entered", "relay.papers_undone"]

    await work.write(drop_batches, relay_id)

    assert await work.read(count_batches, relay_id) == 0
    assert await work.read(lambda session: session.exec(select(PaperLine)).all()) == []


def _audited(session: Session) -> list[str]:
    rows = select(AuditRecord.action).order_by(col(AuditRecord.id))
    return [action for action in session.exec(rows) if "papers" in action]
