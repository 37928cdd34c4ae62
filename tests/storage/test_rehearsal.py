"""A rehearsal measures the time of a person, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, func, select

from storage.community.queries import list_estates
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.relay.releases import actions, rehearsal
from storage.relay.releases.queries import find_plan
from storage.work import Work
from tests.builders import STAFF, build_neighbourhood
from tests.storage.releases_world import GROUP, MORNING, NINE, build_list


def _counts(session: Session) -> dict[str, int]:
    tables = SQLModel.metadata.tables
    return {
        name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in tables.items()
    }


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Plain rows: what one database shows holds for the other."""
    return sqlite_url


@pytest.fixture
async def relay_id(work: Work) -> int:
    place = await work.write(build_neighbourhood)
    return await work.write(build_list, place, 6)


async def _refusal(work: Work, action: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        await work.write(action, *args, **options)
    return refusal.value.code


async def test_a_rehearsal_measures_and_leaves_nothing_behind(work: Work, relay_id: int) -> None:
    """大连路 (S43): about two minutes a person, found in a rehearsal."""
    before = await work.read(_counts)
    own: dict[str, Any] = {"by": STAFF, "now": MORNING}
    practice = await work.write(rehearsal.begin_rehearsal, relay_id, 20, **own)

    assert len(await work.read(list_estates)) == 1, "its estate stands in no menu"
    again = await _refusal(work, rehearsal.begin_rehearsal, relay_id, 20, **own)
    assert again == "rehearsal_runs"
    nested = await _refusal(work, rehearsal.begin_rehearsal, practice, 5, **own)
    assert nested == "rehearsal_of_rehearsal"
    await work.write(actions.release_next, practice, 12, **own)
    for turn in range(10):
        at = NINE + timedelta(seconds=110 * turn)
        assert await work.write(rehearsal.serve_next, practice, by=STAFF, now=at) == turn + 1
    assert await work.read(rehearsal.find_measured, practice) == (10, 110)
    plan = await work.read(find_plan, practice, now=NINE)
    assert (plan.admitted, plan.called, plan.collected) == (20, 12, 10)

    def told(session: Session) -> list[int]:
        return list(session.exec(select(OutboxMessage.chat_id)))

    assert GROUP not in await work.read(told), "no group and no resident hears of it"
    await work.write(rehearsal.erase_rehearsal, practice, by=STAFF, now=NINE)
    assert await work.read(_counts) == before


async def test_a_real_relay_is_never_erased_or_served_by_practice(
    work: Work, relay_id: int
) -> None:
    for action in (rehearsal.erase_rehearsal, rehearsal.serve_next):
        assert await _refusal(work, action, relay_id, by=STAFF, now=NINE) == "not_a_rehearsal"
        assert await _refusal(work, action, relay_id, by=77, now=NINE) == "not_staff"
